//! The gamma function, its logarithm, and the functions that come with it.

mod bernoulli;
mod extremum;
mod half;
mod polygamma;
mod stirling;

pub(crate) use half::gamma_half;
pub use polygamma::{MAX_ORDER, digamma, polygamma};
pub(crate) use stirling::{log_gamma, log_gamma_tight};

use super::rounding::{check_precision, enclose};
use crate::{Error, Interval, Prec, Result};
use extremum::near_zero;
use rug::Float;
use rug::float::{Round, Special};

/// The zero of digamma on the positive half-line lies between these.
const DECREASING_UNTIL: f64 = 1.4609375;
const INCREASING_FROM: f64 = 1.462890625;

fn infinity() -> Float {
    Float::with_val(2, Special::Infinity)
}

/// Whether `x` holds 0 or a negative integer.
fn holds_pole(x: &Interval) -> bool {
    if *x.lo() > 0 {
        return false;
    }
    *x.hi() >= 0 || x.lo().is_infinite() || x.lo().clone().ceil() <= *x.hi()
}

/// Signs of digamma at the ends: does the least value of `|Gamma|` lie strictly between?
fn turns(l: &Float, u: &Float) -> bool {
    if *l >= INCREASING_FROM || (*l > 0 && *u <= DECREASING_UNTIL) {
        return false;
    }
    let sign = |v: &Float| Float::with_val(64, v.digamma_ref());
    sign(l) < 0 && (u.is_infinite() || sign(u) > 0)
}

/// Bound GA-02: with `psi(z) = 0` on the pole-free interval of `x` (below 2 on the positive side),
/// `|Gamma(z)| >= |Gamma(x)| exp(-2 psi(x)^2)`. Returns `x` and an upper bound of `2 psi(x)^2`.
fn least_point(l: &Float, u: &Float, p: Prec) -> (Float, Float) {
    let two = Float::with_val(2, 2);
    let top = if u.is_infinite() || (*l > 0 && *u > 2) { &two } else { u };
    let (x, slope) = near_zero(l, top, p.bits() / 2 + 4);
    let drop = Float::with_val_round(64, slope.square_ref(), Round::Up).0 * 2u32;
    (x, drop)
}

/// `Gamma(x)` (DLMF 5.2.1) for real `x` without a pole. At a point 1 ulp wide; on an interval between two poles or on
/// the positive side the range up to a few ulp, extrema included; `[a, +inf)` with `a > 0` is allowed.
///
/// `ln |Gamma|` is convex on each pole-free interval (its second derivative is `sum_k (x+k)^-2 > 0`), so `|Gamma|` has
/// its greatest value at an end and its least at an end or at the zero of digamma (GA-01, GA-02).
///
/// # Errors
/// [`Error::Domain`] when 0 or a negative integer lies in `x`; [`Error::Unable`] above 16384 bits.
pub fn gamma(x: &Interval, p: Prec) -> Result<Interval> {
    check_precision("gamma", p)?;
    if holds_pole(x) {
        return Err(Error::domain("gamma", "x", x, "it must not contain 0 or a negative integer"));
    }
    let at = |v: &Float| enclose(p, |q, r| Float::with_val_round(q, v.gamma_ref(), r));
    let (l, u) = (x.lo(), x.hi());
    if x.is_point() {
        return Ok(at(l));
    }
    let left = at(l);
    let negative = left.is_negative() || (*u < 0 && *l < 0 && odd_strip(u));
    let left = left.abs();
    let right = if u.is_infinite() { Interval::from_below(infinity_floor())? } else { at(u).abs() };
    let ends = left.hull(&right);
    let size = if turns(l, u) {
        let (z, drop) = least_point(l, u, p);
        let value = at(&z).abs();
        let keep = Float::with_val_round(p.bits() + 8, 1 - &drop, Round::Down).0;
        let lo =
            if keep > 0 { Float::with_val_round(p.bits(), value.lo() * &keep, Round::Down).0 } else { Float::new(2) };
        Interval::raw(if lo < *ends.lo() { lo } else { ends.lo().clone() }, ends.into_bounds().1)
    } else if u.is_infinite() {
        Interval::from_below(left.into_bounds().0)?
    } else {
        ends
    };
    Ok(if negative { size.neg() } else { size })
}

/// Largest finite lower bound used for an infinite end: the value itself only serves as an upper end.
fn infinity_floor() -> Float {
    let mut x = infinity();
    x.next_down();
    x
}

/// Whether `floor(u)` is odd: the sign of Gamma on `(-n-1, -n)` is that of `(-1)^(n+1)`.
fn odd_strip(u: &Float) -> bool {
    u.clone().floor().to_integer().is_some_and(|n| n.is_odd())
}

/// `ln Gamma(x)` for `x > 0`. At a point 1 ulp wide, also next to the zeros 1 and 2; on an interval the range up to a
/// few ulp, the minimum at 1.4616... included; `[a, +inf)` is allowed.
///
/// # Errors
/// [`Error::Domain`] unless `x > 0`; [`Error::Unable`] above 16384 bits.
pub fn lgamma(x: &Interval, p: Prec) -> Result<Interval> {
    check_precision("lgamma", p)?;
    if !x.is_positive() {
        return Err(Error::domain("lgamma", "x", x, "it must be > 0"));
    }
    let at = |v: &Float| enclose(p, |q, r| Float::with_val_round(q, v.ln_gamma_ref(), r));
    let (l, u) = (x.lo(), x.hi());
    if x.is_point() {
        return Ok(at(l));
    }
    let (left_lo, left_hi) = at(l).into_bounds();
    let (right_lo, right_hi) = if u.is_infinite() { (infinity_floor(), infinity()) } else { at(u).into_bounds() };
    let hi = if left_hi > right_hi { left_hi } else { right_hi };
    let lo = if left_lo < right_lo { left_lo } else { right_lo };
    if !turns(l, u) {
        return Interval::new(lo, hi);
    }
    let (z, drop) = least_point(l, u, p);
    let least = Float::with_val_round(p.bits(), at(&z).lo() - &drop, Round::Down).0;
    Interval::new(if least < lo { least } else { lo }, hi)
}

/// Binet's function `J(x) = ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2)`, `x > 0` (DLMF 5.11.1): the error of
/// Stirling's formula, in `(0, 1/(12 x)]`, decreasing. At a point at most 4 ulp wide, for huge `x` too; `[a, +inf)` is
/// allowed.
///
/// # Errors
/// [`Error::Domain`] unless `x > 0`; [`Error::Unable`] above 16384 bits.
pub fn binet(x: &Interval, p: Prec) -> Result<Interval> {
    check_precision("binet", p)?;
    if !x.is_positive() {
        return Err(Error::domain("binet", "x", x, "it must be > 0"));
    }
    let left = stirling::binet_point(x.lo(), p)?;
    if x.is_point() {
        return Ok(left);
    }
    let lo = if x.hi().is_infinite() { Float::new(2) } else { stirling::binet_point(x.hi(), p)?.into_bounds().0 };
    Interval::new(lo, left.into_bounds().1)
}
