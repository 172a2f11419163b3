//! The methods behind [`super::bessel_j`], one file and one error bound each. Public so that tests can race them.

pub mod backward;
pub mod forward;
pub mod hankel;
pub mod series;
