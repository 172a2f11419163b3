//! The law of `<x1, x2>`: density, its constant, and the probability of a cap.

use super::harmonic::{check_dim, ln_gamma_half};
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Largest number of terms of a cap series: reached by no argument in the domain (RB-08 bounds the count).
const MAX_TERMS: u32 = 4_000_000;

/// `n/2`, exact.
fn half(n: u32) -> Interval {
    Interval::int(i64::from(n)).mul_2exp(-1)
}

/// Encloses `c_d = Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2))`, the constant of `w_d`; a few ulp wide.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6`.
pub fn density_constant(d: u32, p: Prec) -> Result<Interval> {
    check_dim("density_constant", d)?;
    // Each logarithm is below 2^24, so 40 guard bits leave the difference accurate to 2^(-p-16).
    let g = p.plus(40);
    let ratio = ln_gamma_half(u64::from(d), g)?.sub(&ln_gamma_half(u64::from(d) - 1, g)?, g).exp(g);
    Ok(ratio.div(&Interval::pi(g).sqrt(g)?, g)?.round(p))
}

/// Encloses the density `w_d(s) = c_d (1-s^2)^((d-3)/2)` of `<x1, x2>` on `[-1, 1]`.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6` and `s` lies in `[-1, 1]` (in `(-1, 1)` for `d = 2`).
pub fn density(d: u32, s: &Interval, p: Prec) -> Result<Interval> {
    check_dim("density", d)?;
    let one = Interval::one();
    let g = p.plus(32);
    let rest = one.sub(&s.abs(), g).mul(&one.add(&s.abs(), g), g);
    let outside = s.mag() > 1;
    if outside || (d == 2 && !rest.is_positive()) {
        return Err(Error::domain("density", "s", s, "it must lie in [-1, 1], inside (-1, 1) for d = 2"));
    }
    let shape = match d {
        3 => one,
        // (1-s^2)^(-1/2)
        2 => one.div(&rest.sqrt(g)?, g)?,
        _ => power(&rest, d - 3, g)?,
    };
    Ok(density_constant(d, g)?.mul(&shape, g).round(p))
}

/// `x^(k/2)` for `x >= 0`, `k >= 1`: increasing, so the end points decide.
fn power(x: &Interval, k: u32, p: Prec) -> Result<Interval> {
    let root = |y: &Float| -> Result<Interval> {
        if *y <= 0 {
            return Ok(Interval::zero());
        }
        let y = Interval::point(y.clone())?;
        if k.is_multiple_of(2) { y.powi(i64::from(k / 2), p) } else { y.pow(&half(k), p) }
    };
    Ok(root(x.lo())?.hull(&root(x.hi())?))
}

/// `(kappa, P)` at `t = -u`, `0 <= u < 1` exact: `kappa = c_d (1-u^2)^((d-1)/2)/(d-1)` and `P = P[<x1,x2> <= -u]`, both
/// with relative width about `2^-p` (RB-08).
pub(crate) fn lower_cap(d: u32, u: &Float, p: Prec) -> Result<(Interval, Interval)> {
    let f64_u = u.to_f64();
    let spread = f64::from(d) * f64_u * f64_u;
    // The central series subtracts from 1/2 what leaves about exp(-d u^2/2).
    let central = f64_u * f64_u <= 0.5 && spread <= f64::from(p.bits()) / 2.0;
    let g = p.plus(48 + if central { spread.ceil() as u32 } else { 0 });
    let one = Interval::one();
    let u = Interval::point(u.clone())?;
    let (minus, plus) = (one.sub(&u, g), one.add(&u, g));
    let rest = minus.mul(&plus, g);
    let kappa = density_constant(d, g)?.mul(&power(&rest, d - 1, g)?, g).div_int(i64::from(d) - 1, g)?;
    let cap = if d == 2 {
        one.sub(&u.neg().acos(g)?.div(&Interval::pi(g), g)?, g)
    } else if central {
        // 1/2 - (d-1) kappa u 2F1(1, d/2; 3/2; u^2)
        let sum = series(&u.sqr(g), d, 3, g)?;
        half(1).sub(&kappa.mul_int(i64::from(d) - 1, g).mul(&u, g).mul(&sum, g), g)
    } else {
        // kappa 2F1(d-1, 1; (d+1)/2; (1-u)/2)
        kappa.mul(&series(&minus.mul_2exp(-1), 2 * (d - 1), d + 1, g)?, g)
    };
    Ok((kappa, cap))
}

/// `2F1(1, b/2; c/2; x) = sum_j x^j prod_(i<j) (b+2i)/(c+2i)` with `b >= c >= 3`, `0 <= x < 1`: positive terms whose
/// ratios `x (b+2j)/(c+2j)` decrease, so the rest after a term is at most `term q/(1-q)`, `q` the next ratio.
fn series(x: &Interval, b: u32, c: u32, p: Prec) -> Result<Interval> {
    let (mut term, mut sum) = (Interval::one(), Interval::one());
    let stop = -i64::from(p.bits()) - 4;
    for j in 0..MAX_TERMS {
        let (top, bottom) = (i64::from(b) + 2 * i64::from(j), i64::from(c) + 2 * i64::from(j));
        let ratio = x.mul_int(top, p).div_int(bottom, p)?;
        if *ratio.hi() < 1 {
            let rest = term.mul(&ratio, p).div(&Interval::one().sub(&ratio, p), p)?;
            let small = match (rest.hi().get_exp(), sum.lo().get_exp()) {
                (Some(r), Some(s)) => i64::from(r) - i64::from(s) < stop,
                _ => true,
            };
            if small {
                return Ok(sum.add(&Interval::zero().hull(&rest), p));
            }
        }
        term = term.mul(&ratio, p);
        sum = sum.add(&term, p);
    }
    Err(Error::unable("cap_probability", "the series did not end within 4000000 terms"))
}

/// `P[<x1,x2> <= t]` at an exact point of the line.
fn at_point(d: u32, t: &Float, p: Prec) -> Result<Interval> {
    if *t <= -1 {
        return Ok(Interval::zero());
    }
    if *t >= 1 {
        return Ok(Interval::one());
    }
    let u = t.clone().abs();
    let (_, cap) = lower_cap(d, &u, p)?;
    Ok(if *t <= 0 { cap } else { Interval::one().sub(&cap, p.plus(8)) })
}

/// Encloses the distribution function `P[<x1, x2> <= t]`, which is `I_((1+t)/2)((d-1)/2, (d-1)/2)` (DLMF 8.17.2); 0 below
/// -1 and 1 above 1. For a point the relative width is about `2^-p` for `t <= 0`.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6`.
pub fn cap_probability(d: u32, t: &Interval, p: Prec) -> Result<Interval> {
    check_dim("cap_probability", d)?;
    let (lo, hi) = (at_point(d, t.lo(), p)?, at_point(d, t.hi(), p)?);
    Ok(lo.hull(&hi).round(p))
}
