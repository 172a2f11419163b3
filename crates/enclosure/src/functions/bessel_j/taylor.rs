//! Taylor coefficients `J_nu^{(k)}(x)/k!` over an interval.

use super::{Order, bessel_j, bessel_j_prime};
use crate::{Error, Interval, Prec, Result};

/// From the differential equation (DLMF 10.2.1), for `x > 0`. With `c_k = y^{(k)}/k!` at `x`,
/// `x^2 (k+1)(k+2) c_{k+2} + x (k+1)(2k+1) c_{k+1} + (x^2 + k^2 - nu^2) c_k + 2 x c_{k-1} + c_{k-2} = 0`
/// (BJ-09); divided by `x^2`, evaluated in interval arithmetic.
pub fn by_equation(n: u32, c: [Interval; 2], x: &Interval, count: usize, p: Prec) -> Result<Vec<Interval>> {
    let inv = x.recip(p)?;
    let inv2 = inv.sqr(p);
    let twice = inv.mul_2exp(1);
    let mut out = Vec::with_capacity(count.max(2));
    out.extend(c);
    for k in 0..count.saturating_sub(2) {
        let i = k as i64;
        let shift = Interval::int(4 * i * i - i64::from(n) * i64::from(n)).mul_2exp(-2).mul(&inv2, p);
        let mut s = Interval::one().add(&shift, p).mul(&out[k], p);
        s = s.add(&out[k + 1].mul(&inv, p).mul_int((i + 1) * (2 * i + 1), p), p);
        if k >= 1 {
            s = s.add(&out[k - 1].mul(&twice, p), p);
        }
        if k >= 2 {
            s = s.add(&out[k - 2].mul(&inv2, p), p);
        }
        out.push(s.neg().div_int((i + 1) * (i + 2), p)?);
    }
    out.truncate(count);
    Ok(out)
}

/// From the power series, for integer orders and any `x` of moderate size, also around 0. Term `j` contributes
/// `(-1)^j C(nu+2j, k) x^(nu+2j-k) / (2^(nu+2j) j! (nu+j)!)` to coefficient `k`; once the ratio of the bounds of two
/// terms is at most 1/2 the rest is at most the last bound again (BJ-10).
fn by_series(nu: u32, x: &Interval, count: usize, p: Prec) -> Result<Vec<Interval>> {
    let q = p.plus(32);
    let bound = Interval::new(x.mig(), x.mag())?.hull(&Interval::zero());
    let big = Interval::point(bound.hi().clone())?;
    let size = big.hi().to_f64().min(1e9);
    let mut out = Vec::with_capacity(count);
    for k in 0..count as u64 {
        let nu = u64::from(nu);
        let mut j = if nu >= k { 0 } else { (k - nu).div_ceil(2) };
        // Coefficient of x^(nu+2j-k) for the first j, exactly as a product of rationals.
        let degree = nu + 2 * j;
        let mut coefficient = Interval::one().mul_2exp(-i32::try_from(degree).unwrap_or(i32::MAX));
        for i in 0..k {
            coefficient = coefficient.mul_int((degree - i) as i64, q).div_int(i as i64 + 1, q)?;
        }
        for i in 1..=j {
            coefficient = coefficient.div_int(i as i64, q)?;
        }
        for i in 1..=nu + j {
            coefficient = coefficient.div_int(i as i64, q)?;
        }
        if j % 2 == 1 {
            coefficient = coefficient.neg();
        }
        let mut sum = Interval::zero();
        let limit = 64 + u64::from(p.bits()) + 4 * size.abs() as u64 + 2 * k;
        let mut left = limit;
        loop {
            let degree = nu + 2 * j;
            let term = coefficient.mul(&x.powi((degree - k) as i64, q)?, q);
            sum = sum.add(&term, q);
            // Next coefficient: times -(degree+1)(degree+2) / ((degree+1-k)(degree+2-k) 4 (j+1)(nu+j+1)).
            let over = ((degree + 1) * (degree + 2)) as i64;
            let under = ((degree + 1 - k) * (degree + 2 - k)) as i64;
            let under2 = (4 * (j + 1) * (nu + j + 1)) as i64;
            let ratio = Interval::int(over).div_int(under, q)?.div_int(under2, q)?;
            coefficient = coefficient.mul(&ratio, q).neg();
            j += 1;
            let next = coefficient.mul(&big.powi((nu + 2 * j - k) as i64, q)?, q).mag();
            let shrink = ratio.mul(&big.sqr(q), q);
            let small = next.is_zero()
                || sum.mag().get_exp().map_or(next.get_exp() < Some(-(p.bits() as i32) - 8), |e| {
                    next.get_exp().is_none_or(|f| i64::from(f) < i64::from(e) - i64::from(p.bits()) - 8)
                });
            if (small || left == 0) && *shrink.hi() <= 0.5 {
                let rest = Interval::new(-next.clone(), next)?.mul_2exp(1);
                out.push(sum.add(&rest, p));
                break;
            }
            if left == 0 {
                return Err(Error::unable("bessel_j taylor", "too many terms around 0"));
            }
            left -= 1;
        }
    }
    Ok(out)
}

