//! The law of `x1 + x2`, two independent uniform points of the unit sphere `S^(d-1)`: how well any network of a given
//! width can approximate the indicator of a ball.
//!
//! `x = x1 + x2` has `|x|^2 = 2 + 2<x1, x2>`, so `1{|x| <= lambda} = 1{<x1, x2> <= t}` with `t = lambda^2/2 - 1`, and
//! `<x1, x2>` has density `w_d(s) = c_d (1 - s^2)^((d-3)/2)`. The lower bound is
//! `sum_n a_n^2 (1 - r/N_(d,n))_+` (theorem RB-01 of `docs/theory/rank-bound.md`, where every statement used here is
//! proved); the width of a network enters only through `r`, its weights not at all.

mod asymptotic;
mod best;
mod bound;
mod density;
mod harmonic;
mod legendre;
mod limit;
mod oscillation;
mod power;
mod ranges;
mod slope;
mod spectrum;
mod step;
mod upper;
mod width;
mod zonal;

pub use best::{BestLambda, best_lambda};
pub use bound::{Bound, Certificate, Method, rank_bound};
pub use density::{cap_probability, density, density_constant};
pub use harmonic::{MAX_DIM, harmonic_dim, ln_harmonic_dim};
pub use legendre::legendre_d;
pub use limit::{AllDimensions, all_dimensions, hermite_tail, large_dimensions};
pub use oscillation::{fbar_distance, fbar_mass};
pub use power::rank_bound_power;
pub use step::{Step, lemma17_step};
pub use upper::{Construction, UpperBound, polynomial_upper_bound};
pub use width::{SmallestWidth, smallest_width_for};
pub use zonal::zonal_sum;
