//! Laws of the norm and their inverse-CDF tables.
//!
//! A law is given by its two tails and its density ([`NormLaw`]); [`NormTable`] turns it into a quantile function that
//! costs some tens of nanoseconds and whose error in the CDF is checked while it is built and can be audited later
//! against any other evaluation of the CDF ([`NormTable::audit`]), certified enclosures in particular ([`NormTable::certify`]).
//! The laws in this folder are `f64` evaluations.

mod bessel;
mod certified;
mod compact;
mod gaussian;
mod heavy;
mod solve;
mod table;

pub use compact::SphereSum;
pub use gaussian::GaussianNorm;
pub use heavy::HeavyTail;
pub use table::{NormTable, TOLERANCE};

use std::fmt::Debug;

/// The law of a non-negative random variable with a density.
///
/// Both tails are needed because `1 - F` has no relative accuracy in the far tail. Contract: `lower` and `upper` are
/// monotone up to rounding, accurate to 1e-14 absolutely and 1e-10 relatively where they are below 1/2.
pub trait NormLaw: Debug + Send + Sync {
    /// Name for messages.
    fn name(&self) -> String;

    /// `P[X <= x]` for `x >= 0`.
    fn lower(&self, x: f64) -> f64;

    /// `P[X > x]` for `x >= 0`.
    fn upper(&self, x: f64) -> f64;

    /// Density at `x >= 0`.
    fn density(&self, x: f64) -> f64;

    /// Supremum of the support, or infinity.
    fn edge(&self) -> f64 {
        f64::INFINITY
    }

    /// Points where the density has a double zero inside the support, increasing, up to the point where `upper` is
    /// [`NormLaw::tail_start`]. There the quantile behaves like a cube root.
    fn flat_points(&self) -> Vec<f64> {
        Vec::new()
    }

    /// Below this upper tail probability the quantile is solved from `upper` instead of tabulated; 0 for never. Used by
    /// laws whose density oscillates all the way to infinity.
    fn tail_start(&self) -> f64 {
        0.0
    }

    /// An interval that contains the quantile of upper tail probability `p < tail_start()`.
    fn tail_bracket(&self, p: f64) -> (f64, f64) {
        let _ = p;
        (0.0, self.edge())
    }
}
