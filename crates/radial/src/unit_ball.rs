//! Volumes of balls.

use enclosure::functions::gamma::lgamma;
use enclosure::{Error, Interval, Prec, Result};

/// Largest dimension accepted: beyond it orders and sums no longer fit the tables.
pub const MAX_DIMENSION: u32 = 1_000_000;

/// Checks `least <= d <= MAX_DIMENSION`.
pub(crate) fn check_dimension(function: &'static str, d: u32, least: u32, needs: &'static str) -> Result<()> {
    if (least..=MAX_DIMENSION).contains(&d) { Ok(()) } else { Err(Error::domain(function, "d", d, needs)) }
}

/// `d/2 + 1`, exact.
fn half_plus_one(d: u32) -> Interval {
    Interval::int(i64::from(d) + 2).mul_2exp(-1)
}

/// Encloses `R_d = Gamma(d/2 + 1)^(1/d) / sqrt(pi)`, the radius of the ball of volume 1 in dimension `d`
/// (Eldan & Shamir, Lemma 5). A few ulp wide.
///
/// # Errors
/// [`Error::Domain`] unless `1 <= d <= MAX_DIMENSION`.
pub fn unit_volume_radius(d: u32, p: Prec) -> Result<Interval> {
    check_dimension("unit_volume_radius", d, 1, "it must be between 1 and 1000000")?;
    let q = p.plus(16);
    let root = lgamma(&half_plus_one(d), q)?.div_int(i64::from(d), q)?.exp(q);
    root.div(&Interval::pi(q).sqrt(q)?, p)
}

/// Encloses the volume `V_d = pi^(d/2) / Gamma(d/2 + 1)` of the unit ball.
///
/// # Errors
/// [`Error::Domain`] unless `1 <= d <= MAX_DIMENSION`.
pub fn unit_ball_volume(d: u32, p: Prec) -> Result<Interval> {
    check_dimension("unit_ball_volume", d, 1, "it must be between 1 and 1000000")?;
    // The exponent is at most d ln d in size, so 26 bits of it stand before the point.
    let q = p.plus(40);
    let log = Interval::pi(q).ln(q)?.mul_int(i64::from(d), q).mul_2exp(-1).sub(&lgamma(&half_plus_one(d), q)?, q);
    Ok(log.exp(p))
}

/// Encloses the area `A_d = d V_d` of the unit sphere.
///
/// # Errors
/// [`Error::Domain`] unless `1 <= d <= MAX_DIMENSION`.
pub fn sphere_area(d: u32, p: Prec) -> Result<Interval> {
    Ok(unit_ball_volume(d, p.plus(8))?.mul_int(i64::from(d), p))
}
