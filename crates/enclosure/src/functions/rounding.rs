//! Shared rounding tools: how floats computed to nearest become enclosures, and the loop that buys accuracy.

use crate::{Error, Interval, Prec, Result};
use rug::Float;
use rug::float::Round;
use std::cmp::Ordering;

/// Working precisions above this are refused: one value would take minutes.
pub(crate) const MAX_BITS: u32 = 1 << 15;

/// Most terms any one sum may take (about a quarter of a second at 128 bits).
pub(crate) const MAX_TERMS: u32 = 1 << 22;

/// Refuses precisions whose evaluation would not end in reasonable time.
pub(crate) fn check_precision(function: &'static str, p: Prec) -> Result<()> {
    if p.bits() <= MAX_BITS / 2 {
        Ok(())
    } else {
        Err(Error::unable(function, format!("precision of {} bits exceeds {}", p.bits(), MAX_BITS / 2)))
    }
}

/// Working precision of `bits` bits within the limits of [`Prec`].
pub(crate) fn prec(bits: u32) -> Prec {
    Prec::MIN.plus(bits.saturating_sub(Prec::MIN.bits()))
}

/// Enclosure of a correctly rounded value from one evaluation: `f` rounds down and tells whether it was exact; the
/// next float above is then an upper bound.
pub(crate) fn enclose(p: Prec, f: impl Fn(u32, Round) -> (Float, Ordering)) -> Interval {
    let (lo, side) = f(p.bits(), Round::Down);
    let mut hi = lo.clone();
    if side != Ordering::Equal {
        hi.next_up();
    }
    Interval::raw(lo, hi)
}

/// `[mid - err, mid + err]` for `err >= 0`.
pub(crate) fn ball(mid: &Float, err: &Float, w: u32) -> Interval {
    let lo = Float::with_val_round(w, mid - err, Round::Down).0;
    let hi = Float::with_val_round(w, mid + err, Round::Up).0;
    Interval::raw(lo, hi)
}

/// Bound SF-01 (see `docs/theory/special-functions.md`): a positive `x` computed by positive additions, products and
/// quotients at `w` bits to nearest, with at most `roundings` of them on any path, differs from the exact value by at
/// most the factor `1 +- 2 roundings 2^-w` (for `roundings <= 2^(w-2)`).
pub(crate) fn widen(x: &Float, roundings: u64, w: u32) -> Interval {
    if x.is_infinite() {
        return Interval::raw(Float::new(2), x.clone());
    }
    let mut err = Float::with_val_round(64, roundings, Round::Up).0;
    err >>= w - 1;
    let err = Float::with_val_round(64, &err * x, Round::Up).0;
    ball(x, &err, w)
}

/// `ln x` for a tight `x > 0` from one logarithm: `ln hi <= ln lo + (hi - lo)/lo`.
pub(crate) fn ln_tight(x: &Interval, q: Prec) -> Result<Interval> {
    if !x.is_positive() || !x.is_bounded() {
        return x.ln(q);
    }
    let value = enclose(q, |bits, r| Float::with_val_round(bits, x.lo().ln_ref(), r));
    if x.is_point() {
        return Ok(value);
    }
    let spread = Float::with_val_round(64, &x.width() / x.lo(), Round::Up).0;
    let (lo, hi) = value.into_bounds();
    let hi = Float::with_val_round(q.bits(), &hi + &spread, Round::Up).0;
    Ok(Interval::raw(lo, hi))
}

/// `e^x` for a tight `x` from one exponential: `e^hi <= e^lo (1 + 2 (hi - lo))` for `hi - lo <= 1/2`.
pub(crate) fn exp_tight(x: &Interval, q: Prec) -> Interval {
    let width = x.width();
    if !x.is_bounded() || width > 0.5 {
        return x.exp(q);
    }
    let value = enclose(q, |bits, r| Float::with_val_round(bits, x.lo().exp_ref(), r));
    let (lo, hi) = value.into_bounds();
    let spread = Float::with_val_round(64, &hi * &width, Round::Up).0 * 2u32;
    let hi = Float::with_val_round(q.bits(), &hi + &spread, Round::Up).0;
    Interval::raw(lo, hi)
}

/// `-log2` of the relative width, 0 when the interval holds 0, `None` for a point.
pub(crate) fn relative_bits(x: &Interval) -> Option<i64> {
    let w = x.width();
    if w.is_zero() {
        return None;
    }
    match (w.get_exp(), x.mig().get_exp()) {
        (Some(we), Some(me)) => Some((i64::from(me) - i64::from(we) - 1).max(0)),
        _ => Some(0),
    }
}

/// Whether the magnitude is below everything but the least representable numbers: more precision will not help.
fn underflowed(x: &Interval) -> bool {
    x.mag().get_exp().is_none_or(|e| e < -(1 << 30) + 4096)
}

/// Calls `f` with a rising working precision until the relative width is below `2^-(p + 2)`, at most five times and
/// never above [`MAX_BITS`] or `8 p + 8192` bits; then the best enclosure so far is returned, rounded to `p` bits.
pub(crate) fn refine(p: Prec, guard: u32, mut f: impl FnMut(u32) -> Result<Interval>) -> Result<Interval> {
    let goal = i64::from(p.bits()) + 2;
    let limit = p.bits().saturating_mul(8).saturating_add(8192).min(MAX_BITS);
    // Below 96 bits nothing is gained, and the 64-bit bounds of truncation errors count on more.
    let mut w = p.bits().saturating_add(guard).clamp(96, limit);
    let mut best: Option<Interval> = None;
    for _ in 0..5 {
        let x = f(w)?;
        let bits = relative_bits(&x);
        let done = bits.is_none_or(|b| b >= goal) || underflowed(&x) || w >= limit;
        let x = match best.take() {
            Some(b) => b.intersect(&x).unwrap_or(x),
            None => x,
        };
        if done {
            return Ok(x.round(p));
        }
        let got = bits.unwrap_or(0);
        let lost = u32::try_from(i64::from(w) - got).unwrap_or(w);
        // When nothing is known yet the loss is a guess: double.
        w = if got == 0 { w.saturating_mul(2) } else { p.bits().saturating_add(lost).saturating_add(16) }.min(limit);
        best = Some(x);
    }
    best.map_or_else(|| Err(Error::unable("refine", "no enclosure")), |x| Ok(x.round(p)))
}
