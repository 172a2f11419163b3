//! The fraction of a sphere that a tube covers, its inverse, and its Taylor polynomials.

use enclosure::functions::gamma::lgamma;
use enclosure::functions::{beta_i, beta_i_complement};
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};

/// `(d-1)/2`, exact.
fn first(d: u32) -> Interval {
    Interval::int(i64::from(d) - 1).mul_2exp(-1)
}

/// `1/2`.
fn half() -> Interval {
    Interval::one().mul_2exp(-1)
}

/// Encloses `p_d(t) = I_{1/t^2}((d-1)/2, 1/2)` for `t >= 1`, and 1 for `0 <= t <= 1`: the fraction of the sphere of radius `t R`
/// that lies within distance `R` of a line through the centre (TB-02). A few ulp wide at a point; decreasing in `t`.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= MAX_DIMENSION` and `t >= 0` is bounded.
pub fn tube_fraction(d: u32, t: &Interval, p: Prec) -> Result<Interval> {
    if !(2..=super::MAX_DIMENSION).contains(&d) {
        return Err(Error::domain("tube_fraction", "d", d, "it must be between 2 and 100000"));
    }
    if !t.is_non_negative() || !t.is_bounded() {
        return Err(Error::domain("tube_fraction", "t", t, "it must be >= 0 and bounded"));
    }
    let at = |x: &Float| -> Result<Interval> {
        if *x <= 1 {
            return Ok(Interval::one());
        }
        // The working precision carries the part of t - 1 in front of the first bit of 1.
        let gap = Float::with_val(x.prec().max(64), x - 1u32);
        let lost = gap.get_exp().unwrap_or(0).min(0).unsigned_abs();
        let q = p.plus(16 + 2 * lost.min(1 << 16));
        let inverse = Interval::point(x.clone())?.sqr(q).recip(q)?;
        let outside = Interval::one().sub(&inverse, q);
        if *inverse.lo() > 0.5 {
            beta_i_complement(&outside, &half(), &first(d), p)
        } else {
            beta_i(&inverse, &first(d), &half(), p)
        }
    };
    let (low, high) = (at(t.hi())?, at(t.lo())?);
    Interval::new(low.into_bounds().0, high.into_bounds().1)
}

/// The constant `c_d = 2 Gamma(d/2) / (sqrt(pi) Gamma((d-1)/2))`: `p_d'(t) = -c_d t^{1-d} (t^2-1)^{-1/2}` (TB-02).
pub fn slope_constant(d: u32, p: Prec) -> Result<Interval> {
    let q = p.plus(40);
    let nu = Interval::int(i64::from(d)).mul_2exp(-1);
    let log = lgamma(&nu, q)?.sub(&lgamma(&first(d), q)?, q);
    log.exp(q).mul_2exp(1).div(&Interval::pi(q).sqrt(q)?, p)
}

/// A float `s` with `s <= t_k` and an upper bound of `t_k - s`, where `k p_d(t_k) = 1`; `t_1 = 1`.
///
/// The gap is about `2^-bits t_k`.
pub fn kink(d: u32, k: &Float, bits: u32) -> Result<(Float, Float)> {
    if *k == 1 {
        return Ok((Float::with_val(53, 1), Float::new(53)));
    }
    let w = bits + 32;
    let p = Prec::new(w + 32)?;
    let k = Interval::point(k.clone())?;
    let one = Interval::one();
    let excess = |t: &Float| -> Result<Interval> { Ok(k.mul(&tube_fraction(d, &Interval::point(t.clone())?, p)?, p)) };
    let c = slope_constant(d, p)?;
    // p_d(t) <= (c_d/(d-1)) t^{1-d} (1 - 1/t^2)^{-1/2}, so at t >= 2 with (2 c_d k)^{1/(d-1)} <= t the product is below 1.
    let reach = k.mul(&c, p).mul_2exp(1).ln(p)?.div_int(i64::from(d) - 1, p)?.exp(p);
    let mut high = Float::with_val_round(w, reach.hi(), Round::Up).0.max(&Float::with_val(w, 2));
    let mut low = Float::with_val(w, 1);
    let mut t = Float::with_val(w, &low + &high) >> 1u32;
    // Newton's method for ln(k p(t)) in ln t, kept inside the bracket by bisection.
    let fine = Float::with_val(53, 1) >> bits;
    for _ in 0..400 {
        let value = excess(&t)?;
        if value.certainly_lt(&one) {
            high.clone_from(&t);
        } else if one.certainly_lt(&value) {
            low.clone_from(&t);
        } else {
            // Too close to the root to tell: the two neighbours can be told apart.
            let shift = Float::with_val(w, &t * &fine) >> 2u32;
            for (side, next) in [(0, Float::with_val(w, &t - &shift)), (1, Float::with_val(w, &t + &shift))] {
                let value = excess(&next)?;
                if side == 0 && one.certainly_lt(&value) {
                    low.clone_from(&next);
                } else if side == 1 && value.certainly_lt(&one) {
                    high.clone_from(&next);
                }
            }
            break;
        }
        let gap = Float::with_val(53, &high - &low);
        if gap <= Float::with_val(53, &fine * &low) {
            break;
        }
        let v2 = Float::with_val(w, t.square_ref()) - 1u32;
        let slope = Interval::point(t.clone())?.powi(2 - i64::from(d), p)?.mul(&c, p).mul(&k, p);
        let slope = slope.div(&value, p)?.mid() / v2.sqrt();
        let step = Float::with_val(w, value.mid().ln_ref()) / slope;
        let mut next = Float::with_val(w, &t * step.exp());
        // A step past the root by a little closes the bracket from the other side.
        let nudge = Float::with_val(w, &next * &fine) >> 1u32;
        if value.certainly_lt(&one) {
            next -= nudge
        } else {
            next += nudge
        }
        t = if next > low && next < high { next } else { Float::with_val(w, &low + &high) >> 1u32 };
    }
    let gap = Float::with_val_round(53, &high - &low, Round::Up).0;
    Ok((low, gap))
}
