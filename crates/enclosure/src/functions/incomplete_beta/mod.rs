//! Regularised incomplete beta function `I_x(a, b)` (DLMF 8.17.2) and the logarithm of the beta function.

mod choose;
mod series;

use super::gamma::{gamma_half, log_gamma, log_gamma_tight};
use super::rounding::{check_precision, enclose, exp_tight, ln_tight, prec, refine, widen};
use crate::{Error, Interval, Prec, Result};
use choose::{Method, choose};
use rug::Float;
use series::{Side, Sum, ascending, descending};

/// Parameters with more integer bits are refused: no series is short next to the mean.
const MAX_EXPONENT: i32 = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    Lower,
    Upper,
}

/// `I_x(a, b) = 1/B(a, b) int_0^x t^(a-1) (1-t)^(b-1) dt`, `0 <= x <= 1`, `a, b > 0`. Increasing in `x` and `b`, decreasing in
/// `a` (IB-03), so wide arguments cost two values; `a` and `b` may reach `+inf`. At points a few ulp wide, also where
/// it is tiny.
///
/// # Errors
/// [`Error::Domain`] outside the domain; [`Error::Unable`] for parameters above 2^64, when a sum would need more than
/// 2^22 terms, or above 16384 bits.
pub fn beta_i(x: &Interval, a: &Interval, b: &Interval, p: Prec) -> Result<Interval> {
    range(Tail::Lower, "beta_i", x, a, b, p)
}

/// `1 - I_x(a, b) = I_{1-x}(b, a)` without cancellation. With `y = 1 - x` known exactly, `I_x(a, b)` itself is
/// `beta_i_complement(y, b, a)`. Decreasing in `x` and `b`, increasing in `a`; otherwise as [`beta_i`].
///
/// # Errors
/// As [`beta_i`].
pub fn beta_i_complement(x: &Interval, a: &Interval, b: &Interval, p: Prec) -> Result<Interval> {
    range(Tail::Upper, "beta_i_complement", x, a, b, p)
}

fn range(tail: Tail, function: &'static str, x: &Interval, a: &Interval, b: &Interval, p: Prec) -> Result<Interval> {
    check_precision(function, p)?;
    if !x.is_non_negative() || *x.hi() > 1 {
        return Err(Error::domain(function, "x", x, "it must lie in [0, 1]"));
    }
    for (name, v) in [("a", a), ("b", b)] {
        if !v.is_positive() {
            return Err(Error::domain(function, name, v, "it must be > 0"));
        }
    }
    if x.is_point() && a.is_point() && b.is_point() {
        return point(tail, x.lo(), a.lo(), b.lo(), p);
    }
    let low = (x.lo(), a.hi(), b.lo());
    let high = (x.hi(), a.lo(), b.hi());
    let (least, greatest) = if tail == Tail::Lower { (low, high) } else { (high, low) };
    let lo = point(tail, least.0, least.1, least.2, p)?.into_bounds().0;
    let hi = point(tail, greatest.0, greatest.1, greatest.2, p)?.into_bounds().1;
    Interval::new(lo, hi)
}

/// The value at floats `0 <= x <= 1`, `0 < a, b <= inf`.
fn point(tail: Tail, x: &Float, a: &Float, b: &Float, p: Prec) -> Result<Interval> {
    let unit = Interval::zero().hull(&Interval::one());
    // Limits first; where both parameters run off there is none, and [0, 1] serves as a bound.
    let lower = if x.is_zero() {
        Some(Interval::zero())
    } else if *x == 1 {
        Some(Interval::one())
    } else {
        match (a.is_infinite(), b.is_infinite()) {
            (true, true) => Some(unit.clone()),
            (true, false) => Some(Interval::zero()),
            (false, true) => Some(Interval::one()),
            (false, false) => None,
        }
    };
    if let Some(lower) = lower {
        return Ok(if tail == Tail::Lower { lower } else { Interval::one().sub(&lower, p) });
    }
    if a.get_exp().max(b.get_exp()).unwrap_or(0) > MAX_EXPONENT {
        return Err(Error::unable("incomplete beta", "a parameter above 2^64"));
    }
    let value = refine(p, 32, |w| {
        let (known, value) = small_tail(x, a, b, w)?;
        Ok(if known == tail { value } else { Interval::one().sub(&value, prec(w)) })
    })?;
    value.intersect(&unit).ok_or_else(|| Error::unable("incomplete beta", "an enclosure outside [0, 1]"))
}

