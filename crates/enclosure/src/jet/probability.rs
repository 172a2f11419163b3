//! Inverse error functions and Owen's T.

use super::dot::convolve;
use super::erf::two_over_root_pi;
use super::{Jet, divide_by_count};
use crate::functions;
use crate::{Interval, Prec, Result};

impl Jet {
    /// The inverse error function of `f`, `-1 < f < 1`: `y' = (sqrt(pi)/2) e^(y^2) f'`.
    ///
    /// # Errors
    /// [`crate::Error::Domain`] unless `-1 < f < 1`.
    pub fn erf_inv(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        self.inverse_gauss(functions::erf_inv(self.value(), q)?, 1, q).map(|y| y.round(p))
    }

    /// The inverse complementary error function of `f`, `0 < f < 2`: `y' = -(sqrt(pi)/2) e^(y^2) f'`.
    ///
    /// # Errors
    /// [`crate::Error::Domain`] unless `0 < f < 2`.
    pub fn erfc_inv(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        self.inverse_gauss(functions::erfc_inv(self.value(), q)?, -1, q).map(|y| y.round(p))
    }

    /// Coefficients of `y`, `z = y^2` and `w = e^z` in step, each needing only lower orders of the others.
    fn inverse_gauss(&self, y0: Interval, sign: i64, q: Prec) -> Result<Self> {
        let scale = two_over_root_pi(q)?.recip(q)?.mul_int(sign, q);
        let df: Vec<Interval> = self.weighted(q).iter().map(|c| c.mul(&scale, q)).collect();
        let z0 = y0.sqr(q);
        let mut w = vec![z0.exp(q)];
        let mut y = vec![y0];
        // j z_j, which is all that the exponential needs.
        let mut dz = vec![Interval::zero()];
        for k in 1..=self.order() {
            y.push(divide_by_count(&convolve(&df, &w, k, 1, k, q), k, q));
            dz.push(convolve(&y, &y, k, 0, k, q).mul(&super::count(k), q));
            w.push(divide_by_count(&convolve(&dz, &w, k, 1, k, q), k, q));
        }
        Ok(Self::raw(y))
    }

    /// Owen's `T(h, a)` with both arguments functions: the primitive of `T_h h' + T_a a'`, where
    /// `T_h = -e^(-h^2/2) erf(a h/sqrt 2)/(2 sqrt(2 pi))` and `T_a = e^(-h^2 (1+a^2)/2)/(2 pi (1+a^2))` (Owen 1956).
    ///
    /// # Errors
    /// As [`functions::owen_t()`].
    pub fn owen_t(h: &Self, a: &Self, p: Prec) -> Result<Self> {
        let n = h.order().min(a.order());
        let q = h.guard(p).max(a.guard(p)).plus(16);
        let y0 = functions::owen_t(h.value(), a.value(), q)?;
        let (Some(dh), Some(da)) = (h.truncate(n).derivative(q), a.truncate(n).derivative(q)) else {
            return Ok(Self::raw(vec![y0.round(p)]));
        };
        let (h, a) = (h.truncate(n - 1), a.truncate(n - 1));
        let two_pi = Interval::pi(q).mul_2exp(1);
        let half_h2 = h.sqr(q).mul_2exp(-1);
        let one_a2 = a.sqr(q).shift(&Interval::one(), q);
        let along_a = half_h2.mul(&one_a2, q).neg().exp(q).div(&one_a2.scale(&two_pi, q), q)?;
        let root2 = Interval::int(2).sqrt(q)?;
        let wave = a.mul(&h, q).scale(&root2.recip(q)?, q).erf(q)?;
        let factor = two_pi.sqrt(q)?.mul_2exp(1).recip(q)?.neg();
        let along_h = half_h2.neg().exp(q).mul(&wave, q).scale(&factor, q);
        let slope = along_h.mul(&dh, q).add(&along_a.mul(&da, q), q);
        Ok(slope.primitive(y0, q).round(p))
    }
}
