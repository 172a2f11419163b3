//! Regularised incomplete gamma functions `P(a, x)` and `Q(a, x) = 1 - P(a, x)` (DLMF 8.2.4).

mod half;
mod series;

use super::gamma::{gamma_half, log_gamma_tight};
use super::rounding::{check_precision, exp_tight, ln_tight, prec, refine};
use crate::{Error, Interval, Prec, Result};
pub(crate) use half::erfc_sqrt;
use rug::Float;
use series::{Sum, ascending, descending};

/// Arguments with more integer bits are decided by the bound IG-03 alone or refused.
const MAX_EXPONENT: i32 = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    Lower,
    Upper,
}

/// `P(a, x) = 1/Gamma(a) int_0^x t^(a-1) e^-t dt`, `a > 0`, `x >= 0`. Increasing in `x`, decreasing in `a` (IG-04), so wide
/// arguments cost two values; `+inf` is allowed as an upper end of either. At points a few ulp wide, also where it is
/// tiny; about `sqrt(min(a, x) p)` terms next to `x = a`, fewer elsewhere.
///
/// # Errors
/// [`Error::Domain`] unless `a > 0` and `x >= 0`; [`Error::Unable`] beyond 2^64 next to `x = a`, when a sum would need
/// more than 2^22 terms, or above 16384 bits.
pub fn gamma_p(a: &Interval, x: &Interval, p: Prec) -> Result<Interval> {
    range(Tail::Lower, "gamma_p", a, x, p)
}

/// `Q(a, x) = 1 - P(a, x)`, accurate in the right tail: decreasing in `x`, increasing in `a`; otherwise as [`gamma_p`].
/// Below `x = a` it is `1 - P`: for `a` so small that `Q < 2^-(7 p)` the enclosure is wide relative to `Q`.
///
/// # Errors
/// As [`gamma_p`].
pub fn gamma_q(a: &Interval, x: &Interval, p: Prec) -> Result<Interval> {
    range(Tail::Upper, "gamma_q", a, x, p)
}

fn range(tail: Tail, function: &'static str, a: &Interval, x: &Interval, p: Prec) -> Result<Interval> {
    check_precision(function, p)?;
    if !a.is_positive() {
        return Err(Error::domain(function, "a", a, "it must be > 0"));
    }
    if !x.is_non_negative() {
        return Err(Error::domain(function, "x", x, "it must be >= 0"));
    }
    if a.is_point() && x.is_point() {
        return point(tail, a.lo(), x.lo(), p);
    }
    let (least, greatest) = match tail {
        Tail::Lower => ((a.hi(), x.lo()), (a.lo(), x.hi())),
        Tail::Upper => ((a.lo(), x.hi()), (a.hi(), x.lo())),
    };
    let lo = point(tail, least.0, least.1, p)?.into_bounds().0;
    let hi = point(tail, greatest.0, greatest.1, p)?.into_bounds().1;
    Interval::new(lo, hi)
}

/// The value at floats `0 < a <= inf`, `0 <= x <= inf`.
fn point(tail: Tail, a: &Float, x: &Float, p: Prec) -> Result<Interval> {
    // The limits; (inf, inf) has none and only arises as a bound, where [0, 1] serves.
    let lower = match (a.is_infinite(), x.is_infinite()) {
        (true, true) => return Ok(Interval::zero().hull(&Interval::one())),
        (true, false) => Some(Interval::zero()),
        (false, true) => Some(Interval::one()),
        (false, false) => x.is_zero().then(Interval::zero),
    };
    if let Some(lower) = lower {
        return Ok(if tail == Tail::Lower { lower } else { Interval::one().sub(&lower, p) });
    }
    if a.get_exp().max(x.get_exp()).unwrap_or(0) > MAX_EXPONENT {
        return extreme(tail, a, x, p);
    }
    let value = if *x <= *a {
        refine(p, 32, |w| {
            let lower = lower_tail(a, x, w)?;
            Ok(if tail == Tail::Lower { lower } else { Interval::one().sub(&lower, prec(w)) })
        })
    } else {
        refine(p, 32, |w| {
            if let Some(upper) = upper_tail(a, x, w)? {
                return Ok(if tail == Tail::Upper { upper } else { Interval::one().sub(&upper, prec(w)) });
            }
            // The complement cancels about log2(1/Q) bits, by the bound of IG-03; a poor guess costs one more round.
            let (af, xf) = (a.to_f64(), x.to_f64());
            let nats = (xf - af - af * (xf / af).ln()).clamp(0.0, f64::from(w) * 4.0);
            let w = w + (nats * std::f64::consts::LOG2_E) as u32 + 8;
            let lower = lower_tail(a, x, w)?;
            Ok(if tail == Tail::Lower { lower } else { Interval::one().sub(&lower, prec(w)) })
        })
    }?;
    clip(value)
}

