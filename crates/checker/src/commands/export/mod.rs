//! `depthsep export`: decided claims for other provers.

mod coq;

use crate::cli::Export;
use crate::failure::Result;
use std::io::Write;

/// Runs the command.
///
/// # Errors
/// On bad input, and when a file cannot be written.
pub fn run(args: &Export, out: &mut impl Write) -> Result {
    match args {
        Export::Coq(args) => coq::run(args, out),
    }
}
