//! Stirling's series with its remainder: Binet's function and an absolutely accurate `ln Gamma`.

use super::bernoulli::{Table, table};
use crate::functions::rounding::{ball, ln_tight, prec, refine, widen};
use crate::{Error, Interval, Result};
use rug::Float;
use rug::float::Round;

/// Binet's function at the float `x >= table.start`. Bound GA-03: the truncated series is off by at most its first
/// omitted term, and Horner's rule at `w` bits by at most `K (10 K + 6) 2^-w` times the first term.
fn binet_series(x: &Float, t: &Table, w: u32) -> Interval {
    let inv = Float::with_val(w, x.recip_ref());
    let inv2 = Float::with_val(w, inv.square_ref());
    let log_x = i64::from(x.get_exp().unwrap_or(0)) - 1; // x >= 2^log_x
    let exp = |k: usize| i64::from(t.coef[k].get_exp().unwrap_or(0));
    let drop = -i64::from(w) - 2;
    // The table ends where x = start is served; larger x stop earlier.
    let mut terms = 1;
    while terms + 1 < t.coef.len() && exp(terms) - exp(0) - 2 * terms as i64 * log_x > drop {
        terms += 1;
    }
    let mut s = Float::with_val(w, &t.coef[terms - 1]);
    for c in t.coef[..terms - 1].iter().rev() {
        s *= &inv2;
        s += c;
    }
    s *= &inv;
    let first = Float::with_val_round(64, &t.coef[0] * &inv, Round::Up).0;
    let k = terms as u64;
    let mut err = Float::with_val_round(64, &first * (k * (10 * k + 6)), Round::Up).0;
    err >>= w;
    // |coef| x^-(2 terms + 1), rounded up: coef and the powers of inv carry a relative error below 2^-30 here.
    let mut omitted = Float::with_val_round(64, t.coef[terms].abs_ref(), Round::Up).0;
    for _ in 0..terms {
        omitted = Float::with_val_round(64, &omitted * &inv2, Round::Up).0;
    }
    omitted = Float::with_val_round(64, &omitted * &inv, Round::Up).0;
    omitted *= 2u32;
    err = Float::with_val_round(64, &err + &omitted, Round::Up).0;
    ball(&s, &err, w)
}

/// `x + m` and the rising product `x (x+1) ... (x+m-1)` that takes `x > 0` past the table's start.
fn shift(x: &Float, t: &Table, w: u32) -> (Interval, Option<Interval>) {
    let q = prec(w);
    let exact = Interval::raw(x.clone(), x.clone());
    if *x >= t.start {
        return (exact.round(prec(w.max(x.prec()))), None);
    }
    // Below the start x is small, so the conversion cannot overflow.
    let m = t.start - x.to_f64() as u32;
    let mut product = Float::with_val(w, x);
    let mut factor = Float::new(w);
    for k in 1..m {
        rug::Assign::assign(&mut factor, x + k);
        product *= &factor;
    }
    (exact.add(&Interval::int(i64::from(m)), q), Some(widen(&product, 2 * u64::from(m) + 1, w)))
}

/// Binet's function on a tight `x`, by its value at the left end and `|J'| <= 1/(12 x^2) <= 1`.
fn binet_tight(x: &Interval, t: &Table, w: u32) -> Interval {
    let j = binet_series(x.lo(), t, w);
    if x.is_point() {
        return j;
    }
    let lo = Float::with_val_round(w, j.lo() - &x.width(), Round::Down).0;
    Interval::raw(lo, j.into_bounds().1)
}

/// `(x - 1/2) ln x - x + ln(2 pi)/2`.
fn main_part(x: &Interval, t: &Table, w: u32) -> Result<Interval> {
    let q = prec(w);
    let half = Interval::one().mul_2exp(-1);
    let a = x.sub(&half, q).mul(&ln_tight(x, q)?, q);
    Ok(a.sub(x, q).add(&t.half_ln_two_pi, q))
}

/// `ln Gamma(x)` for the float `x > 0` with an absolute error of about `2^-w` (`x` below `2^128`).
pub(crate) fn log_gamma(x: &Float, w: u32) -> Result<Interval> {
    let exp = u32::try_from(x.get_exp().unwrap_or(0)).unwrap_or(0);
    if exp > 128 {
        return Err(Error::unable("ln Gamma", "argument above 2^128"));
    }
    let w = w + exp + 12;
    let t = table(w);
    let q = prec(w);
    let (y, product) = shift(x, &t, w);
    let value = main_part(&y, &t, w)?.add(&binet_tight(&y, &t, w), q);
    match product {
        None => Ok(value),
        Some(product) => Ok(value.sub(&ln_tight(&product, q)?, q)),
    }
}

/// `ln Gamma` on an interval `x > 0` about one ulp wide: the value at its left end, spread by the width times
/// `|psi| <= |ln x| + 1/x` (DLMF 5.11.2 gives `ln x - 1/x < psi(x) < ln x`).
pub(crate) fn log_gamma_tight(x: &Interval, w: u32) -> Result<Interval> {
    let value = log_gamma(x.lo(), w)?;
    if x.is_point() {
        return Ok(value);
    }
    let q = prec(64);
    let slope = x.ln(q)?.abs().add(&x.recip(q)?, q);
    let width = Interval::new(Float::new(2), x.width())?;
    let drift = width.mul(&slope, q);
    let q = prec(value.hi().prec());
    Ok(value.add(&drift, q).hull(&value.sub(&drift, q)))
}

/// Binet's function at the float `x > 0`, relative width below `2^-(p+2)`.
pub(crate) fn binet_point(x: &Float, p: crate::Prec) -> Result<Interval> {
    refine(p, 24, |w| {
        let t = table(w);
        if *x >= t.start {
            return Ok(binet_series(x, &t, w));
        }
        // J(x) = J(x+m) + main(x+m) - ln (x)_m - main(x); the terms are of size start * ln(start).
        let w = w + 24;
        let t = table(w);
        let q = prec(w);
        let (y, product) = shift(x, &t, w);
        let Some(product) = product else { return Ok(binet_series(x, &t, w)) };
        let upper = main_part(&y, &t, w)?.add(&binet_tight(&y, &t, w), q).sub(&product.ln(q)?, q);
        let here = main_part(&Interval::raw(x.clone(), x.clone()), &t, w)?;
        Ok(upper.sub(&here, q))
    })
}
