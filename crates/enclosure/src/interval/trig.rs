//! Sine and cosine over intervals.

use super::Interval;
use crate::{Prec, Result};
use rug::float::Round;
use rug::{Float, Integer};

/// Reducing an argument of more integer bits than this would cost more than any claim is worth; the range `[-1, 1]`
/// is returned instead.
const MAX_ARGUMENT_BITS: i32 = 100_000;

impl Interval {
    /// `sin(x)`: the exact range up to 1 ulp at each end.
    #[must_use]
    pub fn sin(&self, p: Prec) -> Self {
        // Maxima of sin at pi/2 + 2 k pi, minima at -pi/2 + 2 k pi: extremum k at (k + 1/2) pi.
        wave(self, p, 1, |x, q, r| Float::with_val_round(q, x.sin_ref(), r).0)
    }

    /// `cos(x)`: the exact range up to 1 ulp at each end.
    #[must_use]
    pub fn cos(&self, p: Prec) -> Self {
        wave(self, p, 0, |x, q, r| Float::with_val_round(q, x.cos_ref(), r).0)
    }

    /// `tan(x)`.
    ///
    /// # Errors
    /// [`crate::Error::Domain`] when a pole may lie in `x`.
    pub fn tan(&self, p: Prec) -> Result<Self> {
        let q = p.plus(8);
        self.sin(q).div(&self.cos(q), p).and_then(|crude| {
            // Without a pole tan increases, so the end point values are the range.
            if self.width() > 3 {
                return Ok(crude);
            }
            let lo = Float::with_val_round(p.bits(), self.lo().tan_ref(), Round::Down).0;
            let hi = Float::with_val_round(p.bits(), self.hi().tan_ref(), Round::Up).0;
            Self::new(lo, hi)
        })
    }
}

/// Range of a wave whose extrema lie at `(k + half/2) pi`, a maximum for even `k`.
fn wave(x: &Interval, p: Prec, half: i64, f: impl Fn(&Float, u32, Round) -> Float) -> Interval {
    let full = || Interval::raw(Float::with_val(2, -1), Float::with_val(2, 1));
    if !x.is_bounded() || x.mag().get_exp().is_some_and(|e| e > MAX_ARGUMENT_BITS) {
        return full();
    }
    let (a, b) = (x.lo(), x.hi());
    let mut lo = min(f(a, p.bits(), Round::Down), f(b, p.bits(), Round::Down));
    let mut hi = max(f(a, p.bits(), Round::Up), f(b, p.bits(), Round::Up));
    // Index of the extrema that may lie inside, from an enclosure of x/pi - half/2.
    let exp = x.mag().get_exp().map_or(0, |e| e.max(0).unsigned_abs());
    let q = p.plus(exp + 16);
    let Ok(turns) = x.div(&Interval::pi(q), q) else {
        return full();
    };
    let turns = turns.sub(&Interval::int(half).mul_2exp(-1), q);
    let (Some(first), Some(last)) = (turns.lo().clone().ceil().to_integer(), turns.hi().clone().floor().to_integer())
    else {
        return full();
    };
    if first <= last {
        let several = Integer::from(&last - &first) >= 1;
        if several || first.is_even() {
            hi = Float::with_val(p.bits(), 1);
        }
        if several || first.is_odd() {
            lo = Float::with_val(p.bits(), -1);
        }
    }
    Interval::raw(lo, hi)
}

fn min(a: Float, b: Float) -> Float {
    if a < b { a } else { b }
}

fn max(a: Float, b: Float) -> Float {
    if a > b { a } else { b }
}
