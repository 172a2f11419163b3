//! The inner kernel: an outward-rounded sum of products of intervals that allocates only for factors of both signs.

use enclosure::rug::float::Round;
use enclosure::rug::ops::AddAssignRound;
use enclosure::rug::{Assign, Float};
use enclosure::{Interval, Prec, Result};

/// A running enclosure of a sum of products.
pub struct Dot {
    lo: Float,
    hi: Float,
    scratch: Float,
    p: Prec,
}

impl Dot {
    /// The empty sum at `p` bits.
    pub fn new(p: Prec) -> Self {
        let zero = || Float::new(p.bits());
        Self { lo: zero(), hi: zero(), scratch: Float::new(2 * p.bits()), p }
    }

    /// Adds `x y`, both bounded.
    pub fn add(&mut self, x: &Interval, y: &Interval) {
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
            let product = x.mul(y, self.p);
            self.lo.add_assign_round(product.lo(), Round::Down);
            self.hi.add_assign_round(product.hi(), Round::Up);
            return;
        };
        // The product is exact when both factors have at most p bits; rounding the sum is then the only error. For longer
        // factors the product itself is rounded in the direction of the bound.
        let fits = |f: &Float, g: &Float| f.prec() + g.prec() <= self.scratch.prec();
        if fits(low.0, low.1) && fits(high.0, high.1) {
            self.scratch.assign(low.0 * low.1);
            self.lo.add_assign_round(&self.scratch, Round::Down);
            self.scratch.assign(high.0 * high.1);
            self.hi.add_assign_round(&self.scratch, Round::Up);
        } else {
            let product = x.mul(y, self.p);
            self.lo.add_assign_round(product.lo(), Round::Down);
            self.hi.add_assign_round(product.hi(), Round::Up);
        }
    }

    /// The sum.
    ///
    /// # Errors
    /// When an end point has overflowed to NaN.
    pub fn finish(self) -> Result<Interval> {
        Interval::new(self.lo, self.hi)
    }
}

/// `[-e, e]`.
pub fn symmetric(e: &Float) -> Result<Interval> {
    Interval::new(Float::with_val(e.prec(), -e), e.clone())
}
