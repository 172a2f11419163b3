//! Certificates: what is needed to check a verdict again without the search that found it.
//!
//! A certificate is plain JSON (`docs/certificates.md`). It never carries a conclusion that [`recheck`] takes on trust: a
//! proof is a list of steps, each of which the kernel applies again; a counterexample is an exact point, evaluated
//! again. It holds the claim itself as trees, so that a program without this language can read it, and the goal of every
//! step, so that a program without this kernel can check each step by its theorem. Exact numbers are strings `p/q`.

mod decode;
mod encode;
mod recheck;
mod steps;
pub mod store;

pub use decode::{MAX_DEPTH, MAX_DIGITS, MAX_NODES};
pub use recheck::recheck;
pub use steps::Record as StepRecord;

use crate::algebra::number;
use crate::algebra::substitute::substitute_formula;
use crate::decide::{DimVerdict, Evidence, Goal, Outcome, Scope, Verdict, Witness, failing};
use crate::load::{Claim, ClaimKind, content_hash};
use crate::tree::{Formula, Symbol};
use enclosure::{Interval, Prec};
use encode::Tables;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Name of the format.
pub const FORMAT: &str = "depthsep-certificate";
/// Version of the format.
pub const VERSION: u32 = 2;
/// Largest proof written out, in steps; a longer one is not certified and the certificate says so.
pub const MAX_STEPS: usize = 200_000;
/// The variable that per-dimension evidence fixes.
const DIMENSION: &str = "d";

/// A claim, its verdict and the evidence for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Id of the claim.
    pub claim: String,
    /// Hash of what was decided.
    pub hash: String,
    /// The formula as written, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What was decided.
    pub content: Content,
    /// The verdict.
    pub verdict: Verdict,
    /// The evidence.
    pub evidence: Record,
    /// Evidence by dimension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dims: Vec<DimRecord>,
    /// Goals of the steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<Value>,
    /// Scopes of the goals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<Value>,
    /// Nodes of all trees.
    pub nodes: Vec<Value>,
}

