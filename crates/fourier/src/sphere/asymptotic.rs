//! Astronomically large widths: the tail of the spectrum by averages over its oscillation (RB-06).

use super::bound::{Certificate, Method};
use super::harmonic::dimension_of;
use super::spectrum::Spectrum;
use enclosure::rug::{Float, Integer};
use enclosure::{Error, Interval, Prec, Result};

/// Largest width, in bits, that is resolved; a wider network gets `[0, bound at 2^131072]`.
const MAX_WIDTH_BITS: u32 = 1 << 17;

/// Largest dimension for which RB-06 is tried: beyond it the first degree counted is not large against `d`.
const MAX_ASYMPTOTIC_DIM: u32 = 4096;

/// Least degree `n` with `N_(d,n) > r`, by bisection between `(2 n^(d-2)/(d-2)! <= N_(d,n) <= 2 (n+d)^(d-2)/(d-2)!)`.
fn first_degree(d: u32, r: &Integer) -> Integer {
    let scaled = r * Integer::from(Integer::factorial(d - 2));
    let root = (scaled / 2u32).root(d - 2);
    let mut low = Integer::from(&root - (d + 1));
    if low < 0 {
        low = Integer::new();
    }
    let mut high = root + 2u32;
    // Invariant: N(low) <= r < N(high); at most log2(d+3) + 1 steps.
    while Integer::from(&high - &low) > 1 {
        let mid = Integer::from(&low + &high) / 2u32;
        if dimension_of(d, &mid) > *r { high = mid } else { low = mid }
    }
    high
}

/// `1/4 - b_k^2 = d (d-2)/(4 (2k+d)(2k+d-2))`, `b_k` the recurrence coefficients of the orthonormal polynomials.
fn deficit(d: u32, k: &Integer, p: Prec) -> Result<Interval> {
    let twice = Integer::from(k * 2u32);
    let bottom = Integer::from(&twice + d) * (twice + (d - 2)) * 4u32;
    let n = i64::from(d);
    Interval::int(n * (n - 2)).div(&Interval::integer(&bottom, p), p)
}

/// `sum_(n>=m) (1 - r/N_(d,n))/(n(n+d-2))` by telescoping sums from both sides.
fn weight_sum(d: u32, m: &Integer, r: &Float, p: Prec) -> Result<Interval> {
    let at = |shift: i64| Interval::integer(&Integer::from(m + shift), p);
    let n = i64::from(d);
    let mut first = Interval::zero();
    for j in 0..n - 2 {
        first = first.add(&at(j).recip(p)?, p);
    }
    let first = first.div_int(n - 2, p)?;
    let top = Interval::integer(&(Integer::from(m * 2u32) + (d - 2)), p);
    let size = Interval::integer(&dimension_of(d, m), p).mul(&at(0), p).mul(&at(n - 2), p).mul_int(2 * (n - 1), p);
    let low = top.div(&size, p)?;
    let high = low.mul(&at(n - 2), p).div(&at(-1), p)?;
    Ok(first.sub(&low.hull(&high).mul(&Interval::point(r.clone())?, p), p).max(&Interval::zero()))
}

/// Two-sided enclosure of `sum_(n>=m) a_n^2 (1 - r/N_(d,n))` for `m` beyond the degrees that are written out (RB-06).
fn tail(s: &Spectrum, m: &Integer, r: &Float, p: Prec) -> Result<Interval> {
    let d = s.d;
    let n = i64::from(d);
    let trivial = Interval::zero().hull(&s.variance);
    let t = s.threshold.interval(p).abs();
    let one = Interval::one();
    let sigma = one.sub(&t, p).mul(&one.add(&t, p), p);
    if !sigma.is_positive() {
        return Ok(trivial);
    }
    // A Phi_infinity = c_d sigma^(d/2)/(2 pi)
    let half_dim = Interval::int(n).mul_2exp(-1);
    let level = super::density_constant(d, p)?.mul(&sigma.pow(&half_dim, p)?, p);
    let level = level.div(&Interval::pi(p).mul_2exp(1), p)?;
    let k = Integer::from(m - 1u32);
    let (beta, beta_before) = (deficit(d, &k, p)?, deficit(d, &Integer::from(&k - 1u32), p)?);
    let quarter = one.mul_2exp(-2);
    let form = |beta: &Interval| -> Result<Interval> {
        let b = quarter.sub(beta, p).max(&Interval::zero()).sqrt(p)?;
        Ok(b.mul(&b.sub(&t.mul_2exp(-1), p), p))
    };
    let (here, before) = (form(&beta)?, form(&beta_before)?);
    let room = one.sub(&beta.mul_2exp(2).div(&sigma, p)?, p);
    if !here.is_positive() || !before.is_positive() || !room.is_positive() {
        return Ok(trivial);
    }
    let drift = beta.div(&here, p)?.neg().exp(p);
    let variation = Interval::int(2).div(&Interval::integer(&(m * Integer::from(m + (d - 2))), p), p)?;
    let error = variation.mul(&level, p).div(&before, p)?.mul(&quarter.add(&t.mul_2exp(-3), p), p);
    let main = level.mul(&weight_sum(d, m, r, p)?, p);
    let low = main.mul(&drift, p).sub(&error, p).mul_2exp(1).div(&sigma, p)?;
    let high = main.add(&error, p).mul_2exp(1).div(&sigma.mul(&room, p), p)?;
    let found = low.hull(&high).max(&Interval::zero());
    Ok(found.intersect(&trivial).unwrap_or(trivial))
}

/// The rank bound when every degree up to the limit is spent: value, number of coefficients, certificate.
pub(crate) fn asymptotic(s: &Spectrum, r: &Float, p: Prec) -> Result<(Interval, usize, Certificate)> {
    let g = p.plus(64);
    let resolved = r.get_exp().is_some_and(|e| e <= MAX_WIDTH_BITS as i32);
    let width = if resolved { r.clone() } else { Float::with_val(2, 1) << MAX_WIDTH_BITS };
    let floor = width.clone().floor().to_integer().ok_or_else(|| Error::unable("rank_bound", "width is not finite"))?;
    let (mut value, degree) = if s.d > MAX_ASYMPTOTIC_DIM {
        (Interval::zero().hull(&s.variance), Integer::new())
    } else {
        let m = first_degree(s.d, &floor);
        (tail(s, &m, &width, g)?, m - 1u32)
    };
    if !resolved {
        value = value.hull(&Interval::zero());
    }
    let zero = Interval::zero();
    let loss = zero.hull(&s.variance);
    let certificate = Certificate {
        method: Method::Asymptotic,
        last_degree: degree,
        partial: zero,
        remainder: s.variance.clone(),
        loss,
        precision: g,
    };
    Ok((value, 0, certificate))
}
