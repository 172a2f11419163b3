//! Working precision.

use crate::{Error, Result};

/// A working precision in bits. It is what intermediate mantissas hold, not a promise about the result's accuracy:
/// each function states how wide its result is at `p` bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prec(u32);

impl Prec {
    /// Least precision accepted.
    pub const MIN: Self = Self(2);
    /// Largest precision accepted: beyond it a single number takes megabytes.
    pub const MAX: Self = Self(1 << 24);
    /// The precision of an `f64`.
    pub const DOUBLE: Self = Self(53);

    /// A precision of `bits` bits.
    ///
    /// # Errors
    /// [`Error::Domain`] outside `2..=2^24`.
    pub fn new(bits: u32) -> Result<Self> {
        if (Self::MIN.0..=Self::MAX.0).contains(&bits) {
            Ok(Self(bits))
        } else {
            Err(Error::domain("precision", "bits", bits, "it must be between 2 and 16777216"))
        }
    }

    /// Number of bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// This precision with `extra` guard bits, capped at [`Prec::MAX`].
    #[must_use]
    pub const fn plus(self, extra: u32) -> Self {
        let bits = self.0.saturating_add(extra);
        if bits > Self::MAX.0 { Self::MAX } else { Self(bits) }
    }

    /// Twice this precision, capped at [`Prec::MAX`].
    #[must_use]
    pub const fn double(self) -> Self {
        self.plus(self.0)
    }
}
