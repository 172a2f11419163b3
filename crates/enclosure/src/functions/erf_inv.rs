//! Inverse error functions (DLMF 7.17) by Newton's method with an interval step that proves the result.

use super::incomplete_gamma::erfc_sqrt;
use super::rounding::{check_precision, enclose, prec, refine};
use crate::{Error, Interval, Prec, Result};
use rug::Float;
use rug::float::{Constant, Round};
use std::f64::consts::FRAC_2_SQRT_PI;

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
/// [`Error::Domain`] unless `-1 < y < 1`; [`Error::Unable`] above 16384 bits.
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
/// [`Error::Domain`] unless `0 < z < 2`; [`Error::Unable`] above 16384 bits.
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

fn value(kind: Kind, x: &Float, w: u32) -> Result<Interval> {
    match kind {
        Kind::Erf => Ok(enclose(prec(w), |bits, r| Float::with_val_round(bits, x.erf_ref(), r))),
        // x^2 exactly.
        Kind::Erfc => erfc_sqrt(&Float::with_val(2 * x.prec(), x.square_ref()), w),
    }
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
        let half = w / 2 + 4;
        let mut x = rough.clone();
        // About 48 bits at the start (44 counted), then one step a doubling, then certainty.
        let mut bits = 44;
        while bits < half {
            bits = (2 * bits - 4).min(half);
            x = newton(kind, v, &x, bits + guard);
        }
        certify(kind, v, &x, w, half - 2)
    })
}

/// One step at `w` bits, in the tail for the logarithm (which is nearly quadratic there).
fn newton(kind: Kind, v: &Float, x: &Float, w: u32) -> Float {
    let decay = Float::with_val(w, -Float::with_val(w, x.square_ref())).exp();
    let slope = decay * 2u32 / Float::with_val(w, Constant::Pi).sqrt();
    let step = match kind {
        Kind::Erf => (Float::with_val(w, x.erf_ref()) - v) / slope,
        Kind::Erfc => {
            let f = value(kind, x, w).map_or_else(|_| Float::with_val(w, v), |f| f.into_bounds().0);
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
    let residual = value(kind, x, w)?.sub(&Interval::raw(v.clone(), v.clone()), q);
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

/// A first guess with about 15 digits (fewer far out): Winitzki's formula, then Newton's method in doubles.
fn start(kind: Kind, v: &Float) -> Float {
    let w = 64;
    if kind == Kind::Erf && *v < 1e-9 {
        // x = sqrt(pi)/2 (v + O(v^3))
        return Float::with_val(w, v) * (std::f64::consts::PI.sqrt() / 2.0);
    }
    // log((1-y)(1+y)) with y = erf x.
    let log_v = Float::with_val(w, v.ln_ref()).to_f64();
    let d = v.to_f64();
    let log = if kind == Kind::Erf { (-d * d).ln_1p() } else { log_v + (2.0 - d).ln() };
    let a = 0.147;
    let b = 2.0 / (std::f64::consts::PI * a) + log / 2.0;
    let mut x = ((-log / a) / ((b * b - log / a).sqrt() + b)).sqrt();
    for _ in 0..4 {
        let scaled = scaled(kind, x);
        x -= match kind {
            // (erf x - v) / erf'(x)
            Kind::Erf => (scaled - d * (x * x).exp()) / FRAC_2_SQRT_PI,
            // ln(erfc x / v) / (ln erfc)'(x)
            Kind::Erfc => (x * x + log_v - scaled.ln()) * scaled / FRAC_2_SQRT_PI,
        };
    }
    Float::with_val(w, x)
}

/// `e^(x^2) erf(x)` by its series (`x` small), or `e^(x^2) erfc(x)` by Laplace's continued fraction (`x > 0.4`), in doubles.
fn scaled(kind: Kind, x: f64) -> f64 {
    match kind {
        Kind::Erf => {
            let (mut term, mut sum) = (x, x);
            for n in 1..40 {
                term *= 2.0 * x * x / f64::from(2 * n + 1);
                sum += term;
            }
            sum * FRAC_2_SQRT_PI
        }
        Kind::Erfc => {
            let terms = (200.0 / (x * x)).clamp(8.0, 400.0) as u32;
            let mut f = x;
            for k in (1..=terms).rev() {
                f = x + 0.5 * f64::from(k) / f;
            }
            1.0 / (f * std::f64::consts::PI.sqrt())
        }
    }
}
