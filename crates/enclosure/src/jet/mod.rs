//! Truncated Taylor series with interval coefficients.
//!
//! A [`Jet`] of order `n` of a function `f` over an interval `X` of expansion points holds intervals `c_0, ..., c_n`
//! such that `f^(k)(x)/k!` lies in `c_k` for *every* `x` in `X` (bound JE-01). Over a point it is a Taylor expansion
//! with rounding errors; over a wide `X` its last coefficient is the Lagrange remainder that integration, root isolation and range
//! bounds need. Of order 0 it is a plain range, defined wherever the function is.
//!
//! Every operation below maps jets of its arguments to a jet of its value; the order of the result is the least order of
//! the arguments. Where a function is defined but has no derivative on the whole of `X` (`abs` across 0, `sqrt` at 0), an order above 0 is an
//! [`Error::Domain`](crate::Error::Domain).

mod arith;
mod bessel;
mod compose;
mod dot;
mod elementary;
mod erf;
mod gamma;
mod growth;
mod inverse;
mod pieces;
mod power;
mod probability;
mod trig;

use crate::{Interval, Prec};

/// A Taylor expansion with interval coefficients; see the module's description.
#[derive(Clone, Debug, PartialEq)]
pub struct Jet {
    /// `c_0, ..., c_n`; never empty.
    c: Vec<Interval>,
    /// How fast the function grows, for jets over a half line.
    growth: Option<Box<growth::Growth>>,
}

impl Jet {
    /// Largest order kept: a request for more is cut to this (a shorter jet is still a valid one).
    pub const MAX_ORDER: usize = 10_000;

    /// The constant function `value`, as a jet of order `order`.
    #[must_use]
    pub fn constant(value: Interval, order: usize) -> Self {
        let mut c = vec![Interval::zero(); order.min(Self::MAX_ORDER) + 1];
        c[0] = value;
        Self { c, growth: None }
    }

    /// The identity function over the points of `x`, as a jet of order `order`.
    #[must_use]
    pub fn variable(x: Interval, order: usize) -> Self {
        let growth = growth::Growth::of_variable(&x);
        let mut jet = Self { growth, ..Self::constant(x, order) };
        if let Some(slope) = jet.c.get_mut(1) {
            *slope = Interval::one();
        }
        jet
    }

    /// The jet with these coefficients; `None` when there is none. Coefficients past [`Jet::MAX_ORDER`] are dropped.
    #[must_use]
    pub fn from_coefficients(mut c: Vec<Interval>) -> Option<Self> {
        c.truncate(Self::MAX_ORDER + 1);
        if c.is_empty() { None } else { Some(Self { c, growth: None }) }
    }

    /// Coefficients of the same length as produced by a kernel of this module (at least one).
    fn raw(c: Vec<Interval>) -> Self {
        debug_assert!(!c.is_empty());
        Self { c, growth: None }
    }

    /// The order `n`: coefficients `0..=n` are there.
    #[must_use]
    pub fn order(&self) -> usize {
        self.c.len() - 1
    }

    /// The range: `f(x)` for every expansion point.
    #[must_use]
    pub fn value(&self) -> &Interval {
        &self.c[0]
    }

    /// `f^(k)/k!`; `None` above the order.
    #[must_use]
    pub fn coefficient(&self, k: usize) -> Option<&Interval> {
        self.c.get(k)
    }

    /// All coefficients, the constant one first.
    #[must_use]
    pub fn coefficients(&self) -> &[Interval] {
        &self.c
    }

    /// The `k`-th derivative `k! c_k`; `None` above the order.
    #[must_use]
    pub fn derivative_value(&self, k: usize, p: Prec) -> Option<Interval> {
        let mut d = self.c.get(k)?.clone();
        for j in 2..=k {
            d = d.mul(&count(j), p);
        }
        Some(d.round(p))
    }

    /// The same function with the order cut to `order` (or left, when it is lower).
    #[must_use]
    pub fn truncate(&self, order: usize) -> Self {
        Self { c: self.c[..=order.min(self.order())].to_vec(), growth: self.growth.clone() }
    }

    /// The constant function `value` with the order of `self`: what a formula needs for its literals.
    #[must_use]
    pub fn constant_like(&self, value: Interval) -> Self {
        Self::constant(value, self.order())
    }

    /// The jet of the derivative, one order lower; `None` at order 0.
    #[must_use]
    pub fn derivative(&self, p: Prec) -> Option<Self> {
        if self.order() == 0 {
            return None;
        }
        Some(Self::raw(self.c.iter().enumerate().skip(1).map(|(k, c)| c.mul(&count(k), p)).collect()))
    }

    /// The jet of the primitive with value `start`: one order higher.
    #[must_use]
    pub fn primitive(&self, start: Interval, p: Prec) -> Self {
        let mut c = vec![start];
        c.extend(self.c.iter().enumerate().map(|(k, c)| divide_by_count(c, k + 1, p)));
        c.truncate(Self::MAX_ORDER + 1);
        Self::raw(c)
    }

    /// Encloses the Taylor polynomial `sum c_k h^k` at the displacement `h`: *without* the remainder.
    #[must_use]
    pub fn polynomial_at(&self, h: &Interval, p: Prec) -> Interval {
        let mut sum = self.c[self.order()].clone();
        for c in self.c.iter().rev().skip(1) {
            sum = sum.mul(h, p).add(c, p);
        }
        sum.round(p)
    }

    /// Whether `f` is certainly an affine function of the variable as far as the coefficients tell: `c_k = 0` exactly for `k >= 2`.
    fn is_affine(&self) -> bool {
        self.c.iter().skip(2).all(dot::is_null)
    }

    /// Every coefficient rounded outward to `p` bits.
    #[must_use]
    pub fn round(&self, p: Prec) -> Self {
        Self { c: self.c.iter().map(|c| c.round(p)).collect(), growth: self.growth.clone() }
    }

    /// Whether the range is a point up to rounding.
    fn is_thin(&self, p: Prec) -> bool {
        let c = &self.c[0];
        c.is_bounded() && c.accuracy_bits().is_none_or(|b| b.saturating_mul(2) >= i64::from(p.bits()))
    }

    /// Working precision for a recurrence on this jet. Recurrences with alternating terms lose up to about 1.3 bits an
    /// order in interval arithmetic (JE-03); guard bits pay for that where the input is thin, and would be wasted where it is
    /// already wide.
    fn guard(&self, p: Prec) -> Prec {
        if self.is_thin(p) {
            let orders = u32::try_from(self.order()).unwrap_or(u32::MAX);
            p.plus(orders.saturating_mul(2).saturating_add(12))
        } else {
            p.plus(4)
        }
    }
}

/// A count as an exact interval. Orders and indices are at most [`Jet::MAX_ORDER`] or so.
fn count(k: usize) -> Interval {
    Interval::int(i64::try_from(k).unwrap_or(i64::MAX))
}

/// `x / k` for `k >= 1`.
fn divide_by_count(x: &Interval, k: usize, p: Prec) -> Interval {
    use crate::rug::Float;
    use crate::rug::float::Round;
    let k = u32::try_from(k.max(1)).unwrap_or(u32::MAX);
    Interval::raw(
        Float::with_val_round(p.bits(), x.lo() / k, Round::Down).0,
        Float::with_val_round(p.bits(), x.hi() / k, Round::Up).0,
    )
}
