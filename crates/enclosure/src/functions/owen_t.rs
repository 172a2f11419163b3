//! Owen's T function (D. B. Owen, Ann. Math. Statist. 27 (1956) 1075-1090).

use super::incomplete_gamma::erfc_sqrt;
use super::rounding::{MAX_TERMS, check_precision, exp_tight, prec, refine, widen};
use crate::{Error, Interval, Prec, Result};
use rug::{Assign, Float};

/// `T(h, a) = 1/(2 pi) int_0^a exp(-h^2 (1+t^2)/2) / (1+t^2) dt` for all real `h`, `a`; even in `h`, odd in `a`.
/// `|T|` decreases in `|h|` and increases in `|a|`, so wide arguments cost two values; infinite ends are allowed in
/// both. At points a few ulp wide, also in the tails; about `p + 3 min(h^2 a^2, p)` terms.
///
/// # Errors
/// [`Error::Unable`] when a sum would need more than 2^22 terms, or above 16384 bits.
pub fn owen_t(h: &Interval, a: &Interval, p: Prec) -> Result<Interval> {
    check_precision("owen_t", p)?;
    let size = h.abs();
    if h.is_point() && a.is_point() {
        return signed(size.lo(), a.lo(), p);
    }
    // Increasing in a; |T| is greatest at the least |h|.
    let (near, far) = (size.lo(), size.hi());
    let lo = signed(if *a.lo() < 0 { near } else { far }, a.lo(), p)?.into_bounds().0;
    let hi = signed(if *a.hi() < 0 { far } else { near }, a.hi(), p)?.into_bounds().1;
    Interval::new(lo, hi)
}

/// `T(h, a)` at `0 <= h <= inf`, `-inf <= a <= inf`.
fn signed(h: &Float, a: &Float, p: Prec) -> Result<Interval> {
    if a.is_zero() || h.is_infinite() {
        return Ok(Interval::zero());
    }
    if *a < 0 {
        return Ok(positive(h, &Float::with_val(a.prec(), -a), p)?.neg());
    }
    positive(h, a, p)
}

fn thin(x: &Float) -> Interval {
    Interval::raw(x.clone(), x.clone())
}

/// `erfc(h / sqrt 2) = Q(1/2, h^2/2)` for a float `h >= 0` (`square` is `h^2`, exact).
fn erfc_scaled(square: &Float, w: u32) -> Result<Interval> {
    erfc_sqrt(&Float::with_val(square.prec(), square >> 1u32), w)
}

/// `x y` without rounding.
fn exact_product(x: &Float, y: &Float) -> Float {
    Float::with_val(x.prec() + y.prec(), x * y)
}

/// `T(h, a)` at `h >= 0`, `a > 0`.
fn positive(h: &Float, a: &Float, p: Prec) -> Result<Interval> {
    if h.is_zero() {
        let q = p.plus(8);
        let two_pi = Interval::pi(q).mul_2exp(1);
        return Ok(thin(a).atan(q).div(&two_pi, q)?.round(p));
    }
    // Beyond h = 2^31 every factor e^(-h^2/2) is below the least float.
    if h.get_exp().unwrap_or(0) > 31 {
        let mut tiny = Float::new(p.bits());
        tiny.next_up();
        return Ok(Interval::raw(Float::new(p.bits()), tiny));
    }
    refine(p, 40, |w| {
        let q = prec(w);
        if a.is_infinite() {
            return Ok(erfc_scaled(&exact_product(h, h), w)?.mul_2exp(-2));
        }
        // Bound OT-02: the part of the integral beyond a is at most e^(-h^2(1+a^2)/2)/(2 pi a), relative to the whole about e^(-h^2 a^2/2).
        let reach = Float::with_val(64, h * a).square();
        if reach > 1.4 * f64::from(w) {
            return beyond(h, a, w);
        }
        if *a <= 1 {
            return Ok(series(&thin(h).sqr(q), &thin(a).sqr(q), w)?.mul(&thin(a), q));
        }
        reflected(h, a, w)
    })
}

/// `T(h, inf) = erfc(h/sqrt 2)/4` minus the small rest (OT-02).
fn beyond(h: &Float, a: &Float, w: u32) -> Result<Interval> {
    let q = prec(w);
    let whole = erfc_scaled(&exact_product(h, h), w)?.mul_2exp(-2);
    let one_a2 = thin(a).sqr(q).add(&Interval::one(), q);
    let decay = thin(h).sqr(q).mul(&one_a2, q).mul_2exp(-1).neg().exp(q);
    // int_a^inf dt/(1+t^2) <= min(1/a, pi/2) bounds what e^(-h^2 (1+t^2)/2) is multiplied by.
    let inverse = thin(a).recip(q)?.min(&Interval::int(2));
    let rest = decay.mul(&inverse, q).div(&Interval::pi(q).mul_2exp(1), q)?;
    Ok(whole.sub(&Interval::zero().hull(&rest), q))
}

/// `T(h, a) = (q1 + q2)/2 - q1 q2 - T(ah, 1/a)` for `a > 1` with `q1 = erfc(h/sqrt 2)/2`, `q2 = erfc(ah/sqrt 2)/2`
/// (OT-03; Owen 1956, eq. 2.3). At most two bits cancel: `T(h, a) >= T(h, 1) = q1 (1 - q1)/2 >= q1/4` and the terms are below `q1`.
fn reflected(h: &Float, a: &Float, w: u32) -> Result<Interval> {
    let q = prec(w);
    let ah = exact_product(a, h);
    let ah2 = exact_product(&ah, &ah);
    let q1 = erfc_scaled(&exact_product(h, h), w)?.mul_2exp(-1);
    let q2 = erfc_scaled(&ah2, w)?.mul_2exp(-1);
    let inverse = thin(a).recip(q)?;
    let other = series(&thin(&ah2).round(q), &inverse.sqr(q), w)?.mul(&inverse, q);
    Ok(q1.add(&q2, q).mul_2exp(-1).sub(&q1.mul(&q2, q), q).sub(&other, q))
}

