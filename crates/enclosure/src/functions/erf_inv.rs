//! Inverse error functions (DLMF 7.17) by Newton's method with an interval step that proves the result.

use super::rounding::{check_precision, enclose, prec, refine};
use crate::{Error, Interval, Prec, Result};
use rug::Float;
use rug::float::{Constant, Round};

/// The function to invert.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Erf,
    Erfc,
}

/// `x` with `erf(x) = y`, `-1 < y < 1`. Increasing, so wide arguments cost two values. At points a few ulp wide, for `y`
/// near 0 (where `x ~ y sqrt(pi)/2`) and near `+-1` (where `1 - |y|` is exact) alike.
///
/// # Errors
/// [`Error::Domain`] unless `-1 < y < 1`; [`Error::Unable`] above 32768 bits.
pub fn erf_inv(y: &Interval, p: Prec) -> Result<Interval> {
    check_precision("erf_inv", p)?;
    if *y.lo() <= -1 || *y.hi() >= 1 {
        return Err(Error::domain("erf_inv", "y", y, "it must lie in (-1, 1)"));
    }
    increasing(y, |v| from_erf(v, p))
}

/// `x` with `erfc(x) = z`, `0 < z < 2`, accurate for tiny `z`. Decreasing, so wide arguments cost two values. At points
/// a few ulp wide.
///
/// # Errors
/// [`Error::Domain`] unless `0 < z < 2`; [`Error::Unable`] above 32768 bits.
pub fn erfc_inv(z: &Interval, p: Prec) -> Result<Interval> {
    check_precision("erfc_inv", p)?;
    if *z.lo() <= 0 || *z.hi() >= 2 {
        return Err(Error::domain("erfc_inv", "z", z, "it must lie in (0, 2)"));
    }
    increasing(z, |v| Ok(from_erfc(v, p)?.neg())).map(|x| x.neg())
}

fn increasing(y: &Interval, f: impl Fn(&Float) -> Result<Interval>) -> Result<Interval> {
    let left = f(y.lo())?;
    if y.is_point() {
        return Ok(left);
    }
    Interval::new(left.into_bounds().0, f(y.hi())?.into_bounds().1)
}

/// `n - y`, exact: both subtractions below are of numbers within a factor 2 or with a result in `[-1, 1]`.
fn minus(n: u32, y: &Float) -> Float {
    Float::with_val(y.prec() + 2, n - y)
}

fn from_erf(y: &Float, p: Prec) -> Result<Interval> {
    if *y < 0 {
        return Ok(from_erf(&Float::with_val(y.prec(), -y), p)?.neg());
    }
    if *y <= 0.5 { solve(Kind::Erf, y, p) } else { solve(Kind::Erfc, &minus(1, y), p) }
}

fn from_erfc(z: &Float, p: Prec) -> Result<Interval> {
    if *z < 0.5 {
        solve(Kind::Erfc, z, p)
    } else if *z > 1.5 {
        Ok(solve(Kind::Erfc, &minus(2, z), p)?.neg())
    } else {
        from_erf(&minus(1, z), p)
    }
}

fn value(kind: Kind, x: &Float, q: Prec) -> Interval {
    enclose(q, |w, r| match kind {
        Kind::Erf => Float::with_val_round(w, x.erf_ref(), r),
        Kind::Erfc => Float::with_val_round(w, x.erfc_ref(), r),
    })
}

/// `2/sqrt(pi) e^(-x^2)` over an interval `x >= 0`.
fn slope(x: &Interval, q: Prec) -> Result<Interval> {
    x.sqr(q).neg().exp(q).mul_2exp(1).div(&Interval::pi(q).sqrt(q)?, q)
}

