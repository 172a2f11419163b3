//! What training runs share: the law, the radius, and messages that name the flag.

use super::super::quantity::Quantity;
use crate::cli::{LawName, Learning};
use crate::failure::{Failure, Result};
use enclosure::{Interval, Prec};
use trainer::law::NamedLaw;

/// Largest width or sample one may ask for; what fits in memory is smaller and checked where it is known.
const MAX_WHOLE: u64 = 1 << 40;

/// The points and the target of a run in one dimension.
pub struct Setting {
    /// Dimension.
    pub d: u32,
    /// Law of the points.
    pub law: NamedLaw,
    /// Parameter of the heavy-tailed law.
    pub alpha: f64,
    /// Radius of the ball: the double nearest to what was typed. It is the radius of every statement about the run.
    pub lambda: f64,
}

impl Setting {
    /// Reads the arguments and builds the law's tables.
    ///
    /// # Errors
    /// On bad input.
    pub fn new(d: u32, learning: &Learning) -> Result<Self> {
        let lambda = f64_of("--lambda", &learning.lambda, d)?;
        let alpha = f64_of("--alpha", &learning.alpha, d)?;
        if alpha < 1.0 {
            return Err(Failure::argument("--alpha", format!("{}: it must be at least 1", learning.alpha)));
        }
        let law = match learning.law {
            LawName::Compact => NamedLaw::compact(d as usize),
            LawName::Mixture => NamedLaw::mixture(d as usize, alpha),
        };
        Ok(Self { d, law: law.map_err(|e| Failure::argument("--dim", e))?, alpha, lambda })
    }
}

/// The double nearest to a positive expression in `d`.
///
/// # Errors
/// When it is not an expression, undefined, or no positive finite double.
pub fn f64_of(name: &'static str, text: &str, d: u32) -> Result<f64> {
    let value = Quantity::parse(name, text, true)?.at(d, Prec::DOUBLE.plus(64))?;
    let value = value.mid().to_f64();
    if value.is_finite() && value >= f64::MIN_POSITIVE {
        return Ok(value);
    }
    Err(Failure::argument(name, format!("{text}: it must be a finite positive number")))
}

/// The whole number that an expression in `d` is.
///
/// # Errors
/// When it is none, or not between 1 and 2^40.
pub fn whole(name: &'static str, text: &str, d: u32) -> Result<usize> {
    let value: Interval = Quantity::parse(name, text, true)?.at(d, Prec::DOUBLE.plus(64))?;
    let exact = if value.is_point() && value.lo().is_integer() { value.lo().to_integer() } else { None };
    let found = exact.and_then(|n| n.to_u64()).filter(|n| (1..=MAX_WHOLE).contains(n)).and_then(|n| n.try_into().ok());
    found.ok_or_else(|| {
        Failure::argument(name, format!("{text}: it must be a whole number, at least 1 and at most 2^40 (at d = {d})"))
    })
}

/// `nu` of Theorem 8 with the constant of Assumption 6: C = 1 for the compact law, 1/4 for the mixture.
#[must_use]
pub fn theorem_nu(law: LawName) -> f64 {
    let c = match law {
        LawName::Compact => 1.0,
        LawName::Mixture => 0.25,
    };
    c / (840.0 * 6561.0 * 1e6)
}

/// The trainer's errors with its arguments called by the flags they came from.
pub fn as_flags(error: trainer::Error) -> Failure {
    match &error {
        trainer::Error::Argument { argument, reason, .. } => {
            let flag = match *argument {
                "d" => "--dim",
                "r" | "width" => "--width",
                "n" => "--samples",
                "lambda" => "--lambda",
                "alpha" => "--alpha",
                "eta" | "factor" | "nu" | "every" => "--step-size",
                "empirical_risk" => "--stop-at",
                "checkpoint" => "--checkpoint",
                "delta" => "--delta",
                "points" | "test_points" => "--fresh",
                "restarts" => "--restarts",
                "threads" => "--threads",
                other => other,
            };
            Failure::argument(flag, reason)
        }
        trainer::Error::File { path, reason, .. } => {
            Failure::argument("--checkpoint", format!("{}: {reason}", path.display()))
        }
        _ => Failure::new(error.to_string()),
    }
}

/// Refuses what would not fit in memory, before the system starts to swap or ends the program.
///
/// # Errors
/// When `bytes` are more than this machine has to give.
pub fn fits(name: &str, bytes: Option<usize>) -> Result<()> {
    let wanted = bytes.unwrap_or(usize::MAX);
    let Some(free) = available() else { return Ok(()) };
    if wanted <= free {
        return Ok(());
    }
    let gigabytes = |b: usize| {
        #[allow(clippy::cast_precision_loss)]
        let b = b as f64;
        format!("{:.1} GB", b / 1e9)
    };
    Err(Failure::argument(name, format!("it would take {}, and {} are free", gigabytes(wanted), gigabytes(free))))
}

/// Memory that can be had without swapping; `None` where the system does not say.
fn available() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|l| l.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()?.checked_mul(1024)
}
