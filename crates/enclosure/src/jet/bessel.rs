//! Bessel functions of the first kind.

use super::Jet;
use super::dot::is_null;
use crate::functions::bessel_j::{Order, taylor};
use crate::{Prec, Result};

/// Evaluations at rising precision for a point argument.
const TRIES: u32 = 4;

impl Jet {
    /// `J_nu(f)` for a constant order and `f >= 0`; derivatives of half-integer orders ask for `f > 0`.
    ///
    /// The recurrence of the Taylor coefficients loses about `log2(1 + nu/x)` bits an order; over a point they are bought
    /// back by a higher working precision.
    ///
    /// # Errors
    /// As [`taylor`].
    pub fn bessel_j(&self, nu: Order, p: Prec) -> Result<Self> {
        let wanted = p.plus(8);
        let mut q = wanted;
        let mut outer = taylor(nu, self.value(), self.order() + 1, q)?;
        if self.value().is_point() {
            for _ in 1..TRIES {
                let good = outer.iter().filter(|c| !is_null(c)).filter_map(|c| c.accuracy_bits()).min();
                let missing = good.map_or(0, |g| i64::from(wanted.bits()) - g).clamp(0, i64::from(u32::MAX / 4));
                if missing <= 8 {
                    break;
                }
                q = q.plus(u32::try_from(missing).unwrap_or(0).saturating_add(8));
                outer = taylor(nu, self.value(), self.order() + 1, q)?;
            }
        }
        Ok(self.compose(&outer, p))
    }
}