/// Enclosures of the Taylor coefficients `J_nu^{(k)}(x)/k!`, `k < count`, for every point of `x`.
///
/// For `x > 0` from `J_nu`, `J_nu'` over `x` and the differential equation: at a point argument the width of
/// coefficient `k` grows by a factor of about `(1 + nu/x)^k`. Where `x` holds 0: from the power series when
/// `nu` is an integer; a half-integer order has a branch point at 0, so only the derivatives of order below `nu` exist there.
/// Source: DLMF 10.2.1, 10.2.2; bounds BJ-09, BJ-10.
///
/// # Errors
/// [`Error::Domain`] when `x` holds a negative number, or holds 0 and a coefficient does not exist there;
/// [`Error::Unable`] when `x` holds 0 and is unbounded or extremely wide.
pub fn taylor(nu: Order, x: &Interval, count: usize, p: Prec) -> Result<Vec<Interval>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let value = bessel_j(nu, x, p)?;
    if count == 1 {
        return Ok(vec![value]);
    }
    if x.is_positive() {
        let q = p.plus(8 + 2 * u32::try_from(count).unwrap_or(u32::MAX / 4).min(1 << 20));
        let first = if x.is_point() { bessel_j(nu, x, q)? } else { value };
        return by_equation(nu.twice(), [first, bessel_j_prime(nu, x, q)?], x, count, q)
            .map(|v| v.iter().map(|c| c.round(p)).collect());
    }
    if !nu.is_integer() {
        return around_zero(nu, value, x, count, p);
    }
    if !x.is_bounded() || *x.hi() > 4096 {
        return Err(Error::unable("bessel_j taylor", "the argument holds 0 and reaches beyond 4096"));
    }
    let mut out = by_series(nu.twice() / 2, x, count, p)?;
    // The range of the function and its slope are sharper than their series over a wide x.
    for (c, sharp) in out.iter_mut().zip([value, bessel_j_prime(nu, x, p)?]) {
        if let Some(both) = c.intersect(&sharp) {
            *c = both;
        }
    }
    Ok(out)
}

/// Half-integer order, `x` holding 0: derivatives of order `k < nu` are `2^-k sum_j (-1)^j C(k,j) J_{nu-k+2j}`
/// (DLMF 10.6.7) with orders that stay positive.
fn around_zero(nu: Order, value: Interval, x: &Interval, count: usize, p: Prec) -> Result<Vec<Interval>> {
    let n = nu.twice();
    if 2 * count as u64 > u64::from(n) + 1 {
        let needs = "it must be > 0: a derivative of a half-integer order is singular at 0";
        return Err(Error::domain("bessel_j taylor", "x", x, needs));
    }
    let q = p.plus(8 + u32::try_from(count).unwrap_or(1 << 20));
    let mut out = vec![value];
    let mut binomial = vec![1i64];
    let mut factorial = Interval::one();
    for k in 1..count {
        if k > 60 {
            return Err(Error::unable("bessel_j taylor", "more than 60 derivatives of a half-integer order at 0"));
        }
        let mut next = vec![1i64; k + 1];
        for j in 1..k {
            next[j] = binomial[j - 1] + binomial[j];
        }
        binomial = next;
        factorial = factorial.mul_int(k as i64, q);
        let mut sum = Interval::zero();
        for (j, b) in binomial.iter().enumerate() {
            let order = Order::half(n - 2 * k as u32 + 4 * j as u32)?;
            let signed = if j % 2 == 0 { *b } else { -*b };
            sum = sum.add(&bessel_j(order, x, q)?.mul_int(signed, q), q);
        }
        out.push(sum.mul_2exp(-(k as i32)).div(&factorial, p)?);
    }
    Ok(out)
}
