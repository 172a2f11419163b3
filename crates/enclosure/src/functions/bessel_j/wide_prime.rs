//! The range of `J_nu'` over an interval, by branch and bound on a second-order Taylor form.

use super::ball::Ball;
use super::bounds::{fourth_bound, symmetric, tail_bound};
use super::mag::Mag;
use super::point::{slope, with_slope};
use super::taylor::by_equation;
use crate::{Error, Interval, Prec, Result};
use rug::Float;
use rug::float::Round;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Most boxes looked at for one side of the range.
const MAX_BOXES: usize = 20_000;
/// The sides exceed the true ones by at most about `2^-TIGHT` of the larger of them.
const TIGHT: u32 = 42;

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

/// A box and what is known of `J'` on it.
struct Cell {
    lo: Float,
    hi: Float,
    /// Range bound of `sign * J'` from above.
    top: Float,
    monotone: bool,
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.top == other.top
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
        self.top.partial_cmp(&other.top).unwrap_or(Ordering::Equal)
    }
}

/// Taylor form on `[lo, hi]`: the cell, and the value of `sign * J'` at its middle.
fn cell(n: u32, lo: Float, hi: Float, negative: bool, p: Prec) -> Option<(Cell, Interval)> {
    let prec = p.bits().max(lo.prec()).max(hi.prec()) + 2;
    let m = Float::with_val(prec, &lo + &hi) >> 1u32;
    let (y, d): (Ball, Ball) = with_slope(n, &m, p.bits() + 8)?;
    let point = Interval::point(m.clone()).ok()?;
    let c = by_equation(n, [y.interval(p), d.interval(p)], &point, 4, p).ok()?;
    let h = Mag::of(&Float::with_val_round(53, &hi - &m, Round::Up).0)
        .plus(Mag::pow2(i64::from(hi.get_exp().unwrap_or(0)) - i64::from(prec)))
        .to_float();
    let h = Interval::new(Float::with_val(32, -&h), h).ok()?;
    // J' = c1 + 2 c2 t + 3 c3 t^2 + (bound) t^3/6,  J'' = 2 c2 + 6 c3 t + (bound) t^2/2
    let fourth = fourth_bound(n, &lo).to_float();
    let fourth = Interval::new(Float::with_val(32, -&fourth), fourth).ok()?;
    let h2 = h.sqr(p);
    let (c1, c2, c3) = (c[1].clone(), c[2].mul_2exp(1), c[3].mul_int(3, p));
    let bend = c3.mul(&h2, p);
    let rest = fourth.mul(&h.powi(3, p).ok()?, p).div_int(6, p).ok()?;
    let all = c1.add(&c2.mul(&h, p), p).add(&bend, p).add(&rest, p);
    let turn = c2.add(&c3.mul(&h, p).mul_2exp(1), p).add(&fourth.mul(&h2, p).mul_2exp(-1), p);
    let (top, value) = if negative { (-all.lo().clone(), c1.neg()) } else { (all.hi().clone(), c1) };
    Some((Cell { lo, hi, top, monotone: !turn.contains_zero() }, value))
}

/// Upper bound of `sign * J'` on `[a, b]` that exceeds the maximum by about `2^-TIGHT`.
fn maximum(n: u32, a: &Float, b: &Float, negative: bool, ends: [&Interval; 2], p: Prec) -> Option<Float> {
    let signed = |v: &Interval| if negative { v.neg() } else { v.clone() };
    let mut known = signed(ends[0]).max(&signed(ends[1]));
    let mut heap = BinaryHeap::new();
    let (first, v) = cell(n, a.clone(), b.clone(), negative, p)?;
    known = known.max(&v);
    heap.push(first);
    for _ in 0..MAX_BOXES {
        let Some(best) = heap.pop() else { return Some(known.hi().clone()) };
        let slack = Float::with_val(64, known.mag()) >> TIGHT;
        if best.top <= Float::with_val_round(64, known.lo() + &slack, Round::Down).0 {
            return Some(best.top.max(known.hi()));
        }
        if best.monotone {
            known = known.max(&signed(&at(n, &best.lo, p))).max(&signed(&at(n, &best.hi, p)));
            continue;
        }
        let prec = best.lo.prec().max(best.hi.prec()).max(64);
        let mid = Float::with_val(prec, &best.lo + &best.hi) >> 1u32;
        if mid <= best.lo || mid >= best.hi {
            return Some(best.top.max(known.hi()));
        }
        for (l, r) in [(best.lo, mid.clone()), (mid, best.hi)] {
            let (c, v) = cell(n, l, r, negative, p)?;
            known = known.max(&v);
            heap.push(c);
        }
    }
    heap.pop().map(|c| c.top.max(known.hi()))
}

/// Enclosure of the range on `[a, b]`, `a > 0`.
fn bounded(n: u32, a: &Float, b: &Float, p: Prec) -> Option<Interval> {
    let ends = [at(n, a, p), at(n, b, p)];
    let ends = [&ends[0], &ends[1]];
    let hi = maximum(n, a, b, false, ends, p)?;
    let lo = -maximum(n, a, b, true, ends, p)?;
    Interval::new(lo, hi).ok()
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
