//! The tube bound, two-sided.

use super::kernel::Kernel;
use super::sweep::Sweep;
use super::tail::{Tail, start};
use super::target::Target;
use super::tube::{kink, tube_fraction};
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};

/// Most repetitions at a higher precision.
const MAX_ROUNDS: u32 = 8;
/// Relative accuracy in bits that is always asked for: `2^-42 < 1e-12`.
pub const LEAST_BITS: u32 = 42;
/// Targets known to fewer bits are treated as ranges of radii.
const NARROW_BITS: i64 = 30;

/// How the integral was closed at its far end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Panels from the kink to `T`, Hankel's expansion beyond (TB-12).
    Hankel,
    /// Parseval's total minus the mass below the kink, and what the tubes hold up to `T`; beyond `T` they hold at most
    /// `k p_d(T)` of the mass left (TB-15).
    Parseval,
}

/// A certified value of the tube bound with what is needed to look at it again.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Encloses `LB(d, A, k)` (TB-01): no network of width `k` has an error below its lower end.
    pub value: Interval,
    /// Encloses the scaled radius `A`.
    pub radius: Interval,
    /// Encloses the radius `t_k` (in units of `R_d`) up to which `k` tubes can cover whole spheres.
    pub kink: Interval,
    /// Encloses the whole mass `P[|x| <= a]`, the bound for width 0.
    pub total: Interval,
    /// Where the panels end.
    pub reach: Float,
    /// How the rest was closed.
    pub closing: Closing,
    /// Number of Taylor panels.
    pub panels: usize,
    /// Working precision in bits.
    pub precision: u32,
}

impl Bound {
    /// The lower end: the certified bound.
    #[must_use]
    pub const fn lower(&self) -> &Float {
        self.value.lo()
    }

    /// The upper end.
    #[must_use]
    pub const fn upper(&self) -> &Float {
        self.value.hi()
    }
}

/// The bound at a point width and a working precision, to about `goal` relative bits.
pub(super) fn at(target: &Target, k: &Float, goal: u32, p: Prec, forced: Option<Closing>) -> Result<Bound> {
    let d = target.dim();
    let kernel = Kernel::new(target, p)?;
    let total = target.total(kernel.radius(), kernel.tail_orders(), p)?;
    let (s, gap) = kink(d, k, p.bits() / 2 + 48)?;
    let sf = s.to_f64();
    let ki = Interval::point(k.clone())?;
    let mut sweep = Sweep::new(&kernel);
    // Beyond T the tubes hold less than 2^-(goal+4) of the rest once (T/t_k)^{1-d} does.
    let decay = sf * ((f64::from(goal) + 4.0) / (f64::from(d) - 1.0)).exp2();
    let far = start(&kernel, sf);
    let through = sweep.cost(0.0, decay);
    let closing = match (forced, far) {
        (Some(closing), _) => closing,
        (None, Some(far)) if sweep.cost(sf, far) + 8.0 < through => Closing::Hankel,
        _ => Closing::Parseval,
    };
    let reach_goal = if closing == Closing::Hankel { far.unwrap_or(decay) } else { decay };
    let (plain, tubes, reach) = sweep.weighted(&s, reach_goal)?;
    let value = if closing == Closing::Hankel {
        plain.sub(&tubes.mul(&ki, p), p).add(&Tail::new(&kernel, &reach)?.integral(&ki)?, p)
    } else {
        let below = sweep.mass(&Float::new(2), &s)?;
        let left = total.sub(&below, p);
        let beyond = left.sub(&plain, p);
        let held = ki.mul(&tube_fraction(d, &Interval::point(reach.clone())?, p)?, p).mul(&beyond, p);
        let held = Interval::new(Float::new(2), held.hi().clone().max(&Float::new(2)))?;
        left.sub(&tubes.mul(&ki, p), p).sub(&held, p)
    };
    // Between s <= t_k and t_k the integrand is negative, at least -(d/t) (1+A)^2 (k p_d(s) - 1) (TB-16).
    let kink = Interval::new(s.clone(), Float::with_val_round(p.bits(), &s + &gap, Round::Up).0)?;
    let excess = ki.mul(&tube_fraction(d, &Interval::point(s)?, p)?, p).sub(&Interval::one(), p);
    let slack = kernel.radius().add(&Interval::one(), p).sqr(p).mul_int(i64::from(d), p).div(&kink, p)?;
    let slack = slack.mul(&Interval::point(gap)?, p);
    let slack = slack.mul(&excess.abs(), p);
    let slack = Interval::new(Float::new(2), slack.hi().clone())?;
    let value = value.add(&slack, p);
    Ok(Bound {
        value,
        radius: kernel.radius().clone(),
        kink,
        total,
        reach,
        closing,
        panels: sweep.panels,
        precision: p.bits(),
    })
}

