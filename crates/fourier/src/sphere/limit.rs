//! Large dimensions: the Hermite limits, and statements for all dimensions at `lambda = sqrt 2` (RB-07).

use super::bound::rank_bound;
use super::harmonic::MAX_DIM;
use enclosure::{Error, Interval, Prec, Result};

/// Largest exponent `k` of a width `d^k` treated here.
const MAX_EXPONENT: u32 = 12;

/// The limit as `d -> inf` of the rank bound for width `r = d^k` at the threshold `t = tau/sqrt(d)`, that is
/// `Phi(tau)(1 - Phi(tau)) - phi(tau)^2 sum_(n=1)^k He_(n-1)(tau)^2/n!` (RB-07); `k = 0` is a bounded width.
///
/// # Errors
/// [`Error::Domain`] unless `k <= 12` and `tau` is bounded.
pub fn hermite_tail(k: u32, tau: &Interval, p: Prec) -> Result<Interval> {
    const NAME: &str = "hermite_tail";
    check_exponent(NAME, k)?;
    if !tau.is_bounded() {
        return Err(Error::domain(NAME, "tau", tau, "it must be bounded"));
    }
    let g = p.plus(64);
    let one = Interval::one();
    let root = Interval::int(2).sqrt(g)?;
    let below = tau.neg().div(&root, g)?.erfc(g).mul_2exp(-1);
    let above = tau.div(&root, g)?.erfc(g).mul_2exp(-1);
    let weight = tau.sqr(g).neg().exp(g).div(&Interval::pi(g).mul_2exp(1), g)?;
    let (mut before, mut now, mut factorial) = (Interval::zero(), one.clone(), one);
    let mut sum = Interval::zero();
    for n in 1..=i64::from(k) {
        factorial = factorial.mul_int(n, g);
        sum = sum.add(&now.sqr(g).div(&factorial, g)?, g);
        // He_n = tau He_(n-1) - (n-1) He_(n-2)
        let next = tau.mul(&now, g).sub(&before.mul_int(n - 1, g), g);
        (before, now) = (now, next);
    }
    Ok(below.mul(&above, g).sub(&weight.mul(&sum, g), g).max(&Interval::zero()).round(p))
}

pub(super) fn check_exponent(function: &'static str, k: u32) -> Result<()> {
    if k > MAX_EXPONENT {
        return Err(Error::domain(function, "k", k, "it must be at most 12"));
    }
    Ok(())
}

/// [`hermite_tail`] at `tau = 0`.
pub(super) fn at_infinity(k: u32, p: Prec) -> Result<Interval> {
    hermite_tail(k, &Interval::zero(), p)
}

/// `a_1^2 = Gamma(d/2) Gamma(d/2+1)/(2 pi Gamma((d+1)/2)^2)` at `lambda = sqrt 2` for every real `d` from `from` to `to`
/// (`None`: no end): it decreases, to `1/(2 pi)` (RB-07).
pub(super) fn first_coefficient(from: u32, to: Option<u32>, p: Prec) -> Result<Interval> {
    let at = |d: u32| -> Result<Interval> {
        let n = i64::from(d);
        super::density_constant(d, p)?.sqr(p).mul_int(n, p).div_int(n - 1, p)?.div_int(n - 1, p)
    };
    let end = match to {
        Some(d) => at(d)?,
        None => Interval::pi(p).mul_2exp(1).recip(p)?,
    };
    if to == Some(from) { Ok(end) } else { Ok(end.hull(&at(from)?)) }
}

/// `1 + j y`.
fn shifted(j: i64, y: &Interval, p: Prec) -> Interval {
    Interval::one().add(&y.mul_int(j, p), p)
}

