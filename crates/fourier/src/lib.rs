//! Certified lower bounds on the error of every shallow network.

pub mod sphere;
