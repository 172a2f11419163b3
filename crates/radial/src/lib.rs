//! The radial laws of the depth-separation papers, as enclosures at any dimension and precision: the norm's density,
//! distribution function, tail and quantile.
//!
//! | law | source | norm |
//! |---|---|---|
//! | [`HeavyTail`] | Safran & Lee, eq. (3); Eldan & Shamir, sec. 4.1 | density `(d/x) J_{d/2}(2 pi alpha sqrt(d) R_d x)^2` |
//! | [`GaussianNorm`] | Safran & Lee, eq. (8) | `chi_d / sqrt(d)` |
//! | [`Mixture`] | Safran & Lee, eq. (4) | half of each of the two above |
//! | [`SphereSum`] | Safran & Lee, eq. (5) | the sum of two uniform points of the unit sphere |

mod law;
mod quantile;
mod sine_integral;
mod unit_ball;

pub use law::{GaussianNorm, HeavyTail, Law, Mixture, SphereSum};
pub use sine_integral::sine_integral_tail;
pub use unit_ball::{MAX_DIMENSION, sphere_area, unit_ball_volume, unit_volume_radius};