/// `a_(n+2)^2/a_n^2` at `lambda = sqrt 2` for odd `n` as a function of `y = 1/d` (RB-07).
pub(super) fn ratio(n: i64, y: &Interval, p: Prec) -> Result<Interval> {
    let top = shifted(2 * n + 2, y, p).mul(&shifted(n - 1, y, p), p).mul(&shifted(n - 2, y, p), p);
    let bottom = shifted(2 * n - 2, y, p).mul(&shifted(n, y, p).sqr(p), p);
    top.mul_int(n * n, p).div(&bottom.mul_int((n + 2) * (n + 1), p), p)
}

/// `d^k/N_(d,n)`, `n > k`, as a function of `y = 1/d`.
pub(super) fn share(k: u32, n: i64, y: &Interval, p: Prec) -> Result<Interval> {
    let mut bottom = shifted(2 * n - 2, y, p);
    for j in -1..=n - 3 {
        bottom = bottom.mul(&shifted(j, y, p), p);
    }
    let factorial = (1..=n).fold(Interval::one(), |acc, j| acc.mul_int(j, p));
    factorial.mul(&y.powi(n - i64::from(k), p)?, p).div(&bottom, p)
}

/// A number that the rank bound at `lambda = sqrt 2` and width `d^k` exceeds for every integer dimension `d >= d0`, as an
/// enclosure whose lower end is proved and whose upper end is the limit `d -> inf` (RB-07). As `d0` grows both meet.
///
/// # Errors
/// [`Error::Domain`] unless `3 <= d0 <= 10^6` and `k <= 12`.
pub fn large_dimensions(k: u32, d0: u32, p: Prec) -> Result<Interval> {
    const NAME: &str = "large_dimensions";
    check_exponent(NAME, k)?;
    if !(3..=MAX_DIM).contains(&d0) {
        return Err(Error::domain(NAME, "d0", d0, "it must lie in 3..=1000000"));
    }
    let all = super::power::bracket(k, (d0, None), p)?;
    let low = all.lo_point().unwrap_or_else(Interval::zero);
    Ok(low.hull(&at_infinity(k, p)?).round(p))
}

/// A statement about every dimension.
#[derive(Clone, Debug)]
pub struct AllDimensions {
    /// Exponent of the width `d^k`.
    pub k: u32,
    /// First dimension of the limiting argument; below it every dimension was computed.
    pub from: u32,
    /// Least computed value and the dimension of it, `3 <= d < from`.
    pub finite: (u32, Interval),
    /// [`large_dimensions`] from `from` on.
    pub rest: Interval,
    /// Encloses the infimum over all `d >= 3`: every network of width at most `d^k`, in any dimension `d >= 3`, has
    /// `E (N - 1{|x| <= sqrt 2})^2` at least the lower end.
    pub infimum: Interval,
}

/// The rank bound at `lambda = sqrt 2` and width `d^k` for ALL dimensions `d >= 3`: every `d < from` computed, the rest
/// by the monotone bounds of RB-07.
///
/// # Errors
/// [`Error::Domain`] unless `4 <= from <= 20000` and `k <= 12`.
pub fn all_dimensions(k: u32, from: u32, p: Prec) -> Result<AllDimensions> {
    const NAME: &str = "all_dimensions";
    check_exponent(NAME, k)?;
    if !(4..=20_000).contains(&from) {
        return Err(Error::domain(NAME, "from", from, "it must lie in 4..=20000"));
    }
    let lambda = Interval::int(2).sqrt(p.plus(64))?;
    let mut finite: Option<(u32, Interval)> = None;
    for d in 3..from {
        let width = Interval::int(i64::from(d)).powi(i64::from(k), p.plus(300))?;
        let value = rank_bound(d, &lambda, &width, p)?.value;
        let lower = finite.as_ref().is_none_or(|(_, v)| value.lo() < v.lo());
        if lower {
            finite = Some((d, value));
        }
    }
    let finite = finite.ok_or_else(|| Error::unable(NAME, "no dimension below from"))?;
    let rest = large_dimensions(k, from, p)?;
    let infimum = finite.1.min(&rest);
    Ok(AllDimensions { k, from, finite, rest, infimum })
}