/// The root `x >= 0` of `erf(x) = v` (`v <= 1/2`) or `erfc(x) = v` (`v < 1/2`).
fn solve(kind: Kind, v: &Float, p: Prec) -> Result<Interval> {
    if v.is_zero() {
        return Ok(Interval::zero());
    }
    let rough = start(kind, v);
    // Relative errors of erfc grow with x^2 in the step.
    let guard = 24 + 2 * rough.get_exp().unwrap_or(0).max(0).unsigned_abs();
    refine(p, guard, |w| {
        let half = w / 2 + guard;
        let mut x = rough.clone();
        let mut bits = 64u32;
        // Quadratic convergence from about 9 bits: a few steps at 64 bits, then one a doubling, then certainty.
        for _ in 0..4 {
            x = newton(kind, v, &x, bits);
        }
        while bits < half {
            bits = (bits.saturating_mul(2) - 16).min(half);
            x = newton(kind, v, &x, bits);
        }
        certify(kind, v, &x, w, half - guard + 2)
    })
}

/// One step at `w` bits, in the tail for the logarithm (which is nearly quadratic there).
fn newton(kind: Kind, v: &Float, x: &Float, w: u32) -> Float {
    let decay = Float::with_val(w, -Float::with_val(w, x.square_ref())).exp();
    let slope = decay * 2u32 / Float::with_val(w, Constant::Pi).sqrt();
    let step = match kind {
        Kind::Erf => (Float::with_val(w, x.erf_ref()) - v) / slope,
        Kind::Erfc => {
            let f = Float::with_val(w, x.erfc_ref());
            let log = Float::with_val(w, &f / v).ln();
            -(log * f / slope)
        }
    };
    let next = Float::with_val(w, x - &step);
    // A step out of the half-line or to NaN keeps the old point; `certify` then asks for more.
    if next > 0 && next.is_finite() { next } else { x.clone() }
}

/// Bound EI-01: with `X = x (1 +- 2^-bits)` and `N = x - (f(x) - v)/f'(X)`, if `N` lies in `X` then the root does, and in `N`.
fn certify(kind: Kind, v: &Float, x: &Float, w: u32, bits: u32) -> Result<Interval> {
    let q = prec(w);
    let residual = value(kind, x, q).sub(&Interval::raw(v.clone(), v.clone()), q);
    let center = Interval::raw(x.clone(), x.clone());
    for shrink in [bits, bits / 2, bits / 4, 4, 1] {
        let radius = Float::with_val_round(x.prec(), x >> shrink, Round::Up).0;
        let around = super::rounding::ball(x, &radius, w);
        let fall = slope(&around, q)?;
        let fall = if kind == Kind::Erf { fall } else { fall.neg() };
        if fall.contains_zero() {
            continue;
        }
        let image = center.sub(&residual.div(&fall, q)?, q);
        if around.encloses(&image) {
            return Ok(image);
        }
    }
    Err(Error::unable("erf_inv", "Newton's step did not contract"))
}

/// A first guess with about three digits: Winitzki's formula, in the far tail the logarithm of `erfc` inverted.
fn start(kind: Kind, v: &Float) -> Float {
    let w = 64;
    if kind == Kind::Erf && *v < 0.01 {
        return Float::with_val(w, v) * 0.886_226_925_452_758;
    }
    // log((1-y)(1+y)) with y = erf x.
    let log = match kind {
        Kind::Erf => (-Float::with_val(w, v.square_ref())).ln_1p(),
        Kind::Erfc => (Float::with_val(w, v) * Float::with_val(w, 2 - v)).ln(),
    }
    .to_f64();
    let a = 0.147;
    let b = 2.0 / (std::f64::consts::PI * a) + log / 2.0;
    let mut x = ((b * b - log / a).sqrt() - b).sqrt();
    if x > 3.0 {
        // x^2 + ln(x sqrt(pi)) - ln(1 - 1/(2x^2)) = -ln v, by iteration: contracting by 1/(2 x^2).
        let goal = -Float::with_val(w, v.ln_ref()).to_f64();
        for _ in 0..4 {
            x = (goal - (x * 1.772_453_850_905_516).ln() + (-0.5 / (x * x) + 0.75 / x.powi(4)).ln_1p()).sqrt();
        }
    }
    Float::with_val(w, x)
}
