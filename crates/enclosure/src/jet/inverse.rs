//! Inverse trigonometric functions.

use super::{Jet, divide_by_count};
use crate::{Error, Interval, Prec, Result};

impl Jet {
    /// `atan f`. Over a wide range the Taylor coefficients at `u` come from the closed form `(-1)^(k-1) sin^k(t) sin(k t)/k` with
    /// `t = pi/2 - atan(u)` (JE-04), which stays tight; at a point from `(1 + u^2) b_k + 2 u b_{k-1} + b_{k-2} = 0`
    /// for `b_k = (k + 1) y_{k+1}`, which keeps the relative accuracy of small coefficients.
    #[must_use]
    pub fn atan(&self, p: Prec) -> Self {
        let q = self.guard(p).plus(8);
        let u = self.value();
        let y0 = u.atan(q);
        let gap = u.sqr(q).add(&Interval::one(), q);
        let outer = if self.is_thin(p) { arctan_at(y0, u, &gap, self.order(), q) } else { None };
        let outer = outer.unwrap_or_else(|| arctan_over(u.atan(q), &gap, self.order(), q));
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

/// Coefficients of arctan by recurrence; `gap` encloses `1 + u^2`.
fn arctan_at(y0: Interval, u: &Interval, gap: &Interval, n: usize, q: Prec) -> Option<Vec<Interval>> {
    let twice = u.mul_2exp(1);
    let mut outer = vec![y0];
    let (mut before, mut b) = (Interval::zero(), gap.recip(q).ok()?);
    for k in 1..=n {
        outer.push(divide_by_count(&b, k, q));
        let next = twice.mul(&b, q).add(&before, q).neg().div(gap, q).ok()?;
        before = std::mem::replace(&mut b, next);
    }
    Some(outer)
}

/// Coefficients of arctan by the closed form; `gap` encloses `1 + u^2`.
fn arctan_over(y0: Interval, gap: &Interval, n: usize, q: Prec) -> Vec<Interval> {
    let t = Interval::pi(q).mul_2exp(-1).sub(&y0, q);
    // sin(t) = 1/sqrt(1 + u^2) keeps its relative accuracy for large u.
    let s = gap.sqrt(q).and_then(|r| r.recip(q)).unwrap_or_else(|_| t.sin(q));
    let mut outer = vec![y0];
    let mut power = Interval::one();
    for k in 1..=n {
        power = power.mul(&s, q);
        let c = divide_by_count(&power.mul(&t.mul(&super::count(k), q).sin(q), q), k, q);
        outer.push(if k % 2 == 1 { c } else { c.neg() });
    }
    outer
}
