//! The inner kernel: an outward-rounded sum of products of intervals, without allocation for factors of fixed sign.

use crate::{Interval, Prec};
use rug::Float;
use rug::float::Round;
use rug::ops::AddAssignRound;

/// A running enclosure of `sum_j x_j y_j`.
pub(super) struct Dot {
    lo: Float,
    hi: Float,
    prec: u32,
}

/// Adds `a b` to `sum`, rounded once; `0 * inf = 0` as in [`Interval::mul`].
fn fuse(sum: &mut Float, a: &Float, b: &Float, r: Round) {
    if !a.is_zero() && !b.is_zero() {
        sum.add_assign_round(a * b, r);
    }
}

impl Dot {
    /// The empty sum.
    pub(super) fn new(p: Prec) -> Self {
        Self { lo: Float::new(p.bits()), hi: Float::new(p.bits()), prec: p.bits() }
    }

    /// Adds `x`.
    pub(super) fn add(&mut self, x: &Interval) {
        self.lo.add_assign_round(x.lo(), Round::Down);
        self.hi.add_assign_round(x.hi(), Round::Up);
    }

    /// Adds `x y`. The end point products that bound `x y` are those of [`Interval::mul`].
    pub(super) fn add_product(&mut self, x: &Interval, y: &Interval) {
        let (a, b, c, d) = (x.lo(), x.hi(), y.lo(), y.hi());
        let (low, high) = if *a >= 0 {
            ((if *c >= 0 { a } else { b }, c), (if *d >= 0 { b } else { a }, d))
        } else if *b <= 0 {
            ((if *d >= 0 { a } else { b }, d), (if *c >= 0 { b } else { a }, c))
        } else if *c >= 0 {
            ((a, d), (b, d))
        } else if *d <= 0 {
            ((b, c), (a, c))
        } else {
            let xy = x.mul(y, Prec::new(self.prec).unwrap_or(Prec::DOUBLE));
            self.add(&xy);
            return;
        };
        fuse(&mut self.lo, low.0, low.1, Round::Down);
        fuse(&mut self.hi, high.0, high.1, Round::Up);
    }

    /// The sum.
    pub(super) fn finish(self) -> Interval {
        Interval::raw(self.lo, self.hi)
    }
}

/// Whether `x` is exactly 0, so that its products can be left out.
pub(super) fn is_null(x: &Interval) -> bool {
    x.lo().is_zero() && x.hi().is_zero()
}

/// Encloses `sum_{j=from}^{to} x_j y_{k-j}`, skipping exact zeros of `x`; the caller keeps the indices in range.
pub(super) fn convolve(x: &[Interval], y: &[Interval], k: usize, from: usize, to: usize, p: Prec) -> Interval {
    let mut sum = Dot::new(p);
    for j in from..=to {
        if !is_null(&x[j]) {
            sum.add_product(&x[j], &y[k - j]);
        }
    }
    sum.finish()
}
