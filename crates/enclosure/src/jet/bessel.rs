//! Bessel functions of the first kind.

use super::Jet;
use crate::functions::bessel_j::{Order, taylor};
use crate::{Prec, Result};

impl Jet {
    /// `J_nu(f)` for a constant order and `f >= 0`; derivatives of half-integer orders ask for `f > 0`.
    ///
    /// # Errors
    /// As [`taylor`].
    pub fn bessel_j(&self, nu: Order, p: Prec) -> Result<Self> {
        let outer = taylor(nu, self.value(), self.order() + 1, p.plus(8))?;
        Ok(self.compose(&outer, p))
    }
}
