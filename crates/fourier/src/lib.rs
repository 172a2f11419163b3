//! Certified lower bounds on the error of every shallow network.

pub mod euclid;
pub mod sphere;
