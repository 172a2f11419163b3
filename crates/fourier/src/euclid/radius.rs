//! The largest and the least tube bound over a range of radii.

use super::bound::{at_point, bound};
use super::curvature::{in_lambda, scale};
use super::target::Target;
use super::tube::kink;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Least tolerance.
const FINEST: f64 = 1e-20;
/// Most evaluations of the bound in one search.
const MAX_VALUES: usize = 20_000;

/// Which end of the values is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extremum {
    /// The radius at which the bound says most.
    Largest,
    /// What the bound says for every radius of the range.
    Least,
}

/// The largest or least tube bound over a range of radii.
#[derive(Clone, Debug)]
pub struct RadiusExtremum {
    /// A radius of the range, exact, at which the bound is within the tolerance of the extremum.
    pub lambda: Float,
    /// Encloses the extremum over the whole range.
    pub value: Interval,
    /// Encloses every radius at which it is attained.
    pub places: Interval,
    /// Number of values of the bound computed.
    pub values: usize,
}

/// A piece `[low, high]` of the range with the bound at both ends and a bound of `sign * LB` on it.
struct Piece {
    low: (Float, Interval),
    high: (Float, Interval),
    /// `sign * LB <= limit` on the piece.
    limit: Float,
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Piece {}

impl PartialOrd for Piece {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Piece {
    fn cmp(&self, other: &Self) -> Ordering {
        self.limit.partial_cmp(&other.limit).unwrap_or(Ordering::Equal)
    }
}

/// The family of targets of one search.
struct Family<'a> {
    d: u32,
    alpha: &'a Interval,
    scale: Interval,
    k: &'a Float,
    /// At most `t_k`.
    kink: Float,
    extremum: Extremum,
    /// Relative accuracy of single values in bits.
    bits: u32,
    p: Prec,
}

impl Family<'_> {
    /// `LB` at one radius, times -1 when the least value is looked for.
    fn value(&self, lambda: &Float) -> Result<Interval> {
        let target = Target::new(self.d, self.alpha, &Interval::point(lambda.clone())?)?;
        let value = at_point(&target, self.k, self.bits)?.value;
        Ok(if self.extremum == Extremum::Largest { value } else { value.neg() })
    }

    /// On an interval of length `h` the values stay within `h^2/8` times the curvature of the chord (TB-20).
    fn piece(&self, low: (Float, Interval), high: (Float, Interval)) -> Result<Piece> {
        let p = self.p;
        let h = Interval::point(high.0.clone())?.sub(&Interval::point(low.0.clone())?, p);
        let bend = in_lambda(self.d, &self.scale, &low.0, &high.0, &self.kink)?;
        let limit = low.1.max(&high.1).add(&bend.mul(&h.sqr(p), p).mul_2exp(-3), p);
        // LB >= 0 whatever the curvature says.
        let limit = if self.extremum == Extremum::Least { limit.min(&Interval::zero()) } else { limit };
        Ok(Piece { limit: limit.into_bounds().1, low, high })
    }
}

