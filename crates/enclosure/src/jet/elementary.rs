//! Exponential, logarithm and the hyperbolic functions, by the recurrences their differential equations give.

use super::dot::convolve;
use super::growth::Growth;
use super::{Jet, count, divide_by_count};
use crate::{Interval, Prec, Result};

impl Jet {
    /// `j c_j`: the coefficients of `t f'`.
    pub(super) fn weighted(&self, p: Prec) -> Vec<Interval> {
        self.c.iter().enumerate().map(|(j, c)| c.mul(&count(j), p)).collect()
    }

    /// `e^f`: `k y_k = sum_j j f_j y_{k-j}`.
    #[must_use]
    pub fn exp(&self, p: Prec) -> Self {
        let q = self.guard(p);
        self.exp_from(self.value().exp(q), q).round(p).grown(Growth::exponential(self))
    }

    /// `e^f` when its range `y0` is known already.
    pub(super) fn exp_from(&self, y0: Interval, q: Prec) -> Self {
        let w = self.weighted(q);
        let mut y = vec![y0];
        for k in 1..=self.order() {
            y.push(divide_by_count(&convolve(&w, &y, k, 1, k, q), k, q));
        }
        Self::raw(y)
    }

    /// `ln f`: with `v_k = k y_k`, `f_0 v_k = k f_k - sum_{0<j<k} f_j v_{k-j}`.
    ///
    /// # Errors
    /// [`crate::Error::Domain`] unless `f > 0`.
    pub fn ln(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let mut y = vec![self.value().ln(q)?];
        let mut v = vec![Interval::zero()];
        for k in 1..=self.order() {
            let known = if k == 1 { Interval::zero() } else { convolve(&self.c, &v, k, 1, k - 1, q) };
            let top = self.c[k].mul(&count(k), q).sub(&known, q).div(self.value(), q)?;
            y.push(divide_by_count(&top, k, q));
            v.push(top);
        }
        Ok(Self::raw(y).round(p).grown(Growth::logarithm(self)))
    }

    /// `sinh f` and `cosh f` together.
    #[must_use]
    pub fn sinh_cosh(&self, p: Prec) -> (Self, Self) {
        let q = self.guard(p);
        let w = self.weighted(q);
        let (mut s, mut c) = (vec![self.value().sinh(q)], vec![self.value().cosh(q)]);
        for k in 1..=self.order() {
            let (a, b) = (convolve(&w, &c, k, 1, k, q), convolve(&w, &s, k, 1, k, q));
            s.push(divide_by_count(&a, k, q));
            c.push(divide_by_count(&b, k, q));
        }
        (Self::raw(s).round(p), Self::raw(c).round(p))
    }

    /// `sinh f`.
    #[must_use]
    pub fn sinh(&self, p: Prec) -> Self {
        self.sinh_cosh(p).0
    }

    /// `cosh f`.
    #[must_use]
    pub fn cosh(&self, p: Prec) -> Self {
        self.sinh_cosh(p).1
    }

    /// `tanh f`: `y' = (1 - y^2) f'`, where `1 - y_0^2 = 1/cosh(f_0)^2` without cancellation.
    #[must_use]
    pub fn tanh(&self, p: Prec) -> Self {
        let q = self.guard(p);
        let ch = self.value().cosh(q).sqr(q);
        // cosh^2 >= 1, so the quotient exists.
        let z0 = Interval::one().div(&ch, q).unwrap_or_else(|_| Interval::one());
        self.riccati(self.value().tanh(q), z0, -1, q).round(p)
    }

    /// `y' = z f'` with `z = 1 + sign y^2`, given `y_0` and `z_0`.
    pub(super) fn riccati(&self, y0: Interval, z0: Interval, sign: i64, q: Prec) -> Self {
        let w = self.weighted(q);
        let (mut y, mut z) = (vec![y0], vec![z0]);
        for k in 1..=self.order() {
            y.push(divide_by_count(&convolve(&w, &z, k, 1, k, q), k, q));
            z.push(convolve(&y, &y, k, 0, k, q).mul_int(sign, q));
        }
        Self::raw(y)
    }
}