/// The claim itself; trees by their place in the table of nodes, definitions both as written and expanded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Binders.
    pub domain: Vec<Value>,
    /// Hypotheses.
    pub given: Vec<Value>,
    /// The formula, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<Value>,
    /// Ids of the claims a composite one is derived from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<String>>,
    /// The written proof of an argued one, `file#anchor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// The evidence at one dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Record {
    /// A proof.
    Proof {
        /// Precision of its enclosures, bits.
        prec: u32,
        /// Its steps, the first at the root.
        steps: Vec<StepRecord>,
    },
    /// A counterexample.
    Witness {
        /// Precision at which it is certain, bits.
        prec: u32,
        /// Exact values.
        point: BTreeMap<String, String>,
        /// The comparison that fails there, for people.
        comparison: String,
        /// The same as a formula of the tables.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fails: Option<Value>,
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

/// The goal that a proof for the claim, at one dimension or for all, starts from.
pub(crate) fn goal(claim: &Claim, formula: &Formula, d: Option<i64>) -> Goal {
    let scope = Scope::new(&claim.domain, &claim.given);
    match d {
        None => Goal { scope, claim: formula.clone(), defined: false },
        Some(n) => {
            let (x, value) = (Symbol::from(DIMENSION), number(n));
            Goal { scope: scope.slice(&x, &value), claim: substitute_formula(formula, &x, &value), defined: false }
        }
    }
}

impl Record {
    fn new(claim: &Claim, d: Option<i64>, e: &Evidence, tables: &mut Tables) -> Self {
        match (e, claim.formula()) {
            (Evidence::Proof { proof, prec }, Some(f)) if proof.size() <= MAX_STEPS => {
                let p = Prec::new(*prec).unwrap_or(Prec::DOUBLE);
                Self::Proof { prec: *prec, steps: steps::write(&goal(claim, f, d), proof, p, tables) }
            }
            (Evidence::Witness(Witness { point, sides, comparison, prec }), Some(f)) => {
                let p = Prec::new(*prec).unwrap_or(Prec::DOUBLE);
                // The formula as it stands in the claim, with the dimension free: the point gives its value.
                let fails = failing(f, &crate::decide::point_values(point, p), p).map(|f| tables.formula(&f));
                Self::Witness {
                    prec: *prec,
                    point: point.iter().map(|(x, q)| (x.to_string(), q.to_string())).collect(),
                    comparison: comparison.clone(),
                    fails,
                    sides: sides.as_ref().map(|(a, b)| [decimals(a), decimals(b)]),
                }
            }
            (Evidence::Written(proof), _) => Self::Written { proof: proof.clone() },
            (Evidence::Steps(steps), _) => Self::Steps { steps: steps.iter().cloned().collect() },
            _ => Self::None,
        }
    }
}

impl Certificate {
    /// The certificate of an outcome.
    #[must_use]
    pub fn new(claim: &Claim, outcome: &Outcome) -> Self {
        let mut tables = Tables::default();
        let content = Content {
            domain: claim.domain.iter().map(|b| tables.binder(b)).collect(),
            given: claim.given.iter().map(|f| tables.formula(f)).collect(),
            formula: claim.formula().map(|f| tables.formula(f)),
            steps: if let ClaimKind::Composite { steps, .. } = &claim.kind { Some(steps.clone()) } else { None },
            proof: if let ClaimKind::Argued { proof } = &claim.kind { Some(proof.clone()) } else { None },
        };
        let evidence = Record::new(claim, None, &outcome.evidence, &mut tables);
        let dim = |v: &DimVerdict| DimRecord {
            d: v.d,
            verdict: v.verdict,
            evidence: Record::new(claim, Some(v.d), &v.evidence, &mut tables),
        };
        let dims = outcome.dims.iter().map(dim).collect();
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            claim: claim.id.clone(),
            hash: claim.hash.clone(),
            text: claim.text.clone(),
            content,
            verdict: outcome.verdict,
            evidence,
            dims,
            goals: tables.goals,
            scopes: tables.scopes,
            nodes: tables.nodes,
        }
    }

    /// As JSON, on one line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn to_json(&self) -> Result<String, String> {
        serde_json::to_string(self).map(|s| s + "\n").map_err(|e| e.to_string())
    }

    /// From JSON. The reader of JSON refuses nesting beyond 128; every table is flat.
    ///
    /// # Errors
    /// When the text is not a certificate.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let c: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if c.format != FORMAT || c.version != VERSION {
            return Err(format!("{} of version {}; {FORMAT} of version {VERSION} is known", c.format, c.version));
        }
        Ok(c)
    }

    /// Hash of the content it carries, as the claim files' loader computes it.
    ///
    /// # Errors
    /// When the trees cannot be read.
    pub fn content_hash(&self) -> Result<String, String> {
        let reader = decode::Reader::new(&self.nodes)?;
        let c = &self.content;
        let domain = c.domain.iter().map(|b| reader.binder(b)).collect::<Result<Vec<_>, _>>()?;
        let given = c.given.iter().map(|f| reader.formula(f)).collect::<Result<Vec<_>, _>>()?;
        let formula = c.formula.as_ref().map(|f| reader.formula(f)).transpose()?;
        let kind = match (&c.steps, &c.proof, formula) {
            (Some(steps), None, formula) => ClaimKind::Composite { steps: steps.clone(), formula },
            (None, Some(proof), None) => ClaimKind::Argued { proof: proof.clone() },
            (None, None, Some(f)) => ClaimKind::Formula(f),
            _ => return Err("it has not exactly one of a formula, steps and a written proof".to_owned()),
        };
        Ok(content_hash(&domain, &given, &kind))
    }

    /// Largest precision its evidence names.
    #[must_use]
    pub fn precision(&self) -> Prec {
        Prec::new(self.bits().max(64)).unwrap_or(Prec::DOUBLE)
    }

    /// The largest number of bits its evidence names, whatever it is.
    #[must_use]
    pub fn bits(&self) -> u32 {
        let of = |r: &Record| match r {
            Record::Proof { prec, .. } | Record::Witness { prec, .. } => *prec,
            _ => 0,
        };
        self.dims.iter().map(|d| of(&d.evidence)).chain([of(&self.evidence)]).max().unwrap_or(0)
    }
}
