//! Inverse trigonometric functions.

use super::{Jet, divide_by_count};
use crate::{Error, Interval, Prec, Result};

impl Jet {
    /// `atan f`. The Taylor coefficients at `u` have the closed form `(-1)^(k-1) sin^k(t) sin(k t)/k` with
    /// `t = pi/2 - atan(u)` (JE-04), which stays tight over wide ranges.
    #[must_use]
    pub fn atan(&self, p: Prec) -> Self {
        let q = self.guard(p).plus(8);
        let y0 = self.value().atan(q);
        let t = Interval::pi(q).mul_2exp(-1).sub(&y0, q);
        // sin(t) = 1/sqrt(1 + u^2) keeps its relative accuracy for large u.
        let root = self.value().sqr(q).add(&Interval::one(), q).sqrt(q);
        let s = root.and_then(|r| r.recip(q)).unwrap_or_else(|_| t.sin(q));
        let mut outer = vec![y0];
        let mut power = Interval::one();
        for k in 1..=self.order() {
            power = power.mul(&s, q);
            let wave = t.mul(&super::count(k), q).sin(q);
            let c = divide_by_count(&power.mul(&wave, q), k, q);
            outer.push(if k % 2 == 1 { c } else { c.neg() });
        }
        self.compose(&outer, p)
    }

    /// `asin f`: the primitive of `f'/sqrt(1 - f^2)`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `-1 < f < 1`; at order 0 the end points are allowed.
    pub fn asin(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let y0 = self.value().asin(q)?;
        Ok(self.arc("asin", q)?.map_or_else(|| Self::raw(vec![y0.clone()]), |d| d.primitive(y0.clone(), q)).round(p))
    }

    /// `acos f`: the primitive of `-f'/sqrt(1 - f^2)`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `-1 < f < 1`; at order 0 the end points are allowed.
    pub fn acos(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let y0 = self.value().acos(q)?;
        let d = self.arc("acos", q)?.map(|d| d.neg());
        Ok(d.map_or_else(|| Self::raw(vec![y0.clone()]), |d| d.primitive(y0.clone(), q)).round(p))
    }

    /// `f'/sqrt(1 - f^2)`, `None` at order 0. `1 - f^2` as `(1 - f)(1 + f)`: accurate near the end points.
    fn arc(&self, function: &'static str, q: Prec) -> Result<Option<Self>> {
        let Some(df) = self.derivative(q) else {
            return Ok(None);
        };
        let u = self.value();
        if *u.lo() <= -1 || *u.hi() >= 1 {
            return Err(Error::domain(function, "x", u, "it must lie in (-1, 1) for derivatives"));
        }
        let f = self.truncate(df.order());
        let one = Interval::one();
        let gap = f.neg().shift(&one, q).mul(&f.shift(&one, q), q);
        df.div(&gap.sqrt(q)?, q).map(Some)
    }
}
