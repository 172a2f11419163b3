//! The oscillating function of Safran & Lee (2022), Lemma 17, against polynomials: exactly at one `(d, m)`, from below on
//! whole ranges of both (RB-11).

use super::density::cap_probability;
use super::limit::first_coefficient;
use super::ranges::{Range, integers, over};
use super::step::lemma17_step;
use enclosure::{Error, Interval, Prec, Result};

/// Largest degree for which the distance is computed from the coefficients.
const MAX_EXACT: u32 = 64;

/// Largest number of terms of the series of `moment`: its terms fall by a factor 16 or more.
const MAX_TERMS: i64 = 20_000;

/// `int_0^(1/2) exp(-b u^2) du = sum_j (-b)^j/(j! (2j+1) 2^(2j+1))` for an exact `0 <= b <= 1`: alternating with falling
/// terms, so the rest is between 0 and the next term.
fn moment(b: &Interval, p: Prec) -> Result<Interval> {
    let (mut power, mut sum) = (Interval::one().mul_2exp(-1), Interval::zero());
    for j in 0..MAX_TERMS {
        let term = power.div_int(2 * j + 1, p)?;
        if term.mag().get_exp().is_none_or(|e| i64::from(e) < -i64::from(p.bits())) {
            return Ok(sum.add(&term.hull(&Interval::zero()), p));
        }
        sum = sum.add(&term, p);
        power = power.mul(b, p).mul_2exp(-2).neg().div_int(j + 1, p)?;
    }
    Err(Error::unable("fbar_mass", "the series did not end"))
}

/// `Q_d = P[-1/(2 sqrt d) <= s <= 0]` for every real `d` with `1/d` in `y` and `from <= d <= to` (RB-11).
fn mass_on(y: &Interval, (from, to): Range, p: Prec) -> Result<Interval> {
    let one = Interval::one();
    let front = first_coefficient(from, to, p)?.sqrt(p)?.mul(&one.sub(y, p), p);
    let slow = one.sub(&y.mul_int(3, p), p).max(&Interval::zero()).mul_2exp(-1);
    let fast = slow.div(&one.sub(&y.mul_2exp(-2), p), p)?;
    let at = |b: Option<Interval>| moment(&b.ok_or_else(|| Error::unable("fbar_mass", "unbounded"))?, p);
    Ok(front.mul(&at(fast.hi_point())?.hull(&at(slow.lo_point())?), p))
}

/// `rho(d)^2 theta(d, m)^2` of RB-11 with `y = 1/d`, `z = 1/m`: the share of the norm that polynomials of degree `m` can
/// take. It increases in `z`.
fn share(y: &Interval, z: &Interval, p: Prec) -> Result<Interval> {
    let one = Interval::one();
    let four = Interval::int(4).sub(y, p);
    let weight = one.sub(&y.mul_int(3, p), p).max(&Interval::zero()).div(&four, p)?;
    let slope = z.mul(&one.sub(&y.mul_2exp(1), p), p).add(y, p).div(&four, p)?.sqrt(p)?;
    let theta = weight.mul(z, p).add(&slope, p).mul_2exp(-1);
    weight.mul_2exp(-1).exp(p).mul(&theta.sqr(p), p).div_int(3, p)
}

/// Encloses `Q_d = P[-1/(2 sqrt d) <= <x1,x2> <= 0]`, the squared norm of `fbar_m`, for every integer dimension in `d`,
/// which may be unbounded above. One dimension: relative width about `2^-p`; a range: about the range of values.
///
/// # Errors
/// [`Error::Domain`] naming `d` unless it holds an integer, and none below 3.
pub fn fbar_mass(d: &Interval, p: Prec) -> Result<Interval> {
    mass(integers("fbar_mass", "d", d, 3)?, p)
}

fn mass((low, high): Range, p: Prec) -> Result<Interval> {
    let g = p.plus(32);
    if high != Some(low) {
        return Ok(over((low, high), g, |y, dims| mass_on(y, dims, g))?.round(p));
    }
    let end = Interval::int(i64::from(low)).sqrt(g)?.mul_2exp(1).recip(g)?.neg();
    Ok(Interval::one().mul_2exp(-1).sub(&cap_probability(low, &end, g)?, g).round(p))
}

/// Encloses the squared distance in `L2(w_d)` of `fbar_m` ([`lemma17_step`]) from the polynomials of degree at most `m`, for
/// all integers in `d` and `m`, each of which may be unbounded above.
///
/// At one `(d, m)` with `m <= 64` the exact orthogonal expansion (RB-09), relative width about `2^-p`; else the two sides of
/// RB-11, `(1 - rho(d)^2 theta(d,m)^2) Q_d` and `Q_d`, hulled over the ranges.
///
/// # Errors
/// [`Error::Domain`] naming `d` (integers from 3 on) or `m` (integers from 1 on).
pub fn fbar_distance(d: &Interval, m: &Interval, p: Prec) -> Result<Interval> {
    const NAME: &str = "fbar_distance";
    let dims = integers(NAME, "d", d, 3)?;
    let (least, most) = integers(NAME, "m", m, 1)?;
    if dims.1 == Some(dims.0) && most == Some(least) && least <= MAX_EXACT {
        return lemma17_step(dims.0, least, p.plus(32))?.distance_squared(dims.0, least, p);
    }
    let g = p.plus(32);
    let z = Interval::one().div_int(i64::from(least), g)?;
    let below = |y: &Interval, dims: Range| -> Result<Interval> {
        let kept = Interval::one().sub(&share(y, &z, g)?, g).max(&Interval::zero());
        Ok(kept.mul(&mass_on(y, dims, g)?, g))
    };
    let low = over(dims, g, below)?;
    Ok(low.hull(&mass(dims, g)?).round(p))
}
