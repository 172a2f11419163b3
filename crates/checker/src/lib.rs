//! The command line of depthsep: arguments in, tables out. It computes nothing itself.

mod cli;
mod commands;
mod dims;
mod failure;
mod output;
mod papers;
mod run;
mod style;

use clap::Parser;
use cli::{Cli, Command};
use failure::Ending;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Runs the command line on the process arguments and returns its exit code: 0, 1 (something is open) or 2 (bad input).
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let ended = match &cli.command {
        Command::Check(args) => commands::check::run(args, &mut out),
        Command::Explain(args) => commands::explain::run(args, &mut out),
        Command::Verify(args) => commands::verify::run(args, &mut out),
        Command::Errata(args) => commands::errata::run(args, &mut out),
        Command::Graph(args) => commands::graph::run(args, &mut out),
        Command::Eval(args) => commands::eval::run(args, &mut out),
        Command::Bound(args) => commands::bound::run(args, &mut out),
        Command::Train(args) => commands::train::run(args, &mut out),
        Command::Separate(args) => commands::separate::run(args, &mut out),
        Command::Theory(args) => commands::theory::run(args, &mut out),
        Command::Export(args) => commands::export::run(args, &mut out),
        Command::Mutate(args) => commands::mutate::run(args, &mut out),
    };
    let ended = ended.and_then(|e| out.flush().map(|()| e).map_err(Into::into));
    match ended {
        Ok(Ending::Good) => ExitCode::SUCCESS,
        Ok(Ending::Open) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}
