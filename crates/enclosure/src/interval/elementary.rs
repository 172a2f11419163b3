//! Monotone elementary functions. MPFR rounds each correctly in the direction asked for, so at a point argument every
//! result is at most 1 ulp wide; by monotonicity the hull of the end point values is the range.

use super::Interval;
use crate::{Error, Prec, Result};
use rug::Float;
use rug::float::Round;

/// Range of an increasing function on `x`.
fn increasing(x: &Interval, p: Prec, f: impl Fn(&Float, u32, Round) -> Float) -> Interval {
    Interval::raw(f(x.lo(), p.bits(), Round::Down), f(x.hi(), p.bits(), Round::Up))
}

macro_rules! increasing_on_the_line {
    ($($(#[$doc:meta])* $name:ident = $mpfr:ident;)*) => {
        impl Interval {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self, p: Prec) -> Self {
                increasing(self, p, |x, q, r| Float::with_val_round(q, x.$mpfr(), r).0)
            }
        )*}
    };
}

increasing_on_the_line! {
    /// `e^x`.
    exp = exp_ref;
    /// `e^x - 1`, accurate near 0.
    expm1 = exp_m1_ref;
    /// `atan(x)`, principal value in `[-pi/2, pi/2]`.
    atan = atan_ref;
    /// Hyperbolic sine.
    sinh = sinh_ref;
    /// Hyperbolic tangent.
    tanh = tanh_ref;
    /// Cube root, odd.
    cbrt = cbrt_ref;
    /// `erf(x) = 2/sqrt(pi) int_0^x exp(-t^2) dt` (DLMF 7.2.1).
    erf = erf_ref;
}

impl Interval {
    /// `erfc(x) = 1 - erf(x)` (DLMF 7.2.2), accurate in the right tail. Decreasing.
    #[must_use]
    pub fn erfc(&self, p: Prec) -> Self {
        let lo = Float::with_val_round(p.bits(), self.hi().erfc_ref(), Round::Down).0;
        let hi = Float::with_val_round(p.bits(), self.lo().erfc_ref(), Round::Up).0;
        Self::raw(lo, hi)
    }

    /// Natural logarithm.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `x > 0`.
    pub fn ln(&self, p: Prec) -> Result<Self> {
        if !self.is_positive() {
            return Err(Error::domain("ln", "x", self, "it must be > 0"));
        }
        Ok(increasing(self, p, |x, q, r| Float::with_val_round(q, x.ln_ref(), r).0))
    }

    /// `ln(1 + x)`, accurate near 0.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `x > -1`.
    pub fn ln1p(&self, p: Prec) -> Result<Self> {
        if *self.lo() <= -1 {
            return Err(Error::domain("ln1p", "x", self, "it must be > -1"));
        }
        Ok(increasing(self, p, |x, q, r| Float::with_val_round(q, x.ln_1p_ref(), r).0))
    }

    /// Binary logarithm.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `x > 0`.
    pub fn log2(&self, p: Prec) -> Result<Self> {
        if !self.is_positive() {
            return Err(Error::domain("log2", "x", self, "it must be > 0"));
        }
        Ok(increasing(self, p, |x, q, r| Float::with_val_round(q, x.log2_ref(), r).0))
    }

    /// `asin(x)` in `[-pi/2, pi/2]`.
    ///
    /// # Errors
    /// [`Error::Domain`] outside `[-1, 1]`.
    pub fn asin(&self, p: Prec) -> Result<Self> {
        if *self.lo() < -1 || *self.hi() > 1 {
            return Err(Error::domain("asin", "x", self, "it must lie in [-1, 1]"));
        }
        Ok(increasing(self, p, |x, q, r| Float::with_val_round(q, x.asin_ref(), r).0))
    }

    /// `acos(x)` in `[0, pi]`. Decreasing.
    ///
    /// # Errors
    /// [`Error::Domain`] outside `[-1, 1]`.
    pub fn acos(&self, p: Prec) -> Result<Self> {
        if *self.lo() < -1 || *self.hi() > 1 {
            return Err(Error::domain("acos", "x", self, "it must lie in [-1, 1]"));
        }
        let lo = Float::with_val_round(p.bits(), self.hi().acos_ref(), Round::Down).0;
        let hi = Float::with_val_round(p.bits(), self.lo().acos_ref(), Round::Up).0;
        Ok(Self::raw(lo, hi))
    }

    /// Hyperbolic cosine: even, increasing in `|x|`.
    #[must_use]
    pub fn cosh(&self, p: Prec) -> Self {
        increasing(&self.abs(), p, |x, q, r| Float::with_val_round(q, x.cosh_ref(), r).0)
    }
}
