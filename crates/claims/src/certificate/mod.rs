//! Certificates: what is needed to check a verdict again without the search that found it.
//!
//! A certificate is plain JSON. It never carries a conclusion that [`recheck`] takes on trust: a proof is a tree of steps,
//! each of which the kernel applies again; a counterexample is an exact point, evaluated again. Exact numbers are
//! strings of the form `p/q`.

mod recheck;

pub use recheck::recheck;

use crate::decide::{DimVerdict, Evidence, Outcome, Proof, Verdict, Witness};
use crate::load::Claim;
use enclosure::{Interval, Prec};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the format.
pub const VERSION: u32 = 1;
/// Largest proof written out, in steps; a longer one is not certified and the certificate says so.
pub const MAX_STEPS: usize = 200_000;

/// A claim, its verdict and the evidence for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// [`VERSION`].
    pub version: u32,
    /// Id of the claim.
    pub claim: String,
    /// Hash of what was decided.
    pub hash: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The evidence.
    pub evidence: Record,
    /// Certified lower bound of the margin, in decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<String>,
    /// Evidence by dimension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dims: Vec<DimRecord>,
}

/// The evidence at one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DimRecord {
    /// The dimension.
    pub d: i64,
    /// The verdict there.
    pub verdict: Verdict,
    /// The evidence.
    pub evidence: Record,
}

/// Evidence as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Record {
    /// A proof.
    Proof {
        /// Precision of its enclosures, bits.
        prec: u32,
        /// Its steps.
        proof: Proof,
    },
    /// A counterexample.
    Witness {
        /// Precision at which it is certain, bits.
        prec: u32,
        /// Exact values.
        point: BTreeMap<String, String>,
        /// The comparison that fails there.
        comparison: String,
        /// Enclosures of its sides, as pairs of decimals rounded outward.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sides: Option<[[String; 2]; 2]>,
    },
    /// A written proof, `file#anchor`.
    Written {
        /// Where.
        proof: String,
    },
    /// Verdicts of the claims it is derived from.
    Steps {
        /// Ids and verdicts.
        steps: BTreeMap<String, Verdict>,
    },
    /// Nothing.
    None,
}

/// Digits of the printed enclosures.
const DIGITS: usize = 25;

fn decimals(i: &Interval) -> [String; 2] {
    let (lo, hi) = i.to_decimal(DIGITS);
    [lo, hi]
}

impl Record {
    fn new(e: &Evidence) -> Self {
        match e {
            Evidence::Proof { proof, prec } if proof.size() <= MAX_STEPS => {
                Self::Proof { prec: *prec, proof: proof.clone() }
            }
            Evidence::Proof { .. } | Evidence::None => Self::None,
            Evidence::Witness(Witness { point, sides, comparison, prec }) => Self::Witness {
                prec: *prec,
                point: point.iter().map(|(x, q)| (x.to_string(), q.to_string())).collect(),
                comparison: comparison.clone(),
                sides: sides.as_ref().map(|(a, b)| [decimals(a), decimals(b)]),
            },
            Evidence::Written(proof) => Self::Written { proof: proof.clone() },
            Evidence::Steps(steps) => Self::Steps { steps: steps.iter().cloned().collect() },
        }
    }
}

impl Certificate {
    /// The certificate of an outcome.
    #[must_use]
    pub fn new(claim: &Claim, outcome: &Outcome) -> Self {
        Self::of(&claim.id, &claim.hash, outcome)
    }

    /// The certificate of an outcome of the claim with this id and hash.
    #[must_use]
    pub fn of(id: &str, hash: &str, outcome: &Outcome) -> Self {
        let dim = |v: &DimVerdict| DimRecord { d: v.d, verdict: v.verdict, evidence: Record::new(&v.evidence) };
        Self {
            version: VERSION,
            claim: id.to_owned(),
            hash: hash.to_owned(),
            verdict: outcome.verdict,
            evidence: Record::new(&outcome.evidence),
            margin: outcome.margin.as_ref().map(|m| m.to_decimal(6).0),
            dims: outcome.dims.iter().map(dim).collect(),
        }
    }

    /// As JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn to_json(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self).map_err(|e| e.to_string())
    }

    /// From JSON.
    ///
    /// # Errors
    /// When the text is not a certificate.
    pub fn from_json(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|e| e.to_string())
    }

    /// Largest precision its evidence names.
    #[must_use]
    pub fn precision(&self) -> Prec {
        let of = |r: &Record| match r {
            Record::Proof { prec, .. } | Record::Witness { prec, .. } => *prec,
            _ => 0,
        };
        let most = self.dims.iter().map(|d| of(&d.evidence)).chain([of(&self.evidence)]).max().unwrap_or(0);
        Prec::new(most.max(64)).unwrap_or(Prec::DOUBLE)
    }
}
