//! One-argument functions as methods of [`Interval`], beside the elementary ones.

use super::{erf_inv, erfc_inv, gamma, lgamma};
use crate::{Interval, Prec, Result};

impl Interval {
    /// See [`crate::functions::gamma::gamma`].
    ///
    /// # Errors
    /// [`crate::Error::Domain`] when 0 or a negative integer lies in `self`.
    pub fn gamma(&self, p: Prec) -> Result<Self> {
        gamma(self, p)
    }

    /// See [`crate::functions::gamma::lgamma`].
    ///
    /// # Errors
    /// [`crate::Error::Domain`] unless `self > 0`.
    pub fn lgamma(&self, p: Prec) -> Result<Self> {
        lgamma(self, p)
    }

    /// See [`crate::functions::erf_inv::erf_inv`].
    ///
    /// # Errors
    /// [`crate::Error::Domain`] unless `-1 < self < 1`.
    pub fn erf_inv(&self, p: Prec) -> Result<Self> {
        erf_inv(self, p)
    }

    /// See [`crate::functions::erf_inv::erfc_inv`].
    ///
    /// # Errors
    /// [`crate::Error::Domain`] unless `0 < self < 2`.
    pub fn erfc_inv(&self, p: Prec) -> Result<Self> {
        erfc_inv(self, p)
    }
}
