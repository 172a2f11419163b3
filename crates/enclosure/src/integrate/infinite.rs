//! Integrals over half lines: a finite part in blocks of doubling length, and a bound on the rest.

use super::{Goal, Integral, Limits, Shortfall, integrate};
use crate::rug::Float;
use crate::{Error, Interval, Jet, Prec, Result};

/// Most blocks: the rest then starts beyond `2^4000`.
const MAX_BLOCKS: u32 = 4_000;

/// `int_a^inf f(x) dx`, where the part beyond a cut is bounded by comparison functions that the jet of `f` carries (JE-05,
/// IN-03): works for `f` that decays exponentially, or algebraically faster than `1/x`, and is built from
/// jet operations.
///
/// # Errors
/// [`Error::Unable`] when no bound on the rest is found (the caller may know one: [`integrate_with_tail`]); otherwise as [`integrate`].
pub fn integrate_to_infinity<F>(f: F, a: &Interval, goal: &Goal, p: Prec, limits: &Limits) -> Result<Integral>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let tail = |x: &Float, p: Prec| {
        let jet = f(&Jet::variable(Interval::from_below(x.clone())?, 1), p)?;
        jet.tail_integral().ok_or_else(|| Error::unable("integral", "no bound on the rest of the half line"))
    };
    integrate_with_tail(&f, tail, a, goal, p, limits)
}

/// `int_a^inf f(x) dx`, where `tail(x, p)` encloses `int_x^inf f`. The cut is moved out, by doubling its distance from `a`,
/// until the tail is narrower than a quarter of the goal.
///
/// # Errors
/// The error of `tail` when it has no finite enclosure at any cut; otherwise as [`integrate`].
pub fn integrate_with_tail<F, T>(f: F, tail: T, a: &Interval, goal: &Goal, p: Prec, limits: &Limits) -> Result<Integral>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
    T: Fn(&Float, Prec) -> Result<Interval>,
{
    if !a.is_bounded() {
        return Err(Error::domain("integral", "a", a, "it must be finite"));
    }
    // The size of the integral sets the width when the goal is relative: integrate coarsely first.
    let size = if goal.relative.is_zero() {
        Float::new(53)
    } else {
        let coarse = Goal { width: goal.width.clone(), relative: Float::with_val(53, 1) >> 6u32 };
        rough_size(&f, &tail, a, &coarse, p, limits)?
    };
    let target = goal.target(&size);
    half_line(&f, &tail, a, goal, &target, p, limits)
}

/// A lower bound of the absolute value of the integral, 0 when it is not separated from 0.
fn rough_size<F, T>(f: &F, tail: &T, a: &Interval, goal: &Goal, p: Prec, limits: &Limits) -> Result<Float>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
    T: Fn(&Float, Prec) -> Result<Interval>,
{
    let mut target = Float::with_val(53, 1);
    for _ in 0..10 {
        let found = half_line(f, tail, a, goal, &target, p, limits)?;
        let size = found.value.mig();
        if size > 0 || target <= goal.width {
            return Ok(size);
        }
        target >>= 24u32;
    }
    Ok(Float::new(53))
}

/// Finite part over `[a, x]` plus the tail at `x`, to the width `target`.
fn half_line<F, T>(
    f: &F,
    tail: &T,
    a: &Interval,
    goal: &Goal,
    target: &Float,
    p: Prec,
    limits: &Limits,
) -> Result<Integral>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
    T: Fn(&Float, Prec) -> Result<Interval>,
{
    let (cuts, rest) = cut_off(tail, a, target, p)?;
    let q = p.plus(16);
    // Each block gets an equal share of half the width.
    let blocks = u32::try_from(cuts.len()).unwrap_or(u32::MAX).max(1);
    let share = Float::with_val(53, target / 2u32) / blocks;
    let block_goal = if share > 0 { Goal::width(share)? } else { Goal::absolute_bits(p.bits()) };
    let mut total = Integral { value: rest.clone(), short: None, evaluations: 0 };
    let mut from = a.clone();
    for to in cuts {
        let left = Limits { evaluations: limits.evaluations.saturating_sub(total.evaluations), ..limits.clone() };
        let to = Interval::point(to)?;
        let part = integrate(f, &from, &to, &block_goal, p, &left)?;
        total.value = total.value.add(&part.value, q);
        total.evaluations += part.evaluations;
        total.short = total.short.or(part.short);
        from = to;
    }
    total.value = total.value.round(p);
    total.short = if goal.is_met(&total.value) {
        None
    } else if rest.width() > *target {
        Some(Shortfall::Tail)
    } else {
        total.short.or(Some(Shortfall::Precision))
    };
    Ok(total)
}

/// Cut points at distances 1, 2, 4, ... from `a`, up to one whose tail is narrow enough (or the best one).
fn cut_off<T>(tail: &T, a: &Interval, target: &Float, p: Prec) -> Result<(Vec<Float>, Interval)>
where
    T: Fn(&Float, Prec) -> Result<Interval>,
{
    let wanted = Float::with_val(53, target / 4u32);
    let start = Float::with_val(p.bits(), a.hi());
    let mut cuts = Vec::new();
    let mut best: Option<(usize, Interval)> = None;
    let mut trouble = None;
    for i in 0..MAX_BLOCKS {
        let x = Float::with_val(p.bits(), &start + (Float::with_val(2, 1) << i));
        if x <= start {
            break;
        }
        cuts.push(x.clone());
        match tail(&x, p) {
            Ok(rest) => {
                let width = rest.width();
                if best.as_ref().is_none_or(|(_, b)| width < b.width()) {
                    best = Some((cuts.len(), rest));
                }
                if width <= wanted {
                    break;
                }
            }
            Err(e) => trouble = Some(e),
        }
    }
    match (best, trouble) {
        (Some((n, rest)), _) if rest.is_bounded() => {
            cuts.truncate(n);
            Ok((cuts, rest))
        }
        (_, Some(e)) => Err(e),
        _ => Err(Error::unable("integral", "no bound on the rest of the half line")),
    }
}
