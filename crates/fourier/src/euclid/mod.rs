//! A lower bound for every shallow network under the heavy-tailed law: the spectral mass of a ball's indicator that no
//! union of `k` tubes can reach.
//!
//! `LB(d, A, k) = int_1^inf d t K(t)^2 (1 - k p_d(t))_+ dt`, `K(t) = int_0^A J_nu(s) J_{nu-1}(ts) ds`, `nu = d/2`,
//! `A = 2 pi alpha sqrt(d) R_d lambda`. No network of `k` hidden neurons with activations of polynomial growth, whatever its
//! weights, has an expected squared error below it. Theorem and proofs: `docs/theory/tube-bound.md`.

mod bound;
mod curvature;
mod dot;
mod kernel;
mod mass;
mod panel;
mod product;
mod radius;
mod sweep;
mod tail;
mod target;
#[cfg(test)]
mod tests;
mod tube;
mod weight;
mod width;

pub use bound::{Bound, Closing, bound};
pub use mass::{mass_above, mass_below};
pub use radius::{Extremum, RadiusExtremum, least_bound, radius_extremum};
pub use target::{MAX_DIMENSION, Target};
pub use tube::tube_fraction;
pub use width::largest_width;

use enclosure::{Interval, Prec, Result};

/// Encloses `K(t) = int_0^A J_nu(s) J_{nu-1}(t s) ds`, `t > 0`: a few ulp of `p` bits wide at a point `t`.
///
/// # Errors
/// [`enclosure::Error::Domain`] unless `t > 0` is bounded; [`enclosure::Error::Unable`] when `A` is too large.
pub fn spectral_kernel(target: &Target, t: &Interval, p: Prec) -> Result<Interval> {
    kernel::kernel(target, t, p)
}

/// Encloses the spectral density `M(t) = d t K(t)^2` of the indicator of `{|x| <= lambda}` times `phi`, `t > 0`: its
/// integral over `[t1, t2]` is the mass of the Fourier transform between the radii `t1 R_d` and `t2 R_d`.
///
/// # Errors
/// As [`Target::new`] and [`spectral_kernel`].
pub fn spectral_density(d: u32, alpha: &Interval, lambda: &Interval, t: &Interval, p: Prec) -> Result<Interval> {
    kernel::density(&Target::new(d, alpha, lambda)?, t, p)
}

/// [`spectral_density`] at many `t`, sharing the table of `J_m(A)`; an entry has an absolute error of about `2^-p`, relative to
/// `d t` (call [`spectral_density`] where a tiny value is wanted to full relative accuracy).
///
/// # Errors
/// As [`spectral_density`].
pub fn spectral_density_table(target: &Target, ts: &[Interval], p: Prec) -> Result<Vec<Interval>> {
    kernel::density_table(target, ts, p)
}

/// Encloses the tube bound for the indicator of `{|x| <= lambda}` under the heavy-tailed law of Safran & Lee, eq. (3), and
/// width `k >= 1`. For their mixture, eq. (4), half of it holds. See [`bound`].
///
/// # Errors
/// As [`Target::new`] and [`bound`].
pub fn tube_bound(d: u32, alpha: &Interval, lambda: &Interval, k: &Interval, p: Prec) -> Result<Bound> {
    bound(&Target::new(d, alpha, lambda)?, k, p)
}
