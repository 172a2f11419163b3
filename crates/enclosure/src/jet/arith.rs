//! Sums, products, quotients. Products are Cauchy products, quotients their inverse recurrence.

use super::Jet;
use super::dot::{Dot, convolve, is_null};
use super::growth::Growth;
use crate::{Error, Interval, Prec, Result};

impl Jet {
    fn zip(&self, y: &Self, f: impl Fn(&Interval, &Interval) -> Interval) -> Self {
        Self::raw(self.c.iter().zip(&y.c).map(|(a, b)| f(a, b)).collect())
    }

    /// `f + g`.
    #[must_use]
    pub fn add(&self, g: &Self, p: Prec) -> Self {
        self.zip(g, |a, b| a.add(b, p)).grown(Growth::sum(self, g))
    }

    /// `f - g`.
    #[must_use]
    pub fn sub(&self, g: &Self, p: Prec) -> Self {
        self.zip(g, |a, b| a.sub(b, p)).grown(Growth::sum(self, &g.neg_if_growing(self)))
    }

    /// `-f`, exact.
    #[must_use]
    pub fn neg(&self) -> Self {
        // |f| and |-f| have the same comparison functions.
        Self { c: self.c.iter().map(Interval::neg).collect(), growth: self.growth.clone() }
    }

    /// `-self` when the sum with `f` needs comparison functions (it costs a copy otherwise wasted).
    fn neg_if_growing(&self, f: &Self) -> Self {
        if self.growth.is_some() || f.growth.is_some() { self.neg() } else { Self::constant(Interval::zero(), 0) }
    }

    /// `s f` for a constant `s`.
    #[must_use]
    pub fn scale(&self, s: &Interval, p: Prec) -> Self {
        let out = Self::raw(self.c.iter().map(|c| c.mul(s, p)).collect());
        out.grown(Growth::product(self, &Self::constant(s.clone(), 0)))
    }

    /// `f + s` for a constant `s`.
    #[must_use]
    pub fn shift(&self, s: &Interval, p: Prec) -> Self {
        let mut c = self.c.clone();
        c[0] = c[0].add(s, p);
        Self::raw(c).grown(Growth::sum(self, &Self::constant(s.clone(), 0)))
    }

    /// `2^k f`, exact.
    #[must_use]
    pub fn mul_2exp(&self, k: i32) -> Self {
        let out = Self::raw(self.c.iter().map(|c| c.mul_2exp(k)).collect());
        out.grown(Growth::product(self, &Self::constant(Interval::one().mul_2exp(k), 0)))
    }

    /// `f g`.
    #[must_use]
    pub fn mul(&self, g: &Self, p: Prec) -> Self {
        let n = self.order().min(g.order());
        let out = Self::raw((0..=n).map(|k| convolve(&self.c, &g.c, k, 0, k, p)).collect());
        out.grown(Growth::product(self, g))
    }

    /// `f^2`; each pair of equal products is taken once, and even central terms are squares.
    #[must_use]
    pub fn sqr(&self, p: Prec) -> Self {
        let c = (0..=self.order()).map(|k| {
            let mut sum = Dot::new(p);
            for j in 0..k.div_ceil(2) {
                if !is_null(&self.c[j]) {
                    sum.add_product(&self.c[j], &self.c[k - j]);
                }
            }
            let twice = sum.finish().mul_2exp(1);
            if k % 2 == 0 { twice.add(&self.c[k / 2].sqr(p), p) } else { twice }
        });
        Self::raw(c.collect()).grown(Growth::product(self, self))
    }

    /// `f / g`.
    ///
    /// # Errors
    /// [`Error::Domain`] when the range of `g` holds 0.
    pub fn div(&self, g: &Self, p: Prec) -> Result<Self> {
        let g0 = g.value();
        if g0.contains_zero() {
            return Err(Error::domain("division", "denominator", g0, "it must not contain 0"));
        }
        let n = self.order().min(g.order());
        let q = g.guard(p);
        let mut y: Vec<Interval> = Vec::with_capacity(n + 1);
        for k in 0..=n {
            let known = if k == 0 { Interval::zero() } else { convolve(&g.c, &y, k, 1, k, q) };
            y.push(self.c[k].sub(&known, q).div(g0, q)?);
        }
        Ok(Self::raw(y).round(p).grown(Growth::quotient(self, g)))
    }

    /// `1 / f`.
    ///
    /// # Errors
    /// [`Error::Domain`] when the range of `f` holds 0.
    pub fn recip(&self, p: Prec) -> Result<Self> {
        self.constant_like(Interval::one()).div(self, p)
    }
}
