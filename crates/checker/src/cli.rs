//! The arguments of every command.

mod cells;
mod export;
mod figure;
mod mutate;
mod record;
mod report;
mod train;

pub use cells::grid_format;
pub use export::{Coq, Export};
pub use figure::{Figure, FigureName};
pub use mutate::Mutate;
pub use record::{Completions, GridFormat, Man, Merge, Part, Table, TableName, ToLedger};
pub use report::{Choice, Errata, ErrataFormat, Graph, GraphFormat};
pub use train::{
    ConstructionArgs, Deep, DeepMethod, Descent, LawName, Layer, Learning, OptimizerName, Plain, Separate, Shallow,
    StepRule, Theory, Train,
};

use crate::dims::{self, Dims};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Decides, with proof, what depth-separation papers claim.
///
/// Exit codes: 0 everything decided; 1 something undecided, missing or not separated, or a verdict named by --deny; 2 bad input;
/// 130 interrupted twice. Defaults of any flag may stand in depthsep.toml (docs/command-line.md).
#[derive(Debug, Parser)]
#[command(name = "depthsep", version, long_version = crate::build_info::LONG, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Examples:\n  depthsep check --paper sl22 --ledger sl22.ledger\n  depthsep bound compact --dim 64 --width '64^3'\n  depthsep table verdicts --ledger sl22.ledger --format latex"
)]
pub struct Cli {
    /// No progress on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say on standard error what is done
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Decide the claims of a paper and print the verdict table
    Check(Check),
    /// Print one claim, its formula, its verdict and the evidence
    Explain(Explain),
    /// Check certificates again at another precision, without any search
    Verify(Verify),
    /// What is refuted, its correction, and what the correction changes further down
    Errata(Errata),
    /// Draw which claim rests on which
    Graph(Graph),
    /// Print an enclosure of the value of an expression
    Eval(Eval),
    /// Certified lower bounds on the error of every shallow network
    #[command(subcommand)]
    Bound(Bound),
    /// Train a network on the indicator of a ball and measure its risk
    #[command(subcommand)]
    Train(Train),
    /// Certified bound for shallow networks against the measured risk of a deep one
    Separate(Separate),
    /// What the learning theorem asks for
    #[command(subcommand)]
    Theory(Theory),
    /// Unite ledgers, say what is missing, refuse contradictions
    Merge(Merge),
    /// Tables for a paper, from a ledger or computed
    Table(Table),
    /// Figures for a paper, from a ledger, from a file or computed
    Figure(Figure),
    /// Print a completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man(Man),
    /// Write decided claims for other provers
    #[command(subcommand)]
    Export(Export),
    /// Move each constant of the decided claims and see whether the verdict follows
    Mutate(Mutate),
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned text
    Table,
    /// JSON, see docs/json.md
    Json,
    /// Comma-separated values with a heading line
    Csv,
}

/// How `check` prints its verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Aligned text
    Table,
    /// JSON, see docs/json.md
    Json,
    /// Comma-separated values with a heading line
    Csv,
    /// Markdown: counts by section, and every claim that is undecided or argued
    Markdown,
}

/// Where claims come from and how hard to try; shared by `check` and `explain`.
#[derive(Args, Clone, Debug)]
pub struct Effort {
    /// Folder of papers; without it ./paper-checks if that exists, else the claims this program was built with
    #[arg(long, value_name = "DIR")]
    pub claims: Option<PathBuf>,
    /// Dimensions at which "for all d" is decided one by one where a proof for all of them is out of reach: 2..=64, 4,8,16
    #[arg(long, value_name = "LIST", default_value = "2..=16", value_parser = dims::parse)]
    pub dims: Dims,
    /// Working precision to start with, in bits
    #[arg(long, value_name = "BITS", default_value_t = 128, value_parser = clap::value_parser!(u32).range(2..=16_777_216))]
    pub prec: u32,
    /// Highest working precision tried, in bits
    #[arg(long, value_name = "BITS", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(2..=16_777_216))]
    pub max_prec: u32,
    /// Most seconds of processor time spent on one claim [default: 4, and 0.4 for each listed dimension in its domain]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<f64>,
}

/// Arguments of `check`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep check --paper sl22 --dims 2..=64\n  depthsep check --claim 'sl22.prop22.*' --format json\n  depthsep check --deny refuted,undecided"
)]
pub struct Check {
    /// Only this paper (its key, such as sl22); repeatable
    #[arg(long, value_name = "KEY")]
    pub paper: Vec<String>,
    /// Only claims whose id matches this pattern (* and ? as in file names); repeatable
    #[arg(long, value_name = "GLOB")]
    pub claim: Vec<String>,
    /// Where the claims come from and how hard to try.
    #[command(flatten)]
    pub effort: Effort,
    /// Threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Output format
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    pub format: CheckFormat,
    /// Where results are kept.
    #[command(flatten)]
    pub to: ToLedger,
    /// Which part is done.
    #[command(flatten)]
    pub part: Part,
    /// Exit with code 1 when one of these verdicts occurs
    #[arg(long, value_name = "VERDICTS", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Write a certificate a claim into this folder, for verify and for the audit (docs/certificates.md)
    #[arg(long, value_name = "DIR")]
    pub certificates: Option<PathBuf>,
}

