//! Powers and roots.

use super::dot::{convolve, is_null};
use super::growth::Growth;
use super::{Jet, count, divide_by_count};
use crate::{Error, Interval, Prec, Result};

impl Jet {
    /// `f^n` for an integer `n`; `f^0 = 1`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `n < 0` and the range of `f` holds 0.
    pub fn powi(&self, n: i64, p: Prec) -> Result<Self> {
        Ok(self.integer_power(n, p)?.grown(Growth::power(self, &Interval::int(n))))
    }

    fn integer_power(&self, n: i64, p: Prec) -> Result<Self> {
        match n {
            0 => return Ok(self.constant_like(Interval::one())),
            1 => return Ok(self.round(p)),
            2 => return Ok(self.sqr(p)),
            _ => {}
        }
        let u = self.value();
        if u.contains_zero() || self.is_affine() {
            return self.power_by_binomials(&Interval::int(n), p, |e| match e {
                // Beyond the degree the derivative is identically 0 (its binomial coefficient is), whatever the power.
                k if n >= 0 && n < k => Ok(Interval::zero()),
                k => u.powi(n.saturating_sub(k), p.plus(8)),
            });
        }
        self.power_by_recurrence(&Interval::int(n), &u.powi(n, self.guard(p))?, p)
    }

    /// `f^s = exp(s ln f)` for a constant real `s` and `f > 0`; an integer `s` allows every sign, and at order 0 `f >= 0` is enough for `s > 0`.
    ///
    /// # Errors
    /// [`Error::Domain`] when the range of `f` is not in the domain (for order 0), or not inside the open half line (for derivatives).
    pub fn pow_const(&self, s: &Interval, p: Prec) -> Result<Self> {
        let whole = s.is_point() && s.lo().is_integer() && s.mag() <= 1_000_000_000;
        if let Some(n) = whole.then(|| s.lo().to_integer()).flatten().and_then(|n| n.to_i64()) {
            return self.powi(n, p);
        }
        Ok(self.real_power(s, p)?.grown(Growth::power(self, s)))
    }

    fn real_power(&self, s: &Interval, p: Prec) -> Result<Self> {
        let u = self.value();
        if self.order() == 0 {
            return Ok(Self::raw(vec![u.pow(s, p)?]));
        }
        if !u.is_positive() {
            return Err(Error::domain("power", "base", u, "it must be > 0 for derivatives of a real power"));
        }
        if self.is_affine() {
            let powers = falling_powers(u, s, self.order(), p.plus(24))?;
            return self.power_by_binomials(s, p, |k| {
                let k = usize::try_from(k).unwrap_or(usize::MAX);
                powers.get(k).cloned().ok_or_else(|| Error::unable("power", "order"))
            });
        }
        self.power_by_recurrence(s, &u.pow(s, self.guard(p))?, p)
    }

    /// `f^g = exp(g ln f)` for `f > 0`; a constant `g` is treated by [`Jet::pow_const`].
    ///
    /// # Errors
    /// [`Error::Domain`] unless `f > 0` (or as [`Jet::pow_const`]).
    pub fn pow(&self, g: &Self, p: Prec) -> Result<Self> {
        if g.c.iter().skip(1).all(is_null) {
            return self.truncate(g.order()).pow_const(g.value(), p);
        }
        let q = p.plus(16);
        self.ln(q)?.mul(g, q).exp(p).with_value(self.value().pow(g.value(), p))
    }

    /// `sqrt(f)`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `f > 0`; at order 0, `f >= 0` is enough.
    pub fn sqrt(&self, p: Prec) -> Result<Self> {
        let half = Interval::one().mul_2exp(-1);
        Ok(self.root(p)?.grown(Growth::power(self, &half)))
    }

    fn root(&self, p: Prec) -> Result<Self> {
        let u = self.value();
        let n = self.order();
        if n == 0 {
            return Ok(Self::raw(vec![u.sqrt(p)?]));
        }
        if !u.is_positive() {
            return Err(Error::domain("sqrt", "x", u, "it must be > 0 for derivatives"));
        }
        let q = self.guard(p);
        let mut y = vec![u.sqrt(q)?];
        let twice = y[0].mul_2exp(1);
        for k in 1..=n {
            // f = y^2: 2 y_0 y_k = f_k - sum_{0<j<k} y_j y_{k-j}.
            let known = if k == 1 { Interval::zero() } else { convolve(&y, &y, k, 1, k - 1, q) };
            y.push(self.c[k].sub(&known, q).div(&twice, q)?);
        }
        Ok(Self::raw(y).round(p))
    }

    /// Outer coefficients `binom(s, k) u^(s-k)` from `power(k) = u^(s-k)`, then composition.
    fn power_by_binomials(&self, s: &Interval, p: Prec, power: impl Fn(i64) -> Result<Interval>) -> Result<Self> {
        let q = p.plus(16);
        let mut binomial = Interval::one();
        let mut outer = Vec::with_capacity(self.order() + 1);
        for k in 0..=self.order() {
            if is_null(&binomial) {
                outer.push(Interval::zero());
                continue;
            }
            let e = i64::try_from(k).unwrap_or(i64::MAX);
            outer.push(binomial.mul(&power(e)?, q));
            binomial = divide_by_count(&binomial.mul(&s.sub(&count(k), q), q), k + 1, q);
        }
        Ok(self.compose(&outer, p))
    }

    /// From `f y' = s f' y`: `k f_0 y_k = sum_{j=1}^k ((s + 1) j - k) f_j y_{k-j}`, with `y_0` given.
    fn power_by_recurrence(&self, s: &Interval, y0: &Interval, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let s1 = s.add(&Interval::one(), q);
        let mut y = vec![y0.clone()];
        for k in 1..=self.order() {
            let mut sum = super::dot::Dot::new(q);
            for j in (1..=k).filter(|&j| !is_null(&self.c[j])) {
                let weight = s1.mul(&count(j), q).sub(&count(k), q);
                sum.add_product(&weight.mul(&self.c[j], q), &y[k - j]);
            }
            y.push(divide_by_count(&sum.finish().div(self.value(), q)?, k, q));
        }
        Ok(Self::raw(y).round(p))
    }

    /// Replaces the range by the part of it that `better` confirms.
    pub(super) fn with_value(mut self, better: Result<Interval>) -> Result<Self> {
        if let Some(both) = better?.intersect(&self.c[0]) {
            self.c[0] = both;
        }
        Ok(self)
    }
}

/// `u^(s-k)` for `k = 0..=n` over `u > 0`. For a fixed exponent the power is monotone in `u`, so it lies between its
/// values at the end points; those follow by division from `u^s`, which is far cheaper than `n` powers.
fn falling_powers(u: &Interval, s: &Interval, n: usize, q: Prec) -> Result<Vec<Interval>> {
    let (Some(a), Some(b)) = (u.lo_point(), u.hi_point()) else {
        return (0..=n).map(|k| u.pow(&s.sub(&count(k), q), q)).collect();
    };
    let mut left = a.pow(s, q)?;
    let mut right = if u.is_point() { left.clone() } else { b.pow(s, q)? };
    let mut out = Vec::with_capacity(n + 1);
    for _ in 0..=n {
        out.push(left.hull(&right));
        left = left.div(&a, q)?;
        right = if u.is_point() { left.clone() } else { right.div(&b, q)? };
    }
    Ok(out)
}
