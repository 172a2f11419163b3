//! The arguments of ledgers, shards, tables, and of the commands about the program itself.

use super::{Effort, LawName};
use crate::dims::{self, Dims};
use crate::ledger::Shard;
use crate::shard;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Where results are written beside standard output.
#[derive(Args, Clone, Debug, Default)]
pub struct ToLedger {
    /// Write results to this ledger (an SQLite file, made when it is not there); check, bound and separate skip what it holds
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
}

/// Which part of a job is done.
#[derive(Args, Clone, Debug, Default)]
pub struct Part {
    /// Do only part K of N equal parts, into a ledger of its own; `depthsep merge` unites them
    #[arg(long, value_name = "K/N", value_parser = shard::parse, requires = "ledger")]
    pub shard: Option<Shard>,
    /// Balance the parts by these measured costs: a ledger, or lines "id,seconds"
    #[arg(long, value_name = "FILE", requires = "shard")]
    pub cost: Option<PathBuf>,
}

/// Arguments of `merge`.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  depthsep merge all.ledger shard-*.ledger\n\nExit codes: 0 nothing is missing; 1 something is; 2 not ledgers, or contradictory ones."
)]
pub struct Merge {
    /// The united ledger; made, or added to
    pub out: PathBuf,
    /// Ledgers to unite
    #[arg(required = true, num_args = 1..)]
    pub sources: Vec<PathBuf>,
}

/// The tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableName {
    /// Every claim with its verdict, by section
    Verdicts,
    /// How many claims of each section have which verdict
    Sections,
    /// Explicit constants: corrected claims that are proved, and the constant of the learning theorem
    Constants,
    /// Certified lower bounds by dimension and width
    Bounds,
    /// What the learning theorem asks for
    Plan,
    /// Certified bounds for shallow networks against measured risks of deep ones
    Separation,
    /// What is refuted and its correction, as the command errata prints it; computed, never from a ledger
    Errata,
}

/// Formats of `table`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GridFormat {
    /// Aligned text
    Text,
    /// A Markdown table
    Markdown,
    /// A LaTeX booktabs table
    Latex,
    /// Comma-separated values with a heading line
    Csv,
    /// JSON, see docs/json.md
    Json,
}

/// Arguments of `table`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  depthsep table verdicts --ledger all.ledger --format latex\n  depthsep table bounds --dim 4,8,16,32,64 --format markdown\n  depthsep table sections --paper sl22"
)]
pub struct Table {
    /// Which table
    #[arg(value_enum)]
    pub name: TableName,
    /// Take the rows from this ledger; without it they are computed (separation needs one, or --data)
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// Take separations from this file, JSON as separate prints it; repeatable
    #[arg(long, value_name = "FILE")]
    pub data: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = GridFormat::Text)]
    pub format: GridFormat,
    /// Only this paper (its key, such as sl22); repeatable
    #[arg(long, value_name = "KEY")]
    pub paper: Vec<String>,
    /// Only claims whose id matches this pattern; repeatable
    #[arg(long, value_name = "GLOB")]
    pub claim: Vec<String>,
    /// Dimensions of computed bounds and plans
    #[arg(long, value_name = "LIST", default_value = "4,8,16,32,64", value_parser = dims::parse)]
    pub dim: Dims,
    /// Widths of computed bounds; repeatable [default: d, d^2, d^3 for the compact law, d^2 and 2^(d/2) for the heavy-tailed one]
    #[arg(long, value_name = "EXPR")]
    pub width: Vec<String>,
    /// Radius of the ball of computed bounds
    #[arg(long, value_name = "EXPR", default_value = "sqrt(2)")]
    pub lambda: String,
    /// Law of bounds, plans and separations; without it both
    #[arg(long, value_enum)]
    pub law: Option<LawName>,
    /// How hard to try when verdicts are computed.
    #[command(flatten)]
    pub effort: Effort,
}

/// Arguments of `completions`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep completions bash > /etc/bash_completion.d/depthsep\n  depthsep completions zsh > ~/.zfunc/_depthsep"
)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  depthsep man | man -l -\n  depthsep man --out /usr/local/share/man/man1")]
pub struct Man {
    /// Write one page a command into this folder instead of the main page to standard output
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}
