//! What the checks have found, one dated test each.

use crate::harness::{point, prec};
use enclosure::Interval;
use enclosure::rug::Float;

/// 2026-11-23: scaling by a power of two rounded to nearest beyond the exponent range, so that a positive number became
/// `[0, 0]` and a large one `[inf, inf]`.
#[test]
fn scaling_beyond_the_exponent_range() {
    let one = Float::with_val(53, 1);
    let tiny = point(&Float::with_val(53, &one >> (1u32 << 29)));
    let small = tiny.mul_2exp(-(1 << 30));
    assert!(*small.lo() >= 0 && *small.hi() > 0, "{small:?}");
    let large = point(&Float::with_val(53, &one << (1u32 << 29))).mul_2exp(1 << 30);
    assert!(large.lo().is_finite() && large.hi().is_infinite(), "{large:?}");
    assert!(Interval::new(large.lo().clone(), large.hi().clone()).is_ok());
    let below = tiny.neg().mul_2exp(-(1 << 30));
    assert!(*below.lo() < 0 && *below.hi() <= 0, "{below:?}");
    // Products round outward there, too.
    let square = tiny.mul(&tiny, prec(53)).mul(&tiny, prec(53));
    assert!(square.hi().is_sign_positive() && *square.hi() > 0);
}
