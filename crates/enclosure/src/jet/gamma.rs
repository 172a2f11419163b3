//! The gamma family and the incomplete functions built on it.

use super::{Jet, divide_by_count};
use crate::functions;
use crate::rug::Float;
use crate::{Error, Interval, Prec, Result};

/// `[g(u), d_1, d_2/2!, ...]` with `d_k = psi^(k - 1 + offset)(u)`.
fn polygamma_series(first: Interval, u: &Interval, offset: u32, n: usize, q: Prec) -> Result<Vec<Interval>> {
    let mut outer = vec![first];
    let mut factorial = Interval::one();
    for k in 1..=n {
        factorial = divide_by_count(&factorial, k, q);
        let order = u32::try_from(k).unwrap_or(u32::MAX).saturating_sub(1).saturating_add(offset);
        outer.push(functions::polygamma(order, u, q)?.mul(&factorial, q));
    }
    Ok(outer)
}

/// Taylor coefficients of Binet's function at the finite point `x > 0`. Stirling's leading terms cancel about twice the binary exponent of `x` in bits.
fn binet_at(x: &Float, n: usize, p: Prec) -> Result<Vec<Interval>> {
    let x = Interval::point(x.clone())?;
    let exponent = x.lo().get_exp().unwrap_or(0).unsigned_abs();
    let q = Jet::variable(x.clone(), n).guard(p).plus(exponent.saturating_mul(2).saturating_add(16));
    let t = Jet::variable(x.clone(), n);
    let half = Interval::one().mul_2exp(-1);
    let main = t.shift(&half.neg(), q).mul(&t.ln(q)?, q).sub(&t, q);
    let mut c = t.lgamma(q)?.sub(&main, q).c;
    c[0] = functions::binet(&x, p)?;
    Ok(c)
}

impl Jet {
    /// `ln Gamma(f)` for `f > 0`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `f > 0`; otherwise as [`functions::polygamma`].
    pub fn lgamma(&self, p: Prec) -> Result<Self> {
        let q = p.plus(16);
        let first = functions::lgamma(self.value(), q)?;
        Ok(self.compose(&polygamma_series(first, self.value(), 0, self.order(), q)?, p))
    }

    /// Digamma `psi(f)` for `f > 0`.
    ///
    /// # Errors
    /// As [`Jet::lgamma`].
    pub fn digamma(&self, p: Prec) -> Result<Self> {
        let q = p.plus(16);
        let first = functions::digamma(self.value(), q)?;
        Ok(self.compose(&polygamma_series(first, self.value(), 1, self.order(), q)?, p))
    }

    /// `Gamma(f)` where `f` keeps away from the poles: `exp ln Gamma` for `f > 0`, reflection (DLMF 5.5.3) for `f < 0`.
    ///
    /// # Errors
    /// [`Error::Domain`] when the range of `f` holds 0 or a negative integer.
    pub fn gamma(&self, p: Prec) -> Result<Self> {
        let u = self.value();
        let value = functions::gamma(u, p)?;
        if self.order() == 0 {
            return Ok(Self::raw(vec![value]));
        }
        let q = self.guard(p).plus(16);
        let y = if u.is_positive() {
            let t = Self::variable(u.clone(), self.order());
            let outer = t.lgamma(q)?.exp_from(functions::gamma(u, q)?, q);
            self.compose(&outer.c, p)
        } else {
            let mirrored = self.neg().shift(&Interval::one(), q).gamma(q)?;
            let pi = Interval::pi(q);
            let sine = self.scale(&pi, q).sin(q);
            self.constant_like(pi).div(&sine.mul(&mirrored, q), q)?.round(p)
        };
        y.with_value(Ok(value))
    }

    /// Binet's function `J(f)`, `f > 0`. Its derivatives alternate in sign and are monotone (JE-06), so two end points bound them over a range.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `f > 0`; otherwise as [`functions::polygamma`].
    pub fn binet(&self, p: Prec) -> Result<Self> {
        let u = self.value();
        let n = self.order();
        let value = functions::binet(u, p)?;
        if n == 0 {
            return Ok(Self::raw(vec![value]));
        }
        let q = p.plus(8);
        let mut outer = binet_at(u.lo(), n, q)?;
        if !u.is_point() {
            let right = if u.hi().is_finite() { binet_at(u.hi(), n, q)? } else { vec![Interval::zero(); n + 1] };
            outer = outer.iter().zip(&right).map(|(a, b)| a.hull(b)).collect();
        }
        self.compose(&outer, p).with_value(Ok(value))
    }

    /// `P(a, f)` for a constant `a > 0` and `f >= 0` (`f > 0` for derivatives, unless `a` is an integer):
    /// the primitive of `f' f^(a-1) e^-f / Gamma(a)`.
    ///
    /// # Errors
    /// [`Error::Domain`] outside the domain; otherwise as [`functions::gamma_p`].
    pub fn gamma_p(&self, a: &Interval, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let y0 = functions::gamma_p(a, self.value(), q)?;
        self.density_primitive(y0, |u| u.gamma_density(a, q), false, q).map(|y| y.round(p))
    }

    /// `Q(a, f) = 1 - P(a, f)`, accurate in the right tail.
    ///
    /// # Errors
    /// As [`Jet::gamma_p`].
    pub fn gamma_q(&self, a: &Interval, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let y0 = functions::gamma_q(a, self.value(), q)?;
        self.density_primitive(y0, |u| u.gamma_density(a, q), true, q).map(|y| y.round(p))
    }

