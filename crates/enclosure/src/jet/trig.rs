//! Sine, cosine, tangent.

use super::dot::convolve;
use super::{Jet, divide_by_count};
use crate::{Interval, Prec, Result};

impl Jet {
    /// `sin f` and `cos f` together: `k s_k = sum_j j f_j c_{k-j}`, `k c_k = -sum_j j f_j s_{k-j}`.
    #[must_use]
    pub fn sin_cos(&self, p: Prec) -> (Self, Self) {
        let q = self.guard(p);
        let w = self.weighted(q);
        let (mut s, mut c) = (vec![self.value().sin(q)], vec![self.value().cos(q)]);
        for k in 1..=self.order() {
            let (a, b) = (convolve(&w, &c, k, 1, k, q), convolve(&w, &s, k, 1, k, q));
            s.push(divide_by_count(&a, k, q));
            c.push(divide_by_count(&b, k, q).neg());
        }
        (Self::raw(s).round(p), Self::raw(c).round(p))
    }

    /// `sin f`.
    #[must_use]
    pub fn sin(&self, p: Prec) -> Self {
        self.sin_cos(p).0
    }

    /// `cos f`.
    #[must_use]
    pub fn cos(&self, p: Prec) -> Self {
        self.sin_cos(p).1
    }

    /// `tan f`: `y' = (1 + y^2) f'`.
    ///
    /// # Errors
    /// [`crate::Error::Domain`] when a pole may lie in the range of `f`.
    pub fn tan(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let y0 = self.value().tan(q)?;
        let z0 = y0.sqr(q).add(&Interval::one(), q);
        Ok(self.riccati(y0, z0, 1, q).round(p))
    }
}
