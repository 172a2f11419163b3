//! Ranges of integers, and of dimensions seen as ranges of `1/d`.

use super::harmonic::MAX_DIM;
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};

/// Number of pieces into which a range of `1/d` is cut.
const PIECES: i64 = 64;

/// A range of integers, its ends cut at [`MAX_DIM`]; `None` is no upper end.
pub(super) type Range = (u32, Option<u32>);

/// The integers in `x`, which must hold one and none below `least` (1, 2 or 3). A range that goes beyond [`MAX_DIM`] is given
/// without an upper end, and a lower end above it is replaced by it: both enlarge the range.
pub(super) fn integers(function: &'static str, argument: &'static str, x: &Interval, least: u32) -> Result<Range> {
    let low = x.lo().to_integer_round(Round::Up).map(|(n, _)| n);
    let high = x.hi().to_integer_round(Round::Down).map(|(n, _)| n);
    let low = low.filter(|low| *low >= least && high.as_ref().is_none_or(|h| h >= low)).ok_or_else(|| {
        let needs = match least {
            1 => "it must hold an integer, and none below 1",
            2 => "it must hold an integer, and none below 2",
            _ => "it must hold an integer, and none below 3",
        };
        Error::domain(function, argument, x, needs)
    })?;
    let cut = low.to_u32().map_or(MAX_DIM, |n| n.min(MAX_DIM));
    Ok((cut, high.and_then(|h| h.to_u32()).filter(|h| *h <= MAX_DIM)))
}

/// Integers between which every dimension `n` of the range with `1/n` in `y` lies.
fn dimensions(y: &Interval, (low, high): Range, p: Prec) -> Result<Range> {
    let one = Interval::one();
    let whole = |x: &Float, r: Round| x.to_integer_round(r).and_then(|(n, _)| n.to_u32());
    let from = y.hi_point().filter(Interval::is_positive).map(|y| one.div(&y, p)).transpose()?;
    let from = from.and_then(|x| whole(x.lo(), Round::Down)).unwrap_or(low).clamp(low, MAX_DIM);
    let to = y.lo_point().filter(Interval::is_positive).map(|y| one.div(&y, p)).transpose()?;
    let to = to.and_then(|x| whole(x.hi(), Round::Up)).filter(|n| *n <= MAX_DIM);
    Ok((from, to.into_iter().chain(high).min()))
}

/// Hull of `value(1/d, dimensions)` over pieces of the range of `1/d` that cover every dimension of `range`.
pub(super) fn over(
    (low, high): Range,
    p: Prec,
    value: impl Fn(&Interval, Range) -> Result<Interval>,
) -> Result<Interval> {
    let one = Interval::one();
    let near = one.div_int(i64::from(low), p)?;
    let far = match high {
        Some(h) => one.div_int(i64::from(h), p)?,
        None => Interval::zero(),
    };
    let span = near.sub(&far, p);
    let pieces = if high == Some(low) { 1 } else { PIECES };
    let cut = |j: i64| Ok::<_, Error>(far.add(&span.mul_int(j, p).div_int(pieces, p)?, p));
    let mut all: Option<Interval> = None;
    for i in 0..pieces {
        let y = cut(i)?.hull(&cut(i + 1)?).max(&Interval::zero());
        let here = value(&y, dimensions(&y, (low, high), p)?)?;
        all = Some(all.map_or(here.clone(), |a| a.hull(&here)));
    }
    all.ok_or_else(|| Error::unable("range of dimensions", "no piece"))
}