    /// `I_f(a, b)` for constants `a, b > 0` and `0 <= f <= 1` (`0 < f < 1` for derivatives): the primitive of
    /// `f' f^(a-1) (1-f)^(b-1) / B(a, b)`.
    ///
    /// # Errors
    /// [`Error::Domain`] outside the domain; otherwise as [`functions::beta_i`].
    pub fn beta_i(&self, a: &Interval, b: &Interval, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        let y0 = functions::beta_i(self.value(), a, b, q)?;
        self.density_primitive(y0, |u| u.beta_density(a, b, q), false, q).map(|y| y.round(p))
    }

    /// The primitive of `+- f' density(f)` with value `y0`.
    fn density_primitive(
        &self,
        y0: Interval,
        density: impl Fn(&Self) -> Result<Self>,
        negative: bool,
        q: Prec,
    ) -> Result<Self> {
        let Some(df) = self.derivative(q) else {
            return Ok(Self::raw(vec![y0]));
        };
        let g = density(&self.truncate(df.order()))?;
        let g = if negative { g.neg() } else { g };
        Ok(g.mul(&df, q).primitive(y0, q))
    }

    /// `f^(a-1) e^-f / Gamma(a)`.
    fn gamma_density(&self, a: &Interval, q: Prec) -> Result<Self> {
        let u = self.value();
        let a1 = a.sub(&Interval::one(), q);
        // A polynomial factor is entire, while its logarithm is singular at 0: only the product form works there, and
        // near there it is the narrow one.
        let smooth = if self.is_small_power(&a1) {
            let g = self.pow_const(&a1, q)?.mul(&self.neg().exp(q), q);
            Some(g.scale(&functions::gamma(a, q)?.recip(q)?, q))
        } else {
            None
        };
        if !u.is_positive() {
            return smooth.ok_or_else(|| Error::domain("gamma_p", "x", u, "it must be > 0 for derivatives"));
        }
        // The exponents below nearly cancel: pay for the bits of their size.
        let w = q.plus(size_bits(a).max(size_bits(u)).saturating_add(16));
        let constant = functions::lgamma(a, w)?.neg();
        let line = |x: &Interval| Ok(a1.mul(&x.ln(w)?, w).sub(x, w).add(&constant, w));
        let log = self.ln(w)?.scale(&a1, w).sub(self, w).shift(&constant, w);
        let range = over_unimodal(u, Some(a1.clone()), line)?;
        Ok(log.exp_from(range.exp(q), q).confirmed_by(smooth))
    }

    /// `f^(a-1) (1-f)^(b-1) / B(a, b)`.
    fn beta_density(&self, a: &Interval, b: &Interval, q: Prec) -> Result<Self> {
        let u = self.value();
        let one = Interval::one();
        if !u.is_positive() || *u.hi() >= 1 {
            return Err(Error::domain("beta_i", "x", u, "it must lie in (0, 1) for derivatives"));
        }
        let w = q.plus(size_bits(a).max(size_bits(b)).saturating_add(24));
        let (a1, b1) = (a.sub(&one, w), b.sub(&one, w));
        let constant = functions::log_beta(a, b, w)?.neg();
        let line = |x: &Interval| {
            let left = a1.mul(&x.ln(w)?, w);
            let right = b1.mul(&one.sub(x, w).ln(w)?, w);
            Ok(left.add(&right, w).add(&constant, w))
        };
        let left = self.ln(w)?.scale(&a1, w);
        let right = self.neg().shift(&one, w).ln(w)?.scale(&b1, w);
        let log = left.add(&right, w).shift(&constant, w);
        // The critical point (a-1)/(a+b-2); where the denominator may vanish nothing is known about it.
        let sum = a1.add(&b1, w);
        let range = match a1.div(&sum, w) {
            Ok(critical) => over_unimodal(u, Some(critical), line)?,
            Err(_) => line(u)?,
        };
        let density = log.exp_from(range.exp(q), q);
        if !self.is_small_power(&a1) && !self.is_small_power(&b1) {
            return Ok(density);
        }
        let mirrored = self.neg().shift(&one, w);
        let product = self.pow_const(&a1, w)?.mul(&mirrored.pow_const(&b1, w)?, w);
        Ok(density.confirmed_by(Some(product.scale(&constant.exp(w), w))))
    }

    /// Whether `f^s` is a polynomial in `f` of a degree comparable to the order.
    fn is_small_power(&self, s: &Interval) -> bool {
        s.is_point() && s.lo().is_integer() && s.is_non_negative() && s.mag() <= 2 * self.order()
    }

    /// What both jets of one function allow.
    fn confirmed_by(mut self, other: Option<Self>) -> Self {
        if let Some(other) = other {
            for (c, d) in self.c.iter_mut().zip(&other.c) {
                if let Some(both) = c.intersect(d) {
                    *c = both;
                }
            }
        }
        self
    }
}

/// Bits of the integer part of the largest member.
fn size_bits(x: &Interval) -> u32 {
    x.mag().get_exp().map_or(0, |e| u32::try_from(e).unwrap_or(0)).min(1 << 16)
}

/// Range over `u` of a function with at most one critical point, which `critical` encloses: the hull of its values at the ends and there.
fn over_unimodal(
    u: &Interval,
    critical: Option<Interval>,
    line: impl Fn(&Interval) -> Result<Interval>,
) -> Result<Interval> {
    let (Some(lo), Some(hi)) = (u.lo_point(), u.hi_point()) else {
        return line(u);
    };
    let mut range = line(&lo)?;
    if !u.is_point() {
        range = range.hull(&line(&hi)?);
        if let Some(inside) = critical.and_then(|c| c.intersect(u)) {
            range = range.hull(&line(&inside)?);
        }
    }
    Ok(range)
}
