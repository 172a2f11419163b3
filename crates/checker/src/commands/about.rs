//! `depthsep completions` and `depthsep man`: what a shell and a reader need, generated from the arguments themselves.

use crate::cli::{Completions, Man};
use crate::failure::{Ending, Failure, Result};
use clap::Command;
use std::io::Write;

/// Prints a completion script.
///
/// # Errors
/// When writing fails.
pub fn completions(args: &Completions, mut command: Command, out: &mut impl Write) -> Result {
    // The generator panics on a closed pipe, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "depthsep", &mut script);
    out.write_all(&script)?;
    Ok(Ending::Good)
}

/// Prints the manual page, or writes one a command.
///
/// # Errors
/// When writing fails.
pub fn man(args: &Man, mut command: Command, out: &mut impl Write) -> Result {
    let Some(folder) = &args.out else {
        clap_mangen::Man::new(command).render(out)?;
        return Ok(Ending::Good);
    };
    let fail = |e: std::io::Error| Failure::argument("--out", format!("{}: {e}", folder.display()));
    std::fs::create_dir_all(folder).map_err(fail)?;
    command.build();
    clap_mangen::generate_to(command, folder).map_err(fail)?;
    Ok(Ending::Good)
}