/// The bound at a point width, raised in precision until `goal` bits are good or more precision does not help.
pub(super) fn at_point(target: &Target, k: &Float, goal: u32) -> Result<Bound> {
    // Panels lose about 25 bits to the growth of the recurrences, and more as the bound falls below the whole mass.
    let mut extra = 40 + (32 - target.dim().leading_zeros());
    let mut best = at(target, k, goal, Prec::new(goal + extra)?, None)?;
    let bits = |b: &Bound| if b.value.is_positive() { b.value.accuracy_bits().unwrap_or(i64::MAX) } else { -1 };
    for _ in 1..MAX_ROUNDS {
        let before = bits(&best);
        if before > i64::from(goal) {
            break;
        }
        extra += extra / 2 + 24;
        let next = at(target, k, goal, Prec::new(goal + extra)?, None)?;
        let now = bits(&next);
        if next.value.width() < best.value.width() {
            best = next;
        }
        // The target itself is known to so many bits only.
        if before > 0 && now < before + 4 {
            break;
        }
    }
    if best.value.lo().is_sign_negative() {
        best.value = Interval::new(Float::new(2), best.value.hi().clone().max(&Float::new(2)))?;
    }
    Ok(best)
}

/// The bound for every radius of a wide target: `sqrt(LB)` moves by at most the square root of the mass between two radii
/// (TB-17).
fn over_radii(d: u32, a: &Interval, k: &Float, goal: u32, p: Prec) -> Result<Bound> {
    let total = |x: &Float| -> Result<Interval> {
        let target = Target::scaled(d, &Interval::point(x.clone())?)?;
        let kernel = Kernel::new(&target, p)?;
        target.total(kernel.radius(), kernel.tail_orders(), p)
    };
    let middle = a.mid();
    let mut bound = at_point(&Target::scaled(d, &Interval::point(middle.clone())?)?, k, goal)?;
    let (low, mid, high) = (total(a.lo())?, total(&middle)?, total(a.hi())?);
    let apart = mid.sub(&low, p).max(&high.sub(&mid, p)).abs();
    let spread = Interval::point(apart.hi().clone())?.sqrt(p)?;
    let root = bound.value.sqrt(p)?;
    let down = root.sub(&spread, p);
    let lo = if down.is_positive() { down.sqr(p).lo().clone() } else { Float::new(2) };
    bound.value = Interval::new(lo, root.add(&spread, p).sqr(p).hi().clone())?;
    bound.radius = a.clone();
    bound.total = low.hull(&high);
    Ok(bound)
}

/// The bound at a point width, for a narrow or a wide target.
fn at_width(target: &Target, k: &Float, goal: u32) -> Result<Bound> {
    let p = Prec::new(goal + 64)?;
    let a = target.radius(p)?;
    let narrow = a.is_point() || a.accuracy_bits().is_some_and(|b| b >= NARROW_BITS);
    let direct = if narrow { Some(at_point(target, k, goal)?) } else { None };
    match direct {
        Some(bound) if bound.value.is_positive() => Ok(bound),
        Some(bound) if a.is_point() => Ok(bound),
        _ => over_radii(target.dim(), &a, k, goal, p),
    }
}

/// Encloses the tube bound `LB(d, A, k) = int_1^inf M(t) (1 - k p_d(t))_+ dt` for a target and a width `k >= 1` (TB-01).
///
/// Relative width at a point `k` and a target known exactly or to some 40 bits more: `2^-(p-16)`, and `2^-42` at most. A target
/// known to `b` bits gives about `b - 40`; below 30 bits it counts as a range of radii, and the width is about that of
/// the square root of the mass between them (TB-17). `LB` decreases in `k`, so a wide `k` costs two values.
///
/// # Errors
/// [`Error::Domain`] unless `k >= 1` is bounded; [`Error::Unable`] when the sweep would be too long.
pub fn bound(target: &Target, k: &Interval, p: Prec) -> Result<Bound> {
    if *k.lo() < 1 || !k.is_bounded() {
        return Err(Error::domain("tube_bound", "k", k, "it must be >= 1 and bounded"));
    }
    let goal = p.bits().saturating_sub(16).max(LEAST_BITS);
    if goal > 1 << 14 {
        return Err(Error::unable("tube_bound", "the precision asked for is beyond 16384 bits"));
    }
    let at_low = at_width(target, k.lo(), goal)?;
    if k.is_point() {
        return Ok(at_low);
    }
    let at_high = at_width(target, k.hi(), goal)?;
    let value = Interval::new(at_high.value.lo().clone(), at_low.value.hi().clone())?;
    let kink = at_low.kink.hull(&at_high.kink);
    Ok(Bound { value, kink, ..at_high })
}
