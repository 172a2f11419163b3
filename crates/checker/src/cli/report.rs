//! Arguments of the commands that report on a whole paper: `errata` and `graph`.

use super::Effort;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What both commands take.
#[derive(Args, Debug)]
pub struct Choice {
    /// The paper's key, such as sl22, or all
    #[arg(long, value_name = "KEY", default_value = "all")]
    pub paper: String,
    /// Where the claims come from and how hard to try.
    #[command(flatten)]
    pub effort: Effort,
    /// Threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// Output formats of `errata`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ErrataFormat {
    /// Text for a terminal
    Table,
    /// A Markdown table
    Markdown,
    /// A LaTeX longtable with booktabs rules
    Latex,
    /// Comma-separated values with a heading line
    Csv,
    /// JSON, see docs/json.md
    Json,
}

/// Arguments of `errata`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep errata --paper sl22 --format latex > errata.tex\n  depthsep errata --claim 'sl22.eq66*'"
)]
pub struct Errata {
    /// Which papers, and how hard to try.
    #[command(flatten)]
    pub choice: Choice,
    /// Only claims whose id matches this pattern (* and ? as in file names); repeatable
    #[arg(long, value_name = "GLOB")]
    pub claim: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = ErrataFormat::Table)]
    pub format: ErrataFormat,
}

/// Output formats of `graph`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A picture
    Svg,
    /// Input for Graphviz
    Dot,
}

/// Arguments of `graph`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep graph --paper sl22 --out sl22.svg\n  depthsep graph --claim sl22.thm8.statement --out theorem8.svg"
)]
pub struct Graph {
    /// Which papers, and how hard to try.
    #[command(flatten)]
    pub choice: Choice,
    /// Only what this claim rests on and what rests on it, to any depth
    #[arg(long, value_name = "ID")]
    pub claim: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = GraphFormat::Svg)]
    pub format: GraphFormat,
    /// Write to this file, .svg or .pdf for a picture, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
