//! The sum `G_d(t) = sum_(k>=0) P_k^(d+2)(t)^2` in closed form (RB-04): it turns the rank loss `r sum_n mu_n^2` into a
//! finite expression, so that the bound converges in small dimensions too.

use super::harmonic::check_dim;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Largest number of series terms.
const MAX_TERMS: u32 = 1_000_000;

/// `G_d(0) = sum_i ((1/2)_i/((d+1)/2)_i)^2`, from `G_2(0) = pi^2/8` or `G_3(0) = 16/pi - 4` by the two-step recurrence
/// `G_(d+2)(0) = (d+1)^2/d^3 * (4 (d-1) G_d(0) - (3d-2))` (RB-04). Loses about 2.5 bits a step.
fn at_zero(d: u32, p: Prec) -> Result<Interval> {
    let g = p.plus(2 * d + 16);
    let pi = Interval::pi(g);
    let mut k = i64::from(2 + d % 2);
    let mut s = if k == 2 { pi.sqr(g).mul_2exp(-3) } else { Interval::int(16).div(&pi, g)?.sub(&Interval::int(4), g) };
    while k < i64::from(d) {
        let inner = s.mul_int(4 * (k - 1), g).sub(&Interval::int(3 * k - 2), g);
        s = inner.mul_int((k + 1) * (k + 1), g).div_int(k, g)?.div_int(k * k, g)?;
        k += 2;
    }
    Ok(s)
}

/// Taylor series in `x = t^2`: `G = sum_j g_j x^j`, `0 <= g_j <= 6 (j+1)` (RB-04), for `x <= 0.6`.
fn near_zero(d: u32, x: &Interval, p: Prec) -> Result<Interval> {
    let n = i64::from(d);
    let g = p.plus(4 * d + 64);
    let (mut before, mut now) = (Interval::zero(), at_zero(d, g)?);
    let (mut power, mut sum) = (Interval::one(), now.clone());
    for j in 0..i64::from(MAX_TERMS) {
        let a = 2 * 2 * j * (2 * j - 1) + (2 * n + 1) * 2 * j - (2 * n - 2 - n * n);
        let b = if j == 0 { 0 } else { (2 * j - 2) * (2 * j - 3) + (2 * n + 1) * (2 * j - 2) + n * n };
        let mut next = now.mul_int(a, g).sub(&before.mul_int(b, g), g);
        if j == 0 {
            next = next.sub(&Interval::int((n - 1) * (n - 1)), g);
        }
        next = next.div_int(2 * j + 2, g)?.div_int(2 * j + 1, g)?;
        power = power.mul(x, g);
        sum = sum.add(&next.mul(&power, g), g);
        (before, now) = (now, next);
        // sum_(i>=J) 6 (i+1) x^i = 6 x^J (J + 1 - J x)/(1-x)^2 with J = j + 2.
        let first = j + 2;
        let gap = Interval::one().sub(x, g);
        let count = Interval::int(first + 1).sub(&x.mul_int(first, g), g).mul_int(6, g);
        let rest = power.mul(x, g).mul(&count, g).div(&gap.sqr(g), g)?;
        if rest.hi().is_zero() || rest.hi().get_exp().is_some_and(|e| i64::from(e) < -i64::from(p.bits()) - 4) {
            return Ok(sum.add(&Interval::zero().hull(&rest), g));
        }
    }
    Err(Error::unable("zonal_sum", "the series at 0 did not end"))
}

