//! The Bessel function of the first kind, orders `n/2`, arguments `x >= 0`.
//!
//! Point arguments: at most a few units in the last place wide, whatever the order and the argument (near a zero of the
//! function the precision is raised inside). Wide arguments: the range, found from its extrema. Bounds and proofs:
//! `docs/theory/bessel.md`.

mod ball;
#[doc(hidden)]
pub mod bounds;
mod critical;
mod mag;
mod order;
mod orders;
mod point;
mod points;
mod taylor;
#[doc(hidden)]
pub mod variants;
mod wide;
mod wide_prime;

pub use order::Order;
pub use orders::orders;
pub use points::points;
pub use taylor::taylor;

use crate::{Error, Interval, Prec, Result};

/// Refuses arguments below 0.
fn check(function: &'static str, x: &Interval) -> Result<()> {
    if *x.lo() < 0 { Err(Error::domain(function, "x", x, "it must be >= 0")) } else { Ok(()) }
}

/// `J_nu(x)` for `x >= 0`: the range over `x`, which may be unbounded above.
///
/// Width: at a point argument below 8 ulp of `p` bits (the precision is raised near zeros of `J_nu`, within limits); on a
/// wide interval the range itself, extrema included, up to `2^-40` of its width plus the same rounding.
/// Source: DLMF 10.2.2, 10.6.1, 10.16.1, 10.17.3; bounds BJ-01 to BJ-08 in `docs/theory/bessel.md`.
///
/// # Errors
/// [`Error::Domain`] when `x` holds a negative number.
pub fn bessel_j(nu: Order, x: &Interval, p: Prec) -> Result<Interval> {
    check("bessel_j", x)?;
    Ok(wide::hull(nu.twice(), x, p))
}

/// `J_nu'(x)` for `x >= 0` (`x > 0` for `nu = 1/2`): the range over `x`, which may be unbounded above.
///
/// Width: at a point argument below 8 ulp of `p` bits; on a wide interval the range up to `2^-40` of its larger side, or of
/// the closed tail bound where the argument reaches beyond `10^6`. Source: DLMF 10.6.2 at points, 10.2.1 for the Taylor
/// forms; bounds BJ-11 to BJ-13 in `docs/theory/bessel.md`.
///
/// # Errors
/// [`Error::Domain`] when `x` holds a negative number, or 0 for `nu = 1/2`; [`Error::Unable`] when the search over a wide
/// argument runs out of its limits.
pub fn bessel_j_prime(nu: Order, x: &Interval, p: Prec) -> Result<Interval> {
    check("bessel_j_prime", x)?;
    wide_prime::hull(nu.twice(), x, p)
}
