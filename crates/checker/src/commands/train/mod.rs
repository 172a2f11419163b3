//! `depthsep train`: networks trained on the indicator of a ball, their risk measured on fresh points.

mod construction;
mod deep;
mod setting;
mod shallow;

pub use deep::{Deep, config, features, run_deep};
pub use setting::{Setting, whole};
pub use shallow::best_shallow;

use crate::cli::Train;
use crate::failure::Result;
use std::io::Write;

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Train, out: &mut impl Write) -> Result {
    match args {
        Train::Deep(args) => deep::run(args, out),
        Train::Shallow(args) => shallow::run(args, out),
        Train::Construction(args) => construction::run(args, out),
    }
}
