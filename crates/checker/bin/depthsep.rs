//! The `depthsep` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    checker::main()
}
