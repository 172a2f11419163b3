//! One piece of the interval: Taylor rule with Lagrange remainder, and the range rule.

use crate::rug::Float;
use crate::rug::float::Round;
use crate::{Interval, Jet, Prec, Result};

/// A piece `[a, b]` with `a < b`, and how often the interval was cut to get it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub a: Float,
    pub b: Float,
    pub depth: u32,
}

/// The remainder that the jet over a piece allows.
pub(super) struct Remainder {
    /// Even order at which the Taylor expansion is cut.
    pub order: usize,
    /// Encloses the integral of the remainder.
    pub term: Interval,
    /// Its width.
    pub width: Float,
}

impl Piece {
    /// `[a, b]` as a set.
    pub(super) fn hull(&self) -> Result<Interval> {
        Interval::new(self.a.clone(), self.b.clone())
    }

    /// Encloses the length.
    pub(super) fn length(&self, p: Prec) -> Interval {
        let d = |r| Float::with_val_round(p.bits(), &self.b - &self.a, r).0;
        Interval::raw(d(Round::Down), d(Round::Up))
    }

    /// Encloses the exact midpoint (a point when the bits suffice, which they do for cut points of one grid).
    fn middle(&self, p: Prec) -> Interval {
        let s = |r| Float::with_val_round(p.bits(), &self.a + &self.b, r).0 >> 1u32;
        Interval::raw(s(Round::Down), s(Round::Up))
    }

    /// The remainder of smallest width among the even orders of `wide`, the jet over the piece: with
    /// `f(x) = sum_{j<k} c_j (x-m)^j + c_k(xi) (x-m)^k` and `k` even the last term integrates to a mean value of `c_k`
    /// over the piece times `2 h^(k+1)/(k+1)` (IN-01).
    pub(super) fn remainder(&self, wide: &Jet, p: Prec) -> Result<Remainder> {
        let half = self.length(p).mul_2exp(-1);
        let h2 = half.sqr(p);
        let mut weight = half.mul_2exp(1);
        let mut best: Option<Remainder> = None;
        for (i, c) in wide.coefficients().iter().step_by(2).enumerate() {
            let k = i64::try_from(2 * i + 1).unwrap_or(i64::MAX);
            let term = c.mul(&weight.div_int(k, p)?, p);
            let width = term.width();
            if best.as_ref().is_none_or(|r| width < r.width) {
                best = Some(Remainder { order: 2 * i, term, width });
            }
            weight = weight.mul(&h2, p);
        }
        best.ok_or_else(|| crate::Error::unable("integral", "empty jet"))
    }

    /// Central Taylor terms below `order`, plus the remainder.
    pub(super) fn taylor<F>(&self, f: &F, r: &Remainder, p: Prec) -> Result<Interval>
    where
        F: Fn(&Jet, Prec) -> Result<Jet>,
    {
        let mut sum = r.term.clone();
        if r.order >= 2 {
            let centre = f(&Jet::variable(self.middle(p.plus(64)), r.order - 2), p)?;
            let half = self.length(p).mul_2exp(-1);
            let h2 = half.sqr(p);
            let mut weight = half.mul_2exp(1);
            for (i, c) in centre.coefficients().iter().step_by(2).enumerate() {
                let k = i64::try_from(2 * i + 1).unwrap_or(i64::MAX);
                sum = sum.add(&c.mul(&weight.div_int(k, p)?, p), p);
                weight = weight.mul(&h2, p);
            }
            if centre.order() + 2 < r.order {
                // The integrand dropped orders on the way: the terms are not all there.
                return Err(crate::Error::unable("integral", "the integrand lowers the order of its jet"));
            }
        }
        Ok(sum)
    }

    /// Length times range (IN-02), which needs no derivative.
    pub(super) fn range_rule<F>(&self, f: &F, p: Prec) -> Result<Interval>
    where
        F: Fn(&Jet, Prec) -> Result<Jet>,
    {
        let range = f(&Jet::variable(self.hull()?, 0), p)?;
        Ok(range.value().mul(&self.length(p), p))
    }

    /// The piece cut into `parts` of nearly equal length, right-most first; `None` when the cut points do not separate at
    /// `p` bits.
    pub(super) fn cut(&self, parts: u32, p: Prec) -> Option<Vec<Self>> {
        let step = Float::with_val(p.bits(), &self.b - &self.a) / parts;
        let mut points = vec![self.a.clone()];
        for i in 1..parts {
            points.push(Float::with_val(p.bits(), &self.a + Float::with_val(p.bits(), &step * i)));
        }
        points.push(self.b.clone());
        if points.windows(2).any(|w| w[0] >= w[1]) {
            return None;
        }
        let depth = self.depth.saturating_add(1);
        Some(points.windows(2).rev().map(|w| Self { a: w[0].clone(), b: w[1].clone(), depth }).collect())
    }
}
