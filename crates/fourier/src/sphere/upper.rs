//! Explicit networks for the ball indicator: how close a given width can come, so that the gap to the rank bound shows.

use super::bound::{Evaluator, check_radius};
use super::harmonic::check_dim;
use super::spectrum::Threshold;
use enclosure::rug::Integer;
use enclosure::{Error, Interval, Prec, Result};

/// Largest polynomial degree tried.
const MAX_POWER: u32 = 64;

/// Which network attains an upper bound (RB-10).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Construction {
    /// The best constant.
    Constant,
    /// This many squares `x_1^2, ..., x_r^2`, fewer than `d`, and a constant.
    Squares(u32),
    /// The best polynomial of this degree in `|x|^2`, written as that many ridge polynomials.
    Polynomial(u32, Integer),
}

/// A network of at most the given width, and its error.
#[derive(Clone, Debug)]
pub struct UpperBound {
    /// The network.
    pub construction: Construction,
    /// Encloses its expected squared error: some network of this width has no more.
    pub error: Interval,
}

/// Number of directions with which every polynomial of degree `m` in `|x|^2` is a sum of ridge polynomials (RB-10):
/// explicit for `m <= 3` (signed sums of coordinates), by linear algebra beyond.
fn directions(d: u32, m: u32) -> Integer {
    let n = Integer::from(d);
    match m {
        0 => Integer::from(1),
        1 => n,
        2 => Integer::from(&n * &n),
        3 => &n * (Integer::from(&n * &n) * 2u32 - Integer::from(&n * 3u32) + 4u32) / 3u32,
        _ => Integer::from(d - 1 + 2 * m).binomial(2 * m),
    }
}

/// Error of the best combination of `r < d` squares of coordinates and a constant (RB-10).
fn squares(d: u32, r: u32, variance: &Interval, a_1_sq: &Interval, p: Prec) -> Result<Interval> {
    // Gram matrix of the centred squares: variance 4(2d+1)/(d^2(d+2)), covariance -4/(d^2(d+2)).
    let (d, r) = (i64::from(d), i64::from(r));
    let gain = a_1_sq.mul_int(r * (d + 2), p).div_int(d * (2 * d + 2 - r), p)?;
    Ok(variance.sub(&gain, p).max(&Interval::zero()))
}

/// The error of an explicit network of at most `width` neurons (each with its own polynomial activation): the best
/// constant, a combination of squares, or the best polynomial in `|x|^2` that the width can pay for (RB-10). It bounds
/// from above the least error at that width, which [`super::rank_bound`] bounds from below.
///
/// # Errors
/// As [`super::rank_bound`].
pub fn polynomial_upper_bound(d: u32, lambda: &Interval, width: &Interval, p: Prec) -> Result<UpperBound> {
    const NAME: &str = "polynomial_upper_bound";
    check_dim(NAME, d)?;
    check_radius(NAME, lambda)?;
    if *width.lo() < 1 || !width.is_bounded() {
        return Err(Error::domain(NAME, "width", width, "it must be bounded and at least 1"));
    }
    if *lambda.lo() >= 2 {
        return Ok(UpperBound { construction: Construction::Constant, error: Interval::zero() });
    }
    let inner = lambda.min(&Interval::int(2));
    let affordable = |m: u32| directions(d, m) <= *width.lo();
    let degree = (1..=MAX_POWER).take_while(|&m| affordable(m)).last().unwrap_or(0);
    let mut evaluator = Evaluator::new(d, Threshold::from_radius(NAME, &inner)?);
    let spectrum = evaluator.spectrum(degree.max(1) as usize, p.plus(64 + 2 * degree))?;
    if degree > 0 {
        let error = spectrum.tail(degree as usize).round(p);
        return Ok(UpperBound { construction: Construction::Polynomial(degree, directions(d, degree)), error });
    }
    let r = width.lo().to_integer_round(enclosure::rug::float::Round::Down);
    let r = r.and_then(|(r, _)| r.to_u32()).ok_or_else(|| Error::unable(NAME, "width is not finite"))?;
    let error = squares(d, r, &spectrum.variance, spectrum.a_sq(1), p)?.round(p);
    Ok(UpperBound { construction: Construction::Squares(r), error })
}
