//! The arguments of `train`, `separate` and `theory`.

use super::{Format, Part, TableFormat, ToLedger};
use crate::dims::{self, Dims};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;
use trainer::shallow::Activation;

/// Most points, steps or threads one may ask for: far more than any machine does, small enough that no product overflows.
const MANY: u64 = 1 << 40;

/// Largest dimension of the trainer: beyond it one point alone is a large vector and nothing is learnt.
const MAX_DIM: i64 = 4096;

/// Arguments of `train`, by depth.
#[derive(Debug, Subcommand)]
pub enum Train {
    /// Gradient descent on the output neuron over random erf features, the method of the paper
    Deep(Deep),
    /// Networks with one hidden layer, every weight trained: the baseline
    Shallow(Shallow),
    /// The weights of the proof of Theorem 9 beside those that gradient descent finds
    Construction(ConstructionArgs),
}

/// The law of the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LawName {
    /// The sum of two uniform points of the unit sphere
    Compact,
    /// The heavy-tailed law and the Gaussian, each with probability 1/2
    Mixture,
}

impl LawName {
    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Mixture => "mixture",
        }
    }
}

/// What every training run takes.
#[derive(Args, Clone, Debug)]
pub struct Learning {
    /// Law of the points
    #[arg(long, value_enum, default_value_t = LawName::Compact)]
    pub law: LawName,
    /// Parameter of the heavy-tailed law, at least 1
    #[arg(long, value_name = "EXPR", default_value = "1")]
    pub alpha: String,
    /// Radius of the ball, an expression
    #[arg(long, value_name = "EXPR", default_value = "sqrt(2)")]
    pub lambda: String,
    /// Seed of everything random
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Threads; 0 for one per core. The result does not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: u16,
}

/// Step size of gradient descent as given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepRule {
    /// 1.9/L, with L the measured top eigenvalue.
    Auto,
    /// 1.9/L_t, with L_t that of the Hessian at the point itself, measured every 500 steps.
    Remeasured,
    /// The theorem's nu/(8r).
    Theorem,
    /// This number.
    Given(f64),
}

/// How the gradient is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DeepMethod {
    /// Plain gradient descent, the paper's method
    Gd,
    /// Nesterov's accelerated gradient, not the paper's method
    Nesterov,
}

/// How the output neuron is trained. What is not given is taken from the preset of the dimension.
#[derive(Args, Clone, Debug)]
pub struct Descent {
    /// Training points n; without it what suits the dimension
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MANY))]
    pub samples: Option<u64>,
    /// Steps; without it what suits the dimension
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u64).range(0..=MANY))]
    pub steps: Option<u64>,
    /// auto (1.9/L, L the measured top eigenvalue), remeasured (1.9/L at the current point), theorem (nu/(8r)) or a number
    #[arg(long, value_name = "RULE", default_value = "auto", value_parser = step_rule, allow_hyphen_values = true)]
    pub step_size: StepRule,
    /// How the gradient is used
    #[arg(long, value_enum, default_value_t = DeepMethod::Gd)]
    pub method: DeepMethod,
    /// Law of the random features
    #[arg(long, value_enum, default_value_t = Layer::Paper)]
    pub layer: Layer,
    /// Standard deviation of the features' weights, instead of that of --layer
    #[arg(long, value_name = "SIGMA", allow_hyphen_values = true)]
    pub weight_deviation: Option<f64>,
    /// Standard deviation of the features' biases, instead of that of --layer
    #[arg(long, value_name = "SIGMA", allow_hyphen_values = true)]
    pub bias_deviation: Option<f64>,
    /// Fresh points on which the risk is measured
    #[arg(long, value_name = "M", default_value_t = 10_000_000, value_parser = clap::value_parser!(u64).range(2..=MANY))]
    pub fresh: u64,
}

impl Descent {
    /// What determines a run, as text.
    #[must_use]
    pub fn key(&self) -> String {
        let or = |v: Option<String>| v.unwrap_or_else(|| "-".into());
        format!(
            "samples={} steps={} step-size={:?} method={:?} layer={:?} deviations={}/{} fresh={}",
            or(self.samples.map(|n| n.to_string())),
            or(self.steps.map(|n| n.to_string())),
            self.step_size,
            self.method,
            self.layer,
            or(self.weight_deviation.map(|s| s.to_string())),
            or(self.bias_deviation.map(|s| s.to_string())),
            self.fresh
        )
    }
}