/// `sum_j x^j prod_(i<j) (a+2i)^2/((b+2i)(c+2i))`, `0 <= x < 1`, for parameters whose ratio decreases, then increases to
/// `x` (RB-04): the rest is bounded by a geometric series with ratio `max(present ratio, x)`.
fn positive_series(x: &Interval, a: i64, b: i64, c: i64, p: Prec) -> Result<Interval> {
    let (mut term, mut sum) = (Interval::one(), Interval::one());
    for j in 0..i64::from(MAX_TERMS) {
        let (u, v, w) = (a + 2 * j, b + 2 * j, c + 2 * j);
        let ratio = x.mul_int(u * u, p).div_int(v * w, p)?;
        let worst = ratio.max(x);
        if *worst.hi() < 1 {
            let rest = term.mul(&worst, p).div(&Interval::one().sub(&worst, p), p)?;
            let far = match (rest.hi().get_exp(), sum.lo().get_exp()) {
                (Some(r), Some(s)) => i64::from(r) - i64::from(s) < -i64::from(p.bits()) - 2,
                _ => true,
            };
            if far {
                return Ok(sum.add(&Interval::zero().hull(&rest), p));
            }
        }
        term = term.mul(&ratio, p);
        sum = sum.add(&term, p);
    }
    Err(Error::unable("zonal_sum", "the series at 1 did not end"))
}

/// The expansion at `sigma = 1 - t^2 = 0`:
/// `2G = -(d-1) 3F2(1, d/2, d/2; 3/2, d; s) + E s^(-1/2) 2F1((d-1)/2, (d-1)/2; d-1/2; s)`.
fn near_one(d: u32, sigma: &Interval, p: Prec) -> Result<Interval> {
    let n = i64::from(d);
    let g = p.plus(2 * d + 64);
    let regular = positive_series(sigma, n, 3, 2 * n, g)?.mul_int(n - 1, g);
    let singular = positive_series(sigma, n - 1, 2, 2 * n - 1, g)?;
    let weight = singular_weight(d, g)?.div(&sigma.sqrt(g)?, g)?;
    Ok(singular.mul(&weight, g).sub(&regular, g).mul_2exp(-1))
}

/// `E = sqrt(pi) Gamma((d+1)/2)/Gamma(d/2) * B((d-1)/2, d/2)/B(d/2, d/2)`, which is
/// `sqrt(pi) Gamma((d+1)/2) Gamma((d-1)/2) Gamma(d) / (Gamma(d/2)^2 Gamma(d-1/2))`.
fn singular_weight(d: u32, p: Prec) -> Result<Interval> {
    use super::harmonic::ln_gamma_half as lg;
    let n = u64::from(d);
    let g = p.plus(40);
    let up = lg(n + 1, g)?.add(&lg(n - 1, g)?, g).add(&lg(2 * n, g)?, g);
    let down = lg(n, g)?.mul_2exp(1).add(&lg(2 * n - 1, g)?, g);
    Ok(up.sub(&down, g).exp(g).mul(&Interval::pi(g).sqrt(g)?, g))
}

/// Encloses `G_d(t) = sum_(k>=0) P_k^(d+2)(t)^2` at an exact point, `-1 < t < 1` (RB-04).
///
/// With `kappa = c_d (1-t^2)^((d-1)/2)/(d-1)` the coefficients of the cap satisfy `sum_(n>=1) mu_n^2 = kappa^2 G_d(t)`.
/// The relative width is about `2^-p` for `d` up to some hundreds (the series in use cancel about `4d` bits, which are
/// carried as guard bits).
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6` and `-1 < t < 1`; [`Error::Unable`] when a series does not end.
pub fn zonal_sum(d: u32, t: &Float, p: Prec) -> Result<Interval> {
    const NAME: &str = "zonal_sum";
    check_dim(NAME, d)?;
    if !t.is_finite() || t.clone().abs() >= 1 {
        return Err(Error::domain(NAME, "t", t, "it must lie in (-1, 1)"));
    }
    let g = p.plus(4 * d + 96);
    let point = Interval::point(t.clone())?;
    let square = t.to_f64().powi(2);
    let value = if square <= 0.5 {
        near_zero(d, &point.sqr(g), p)?
    } else {
        let sigma = Interval::one().sub(&point, g).mul(&Interval::one().add(&point, g), g);
        near_one(d, &sigma, p)?
    };
    Ok(value.round(p))
}
