//! The command line of depthsep: arguments in, tables out. It computes nothing itself.

mod build_info;
mod cli;
mod commands;
mod config;
mod dims;
mod failure;
mod figure;
mod ledger;
mod output;
mod papers;
mod run;
mod shard;
mod style;
mod talk;

use clap::{CommandFactory, FromArgMatches};
use cli::{Cli, Command};
use failure::Ending;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Runs the command line on the process arguments and returns its exit code: 0, 1 (something is open) or 2 (bad input).
#[must_use]
pub fn main() -> ExitCode {
    let cli = match arguments() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    talk::set(cli.quiet, cli.verbose);
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
        Command::Merge(args) => commands::merge::run(args, &mut out),
        Command::Table(args) => commands::table::run(args, &mut out),
        Command::Figure(args) => commands::figure::run(args, &mut out),
        Command::Completions(args) => commands::about::completions(args, Cli::command(), &mut out),
        Command::Man(args) => commands::about::man(args, Cli::command(), &mut out),
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

/// The process arguments, with the defaults of the configuration file.
fn arguments() -> Result<Cli, ExitCode> {
    let (command, file) = config::apply(Cli::command()).map_err(|failure| {
        eprintln!("error: {failure}");
        ExitCode::from(2)
    })?;
    let read = command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    read.map_err(|error| {
        // A closed pipe: nobody is left to read the message.
        let _ = error.print();
        if let Some(file) = file.filter(|_| error.use_stderr()) {
            eprintln!("\nnote: some defaults come from {}", file.display());
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}
