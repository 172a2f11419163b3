//! The laws, one file each.

mod gaussian;
mod heavy_tail;
mod mixture;
mod sphere_sum;

pub use gaussian::GaussianNorm;
pub use heavy_tail::HeavyTail;
pub use mixture::Mixture;
pub use sphere_sum::SphereSum;

use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// A rotation-invariant law on `R^d` without an atom at 0, described by the law of the norm.
pub trait Law {
    /// Dimension.
    fn dim(&self) -> u32;

    /// The norm's support: least and largest value (`[x, inf)` for the largest where it is unbounded).
    ///
    /// # Errors
    /// None for the laws of this crate.
    fn support(&self, p: Prec) -> Result<(Interval, Interval)>;

    /// Encloses the density of the norm at every `x >= 0` in the argument.
    ///
    /// # Errors
    /// [`Error::Domain`] when `x` holds a negative number or a pole of the density.
    fn norm_density(&self, x: &Interval, p: Prec) -> Result<Interval>;

    /// Encloses `P[norm <= x]`, `x >= 0`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `x` holds a negative number.
    fn norm_cdf(&self, x: &Interval, p: Prec) -> Result<Interval>;

    /// Encloses `P[norm > x]`, `x >= 0`, to relative accuracy where it is small.
    ///
    /// # Errors
    /// [`Error::Domain`] when `x` holds a negative number.
    fn norm_tail(&self, x: &Interval, p: Prec) -> Result<Interval>;

    /// Encloses the quantile: the `x` with `P[norm <= x] = u`, `0 < u < 1`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `u` is not inside `(0, 1)`.
    fn norm_quantile(&self, u: &Interval, p: Prec) -> Result<Interval>
    where
        Self: Sized,
    {
        crate::quantile::quantile(self, u, p)
    }
}

/// Refuses negative norms.
fn check_norm(function: &'static str, x: &Interval) -> Result<()> {
    if x.is_non_negative() { Ok(()) } else { Err(Error::domain(function, "x", x, "a norm must be >= 0")) }
}

/// Range of an increasing function of the norm over `x`: its hull over the end points, `at_infinity` beyond.
fn increasing(x: &Interval, at_infinity: i64, f: impl Fn(&Interval) -> Result<Interval>) -> Result<Interval> {
    let at = |end: &Float| match Interval::point(end.clone()) {
        Ok(point) => f(&point),
        Err(_) => Ok(Interval::int(at_infinity)),
    };
    let low = at(x.lo())?;
    if x.is_point() { Ok(low) } else { Ok(low.hull(&at(x.hi())?)) }
}

/// Cuts an enclosure of a probability to `[0, 1]`.
fn probability(value: Interval) -> Interval {
    let unit = Interval::zero().hull(&Interval::one());
    value.intersect(&unit).unwrap_or(unit)
}