/// Arguments of `verify`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 everything confirmed; 1 something not confirmed; 2 bad input.\n\nExamples:\n  depthsep check --certificates certificates\n  depthsep verify certificates\n  depthsep verify certificates/sl22.lem19.upper.json --prec 512"
)]
pub struct Verify {
    /// Folder written by check --certificates, or one certificate
    #[arg(value_name = "DIR|FILE")]
    pub path: PathBuf,
    /// Precision in bits; without it 64 more than the certificate records
    #[arg(long, value_name = "BITS", value_parser = clap::value_parser!(u32).range(24..=1_000_000))]
    pub prec: Option<u32>,
    /// Folder of papers, as for check: the claims must be those the certificates are about
    #[arg(long, value_name = "DIR")]
    pub claims: Option<PathBuf>,
    /// Most seconds spent on one certificate
    #[arg(long, value_name = "SECONDS", default_value_t = 120.0, value_parser = seconds)]
    pub timeout: f64,
    /// Threads
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  depthsep explain sl22.lem19.upper")]
pub struct Explain {
    /// The claim's id
    pub claim: String,
    /// Where the claims come from and how hard to try.
    #[command(flatten)]
    pub effort: Effort,
}

/// Arguments of `eval`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep eval 'bessel_j(7/2, 10)' --prec 256\n  depthsep eval 'x*exp(-x)' --let 'x=[1, 2]'\n  depthsep eval 'R(d)/sqrt(d)' --let d=64 --paper sl22"
)]
pub struct Eval {
    /// The expression, in the claim language (docs/claims-language.md)
    pub expression: String,
    /// Precision asked for, in bits
    #[arg(long, value_name = "BITS", default_value_t = 128, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub prec: u32,
    /// Value of a variable: x=1/3, or an interval x=[0, 1]; repeatable
    #[arg(long = "let", value_name = "NAME=VALUE")]
    pub bindings: Vec<String>,
    /// Use the definitions of this paper
    #[arg(long, value_name = "KEY")]
    pub paper: Option<String>,
    /// Folder of papers, as for check
    #[arg(long, value_name = "DIR")]
    pub claims: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// Arguments of `bound`, by law.
#[derive(Debug, Subcommand)]
pub enum Bound {
    /// The compactly supported law: the sum of two uniform points of the unit sphere
    Compact(Compact),
    /// The heavy-tailed law, and half of it for the mixture with the Gaussian
    Heavy(Heavy),
}

/// Output formats of tables that authors paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Aligned text; a single row is explained in words
    Table,
    /// JSON, see docs/json.md
    Json,
    /// Comma-separated values with a heading line
    Csv,
    /// A LaTeX booktabs table
    Latex,
}

/// What both laws take.
#[derive(Args, Clone, Debug)]
pub struct BoundCommon {
    /// Dimensions: 64, 2..=64, 4,8,16
    #[arg(long, value_name = "LIST", value_parser = dims::parse)]
    pub dim: Dims,
    /// Radius of the ball, an expression such as sqrt(2); repeatable
    #[arg(long, value_name = "EXPR", default_value = "sqrt(2)")]
    pub lambda: Vec<String>,
    /// Width of the networks, an expression that may use d: 64^3, d^2, 2^(d/2); repeatable
    #[arg(long, value_name = "EXPR")]
    pub width: Vec<String>,
    /// Working precision in bits
    #[arg(long, value_name = "BITS", default_value_t = 128, value_parser = clap::value_parser!(u32).range(24..=100_000))]
    pub prec: u32,
    /// Output format
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub format: TableFormat,
    /// Where results are kept.
    #[command(flatten)]
    pub to: ToLedger,
    /// Which part is done.
    #[command(flatten)]
    pub part: Part,
}

/// Arguments of `bound compact`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep bound compact --dim 64 --lambda 'sqrt(2)' --width '64^3'\n  depthsep bound compact --dim 4,8,16,32,64 --width 'd,d^2,d^3' --format latex\n  depthsep bound compact --dim 8 --lambda best --width d\n  depthsep bound compact --dim 8,16,32 --accuracy 0.01"
)]
pub struct Compact {
    /// Dimensions, radii (also `best`: the one in [1, 2] at which the bound is largest), widths.
    #[command(flatten)]
    pub common: BoundCommon,
    /// Instead of --width: the width that this mean squared error asks for, an expression; repeatable
    #[arg(long, value_name = "EPS", conflicts_with = "width")]
    pub accuracy: Vec<String>,
}

/// Arguments of `bound heavy`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep bound heavy --dim 64 --alpha 1 --lambda 'sqrt(2)' --width '2^32'\n  depthsep bound heavy --dim 4,8,16,32 --width 'd^2' --width '2^(d/2)' --format latex\n  depthsep bound heavy --dim 8 --lambda best --lambda worst --width 16\n  depthsep bound heavy --dim 8,16 --accuracy 0.001"
)]
pub struct Heavy {
    /// Dimensions, radii, widths.
    #[command(flatten)]
    pub common: BoundCommon,
    /// Parameter of the law, at least 1; repeatable
    #[arg(long, value_name = "EXPR", default_value = "1")]
    pub alpha: Vec<String>,
    /// Radii between which `--lambda best` looks for the largest and `--lambda worst` for the least bound
    #[arg(long, value_name = "LOW..HIGH", default_value = "1..2")]
    pub lambda_range: String,
    /// Instead of widths: the largest width for which the bound exceeds this accuracy; an expression, repeatable
    #[arg(long, value_name = "EXPR", conflicts_with = "width")]
    pub accuracy: Vec<String>,
}

/// A positive, finite number of seconds.
pub(crate) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(s) if s.is_finite() && s > 0.0 => Ok(s),
        _ => Err("it must be a positive number of seconds".into()),
    }
}
