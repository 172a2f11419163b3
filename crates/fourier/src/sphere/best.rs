//! The radius at which the rank bound is largest.

use super::bound::Evaluator;
use super::harmonic::check_dim;
use super::slope::Slope;
use super::spectrum::Threshold;
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};
use std::collections::BinaryHeap;

const NAME: &str = "best_lambda";

/// Relative gap at which the search stops, a little below `1 + 10^-6`.
const TOLERANCE: f64 = 1.0 + 0.9e-6;

/// Largest number of boxes examined; what is reached by then is reported as it is.
const MAX_BOXES: usize = 2_000;

/// Smallest box: thresholds closer than this are not told apart.
const MIN_SIDE: f64 = 1e-14;

/// Precision of the search: values are wanted to about seven digits.
const SEARCH: Prec = Prec::DOUBLE;

/// Answer of [`best_lambda`].
#[derive(Clone, Debug)]
pub struct BestLambda {
    /// An exact radius in `[sqrt 2, 2]` at which the rank bound is within the tolerance of its supremum. `sqrt(4 -
    /// lambda^2)` gives the same value, and lies in `[1, sqrt 2]` when `lambda^2 <= 3`.
    pub lambda: Interval,
    /// Encloses the supremum of the rank bound over all radii in `[1, 2]`: its lower end is attained at `lambda`, its
    /// upper end is above every value. Relatively at most `10^-6` wide unless `reached` is false.
    pub supremum: Interval,
    /// Encloses every maximiser in `[sqrt 2, 2]`.
    pub maximisers: Interval,
    /// Number of boxes examined.
    pub boxes: usize,
    /// Whether the tolerance was reached before the boxes ran out.
    pub reached: bool,
}

/// A box of thresholds `[left, left + side]`, ordered by the upper bound of the values on it.
///
/// `left` and `side` are multiples of `2^-51` below 2, so sums and halves of them are exact in `f64`; `upper` is rounded up
/// wherever it is made, so that it bounds the values on the box whatever the search does.
struct Piece {
    upper: f64,
    left: f64,
    side: f64,
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Piece {}

impl PartialOrd for Piece {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Piece {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.upper.total_cmp(&other.upper)
    }
}

/// The rank bound on thresholds `[left, left + side]`, or at the point when `side` is 0.
fn value(d: u32, r: &Float, left: f64, side: f64) -> Result<Interval> {
    let u = Float::with_val(53, left + side / 2.0);
    let threshold = Threshold { u, delta: Float::with_val(53, side / 2.0) };
    Ok(Evaluator::new(d, threshold).at(r, SEARCH)?.0)
}

/// Upper end of a value as `f64`, rounded up.
fn above(x: &Interval) -> f64 {
    x.hi().to_f64_round(Round::Up)
}

/// Lower end of a value as `f64`, rounded down.
fn below(x: &Interval) -> f64 {
    x.lo().to_f64_round(Round::Down)
}

/// Upper bound of the values on a box by the mean value form (RB-12): `B <= B(middle) + |slope| side/2`. `f64` is used for
/// dyadic numbers, exactly, and for the result, rounded up.
fn mean_value(slope: &mut Slope, piece: (f64, f64), middle: &Interval) -> Result<Option<f64>> {
    let (left, side) = piece;
    let Some(steep) = slope.over(left, left + side)? else { return Ok(None) };
    let reach = steep.abs().mul(&Interval::exact_f64(side / 2.0)?, SEARCH);
    Ok(Some(above(&middle.add(&reach, SEARCH))))
}

/// `sqrt(2 + 2u)`, the radius of a threshold.
fn radius(u: f64) -> Result<Interval> {
    let p = Prec::new(120)?;
    Interval::exact_f64(u)?.add(&Interval::one(), p).mul_2exp(1).sqrt(p)
}

/// Finds the radius in `[1, 2]` with the largest rank bound for a given width, by branch and bound in the threshold
/// `u = |lambda^2/2 - 1|` (the bound is the same for `lambda^2` and `4 - lambda^2`, so `[sqrt 2, 2]` suffices). Boxes are
/// bounded by the enclosure of the rank bound over a whole radius interval and by a mean value form (RB-12), so nothing is
/// sampled. It stops at a relative
/// gap of `10^-6` or after 2000 boxes; the enclosure it returns is certified in either case.
///
/// # Errors
/// [`Error::Domain`] naming `d` (3..=10^6) or `width`.
pub fn best_lambda(d: u32, width: &Interval) -> Result<BestLambda> {
    check_dim(NAME, d)?;
    if d == 2 {
        return Err(Error::domain(NAME, "d", d, "it must be at least 3 (in dimension 2 lambda = sqrt 2 is best)"));
    }
    if *width.lo() < 1 || !width.is_point() {
        return Err(Error::domain(NAME, "width", width, "it must be an exact number, at least 1"));
    }
    let r = width.hi();
    let mut slope = Slope::new(d, r, SEARCH);
    // The best value so far is a lower end rounded down, compared with upper ends rounded up: what is cut is below it.
    let mut best = (below(&value(d, r, 0.0, 0.0)?), 0.0);
    let mut queue = BinaryHeap::new();
    let mut done: Vec<Piece> = Vec::new();
    // The last piece ends at u = 1 (lambda = 2), where the bound is 0; 1/4 bounds P(1-P) everywhere.
    queue.push(Piece { upper: 0.25, left: 0.0, side: 1.0 });
    let (mut boxes, mut reached) = (0, true);
    while let Some(piece) = queue.pop() {
        // The margin below 10^-6 absorbs the rounding of this product; a wrong decision would only stop early.
        if piece.upper <= best.0 * TOLERANCE {
            done.push(piece);
            break;
        }
        if boxes >= MAX_BOXES || piece.side < MIN_SIDE {
            reached = false;
            done.push(piece);
            break;
        }
        boxes += 1;
        let side = piece.side / 2.0;
        for left in [piece.left, piece.left + side] {
            let mut upper = above(&value(d, r, left, side)?).min(piece.upper);
            if upper <= best.0 {
                continue;
            }
            let middle = left + side / 2.0;
            let here = value(d, r, middle, 0.0)?;
            if let Some(slope) = &mut slope
                && let Some(bound) = mean_value(slope, (left, side), &here)?
            {
                upper = upper.min(bound);
            }
            if below(&here) > best.0 {
                best = (below(&here), middle);
            }
            if upper > best.0 {
                queue.push(Piece { upper, left, side });
            }
        }
    }
    done.extend(queue);
    let mut hull: Option<Interval> = None;
    let mut highest = best.0;
    for piece in done.iter().filter(|piece| piece.upper >= best.0) {
        highest = highest.max(piece.upper);
        let part = radius(piece.left)?.hull(&radius(piece.left + piece.side)?);
        hull = Some(hull.map_or(part.clone(), |h| h.hull(&part)));
    }
    let lambda = radius(best.1)?;
    let supremum = Interval::exact_f64(best.0)?.hull(&Interval::exact_f64(highest)?);
    Ok(BestLambda { maximisers: hull.unwrap_or_else(|| lambda.clone()), lambda, supremum, boxes, reached })
}
