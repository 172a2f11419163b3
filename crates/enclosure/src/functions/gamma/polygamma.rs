//! Digamma and its derivatives on the positive half-line.

use super::bernoulli::table;
use crate::functions::rounding::{ball, check_precision, enclose, prec, refine, widen};
use crate::{Error, Interval, Prec, Result};
use rug::Float;
use rug::float::{Round, Special};
use rug::ops::Pow;

/// Largest order accepted by [`polygamma`].
pub const MAX_ORDER: u32 = 10_000;

/// Digamma `psi(x) = Gamma'(x)/Gamma(x)` (DLMF 5.2.2) for `x > 0`. Increasing, so wide arguments cost two values;
/// `[a, +inf)` is allowed. At a point 1 ulp wide (MPFR rounds correctly).
///
/// # Errors
/// [`Error::Domain`] unless `x > 0`; [`Error::Unable`] above 16384 bits.
pub fn digamma(x: &Interval, p: Prec) -> Result<Interval> {
    check_precision("digamma", p)?;
    if !x.is_positive() {
        return Err(Error::domain("digamma", "x", x, "it must be > 0"));
    }
    let at = |v: &Float| enclose(p, |q, r| Float::with_val_round(q, v.digamma_ref(), r));
    if x.is_point() {
        return Ok(at(x.lo()));
    }
    let hi = if x.hi().is_finite() { at(x.hi()).into_bounds().1 } else { Float::with_val(2, Special::Infinity) };
    Interval::new(at(x.lo()).into_bounds().0, hi)
}

/// `|psi^(n)(x)|` for a float `x > 0`, `n >= 1`.
///
/// Bound GA-04: `n!/(x+t)^(n+1)` is completely monotone in `t`, so the Euler-Maclaurin expansion of
/// `sum_k n!/(x+k)^(n+1)` started at `x + m` has an error between 0 and its first omitted term.
fn magnitude(n: u32, x: &Float, w: u32) -> Result<Interval> {
    let q = prec(w);
    let t = table(w);
    // Three orders further out than Binet's series, where the same table reaches the same accuracy.
    let start = u64::from(t.start) + 3 * u64::from(n);
    let shift = if *x >= start { 0 } else { start - x.to_f64() as u64 };
    // sum_{k < shift} (x+k)^-(n+1): n+1 roundings from the base, one from the power, one from each addition.
    let mut sum = Float::new(w);
    let mut base = Float::new(w);
    for k in 0..shift {
        rug::Assign::assign(&mut base, x + k);
        base.recip_mut();
        sum += Float::with_val(w, (&base).pow(n + 1));
    }
    let head = if shift == 0 { Interval::zero() } else { widen(&sum, 2 * u64::from(n) + shift + 4, w) };
    // y^-n (1/n + 1/(2y) + sum_k coef_k 2k(2k-1) (n+2k-1)!/(n! (2k)!) y^-2k), everything divided by n!.
    let y = Interval::raw(x.clone(), x.clone()).add(&Interval::int(i64::try_from(shift).unwrap_or(i64::MAX)), q);
    let inv = y.recip(q)?;
    let inv2 = inv.sqr(q);
    let mut tail = Interval::ratio(1, i64::from(n), q)?.add(&inv.mul_2exp(-1), q);
    // factor_k = (n+2k-1)!/(n! (2k-2)!) y^-2k, so that the k-th term is coef_k factor_k.
    let mut factor = inv2.mul_int(i64::from(n) + 1, q);
    let floor = tail.mag().get_exp().unwrap_or(0) - i32::try_from(w).unwrap_or(i32::MAX / 2) - 2;
    let mut last = None;
    for (k, c) in (1i64..).zip(&t.coef) {
        let half_ulp =
            Float::with_val(2, Float::i_exp(1, c.get_exp().unwrap_or(0) - i32::try_from(t.bits).unwrap_or(0)));
        let term = ball(c, &half_ulp, t.bits).mul(&factor, q);
        let size = term.mag();
        if size.get_exp().is_none_or(|e| e < floor) {
            last = Some(term);
            break;
        }
        tail = tail.add(&term, q);
        last = Some(term);
        let n = i64::from(n);
        factor = factor.mul(&inv2, q).mul_int((n + 2 * k) * (n + 2 * k + 1), q).div_int(2 * k * (2 * k - 1), q)?;
    }
    // The omitted term bounds the remainder; when the table ran out the last added one does too (it is no smaller).
    let err = last.map_or_else(|| Float::with_val(2, Special::Infinity), |term| term.mag());
    let zero = Float::new(2);
    let tail = tail.add(&ball(&zero, &err, w), q);
    let factorial = Float::with_val(w, Float::factorial(n));
    let scale = widen(&factorial, 1, w);
    Ok(head.add(&tail.mul(&inv.powi(i64::from(n), q)?, q), q).mul(&scale, q))
}

/// Polygamma `psi^(n)(x)` (DLMF 5.15), `x > 0`, `n <= 10000`; `n = 0` is [`digamma`]. `(-1)^(n+1) psi^(n)` is positive
/// and decreasing, so wide arguments cost two values; `[a, +inf)` is allowed. At a point at most 4 ulp wide.
///
/// # Errors
/// [`Error::Domain`] unless `x > 0` and `n <= 10000`; [`Error::Unable`] above 16384 bits.
pub fn polygamma(n: u32, x: &Interval, p: Prec) -> Result<Interval> {
    if n == 0 {
        return digamma(x, p);
    }
    check_precision("polygamma", p)?;
    if n > MAX_ORDER {
        return Err(Error::domain("polygamma", "n", n, "it must be at most 10000"));
    }
    if !x.is_positive() {
        return Err(Error::domain("polygamma", "x", x, "it must be > 0"));
    }
    let guard = 24 + 2 * (32 - n.leading_zeros());
    let at = |v: &Float| refine(p, guard, |w| magnitude(n, v, w));
    let size = if x.is_point() {
        at(x.lo())?
    } else {
        let lo = if x.hi().is_finite() { at(x.hi())?.into_bounds().0 } else { Float::new(2) };
        let hi = at(x.lo())?.into_bounds().1;
        Interval::new(lo, hi)?
    };
    // |psi^(n)| is positive: an underflowing or crude lower end may be raised to 0.
    let lo = Float::with_val_round(p.bits(), size.lo(), Round::Down).0;
    let size = Interval::raw(if lo < 0 { Float::new(2) } else { lo }, size.into_bounds().1);
    Ok(if n.is_multiple_of(2) { size.neg() } else { size })
}
