//! Composition: how a function known by its Taylor coefficients acts on a jet.

use super::Jet;
use super::dot::{Dot, is_null};
use crate::{Interval, Prec};

impl Jet {
    /// The jet of `g(f)`, where `self` is a jet of `f` and `outer[k]` encloses `g^(k)(u)/k!` for every `u` in
    /// the range of `f`, that is over `self.value()`. The order of the result is the least of `outer.len() - 1` and
    /// the order of `f`. Without any outer coefficient nothing is known and the range is the whole line.
    ///
    /// Horner's rule in `f - f(x)`, which starts at order 1: step `k` needs only `n - k` orders. An affine `f` costs `n` products, any other up to `n^3/6`.
    /// Bound JE-02.
    #[must_use]
    pub fn compose(&self, outer: &[Interval], p: Prec) -> Self {
        let n = match outer.len() {
            0 => return Self::constant(Interval::whole(), 0),
            len => (len - 1).min(self.order()),
        };
        if self.is_affine() {
            return self.compose_affine(&outer[..=n], p);
        }
        let q = p.plus(8);
        let mut sum = vec![outer[n].clone()];
        for k in (0..n).rev() {
            let mut next = Vec::with_capacity(n - k + 1);
            next.push(outer[k].clone());
            // (f - c_0) * sum: coefficient i takes c_j sum_{i-j} with j >= 1.
            for i in 1..=(n - k) {
                let mut dot = Dot::new(q);
                for j in 1..=i {
                    if !is_null(&self.c[j]) {
                        dot.add_product(&self.c[j], &sum[i - j]);
                    }
                }
                next.push(dot.finish());
            }
            sum = next;
        }
        Self::raw(sum).round(p)
    }

    /// `c_k = outer_k slope^k`.
    fn compose_affine(&self, outer: &[Interval], p: Prec) -> Self {
        let zero = Interval::zero();
        let slope = self.c.get(1).unwrap_or(&zero);
        if *slope == Interval::one() {
            return Self::raw(outer.iter().map(|c| c.round(p)).collect());
        }
        let q = p.plus(2 + usize::BITS - outer.len().leading_zeros());
        let mut power = Interval::one();
        let mut c = Vec::with_capacity(outer.len());
        for (k, g) in outer.iter().enumerate() {
            c.push(g.mul(&power, p));
            // Powers of an interval across 0 are taken as powers, not as products, so that even ones stay >= 0.
            power = match i64::try_from(k + 1) {
                Ok(e) if !slope.is_point() => slope.powi(e, q).unwrap_or_else(|_| power.mul(slope, q)),
                _ => power.mul(slope, q),
            };
        }
        Self::raw(c)
    }
}
