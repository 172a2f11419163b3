//! Gradient descent over random erf features.

pub mod error;
pub mod features;
pub mod gd;
pub mod kernel;
pub mod norm;
pub mod sampler;
pub mod stream;

pub use error::{Error, Result};
