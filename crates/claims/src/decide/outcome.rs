//! What a decision says.

use super::sample::Point;
use super::step::Proof;
use enclosure::Interval;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Shown to fail, with a witness.
    Refuted,
    /// Neither shown nor refuted within the limits.
    Undecided,
    /// Measured, with a confidence level; no decider gives it.
    Supported,
    /// Settled by a written proof that a person must read.
    Argued,
    /// Shown for each listed value of the dimension, no more.
    Verified,
    /// Shown for the whole domain.
    Proved,
}

impl Verdict {
    /// Name as in tables and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::Undecided => "undecided",
            Self::Supported => "supported",
            Self::Argued => "argued",
            Self::Verified => "verified",
            Self::Proved => "proved",
        }
    }

    /// The verdict of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Refuted, Self::Undecided, Self::Supported, Self::Argued, Self::Verified, Self::Proved];
        all.into_iter().find(|v| v.name() == name)
    }
}

/// Limits of one decision.
#[derive(Clone, Debug)]
pub struct Options {
    /// Values of `d` decided one by one when "for all d" is out of reach.
    pub dims: Vec<i64>,
    /// First working precision, bits.
    pub prec: u32,
    /// Largest working precision, bits.
    pub max_prec: u32,
    /// Processor time for the claim.
    pub timeout: Duration,
    /// Further time for each listed dimension in the domain of the claim.
    pub timeout_per_dim: Duration,
    /// Most boxes of one subdivision.
    pub max_boxes: usize,
    /// Set from outside to stop.
    pub interrupt: Arc<AtomicBool>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dims: (2..=16).collect(),
            prec: 128,
            max_prec: 2048,
            timeout: Duration::from_secs(20),
            timeout_per_dim: Duration::ZERO,
            max_boxes: 20_000,
            interrupt: Arc::new(AtomicBool::new(false)),
        }
    }
}

/// Verdict at one value of the dimension.
#[derive(Clone, Debug)]
pub struct DimVerdict {
    /// The dimension.
    pub d: i64,
    /// Verdict there: `Proved` for this value, `Refuted` or `Undecided`.
    pub verdict: Verdict,
    /// Its evidence.
    pub evidence: Evidence,
}

/// A point at which a claim fails.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Exact values of the variables.
    pub point: Point,
    /// Enclosures of the two sides of the comparison that fails, when there is one.
    pub sides: Option<(Interval, Interval)>,
    /// The comparison, as text.
    pub comparison: String,
    /// Precision at which it is certain.
    pub prec: u32,
}

/// What supports a verdict.
#[derive(Clone, Debug)]
pub enum Evidence {
    /// A proof the kernel replays.
    Proof {
        /// Its steps.
        proof: Proof,
        /// Precision of its enclosures.
        prec: u32,
    },
    /// A counterexample.
    Witness(Witness),
    /// A written proof.
    Written(String),
    /// The claims a composite one is derived from, with their verdicts.
    Steps(Vec<(String, Verdict)>),
    /// Nothing.
    None,
}

/// The result of a decision.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Verdicts by dimension, where dimensions were decided one by one.
    pub dims: Vec<DimVerdict>,
    /// Certified lower bound of the relative distance from failing (proved) or of the violation (refuted).
    pub margin: Option<Interval>,
    /// The evidence for the verdict.
    pub evidence: Evidence,
    /// Why it is undecided, or a remark.
    pub reason: Option<String>,
    /// Wall-clock time.
    pub seconds: f64,
}