/// One of the two tails with a small relative error: the one on `x`'s side of the mean if a series gives it, else
/// the other.
fn small_tail(x: &Float, a: &Float, b: &Float, w: u32) -> Result<(Tail, Interval)> {
    let y = Float::with_val(w, 1 - x);
    let x = (x, Float::with_val(w, x));
    let left = Side { a, b, x: x.1.clone(), y: y.clone() };
    let right = Side { a: b, b: a, x: y, y: x.1 };
    let q = prec(w);
    // C = x^a (1-x)^b / B(a, b), common to all four series.
    let common = common_factor(x.0, a, b, w)?;
    let ask_left = Float::with_val(64, a * &left.y) >= Float::with_val(64, b * &left.x);
    let (first, other) = if ask_left { (&left, &right) } else { (&right, &left) };
    let (mine, theirs) = if ask_left { (Tail::Lower, Tail::Upper) } else { (Tail::Upper, Tail::Lower) };
    let scale = |s: &Side<'_>| common.div(&Interval::raw(s.a.clone(), s.a.clone()), q);
    let method = choose(first, w);
    if method == Method::Descending
        && let Sum::Reached(sum) = descending(first, w)?
    {
        // y was rounded once: one more factor 1 +- 2^-w on the quotient.
        let y = widen(&first.y, 1, w);
        return Ok((mine, scale(first)?.mul(&sum, q).div(&y, q)?));
    }
    if method == Method::Ascending {
        return Ok((mine, scale(first)?.mul(&ascending(first, w)?, q)));
    }
    Ok((theirs, scale(other)?.mul(&ascending(other, w)?, q)))
}

/// `x^a (1-x)^b / B(a, b)`.
fn common_factor(x: &Float, a: &Float, b: &Float, w: u32) -> Result<Interval> {
    let exp = a.get_exp().max(b.get_exp()).unwrap_or(0).max(0).unsigned_abs();
    let x_size = x.get_exp().unwrap_or(0).unsigned_abs();
    let q = prec(w + exp + (32 - x_size.leading_zeros()) + 8);
    let thin = |v: &Float| Interval::raw(v.clone(), v.clone());
    let log_x = ln_tight(&thin(x), q)?;
    let log_y = enclose(q, |bits, r| Float::with_val_round(bits, (-Float::with_val(x.prec(), x)).ln_1p_ref(), r));
    let exponent = thin(a).mul(&log_x, q).add(&thin(b).mul(&log_y, q), q);
    let total = thin(a).add(&thin(b), q);
    let w = prec(w);
    let exact = |v: &Float| gamma_half(v, w.bits());
    if let (true, Some(ga), Some(gb), Some(gt)) = (total.is_point(), exact(a), exact(b), exact(total.lo())) {
        return exp_tight(&exponent, w).mul(&gt, w).div(&ga.mul(&gb, w), w);
    }
    Ok(exp_tight(&exponent.sub(&log_beta_point(a, b, w.bits())?, q), w))
}

/// `ln B(a, b)` with an absolute error near `2^-w`.
fn log_beta_point(a: &Float, b: &Float, w: u32) -> Result<Interval> {
    let exp = a.get_exp().max(b.get_exp()).unwrap_or(0).max(0).unsigned_abs();
    let q = prec(w + exp + 16);
    let total = Interval::raw(a.clone(), a.clone()).add(&Interval::raw(b.clone(), b.clone()), q);
    let parts = log_gamma(a, w)?.add(&log_gamma(b, w)?, q);
    Ok(parts.sub(&log_gamma_tight(&total, w)?, q))
}

/// `ln B(a, b) = ln Gamma(a) + ln Gamma(b) - ln Gamma(a+b)` (DLMF 5.12.1), `a, b > 0`. Decreasing in both, so wide
/// arguments cost two values; `+inf` gives `-inf` as lower end. At points a few ulp wide, except next to `B = 1` where
/// the width is relative to 1 once 8 p + 8192 bits do not suffice.
///
/// # Errors
/// [`Error::Domain`] unless `a, b > 0`; [`Error::Unable`] above 2^64 or 16384 bits.
pub fn log_beta(a: &Interval, b: &Interval, p: Prec) -> Result<Interval> {
    check_precision("log_beta", p)?;
    for (name, v) in [("a", a), ("b", b)] {
        if !v.is_positive() {
            return Err(Error::domain("log_beta", name, v, "it must be > 0"));
        }
    }
    let at = |a: &Float, b: &Float| {
        if a.get_exp().max(b.get_exp()).unwrap_or(0) > MAX_EXPONENT {
            return Err(Error::unable("log_beta", "a parameter above 2^64"));
        }
        refine(p, 24, |w| log_beta_point(a, b, w))
    };
    let greatest = at(a.lo(), b.lo())?;
    if a.is_point() && b.is_point() {
        return Ok(greatest);
    }
    let hi = greatest.into_bounds().1;
    if a.is_bounded() && b.is_bounded() {
        Interval::new(at(a.hi(), b.hi())?.into_bounds().0, hi)
    } else {
        Interval::from_above(hi)
    }
}