/// Law of the random features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    /// Weights and biases N(0, 1/4), Assumption 7 of the paper
    Paper,
    /// Weights N(0, 4) and biases N(0, 36): the radius stands out more, so fewer steps, samples and features do
    Wide,
}

/// What a deep network is to learn in one dimension, and how.
#[derive(Args, Debug)]
pub struct Task {
    /// Dimension of the points
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(2..=MAX_DIM))]
    pub dim: u32,
    /// Law, radius, seed.
    #[command(flatten)]
    pub learning: Learning,
    /// Random features r, a number (even for `construction`) or an expression such as d^2; without it what suits the dimension
    #[arg(long, value_name = "R")]
    pub width: Option<String>,
    /// Sample, steps, features.
    #[command(flatten)]
    pub descent: Descent,
}

/// Arguments of `train deep`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep train deep --dim 4 --law compact\n  depthsep train deep --dim 16 --layer wide\n  depthsep train deep --dim 8 --steps 40000 --step-size remeasured --checkpoint run.ckpt\n  depthsep train deep --dim 8 --steps 80000 --step-size remeasured --checkpoint run.ckpt --resume"
)]
pub struct Deep {
    /// What is learnt, and how.
    #[command(flatten)]
    pub task: Task,
    /// Stop once the empirical risk is at most this (the paper's rule is half of the risk wanted)
    #[arg(long, value_name = "RISK")]
    pub stop_at: Option<f64>,
    /// Stop after this time: 90s, 30m, 1h
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub budget: Option<Duration>,
    /// Save to this file every minute and at the end
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
    /// Go on from the checkpoint
    #[arg(long, requires = "checkpoint")]
    pub resume: bool,
    /// Probability that the upper bound of the risk is wrong
    #[arg(long, value_name = "P", default_value_t = 1e-9)]
    pub delta: f64,
    /// Output format
    #[arg(long, value_enum, default_value_t = Plain::Table)]
    pub format: Plain,
    /// Where results are kept.
    #[command(flatten)]
    pub to: ToLedger,
}

/// Arguments of `train construction`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  depthsep train construction --dim 4 --width 4000 --samples 8000 --steps 4000")]
pub struct ConstructionArgs {
    /// What is learnt, and how.
    #[command(flatten)]
    pub task: Task,
    /// Output format
    #[arg(long, value_enum, default_value_t = Plain::Table)]
    pub format: Plain,
}

/// Output formats of a single result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Plain {
    /// Text
    Table,
    /// JSON, see docs/json.md
    Json,
}

/// Optimiser of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptimizerName {
    /// Plain gradient descent
    Gd,
    /// Adam with a cosine schedule
    Adam,
}

/// Activation of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ActivationName {
    /// The error function
    Erf,
    /// The hyperbolic tangent
    Tanh,
    /// max(0, t)
    Relu,
    /// ln(1 + e^t)
    Softplus,
}

impl ActivationName {
    /// The activation.
    #[must_use]
    pub const fn activation(self) -> Activation {
        match self {
            Self::Erf => Activation::Erf,
            Self::Tanh => Activation::Tanh,
            Self::Relu => Activation::Relu,
            Self::Softplus => Activation::Softplus,
        }
    }
}

/// Arguments of `train shallow`.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  depthsep train shallow --dim 4 --width d --width 'd^2' --activation relu --activation erf --restarts 3"
)]
pub struct Shallow {
    /// Dimension of the points
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(2..=MAX_DIM))]
    pub dim: u32,
    /// Law, radius, seed.
    #[command(flatten)]
    pub learning: Learning,
    /// Neurons, a number or an expression such as d^2; repeatable
    #[arg(long, value_name = "R", default_values_t = [String::from("d"), String::from("d^2")])]
    pub width: Vec<String>,
    /// Activation; repeatable
    #[arg(long, value_enum, default_values_t = [ActivationName::Erf, ActivationName::Tanh, ActivationName::Relu, ActivationName::Softplus])]
    pub activation: Vec<ActivationName>,
    /// Optimiser
    #[arg(long, value_enum, default_value_t = OptimizerName::Adam)]
    pub optimizer: OptimizerName,
    /// Step size
    #[arg(long, value_name = "ETA", default_value_t = 0.01, allow_hyphen_values = true)]
    pub step_size: f64,
    /// Steps of one restart, each on all training points
    #[arg(long, value_name = "T", default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..=MANY))]
    pub steps: u64,
    /// Starts from different weights; the best counts
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub restarts: u64,
    /// Training points
    #[arg(long, value_name = "N", default_value_t = 16_000, value_parser = clap::value_parser!(u64).range(1..=MANY))]
    pub samples: u64,
    /// Fresh points on which a finished network is measured
    #[arg(long, value_name = "M", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(2..=MANY))]
    pub fresh: u64,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Where results are kept.
    #[command(flatten)]
    pub to: ToLedger,
}

