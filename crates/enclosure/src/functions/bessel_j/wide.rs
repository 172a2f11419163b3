//! The range of `J_nu` over an interval: end points and the first two critical points decide it.

use super::ball::Ball;
use super::bounds::{envelope, second_bound, symmetric};
use super::critical::{self, Search};
use super::mag::Mag;
use super::point::{value, with_slope};
use crate::{Interval, Prec};
use rug::Float;
use rug::float::Round;

/// Enclosure of `J_nu(x)` at a float `x >= 0`.
pub fn at(n: u32, x: &Float, p: Prec) -> Interval {
    if x.is_zero() {
        return if n == 0 { Interval::one() } else { Interval::zero() };
    }
    if let Some(ball) = value(n, x, p.bits() + 2) {
        return ball.interval(p);
    }
    if *x < 1 {
        // 0 < J_nu(x) <= (x/2)^nu (DLMF 10.14.4); below the exponent range only its size is kept.
        let exp = i64::from(x.get_exp().unwrap_or(0) - 1) * i64::from(n / 2);
        return Interval::raw(Float::new(p.bits()), Mag::pow2(exp.max(-(1 << 29))).to_float());
    }
    symmetric(&envelope(n, x), p)
}

/// Mean value form around the middle of a narrow interval above the order; `None` when its remainder is not
/// negligible against the range (2^-41) or against the rounding (2^-p).
fn narrow(n: u32, x: &Interval, p: Prec) -> Option<Interval> {
    let m = x.mid();
    let w = Mag::of(&x.width());
    // Cheap test before the evaluation: the remainder is about w^2.
    let rest = w.times(w).times(second_bound(n, x.lo()));
    if rest.bits() > -30 {
        return None;
    }
    let (here, slope) = with_slope(n, &m, p.bits() + 12)?;
    let size = Mag::of(&slope.mid).plus(slope.err);
    // The middle is within w of both ends, and within w/2 up to rounding: w/2 (1 + 2^-20) covers it.
    let radius = w.times(Mag::new((1 << 20) + 1, -21));
    let first = radius.times(size);
    if rest.bits() > (first.bits() - 42).max(i64::from(here.mid.get_exp()?) - i64::from(p.bits()) - 4) {
        return None;
    }
    let good = Ball { err: here.err, mid: here.mid.clone() }.good_bits();
    if good < i64::from(p.bits()) && here.err.bits() > first.bits() - 42 {
        return None;
    }
    Some(Ball { mid: here.mid, err: here.err.plus(first).plus(rest) }.interval(p))
}

/// Tight hull of `J_nu` over `x`, `x >= 0` (possibly unbounded); bound BJ-06.
pub fn hull(n: u32, x: &Interval, p: Prec) -> Interval {
    if x.is_point() {
        return at(n, x.lo(), p);
    }
    let (a, b) = (x.lo(), x.hi());
    let turn = critical::monotone_until(n);
    if *b <= turn {
        // J_nu increases there, J_0 decreases.
        let (u, v) = (at(n, a, p), at(n, b, p));
        return u.hull(&v);
    }
    if *a > turn
        && let Some(found) = narrow(n, x, p)
    {
        return found;
    }
    let tail = if b.is_finite() { at(n, b, p) } else { Interval::zero() };
    let mut out = at(n, a, p).hull(&tail);
    let mut search = Search::new(n, if *a > turn { a.clone() } else { turn });
    for _ in 0..2 {
        match search.next(b, p) {
            critical::Found::Extremum(v) => out = out.hull(&v),
            critical::Found::None => return out,
            critical::Found::Unknown => {
                let crude = symmetric(&envelope(n, a), p);
                return out.hull(&crude);
            }
        }
    }
    out
}

/// Range of `J_nu` on `[l, r]` that holds exactly one critical point: `J(c)` for it, from the middle, where the first
/// derivative vanishes: the value there is within `(r-l)^2/2 sup|J''|` of any other.
pub fn extremum(n: u32, l: &Float, r: &Float, p: Prec) -> Option<Interval> {
    let q = l.prec().max(r.prec()) + 2;
    let m = Float::with_val(q, l + r) >> 1u32;
    let ball = value(n, &m, p.bits() + 2)?;
    let w = Mag::of(&Float::with_val_round(53, r - l, Round::Up).0);
    let rest = w.times(w).times(Mag::pow2(-1)).times(second_bound(n, l));
    Some(Ball { err: ball.err.plus(rest), mid: ball.mid }.interval(p))
}
