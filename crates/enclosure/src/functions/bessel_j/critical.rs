//! Critical points of `J_nu`, isolated one after the other from the left.

use super::bounds::second_bound;
use super::mag::Mag;
use super::point::slope_sign;
use super::wide::extremum;
use crate::{Interval, Prec};
use rug::float::Round;
use rug::{Assign, Float};

/// Most steps of one search; each covers at least about half an oscillation.
const MAX_STEPS: usize = 4096;

/// `J_nu' > 0` on `(0, nu]`, `J_0' < 0` on `(0, 1]` (BJ-06): the first critical point lies beyond.
pub fn monotone_until(n: u32) -> Float {
    if n == 0 { Float::with_val(64, 1) } else { Float::with_val(64, n) >> 1u32 }
}

/// What a search found.
pub enum Found {
    /// The value at the next critical point.
    Extremum(Interval),
    /// There is none up to the end.
    None,
    /// A sign could not be settled.
    Unknown,
}

/// A walk to the right of `from`, where at each stop the sign of `J_nu'` is known.
pub struct Search {
    n: u32,
    at: Float,
    sign: Option<bool>,
}

impl Search {
    /// Starts at `from >= max(nu, 1/2)`.
    pub fn new(n: u32, from: Float) -> Self {
        let sign = slope_sign(n, &from);
        Self { n, at: from, sign }
    }

    /// Length of a step from `x` that holds at most one critical point: `h (k + 1/(2x)) < pi` with
    /// `k = sqrt(1 - nu^2/(x+h)^2)` (BJ-06).
    fn step(&self, x: &Float) -> Float {
        let (xf, nu) = (x.to_f64(), 0.5 * f64::from(self.n));
        // A guess from doubles, then halved until the inequality holds with directed rounding.
        let mut h = Float::with_val(53, if nu > 8.0 { 2.0 * nu.cbrt() } else { 3.0 });
        if xf > 2.0 * nu {
            h.assign(3);
        }
        for _ in 0..60 {
            let end = Float::with_val_round(64, x + &h, Round::Up).0;
            let ratio = Float::with_val_round(64, self.n / &end, Round::Down).0 >> 1u32;
            let ratio = Float::with_val_round(64, ratio.square_ref(), Round::Down).0;
            let k = Float::with_val_round(64, 1 - &ratio, Round::Up).0.max(&Float::new(64));
            let k = Float::with_val_round(64, k.sqrt_ref(), Round::Up).0;
            let inv = Float::with_val_round(64, x.recip_ref(), Round::Up).0 >> 1u32;
            let rate = Float::with_val_round(64, &k + &inv, Round::Up).0;
            let turn = Float::with_val_round(64, &rate * &h, Round::Up).0;
            if turn < 3.125 {
                return h;
            }
            h *= 0.8;
        }
        h
    }

    /// The next critical point below `end` (which may be infinite), with the value there.
    pub fn next(&mut self, end: &Float, p: Prec) -> Found {
        let Some(sign) = self.sign else { return Found::Unknown };
        for _ in 0..MAX_STEPS {
            if self.at >= *end {
                return Found::None;
            }
            let prec = self.at.prec().max(64);
            let mut to = Float::with_val(prec, &self.at + self.step(&self.at));
            if to <= self.at {
                return Found::Unknown;
            }
            if to > *end {
                to = end.clone();
            }
            let Some(new) = slope_sign(self.n, &to) else { return Found::Unknown };
            let from = std::mem::replace(&mut self.at, to);
            if new != sign {
                self.sign = Some(new);
                return match self.refine(from, self.at.clone(), sign, p) {
                    Some((l, r)) => extremum(self.n, &l, &r, p).map_or(Found::Unknown, Found::Extremum),
                    None => Found::Unknown,
                };
            }
        }
        Found::Unknown
    }

    /// Shrinks a bracket until the value at its middle is good to `p` bits: bisection, then Newton steps (with `J''` from the
    /// differential equation) whose result is accepted only after the signs on both sides are checked.
    fn refine(&self, mut l: Float, mut r: Float, left: bool, p: Prec) -> Option<(Float, Float)> {
        let target = -i64::from(p.bits()) / 2 - 4;
        let scale = second_bound(self.n, &l).bits().max(0) / 2;
        let prec = l.prec().max(r.prec()).max(p.bits() + 32);
        for round in 0..(60 + p.bits()) {
            let w = Mag::of(&Float::with_val_round(53, &r - &l, Round::Up).0);
            if w.bits() + scale <= target {
                return Some((l, r));
            }
            let m = Float::with_val(prec, &l + &r) >> 1u32;
            if round >= 4
                && let Some((a, b)) = self.newton(&m, [&l, &r], w.bits(), target - scale, p)
                && slope_sign(self.n, &a) == Some(left)
                && slope_sign(self.n, &b) == Some(!left)
            {
                (l, r) = (a, b);
                continue;
            }
            if slope_sign(self.n, &m)? == left { l = m } else { r = m }
        }
        Some((l, r))
    }

    /// A smaller candidate bracket around one Newton step from `m`.
    fn newton(&self, m: &Float, [l, r]: [&Float; 2], width: i64, target: i64, p: Prec) -> Option<(Float, Float)> {
        let prec = m.prec();
        let goal = (p.bits() + 32).min(u32::try_from(-3 * width + 64).unwrap_or(64).max(64));
        let (here, d) = super::point::with_slope(self.n, m, goal)?;
        // J'' = -J'/x - (1 - nu^2/x^2) J
        let ratio = Float::with_val(prec, self.n) / m / 2u32;
        let q = 1 - ratio.square();
        let second = -(Float::with_val(prec, &d.mid / m)) - q * &here.mid;
        let step = Float::with_val(prec, &d.mid / &second);
        let c = Float::with_val(prec, m - &step);
        // The next error is about the square of this step, plus what the error of J' moves the root by.
        let blur = Float::with_val(53, d.err.to_float() / &second).abs() * 4u32;
        let gap = Float::with_val(53, step.square_ref()) * 4u32 + blur;
        // A bracket shorter than what the caller asks for only makes the signs harder to settle.
        let least = Float::with_val(53, 1) >> u32::try_from(3 - target).unwrap_or(0);
        let gap = if gap < least { least } else { gap };
        let (a, b) = (Float::with_val(prec, &c - &gap), Float::with_val(prec, &c + &gap));
        (a > *l && b < *r && a < b).then_some((a, b))
    }
}