/// `T(h, a)/a` for `0 < a <= 1` from `h^2` and `a^2` (tight intervals).
///
/// `T = e^(-m(1+a^2))/(2 pi) sum_k m^k/k! I_k`, `m = h^2/2`, `I_k = int_0^a (a^2-t^2)^k/(1+t^2) dt`, all terms positive;
/// `I_{k-1} = (I_k + W_{k-1})/(1+a^2)` with `W_k = a^(2k+1) (2k)!!/(2k+1)!!` runs downward without cancellation.
/// Bound OT-01: starting from `I_N = 0` loses between 0 and
/// `W_N (sum_{k<N} (m^k/k!) (1+a^2)^(k-N) + (m^N/N!)/(1 - m a^2/(N+1)))`.
fn series(h2: &Interval, a2: &Interval, w: u32) -> Result<Interval> {
    let q = prec(w);
    let m = h2.mul_2exp(-1);
    let ma2 = m.mul(a2, q);
    let one_a2 = a2.add(&Interval::one(), q);
    let steps = count(m.hi().to_f64(), a2.hi().to_f64(), w)?;
    // Everything below is increasing in m a^2 and a^2 apart from 1/(1+a^2), whose rounding counts as one more factor.
    let (u, s) = (Float::with_val(w, ma2.lo()), Float::with_val(w, a2.lo()));
    let g = Float::with_val(w, Float::with_val(w, &s + 1u32).recip_ref());
    let gs = Float::with_val(w, &g * &s);
    // Scaled by a^(2k+1): weight = W_k/a^(2k+1) up to a common factor, j = I_k/a^(2k+1), total = sum_{i>=k} (u^(i-k) k!/i!) j_i.
    let mut weight = Float::with_val(w, 1);
    let mut j = Float::new(w);
    let mut total = Float::new(w);
    let mut scratch = Float::new(w);
    for k in (0..steps).rev() {
        weight *= 2 * k + 3;
        weight /= 2 * k + 2;
        scratch.assign(&weight * &g);
        j *= &gs;
        j += &scratch;
        total *= &u;
        total /= k + 1;
        total += &j;
    }
    total /= &weight;
    // A step rounds 7 times and takes in u and s, each within 12 roundings of its exact value (products and squares of
    // at most two tight intervals), and the division by the last weight doubles the two roundings of each weight.
    let mut sum = widen(&total, 40 * u64::from(steps) + 40, w);
    let lost = truncation(&m, a2, &ma2, steps)?;
    sum = sum.add(&Interval::new(Float::new(2), lost)?, q);
    let scale = exp_tight(&m.mul(&one_a2, q).neg(), q).div(&Interval::pi(q).mul_2exp(1), q)?;
    Ok(sum.mul(&scale, q))
}

/// Least number of terms, from doubles, for which [`truncation`] falls below `2^-w`.
fn count(m: f64, a2: f64, w: u32) -> Result<u32> {
    let goal = -f64::from(w) * std::f64::consts::LN_2;
    let (log_u, log_gs) = ((m * a2).ln(), (a2 / (1.0 + a2)).ln());
    let mut n = 8u32;
    let mut log_factorial: f64 = (1..=n).map(|k| f64::from(k).ln()).sum();
    while n < MAX_TERMS {
        let x = f64::from(n);
        let tail = x * log_u - log_factorial;
        // sum_{k<N} (m(1+a^2))^k/k! is at most e^(m(1+a^2)), and when N is below half of m(1+a^2) twice its last term.
        let big = m * (1.0 + a2);
        let crude = if x < 0.5 * big { x * big.ln() - log_factorial + 1.0 } else { big };
        if tail < goal && x * log_gs + crude < goal && x > m * a2 {
            return Ok(n);
        }
        for k in n + 1..=n + 8 {
            log_factorial += f64::from(k).ln();
        }
        n += 8;
    }
    Err(Error::unable("owen_t", format!("the series needs more than {MAX_TERMS} terms")))
}

/// Upper bound OT-01 of what `n` terms leave out, divided by `a`.
fn truncation(m: &Interval, a2: &Interval, ma2: &Interval, n: u32) -> Result<Float> {
    let q = prec(64);
    let one = Interval::one();
    let count = i64::from(n);
    let over = a2.div(&a2.add(&one, q), q)?.powi(count, q)?;
    // sum_{k<n} M^k/k! with M = m(1+a^2): at most e^M, and at most 2 M^n/n! when n <= M/2 (each term at most half the next).
    let big = m.mul(&a2.add(&one, q), q);
    let factorial = Interval::both(q, |bits, r| Float::with_val_round(bits, Float::factorial(n), r).0);
    let partial = if *big.lo() >= 2 * count { big.powi(count, q)?.mul_2exp(1).div(&factorial, q)? } else { big.exp(q) };
    let gap = one.sub(&ma2.div_int(count + 1, q)?, q);
    if !gap.is_positive() {
        return Err(Error::unable("owen_t", "too few terms"));
    }
    let tail = ma2.powi(count, q)?.div(&factorial, q)?.div(&gap, q)?;
    Ok(over.mul(&partial, q).add(&tail, q).into_bounds().1)
}