/// Arguments of `separate`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  depthsep separate --dims 4,8,16 --law compact --width-exponent 3 --budget 30m\n  depthsep separate --dims 32 --width 'd^2' --layer wide --no-shallow --format latex"
)]
pub struct Separate {
    /// Dimensions: 4,8,16 or 4..=8
    #[arg(long, value_name = "LIST", value_parser = dims::parse)]
    pub dims: Dims,
    /// Law, radius, seed.
    #[command(flatten)]
    pub learning: Learning,
    /// Width of the shallow networks, an expression that may use d [default: d^3]
    #[arg(long, value_name = "EXPR", conflicts_with = "width_exponent")]
    pub width: Option<String>,
    /// The same as --width d^N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=64))]
    pub width_exponent: Option<u32>,
    /// Most time for one dimension: 90s, 30m, 1h
    #[arg(long, value_name = "TIME", default_value = "30m", value_parser = duration)]
    pub budget: Duration,
    /// Train no shallow network; the bound needs none
    #[arg(long)]
    pub no_shallow: bool,
    /// Random features of the deep network; without it what suits the dimension
    #[arg(long, value_name = "R")]
    pub deep_width: Option<String>,
    /// Sample, steps, features.
    #[command(flatten)]
    pub descent: Descent,
    /// Save every run to this folder each minute, and go on from what is there
    #[arg(long, value_name = "DIR")]
    pub checkpoints: Option<PathBuf>,
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

/// Arguments of `theory`.
#[derive(Debug, Subcommand)]
pub enum Theory {
    /// Width, sample size, step size and steps that Theorem 8 of Safran & Lee 2022 asks for
    Plan(Plan),
}

/// Arguments of `theory plan`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  depthsep theory plan --dim 8 --law compact --eps 0.1 --delta 0.01")]
pub struct Plan {
    /// Dimension of the points
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub dim: u32,
    /// Law of the points
    #[arg(long, value_enum, default_value_t = LawName::Compact)]
    pub law: LawName,
    /// Risk wanted, in (0, 1)
    #[arg(long, value_name = "EXPR", default_value = "0.1", allow_hyphen_values = true)]
    pub eps: String,
    /// Probability of failure, in (0, 1)
    #[arg(long, value_name = "EXPR", default_value = "0.01", allow_hyphen_values = true)]
    pub delta: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Plain::Table)]
    pub format: Plain,
    /// Where results are kept.
    #[command(flatten)]
    pub to: ToLedger,
}

/// A time such as `90s`, `30m` or `1.5h`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "it must be a positive time such as 90s, 30m or 1h, at most a year".to_string();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let factor = match unit {
        's' => 1.0,
        'm' => 60.0,
        'h' => 3600.0,
        _ => return Err(wrong()),
    };
    let seconds = text[..text.len() - 1].parse::<f64>().map_err(|_| wrong())? * factor;
    if seconds > 0.0 && seconds <= 366.0 * 86400.0 { Ok(Duration::from_secs_f64(seconds)) } else { Err(wrong()) }
}

/// A step size.
fn step_rule(text: &str) -> Result<StepRule, String> {
    match text {
        "auto" => Ok(StepRule::Auto),
        "remeasured" => Ok(StepRule::Remeasured),
        "theorem" => Ok(StepRule::Theorem),
        _ => match text.parse::<f64>() {
            Ok(eta) if eta.is_finite() && eta > 0.0 => Ok(StepRule::Given(eta)),
            _ => Err("it must be auto, remeasured, theorem or a finite positive number".into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{StepRule, duration, step_rule};
    use std::time::Duration;

    #[test]
    fn times() {
        assert_eq!(duration("30m"), Ok(Duration::from_secs(1800)));
        assert_eq!(duration("1.5h"), Ok(Duration::from_secs(5400)));
        for bad in ["", "s", "30", "-1s", "0s", "nans", "infh", "1é", "1e300h"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn step_sizes() {
        assert_eq!(step_rule("0.25"), Ok(StepRule::Given(0.25)));
        for bad in ["0", "-1", "nan", "inf", "1e999", "fast", ""] {
            assert!(step_rule(bad).is_err(), "{bad}");
        }
    }
}
