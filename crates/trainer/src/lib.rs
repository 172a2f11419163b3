//! Gradient descent over random erf features.

mod checkpoint;
pub mod config;
pub mod construct;
pub mod error;
pub mod features;
pub mod gd;
pub mod kernel;
pub mod network;
pub mod norm;
pub mod risk;
pub mod run;
pub mod sampler;
pub mod shallow;
pub mod stream;

pub use error::{Error, Result};
