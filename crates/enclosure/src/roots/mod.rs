//! Certified roots, extrema and ranges of functions that can be evaluated on jets.
//!
//! Searches cut the interval, discard what an enclosure excludes, and certify what is left by the interval Newton
//! operator (RO-01). All work is bounded by [`Limits`]; whatever is left over is reported, never dropped.

mod extrema;
mod isolate;

pub use extrema::{Extremum, infimum, range, supremum};
pub use isolate::{Root, isolate, refine};

use crate::rug::Float;
use crate::{Interval, Jet, Prec, Result};

/// What a search may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most boxes looked at.
    pub boxes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { boxes: 20_000 }
    }
}

/// The function on `x` with the highest order up to `order` at which it can be evaluated there.
fn evaluate<F>(f: &F, x: &Interval, order: usize, p: Prec) -> Result<Jet>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    if order > 0
        && let Ok(jet) = f(&Jet::variable(x.clone(), order), p)
    {
        return Ok(jet);
    }
    f(&Jet::variable(x.clone(), 0), p)
}

/// Cuts `x` a little off its middle (so that symmetric problems do not have their root on the cut); `None` when there is
/// no float between the end points at `p` bits.
fn cut(x: &Interval, p: Prec) -> Option<(Interval, Interval)> {
    let at = if x.is_bounded() {
        let step = Float::with_val(p.bits(), x.hi() - x.lo()) * 251u32 / 512u32;
        Float::with_val(p.bits(), x.lo() + step)
    } else {
        Float::with_val(p.bits(), x.mid())
    };
    if at.is_finite() && *x.lo() < at && at < *x.hi() {
        let left = Interval::new(x.lo().clone(), at.clone()).ok()?;
        Some((left, Interval::new(at, x.hi().clone()).ok()?))
    } else {
        None
    }
}
