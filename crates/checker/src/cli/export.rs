//! Arguments of `export`.

use super::Effort;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Arguments of `export`, by prover.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Coq goals for the interval tactic of coq-interval, one file a section
    Coq(Coq),
}

/// Arguments of `export coq`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep export coq --paper sl22 --dims 3,4 --out coq\n  coqc coq/sl22_D.v       # needs Coq and coq-interval; ./run coq compiles all files"
)]
pub struct Coq {
    /// Only this paper (its key, such as sl22); repeatable
    #[arg(long, value_name = "KEY")]
    pub paper: Vec<String>,
    /// Only claims whose id matches this pattern (* and ? as in file names); repeatable
    #[arg(long, value_name = "GLOB")]
    pub claim: Vec<String>,
    /// Folder the files are written to; made when it does not exist
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// File of claim ids to leave out, one a line; text after # is a comment
    #[arg(long, value_name = "FILE")]
    pub without: Option<PathBuf>,
    /// Seconds Coq may spend on one lemma
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub coq_timeout: u32,
    /// Where the claims come from and how hard to try.
    #[command(flatten)]
    pub effort: Effort,
    /// Threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}
