//! Orders of the Bessel functions used here: integers and half-integers.

use crate::{Error, Interval, Result};
use std::fmt;

/// An order `nu = n/2 >= 0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order(u32);

impl Order {
    /// Largest `2 nu` accepted; tables over all orders up to it still fit in memory.
    pub const MAX_TWICE: u32 = 4_000_000;

    /// The order `twice/2`.
    ///
    /// # Errors
    /// [`Error::Domain`] above [`Order::MAX_TWICE`].
    pub fn half(twice: u32) -> Result<Self> {
        if twice <= Self::MAX_TWICE {
            Ok(Self(twice))
        } else {
            Err(Error::domain("bessel_j", "nu", format!("{twice}/2"), "it must be at most 2000000"))
        }
    }

    /// `2 nu`.
    #[must_use]
    pub const fn twice(self) -> u32 {
        self.0
    }

    /// Whether `nu` is an integer.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        self.0.is_multiple_of(2)
    }

    /// `nu + k`.
    ///
    /// # Errors
    /// [`Error::Domain`] above [`Order::MAX_TWICE`].
    pub fn shift(self, k: u32) -> Result<Self> {
        Self::half(k.saturating_mul(2).saturating_add(self.0))
    }

    /// `nu` as an interval, exact.
    #[must_use]
    pub fn value(self) -> Interval {
        Interval::int(i64::from(self.0)).mul_2exp(-1)
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_integer() { write!(f, "{}", self.0 / 2) } else { write!(f, "{}/2", self.0) }
    }
}
