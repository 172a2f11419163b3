//! A float with an error bound: what the variants hand to the dispatcher.

use super::mag::Mag;
use crate::{Interval, Prec};
use rug::float::Round;
use rug::{Float, Integer};

/// The real number lies within `err` of `mid`.
#[derive(Clone, Debug)]
pub struct Ball {
    /// Approximation.
    pub mid: Float,
    /// Bound of its error.
    pub err: Mag,
}

impl Ball {
    /// `fixed 2^-q` with an error of at most `err`.
    #[must_use]
    pub fn from_fixed(fixed: &Integer, q: u32, err: Mag) -> Self {
        let bits = fixed.significant_bits().max(2);
        Self { mid: Float::with_val(bits, fixed) >> q, err }
    }

    /// Relative bits known good: about `-log2(err/|mid|)`; negative when nothing is known.
    #[must_use]
    pub fn good_bits(&self) -> i64 {
        match (self.mid.get_exp(), self.err.is_zero()) {
            (_, true) => i64::MAX / 4,
            (Some(e), false) => i64::from(e) - 1 - self.err.bits(),
            (None, false) => i64::MIN / 4,
        }
    }

    /// The enclosure at `p` bits.
    #[must_use]
    pub fn interval(&self, p: Prec) -> Interval {
        let err = self.err.to_float();
        let lo = Float::with_val_round(p.bits(), &self.mid - &err, Round::Down).0;
        let hi = Float::with_val_round(p.bits(), &self.mid + &err, Round::Up).0;
        Interval::raw(lo, hi)
    }

    /// `-x`.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { mid: -self.mid, err: self.err }
    }
}

/// `trunc(x 2^q)`: at most one unit `2^-q` off `x`.
#[must_use]
pub fn fixed(x: &Float, q: u32) -> Integer {
    match x.to_integer_exp() {
        None => Integer::new(),
        Some((m, e)) => {
            let shift = i64::from(e) + i64::from(q);
            if shift >= 0 {
                m << u32::try_from(shift).unwrap_or(u32::MAX)
            } else {
                let down = u32::try_from(-shift).unwrap_or(u32::MAX);
                if down > m.significant_bits() { Integer::new() } else { m >> down }
            }
        }
    }
}
