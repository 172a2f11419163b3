//! `depthsep merge`: ledgers united.

use crate::cli::Merge;
use crate::failure::{Ending, Result};
use crate::ledger::merge;
use std::io::Write;

/// Runs the command.
///
/// # Errors
/// When a file is no ledger, or the ledgers contradict each other.
pub fn run(args: &Merge, out: &mut impl Write) -> Result {
    let merged = merge(&args.out, &args.sources)?;
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    writeln!(
        out,
        "{}: {} verdicts and {} records from {} ledger{}",
        args.out.display(),
        merged.verdicts,
        merged.records,
        args.sources.len(),
        plural(args.sources.len())
    )?;
    writeln!(out, "{}", merged.missing.to_string().trim_end())?;
    Ok(if merged.missing.is_nothing() { Ending::Good } else { Ending::Open })
}
