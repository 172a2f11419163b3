//! The command line of depthsep: arguments in, tables out. It computes nothing itself.

use std::process::ExitCode;

/// Runs the command line on the process arguments and returns its exit code.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
