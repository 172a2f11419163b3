//! The largest width that the tube bound rules out at a given accuracy.

use super::bound::bound;
use super::target::Target;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Largest `log2 k` searched.
const MAX_LOG2: f64 = 1e6;
/// Most evaluations of the bound.
const MAX_EVALUATIONS: u32 = 200;

/// How the bound at a width compares with the accuracy.
enum Side {
    Exceeds(f64),
    Below(f64),
    Open,
}

/// Encloses the width `k*` at which `LB(k*)` equals `accuracy`: for every width up to the lower end the bound exceeds the accuracy, so no
/// network that narrow reaches it; beyond the upper end the bound does not say so. `None` when `LB(1)` does not exceed the
/// accuracy. Relative width about `2^-30`, or what the accuracy's own width leaves. Both ends are certified by values of the bound,
/// which decreases in `k`.
///
/// # Errors
/// [`Error::Domain`] unless `accuracy > 0` is bounded; [`Error::Unable`] when the answer is above `2^1000000` or `LB(1)` cannot be
/// told from the accuracy.
pub fn largest_width(target: &Target, accuracy: &Interval, p: Prec) -> Result<Option<Interval>> {
    if !accuracy.is_positive() || !accuracy.is_bounded() {
        return Err(Error::domain("largest_width", "accuracy", accuracy, "it must be > 0 and bounded"));
    }
    let goal = accuracy.mid();
    let side = |k: &Float| -> Result<Side> {
        let value = bound(target, &Interval::point(k.clone())?, p)?.value;
        // Only the search uses this number: ln(LB/accuracy).
        let log = (Float::with_val(64, &value.mid() / &goal)).ln().to_f64();
        Ok(if accuracy.certainly_lt(&value) {
            Side::Exceeds(log)
        } else if value.certainly_le(accuracy) {
            Side::Below(log)
        } else {
            Side::Open
        })
    };
    let width = |log2: f64| Float::with_val(96, Float::with_val(96, log2).exp2());
    let (mut low, mut at_low) = match side(&Float::with_val(96, 1))? {
        Side::Below(_) => return Ok(None),
        Side::Open => return Err(Error::unable("largest_width", "LB(1) cannot be told from the accuracy")),
        Side::Exceeds(log) => (0.0, log),
    };
    let mut step = 1.0;
    let mut high = None;
    while low < MAX_LOG2 {
        let next: f64 = low + step;
        match side(&width(next))? {
            Side::Exceeds(log) => (low, at_low) = (next, log),
            Side::Below(log) => {
                high = Some((next, log));
                break;
            }
            Side::Open => {}
        }
        step *= 2.0;
    }
    let Some((mut high, mut at_high)) = high else {
        return Err(Error::unable("largest_width", "the width is beyond 2^1000000"));
    };
    // Illinois' method for ln(LB/accuracy) against log2 k; every third step halves the bracket.
    for i in 0..MAX_EVALUATIONS {
        let gap = high - low;
        if gap < 2f64.powi(-30) {
            break;
        }
        let share = (at_low / (at_low - at_high)).clamp(0.0, 1.0);
        let share = if i % 3 == 2 || !share.is_finite() { 0.5 } else { share };
        // Stepping a little past the estimate closes the bracket from its far side.
        let nudge = (2f64.powi(-33) / gap).min(0.25);
        let share = if share < 0.5 { share + nudge } else { share - nudge };
        let next = low + share * gap;
        if next <= low || next >= high {
            break;
        }
        match side(&width(next))? {
            Side::Exceeds(log) => {
                (low, at_low) = (next, log);
                at_high *= 0.5;
            }
            Side::Below(log) => {
                (high, at_high) = (next, log);
                at_low *= 0.5;
            }
            // Nearer to the root than the values can tell.
            Side::Open => break,
        }
    }
    Ok(Some(Interval::new(width(low), width(high))?))
}
