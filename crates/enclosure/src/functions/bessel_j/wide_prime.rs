//! The range of `J_nu'` over an interval, by branch and bound on Taylor forms of degree 2.

use super::bounds::{fourth_bound, symmetric, tail_bound};
use super::mag::Mag;
use super::point::{slope, with_slope};
use super::taylor::by_equation;
use crate::{Error, Interval, Prec, Result};
use rug::Float;
use rug::float::Round;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Most pieces looked at in one stretch of the argument.
const MAX_CELLS: usize = 40_000;

/// `J_nu'` at a float `x >= 0` (`x > 0` for `nu = 1/2`).
pub fn at(n: u32, x: &Float, p: Prec) -> Interval {
    if x.is_zero() {
        return if n == 2 { Interval::one().mul_2exp(-1) } else { Interval::zero() };
    }
    if let Some(ball) = slope(n, x, p.bits() + 2) {
        return ball.interval(p);
    }
    if *x < 1 {
        // 0 <= x J_nu' <= nu J_nu <= nu (x/2)^nu for nu > 0; |J_0'| = J_1 <= x/2.
        if n == 1 {
            let inv = Float::with_val_round(53, x.recip_ref(), Round::Up).0;
            return Interval::raw(Float::new(p.bits()), inv);
        }
        let top = if n == 0 || n > 3 { Mag::of(x).times_int(n.max(1)) } else { Mag::pow2(1) };
        return symmetric(&top.to_float(), p);
    }
    symmetric(&tail_bound(n, x), p)
}

/// First, second and third derivative of `J` at a float.
fn derivatives(n: u32, x: &Float, p: Prec) -> Option<[Interval; 3]> {
    let (y, d) = with_slope(n, x, p.bits() + 8)?;
    let c = by_equation(n, [y.interval(p), d.interval(p)], &Interval::point(x.clone()).ok()?, 4, p).ok()?;
    let [_, c1, c2, c3] = <[Interval; 4]>::try_from(c).ok()?;
    Some([c1, c2.mul_2exp(1), c3.mul_int(6, p)])
}

/// A piece of the argument and what is known of `J'` on it.
struct Cell {
    lo: Float,
    hi: Float,
    /// Encloses the first, second and third derivative of `J` on the piece.
    range: [Interval; 3],
    /// `max |J'|` as bounded by `range`: pieces that may hold the extremes come first.
    size: Float,
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Cell {}
impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        self.size.partial_cmp(&other.size).unwrap_or(Ordering::Equal)
    }
}

/// Taylor form of degree 2 about the middle of `[lo, hi]` with the fourth derivative of `J` as remainder, and the value at
/// the middle.
fn cell(n: u32, lo: Float, hi: Float, p: Prec) -> Option<(Cell, Interval)> {
    let prec = p.bits().max(lo.prec()).max(hi.prec()) + 2;
    let m = Float::with_val(prec, &lo + &hi) >> 1u32;
    let [d1, d2, d3] = derivatives(n, &m, p)?;
    let reach = |a: &Float, b: &Float| Float::with_val_round(53, b - a, Round::Up).0;
    let h = reach(&m, &hi).max(&reach(&lo, &m));
    let h = Interval::new(Float::with_val(53, -&h), h).ok()?;
    let top = fourth_bound(n, &lo).to_float();
    let top = Interval::new(Float::with_val(32, -&top), top).ok()?;
    let half_square = h.sqr(p).mul_2exp(-1);
    let cube = h.powi(3, p).ok()?.div_int(6, p).ok()?;
    let first = d1.add(&d2.mul(&h, p), p).add(&d3.mul(&half_square, p), p).add(&top.mul(&cube, p), p);
    let second = d2.add(&d3.mul(&h, p), p).add(&top.mul(&half_square, p), p);
    let third = d3.add(&top.mul(&h, p), p);
    let size = first.mag();
    Some((Cell { lo, hi, range: [first, second, third], size }, d1))
}

/// The value of `J'` at its only extremum in a cell where `J''` is strictly monotone: bisection and Newton steps for the
/// zero of `J''`, each checked by signs, then BJ-06(d) one derivative higher. `Some(None)`: there is no zero inside;
/// `None`: a sign is not settled.
fn extremum(n: u32, c: &Cell, p: Prec) -> Option<Option<Interval>> {
    let sign = |x: &Float| -> Option<bool> {
        let d = &derivatives(n, x, p)?[1];
        if d.is_positive() { Some(true) } else { d.is_negative().then_some(false) }
    };
    let (mut l, mut r) = (c.lo.clone(), c.hi.clone());
    let left = sign(&l)?;
    if sign(&r)? == left {
        return Some(None);
    }
    let prec = p.bits().max(l.prec()).max(r.prec()) + 2;
    let target = 8 - i64::from(p.bits() / 2) + i64::from(l.get_exp()?).max(0) / 4;
    let width = |l: &Float, r: &Float| Mag::of(&Float::with_val_round(53, r - l, Round::Up).0);
    for _ in 0..60 + p.bits() {
        if width(&l, &r).bits() <= target {
            break;
        }
        let m = Float::with_val(prec, &l + &r) >> 1u32;
        let [_, d2, d3] = derivatives(n, &m, p)?;
        let step = Float::with_val(53, d2.mid() / d3.mid());
        let near = Float::with_val(prec, &m - &step);
        let least = Float::with_val(53, 1) >> u32::try_from(3 - target).unwrap_or(0);
        let gap = (Float::with_val(53, step.square_ref()) * 4u32).max(&least);
        let (a, b) = (Float::with_val(prec, &near - &gap), Float::with_val(prec, &near + &gap));
        if a > l && b < r && sign(&a) == Some(left) && sign(&b) == Some(!left) {
            (l, r) = (a, b);
        } else if sign(&m)? == left {
            l = m;
        } else {
            r = m;
        }
    }
    let m = Float::with_val(prec, &l + &r) >> 1u32;
    let w = width(&l, &r);
    let rest = w.times(w).times(Mag::of(&c.range[2].mag())).times(Mag::pow2(-1)).to_float();
    Some(Some(at(n, &m, p).add(&symmetric(&rest, p), p)))
}

