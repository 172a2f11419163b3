//! Quantiles of a law from its distribution function.

use crate::Law;
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};

/// Most evaluations of the distribution function per end point. Doubling brackets and bisecting to `p` bits needs
/// `p` plus the bits of the exponent.
fn budget(p: Prec) -> u32 {
    4 * p.bits() + 512
}

/// Encloses the `u`-quantile: `[x1, x2]` with `cdf(x1) <= u <= cdf(x2)` proved at both ends (the law has a continuous
/// distribution function that increases on its support). Near-full accuracy: bisection goes on while enclosures tell
/// the sides apart.
pub fn quantile(law: &dyn Law, u: &Interval, p: Prec) -> Result<Interval> {
    if !u.is_positive() || *u.hi() >= 1 {
        return Err(Error::domain("quantile", "u", u, "it must lie in (0, 1)"));
    }
    let low = bracket(law, u.lo(), p)?;
    let high = if u.is_point() { low.clone() } else { bracket(law, u.hi(), p)? };
    Interval::new(low.lo().clone(), high.hi().clone())
}

/// Which side of the quantile a point lies on.
enum Side {
    Below,
    Above,
    Unknown,
}

/// Compares at `x`, through the tail for upper quantiles so that nothing cancels there.
fn side(law: &dyn Law, u: &Float, x: &Float, p: Prec) -> Result<Side> {
    let at = Interval::point(x.clone())?;
    let u = Interval::point(u.clone())?;
    let upper = *u.lo() > 0.5;
    let (value, target) = if upper {
        (law.norm_tail(&at, p)?, Interval::one().sub(&u, p.plus(u.lo().prec())))
    } else {
        (law.norm_cdf(&at, p)?, u)
    };
    let (less, more) = (value.certainly_lt(&target), target.certainly_lt(&value));
    Ok(match (less, more, upper) {
        (true, _, false) | (_, true, true) => Side::Below,
        (_, true, false) | (true, _, true) => Side::Above,
        _ => Side::Unknown,
    })
}

/// Brackets the quantile of one number.
fn bracket(law: &dyn Law, u: &Float, p: Prec) -> Result<Interval> {
    let q = p.plus(32);
    let mut left = budget(p);
    let mut spend = || {
        left = left.checked_sub(1).ok_or_else(|| Error::unable("quantile", "no bracket within the budget"))?;
        Ok::<(), Error>(())
    };
    let (least, most) = law.support(q)?;
    let mut lo = least.lo().clone();
    let mut hi = most.hi().clone();
    if hi.is_infinite() {
        let mut x = Float::with_val(p.bits(), 1);
        while !matches!(side(law, u, &x, q)?, Side::Above) {
            spend()?;
            lo.clone_from(&x);
            x *= 2u32;
        }
        hi = x;
    }
    // A geometric step while the bracket spans several binades, then the middle.
    loop {
        spend()?;
        let far = lo.is_zero() || Float::with_val(53, &hi / &lo) > 4;
        let m = if far && lo.is_zero() {
            Float::with_val(p.bits(), &hi >> 4u32)
        } else if far {
            Float::with_val(p.bits(), Float::with_val(p.bits(), &lo * &hi).sqrt())
        } else {
            Float::with_val(p.bits(), &lo + &hi) >> 1u32
        };
        if m <= lo || m >= hi {
            break;
        }
        match side(law, u, &m, q)? {
            Side::Below => lo = m,
            Side::Above => hi = m,
            Side::Unknown => return widen(law, u, &m, (&lo, &hi), q, p),
        }
    }
    Interval::new(lo, hi)
}

/// The distribution function does not tell `m` from the quantile at this precision: steps out from `m` on both sides,
/// doubling the step, until it does.
fn widen(law: &dyn Law, u: &Float, m: &Float, within: (&Float, &Float), q: Prec, p: Prec) -> Result<Interval> {
    let step = Float::with_val(53, m >> p.bits());
    let mut ends = [within.0.clone(), within.1.clone()];
    for (end, sign) in ends.iter_mut().zip([-1, 1]) {
        let mut h = step.clone();
        loop {
            let round = if sign < 0 { Round::Down } else { Round::Up };
            let x = Float::with_val_round(q.bits(), m + &h * Float::with_val(2, sign), round).0;
            if (sign < 0 && x <= *end) || (sign > 0 && x >= *end) {
                break;
            }
            let found = match side(law, u, &x, q)? {
                Side::Below => sign < 0,
                Side::Above => sign > 0,
                Side::Unknown => false,
            };
            if found {
                *end = x;
                break;
            }
            h *= 2u32;
        }
    }
    let [lo, hi] = ends;
    Interval::new(lo, hi)
}
