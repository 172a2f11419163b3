//! The error function and its complement.

use super::Jet;
use super::growth::Growth;
use crate::{Interval, Prec, Result};

/// `2/sqrt(pi)`.
pub(super) fn two_over_root_pi(p: Prec) -> Result<Interval> {
    Interval::int(2).div(&Interval::pi(p).sqrt(p)?, p)
}

impl Jet {
    /// `erf f`: the primitive of `2/sqrt(pi) f' exp(-f^2)` (DLMF 7.2.1).
    ///
    /// # Errors
    /// None in the domain (the whole line); the type is shared with [`Jet::erfc`].
    pub fn erf(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        self.gauss(self.value().erf(q), false, q).map(|y| y.round(p))
    }

    /// `erfc f = 1 - erf f`, accurate in the right tail.
    ///
    /// # Errors
    /// None in the domain (the whole line).
    pub fn erfc(&self, p: Prec) -> Result<Self> {
        let q = self.guard(p);
        self.gauss(self.value().erfc(q), true, q).map(|y| y.round(p).grown(Growth::gauss_tail(self)))
    }

    /// The primitive of `+-2/sqrt(pi) f' exp(-f^2)` with value `y0`.
    fn gauss(&self, y0: Interval, negative: bool, q: Prec) -> Result<Self> {
        let Some(df) = self.derivative(q) else {
            return Ok(Self::raw(vec![y0]));
        };
        let bell = self.truncate(df.order()).sqr(q).neg().exp(q);
        let c = two_over_root_pi(q)?;
        let c = if negative { c.neg() } else { c };
        Ok(bell.mul(&df, q).scale(&c, q).primitive(y0, q))
    }
}