/// Enclosure of the range on `[a, b]`, `a > 0`, by branch and bound: pieces that cannot widen what is known are dropped,
/// pieces with monotone `J'` or `J''` are settled by point values, others are halved. `None` when the work limit is met.
fn bounded(n: u32, a: &Float, b: &Float, p: Prec) -> Option<Interval> {
    let mut known = at(n, a, p).hull(&at(n, b, p));
    let (whole, _) = cell(n, a.clone(), b.clone(), p)?;
    if !whole.range[1].contains_zero() {
        return Some(known);
    }
    let mut heap = BinaryHeap::from([whole]);
    for _ in 0..MAX_CELLS {
        let Some(best) = heap.pop() else { return Some(known) };
        if known.encloses(&best.range[0]) {
            continue;
        }
        if !best.range[1].contains_zero() {
            known = known.hull(&at(n, &best.lo, p)).hull(&at(n, &best.hi, p));
            continue;
        }
        if !best.range[2].contains_zero()
            && let Some(found) = extremum(n, &best, p)
        {
            known = known.hull(&at(n, &best.lo, p)).hull(&at(n, &best.hi, p));
            if let Some(value) = found {
                known = known.hull(&value);
            }
            continue;
        }
        let prec = best.lo.prec().max(best.hi.prec()).max(64);
        let mid = Float::with_val(prec, &best.lo + &best.hi) >> 1u32;
        let short = Float::with_val(53, &best.hi - &best.lo);
        if mid <= best.lo || mid >= best.hi || short < Float::with_val(53, &best.hi >> 48u32) {
            // A sign cannot be settled here; the piece is too short for its range to matter.
            known = known.hull(&best.range[0]);
            continue;
        }
        for (l, r) in [(best.lo, mid.clone()), (mid, best.hi)] {
            let (c, v) = cell(n, l, r, p)?;
            known = known.hull(&v);
            heap.push(c);
        }
    }
    None
}

/// Range of `J_nu'` over `x >= 0`.
pub fn hull(n: u32, x: &Interval, p: Prec) -> Result<Interval> {
    if n == 1 && x.contains_zero() {
        return Err(Error::domain("bessel_j_prime", "x", x, "it must be > 0 for order 1/2"));
    }
    if x.is_point() {
        return Ok(at(n, x.lo(), p));
    }
    let fail = || Error::unable("bessel_j_prime", "the branch and bound over the argument ran out of range");
    let work = p.plus(24);
    // J' increases up to sqrt(nu (nu - 1)) (BJ-13), so below it the end points decide. Orders 0 and 1 start there at 0.
    let start = match n {
        0..=2 => Float::new(64),
        _ => {
            let square = Float::with_val(64, u64::from(n) * u64::from(n - 2)) >> 2u32;
            Float::with_val_round(64, square.sqrt_ref(), Round::Down).0
        }
    };
    if *x.hi() <= start {
        return Ok(at(n, x.lo(), p).hull(&at(n, x.hi(), p)));
    }
    let mut out: Option<Interval> = None;
    let mut from = x.lo().clone();
    if from < start {
        out = Some(at(n, &from, p));
        from = start;
    } else if from.is_zero() {
        // Near 0 the derivative changes by at most x sup|J''| <= x; a first piece of length 2^-64 loses nothing visible.
        let tiny = Float::with_val(64, 1) >> 64u32;
        let tiny = if tiny < *x.hi() { tiny } else { x.hi().clone() };
        out = Some(at(n, &from, work).add(&symmetric(&tiny, work), work));
        from = tiny;
    }
    // Everything beyond `to` is below the tail bound.
    let xf = from.to_f64().max(1.0);
    let mut to = Float::with_val(64, 8.0 + xf + 3.0 * xf.cbrt());
    for _ in 0..64 {
        let last = to >= *x.hi();
        let end = if last { x.hi().clone() } else { to.clone() };
        let piece = if end > from { bounded(n, &from, &end, work).ok_or_else(fail)? } else { at(n, &end, work) };
        out = Some(out.map_or(piece.clone(), |o| o.hull(&piece)));
        let Some(found) = &out else { break };
        if last {
            return Ok(found.round(p));
        }
        let tail = tail_bound(n, &end);
        if *found.hi() >= tail && *found.lo() <= Float::with_val(64, -&tail) {
            return Ok(found.round(p));
        }
        from = end;
        to = Float::with_val(64, &from * 1.25f64) + 8u32;
        if to > 1e6 {
            break;
        }
    }
    let tail = symmetric(&tail_bound(n, &from), p);
    Ok(out.map_or(tail.clone(), |o| o.hull(&tail)).round(p))
}
