//! Arguments of `mutate`.

use super::{Effort, seconds};
use clap::Args;
use std::path::PathBuf;

/// Arguments of `mutate`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep mutate --claim 'sl22.prop22.*'\n  depthsep mutate --dims 3,4 --csv mutations.csv     # everything, a few minutes\n  depthsep mutate --dims 3,4 --every 20             # a sample\n\nWhat is moved and what counts as a flip: docs/mutation.md"
)]
pub struct Mutate {
    /// Only this paper (its key, such as sl22); repeatable
    #[arg(long, value_name = "KEY")]
    pub paper: Vec<String>,
    /// Only claims whose id matches this pattern (* and ? as in file names); repeatable
    #[arg(long, value_name = "GLOB")]
    pub claim: Vec<String>,
    /// Only every N-th of these claims
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub every: u32,
    /// Seconds for deciding a claim with a moved constant
    #[arg(long, value_name = "SECONDS", default_value_t = 0.3, value_parser = seconds)]
    pub each: f64,
    /// Only so many constants of a claim: of the formula before the domain, long literals before short ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub constants: Option<u32>,
    /// Seconds of processor time for all constants of a claim
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds)]
    pub limit: f64,
    /// Only the claims of the K-th of N shards; put the shards' files together for the report
    #[arg(long, value_name = "K/N", value_parser = crate::shard::parse)]
    pub shard: Option<crate::ledger::Shard>,
    /// Write one line a constant and direction to this file, claim by claim; claims that are there are not done again
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Where the claims come from and how hard to try.
    #[command(flatten)]
    pub effort: Effort,
    /// Threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}