/// Finds the largest or the least tube bound over `lambda` in `[low, high]` for the heavy-tailed law with parameter `alpha` and
/// width `k`, by branch and bound: values at the ends of each piece, and TB-19's bound of the second derivative between them. The
/// result encloses the extremum to a relative `tolerance`, and every place where it is attained.
///
/// # Errors
/// [`Error::Domain`] for arguments outside those of [`Target::new`] and [`super::bound`], a range that is empty or unbounded, a
/// tolerance outside `[1e-20, 1)`, a wide `alpha` or `k`; [`Error::Unable`] when 20000 values do not reach the tolerance.
pub fn radius_extremum(
    d: u32,
    alpha: &Interval,
    range: (&Float, &Float),
    k: &Interval,
    extremum: Extremum,
    tolerance: f64,
) -> Result<RadiusExtremum> {
    const NAME: &str = "radius_extremum";
    if !k.is_point() || *k.lo() < 1 {
        return Err(Error::domain(NAME, "k", k, "it must be one number, at least 1"));
    }
    if !(FINEST..1.0).contains(&tolerance) {
        return Err(Error::domain(NAME, "tolerance", tolerance, "it must lie between 1e-20 and 1"));
    }
    let (low, high) = range;
    let whole = Interval::new(low.clone(), high.clone())?;
    if !whole.is_positive() || !whole.is_bounded() {
        return Err(Error::domain(NAME, "range", whole, "it must be positive and bounded"));
    }
    // An eighth of the tolerance for a value.
    let bits = (4.0 - tolerance.log2()).ceil() as u32;
    let p = Prec::new(bits + 40)?;
    // Checks d and alpha; radii beyond the limit are met at the upper end.
    Target::new(d, alpha, &whole)?.radius(p)?;
    if !alpha.is_point() && alpha.accuracy_bits().is_none_or(|b| b < i64::from(bits) + 40) {
        return Err(Error::domain(
            NAME,
            "alpha",
            alpha,
            "it must be one number, or known to 40 bits more than the tolerance",
        ));
    }
    let (kink, _) = kink(d, k.lo(), 60)?;
    let family = Family { d, alpha, scale: scale(d, alpha, p)?, k: k.lo(), kink, extremum, bits, p };
    let ends = ((low.clone(), family.value(low)?), (high.clone(), family.value(high)?));
    let mut values = 2;
    let mut best = if ends.0.1.lo() >= ends.1.1.lo() { ends.0.clone() } else { ends.1.clone() };
    let mut queue = BinaryHeap::from([family.piece(ends.0, ends.1)?]);
    let slack = Interval::exact_f64(tolerance)?;
    let enough = |best: &Interval| -> Float {
        // best + |best| tolerance/2, rounded down: half is left for the width of the value itself.
        let room = best.abs().mul(&slack, p).mul_2exp(-1);
        Interval::point(best.lo().clone()).map_or_else(|_| best.lo().clone(), |b| b.add(&room, p).into_bounds().0)
    };
    while let Some(piece) = queue.pop() {
        if piece.limit <= enough(&best.1) {
            queue.push(piece);
            break;
        }
        let middle = Float::with_val(piece.high.0.prec().max(p.bits()), &piece.low.0 + &piece.high.0) >> 1u32;
        if values >= MAX_VALUES || middle <= piece.low.0 || middle >= piece.high.0 {
            return Err(Error::unable(NAME, format!("{values} values of the bound do not reach the tolerance")));
        }
        let here = (middle.clone(), family.value(&middle)?);
        values += 1;
        if here.1.lo() > best.1.lo() {
            best = here.clone();
        }
        for (l, r) in [(piece.low, here.clone()), (here, piece.high)] {
            let mut part = family.piece(l, r)?;
            if part.limit > piece.limit {
                part.limit.clone_from(&piece.limit);
            }
            if part.limit >= *best.1.lo() {
                queue.push(part);
            }
        }
    }
    let mut highest = best.1.hi().clone();
    let mut places: Option<Interval> = None;
    for piece in queue.iter().filter(|piece| piece.limit >= *best.1.lo()) {
        highest = highest.max(&piece.limit);
        let part = Interval::new(piece.low.0.clone(), piece.high.0.clone())?;
        places = Some(places.map_or(part.clone(), |h| h.hull(&part)));
    }
    let value = Interval::new(best.1.lo().clone(), highest)?;
    let value = if extremum == Extremum::Largest { value } else { value.neg() };
    let lambda = best.0;
    let places = match places {
        Some(places) => places,
        None => Interval::point(lambda.clone())?,
    };
    Ok(RadiusExtremum { lambda, value, places, values })
}

/// Encloses the least tube bound over all `lambda` in `[low, high]`, `LB(d, alpha, lambda, k)`, to a relative `tolerance` at point
/// arguments: no network of width `k` comes closer than its lower end to the indicator of any ball of such a radius. Wide `low`, `high`, `k`
/// are enclosed too: the range is the longest and the width the largest for the lower end.
///
/// # Errors
/// As [`radius_extremum`]; [`Error::Domain`] when `low <= high` is not certain.
pub fn least_bound(
    d: u32,
    alpha: &Interval,
    range: (&Interval, &Interval),
    k: &Interval,
    tolerance: f64,
) -> Result<Interval> {
    let (low, high) = range;
    if !low.certainly_le(high) {
        return Err(Error::domain("tube_bound_min", "low", low, "it must be at most the other end"));
    }
    if low.is_point() && low == high {
        return Ok(bound(&Target::new(d, alpha, low)?, k, Prec::DOUBLE)?.value);
    }
    let widest = Interval::point(k.hi().clone())?;
    let least = radius_extremum(d, alpha, (low.lo(), high.hi()), &widest, Extremum::Least, tolerance)?;
    if low.is_point() && high.is_point() && k.is_point() {
        return Ok(least.value);
    }
    // Above: a value at a radius that certainly belongs to the range, for the narrowest networks.
    let inside = least.lambda.clamp(low.hi(), high.lo());
    let narrowest = Interval::point(k.lo().clone())?;
    let above = bound(&Target::new(d, alpha, &Interval::point(inside)?)?, &narrowest, Prec::DOUBLE)?.value;
    Interval::new(least.value.into_bounds().0, above.into_bounds().1)
}