/// The part of an enclosure in `[0, 1]`.
fn clip(x: Interval) -> Result<Interval> {
    x.intersect(&Interval::zero().hull(&Interval::one()))
        .ok_or_else(|| Error::unable("incomplete gamma", "an enclosure outside [0, 1]"))
}

/// `exp(s ln x - x - ln Gamma(a+1))`, `s = a` or `a - 1` with an extra factor `a`.
fn prefactor(a: &Float, x: &Float, upper: bool, w: u32) -> Result<Interval> {
    // The exponent's terms reach 2^exp ln x: that many more bits give an absolute error near 2^-w.
    let exp = a.get_exp().max(x.get_exp()).unwrap_or(0).max(0).unsigned_abs();
    let x_size = x.get_exp().unwrap_or(0).unsigned_abs();
    let q = prec(w + exp + (32 - x_size.leading_zeros()) + 8);
    let (ia, ix) = (Interval::raw(a.clone(), a.clone()), Interval::raw(x.clone(), x.clone()));
    let power = ia.mul(&ln_tight(&ix, q)?, q).sub(&ix, q);
    let next = ia.add(&Interval::one(), q);
    let exact = if next.is_point() { gamma_half(next.lo(), w) } else { None };
    let power = match exact {
        Some(gamma) => exp_tight(&power, prec(w)).div(&gamma, prec(w))?,
        None => exp_tight(&power.sub(&log_gamma_tight(&next, w)?, q), prec(w)),
    };
    if upper { power.mul(&ia, prec(w)).div(&ix, prec(w)) } else { Ok(power) }
}

/// `P(a, x)` by its series of positive terms.
fn lower_tail(a: &Float, x: &Float, w: u32) -> Result<Interval> {
    Ok(prefactor(a, x, false, w)?.mul(&ascending(a, x, w)?, prec(w)))
}

/// `Q(a, x)`, `x > a`, by the descending series where it reaches the accuracy.
fn upper_tail(a: &Float, x: &Float, w: u32) -> Result<Option<Interval>> {
    match descending(a, x, w)? {
        Sum::Reached(sum) => Ok(Some(prefactor(a, x, true, w)?.mul(&sum, prec(w)))),
        Sum::Stalled => Ok(None),
    }
}

/// Bound IG-03 (Chernoff): away from `x = a` by a factor 2 the small tail is below `e^(-max(a, x)/8)`, which for
/// arguments beyond `2^63` is below every float.
fn extreme(tail: Tail, a: &Float, x: &Float, p: Prec) -> Result<Interval> {
    let mut tiny = Float::new(p.bits());
    tiny.next_up();
    let small = Interval::raw(Float::new(p.bits()), tiny);
    let twice = |v: &Float| Float::with_val(v.prec(), v << 1u32);
    let lower_is_small = if *a >= twice(x) {
        true
    } else if *x >= twice(a) {
        false
    } else {
        return Err(Error::unable("incomplete gamma", "arguments above 2^64 with x between a/2 and 2 a"));
    };
    let wanted_is_small = lower_is_small == (tail == Tail::Lower);
    Ok(if wanted_is_small { small } else { Interval::one().sub(&small, p) })
}
