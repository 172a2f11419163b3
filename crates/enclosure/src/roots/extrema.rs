//! Largest and smallest values by branch and bound.

use super::{Limits, cut, evaluate};
use crate::rug::Float;
use crate::{Error, Interval, Jet, Prec, Result};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A certified extreme value.
#[derive(Clone, Debug)]
pub struct Extremum {
    /// Encloses the supremum (or infimum).
    pub value: Interval,
    /// Boxes, from left to right, outside of which the function stays away from the extreme value: every point where it is
    /// attained lies in one of them.
    pub location: Vec<Interval>,
    /// Whether the width asked for was reached within the limits.
    pub reached: bool,
}

/// A box with an upper bound of the function on it.
struct Candidate {
    x: Interval,
    upper: Float,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By upper bound; ties by position, so that the search is deterministic.
impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.upper.total_cmp(&other.upper).then_with(|| other.x.lo().total_cmp(self.x.lo()))
    }
}

fn smaller(a: Float, b: &Float) -> Float {
    if a < *b { a } else { b.clone() }
}

/// Upper bound of `a - b`.
fn gap(a: &Float, b: &Float) -> Float {
    Float::with_val_round(53, a - b, crate::rug::float::Round::Up).0
}

/// An upper bound on `x` and a lower bound of the supremum, with the part of `x` that can hold the maximum.
fn bound<F>(f: &F, x: &Interval, p: Prec) -> Result<(Interval, Float, Float)>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let jet = evaluate(f, x, 2, p)?;
    let range = jet.value();
    let mut upper = range.hi().clone();
    if let Some(slope) = jet.coefficient(1) {
        // Monotone: the maximum over the box is at one end, and strictly monotone: only there (RO-02).
        let end = if slope.is_non_negative() { x.hi_point() } else { None };
        let end = end.or_else(|| if slope.is_non_positive() { x.lo_point() } else { None });
        if let Some(end) = end {
            let y = f(&Jet::variable(end.clone(), 0), p)?;
            let kept = if slope.contains_zero() { x.clone() } else { end };
            return Ok((kept, smaller(upper, y.value().hi()), y.value().lo().clone()));
        }
    }
    let m = Interval::point(x.mid())?;
    let centre = evaluate(f, &m, 1, p)?;
    let lower = centre.value().lo().clone();
    if x.is_bounded() {
        let h = x.sub(&m, p);
        if let Some(slope) = jet.coefficient(1) {
            upper = smaller(upper, centre.value().add(&slope.mul(&h, p), p).hi());
        }
        if let (Some(slope), Some(bend)) = (centre.coefficient(1), jet.coefficient(2)) {
            let second = slope.mul(&h, p).add(&bend.mul(&h.sqr(p), p), p);
            upper = smaller(upper, centre.value().add(&second, p).hi());
        }
    }
    Ok((x.clone(), upper, lower))
}

/// Encloses `sup_{x in X} f(x)` to width `tolerance`, with the boxes where it may be attained.
///
/// # Errors
/// [`Error::Domain`] for a negative or NaN tolerance; the function's own error where it has no enclosure however small the box.
pub fn supremum<F>(f: F, x: &Interval, tolerance: &Float, p: Prec, limits: &Limits) -> Result<Extremum>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    if tolerance.is_nan() || *tolerance < 0 {
        return Err(Error::domain("supremum", "tolerance", tolerance, "it must be >= 0"));
    }
    let mut best: Option<Float> = None;
    let mut heap = BinaryHeap::new();
    // Boxes with no enclosure yet come first: their bound is infinite.
    let unknown = || Float::with_val(2, crate::rug::float::Special::Infinity);
    heap.push(Candidate { x: x.clone(), upper: unknown() });
    let mut done: Vec<Candidate> = Vec::new();
    let mut reached = true;
    let mut looked = 0usize;
    let mut first = true;
    while let Some(top) = heap.pop() {
        let settled = best.as_ref().is_some_and(|b| gap(&top.upper, b) <= *tolerance);
        if settled || looked >= limits.boxes {
            reached = settled;
            done.push(top);
            break;
        }
        let halves = match if first { None } else { cut(&top.x, p) } {
            Some((left, right)) => vec![left, right],
            None if first => vec![top.x.clone()],
            None => {
                // A point, or a box that cannot be cut: its bound stands.
                done.push(top);
                continue;
            }
        };
        first = false;
        for half in halves {
            looked += 1;
            match bound(&f, &half, p) {
                Ok((x, upper, lower)) => {
                    if best.as_ref().is_none_or(|b| lower > *b) {
                        best = Some(lower);
                    }
                    // No better than the whole it came from: inherit that bound.
                    heap.push(Candidate { x, upper: smaller(upper, &top.upper) });
                }
                Err(e) if looked >= limits.boxes || cut(&half, p).is_none() => return Err(e),
                Err(_) => heap.push(Candidate { x: half, upper: unknown() }),
            }
        }
    }
    let Some(best) = best else {
        return Err(Error::unable("supremum", "no point of the interval could be evaluated"));
    };
    done.extend(heap.into_vec());
    let upper = done.iter().map(|c| &c.upper).fold(&best, |a, b| if b > a { b } else { a }).clone();
    let mut location: Vec<Interval> = done.iter().filter(|c| c.upper >= best).map(|c| c.x.clone()).collect();
    location.sort_by(|a, b| a.lo().total_cmp(b.lo()));
    let reached = reached && gap(&upper, &best) <= *tolerance;
    Ok(Extremum { value: Interval::new(best, upper)?, location: join(location), reached })
}

/// Joins boxes that touch.
fn join(sorted: Vec<Interval>) -> Vec<Interval> {
    let mut out: Vec<Interval> = Vec::new();
    for x in sorted {
        match out.last_mut() {
            Some(last) if last.overlaps(&x) => *last = last.hull(&x),
            _ => out.push(x),
        }
    }
    out
}

/// Encloses `inf_{x in X} f(x)`, as [`supremum`] of `-f`.
///
/// # Errors
/// As [`supremum`].
pub fn infimum<F>(f: F, x: &Interval, tolerance: &Float, p: Prec, limits: &Limits) -> Result<Extremum>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let e = supremum(|x: &Jet, p| Ok(f(x, p)?.neg()), x, tolerance, p, limits)?;
    Ok(Extremum { value: e.value.neg(), location: e.location, reached: e.reached })
}

/// Encloses the range `{f(x): x in X}`, exceeding it by at most `tolerance` at each end when `reached` comes back true.
///
/// # Errors
/// As [`supremum`].
pub fn range<F>(f: F, x: &Interval, tolerance: &Float, p: Prec, limits: &Limits) -> Result<(Interval, bool)>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    let high = supremum(&f, x, tolerance, p, limits)?;
    let low = infimum(&f, x, tolerance, p, limits)?;
    Ok((low.value.hull(&high.value), low.reached && high.reached))
}
