//! Papers and claims as data.

use crate::syntax::Scope;
use crate::tree::{Binder, Expr, Formula, Symbol};
use std::path::PathBuf;

/// A paper: what its folder holds.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Short key, such as `sl22`.
    pub key: String,
    /// Title.
    pub title: String,
    /// Authors as one text.
    pub authors: String,
    /// Year of publication.
    pub year: i64,
    /// Where it was published.
    pub source: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Definitions in order.
    pub definitions: Vec<PaperDefinition>,
    /// The definitions as a scope without variables.
    pub scope: Scope,
    /// Headings in order of appearance.
    pub sections: Vec<String>,
    /// Claims in order.
    pub claims: Vec<Claim>,
    /// What refuted claims cost the paper.
    pub errata: Vec<Erratum>,
}

impl Paper {
    /// The claim of that id.
    #[must_use]
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// What the paper's folder says about the claim of that id, should it be refuted.
    #[must_use]
    pub fn erratum(&self, id: &str) -> Option<&Erratum> {
        self.errata.iter().find(|erratum| erratum.claim == id)
    }
}

/// What a refuted claim costs its paper: words for a reader, which decide nothing.
#[derive(Clone, Debug)]
pub struct Erratum {
    /// Id of the claim.
    pub claim: String,
    /// How much has to change.
    pub severity: Severity,
    /// What the correction changes further down.
    pub consequence: String,
    /// Id of a claim that serves as the correction, beside those that name the claim in `corrects`.
    pub correction: Option<String>,
    /// Why there is no correction.
    pub uncorrected: Option<String>,
}

/// How much a refutation asks a paper to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The step fails and no change of a constant repairs it: what rests on it needs another argument or statement.
    Structural,
    /// A constant, a factor or a range has to change; the shape of the result stays.
    Constant,
    /// The conclusion stands; the reason printed for it does not give it.
    Argument,
    /// Only a stricter reading fails; another sensible one stands.
    Reading,
    /// It fails at degenerate or extreme values only, which what follows does not need.
    Boundary,
    /// A slip of the pen: the rest of the paper uses the corrected form.
    Misprint,
}

impl Severity {
    /// All of them, gravest first.
    pub const ALL: [Self; 6] =
        [Self::Structural, Self::Constant, Self::Argument, Self::Reading, Self::Boundary, Self::Misprint];

    /// Its name in claim files and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Structural => "structural",
            Self::Constant => "constant",
            Self::Argument => "argument",
            Self::Reading => "reading",
            Self::Boundary => "boundary",
            Self::Misprint => "misprint",
        }
    }
}

/// A definition with what the file says about it.
#[derive(Clone, Debug)]
pub struct PaperDefinition {
    /// Its name.
    pub name: Symbol,
    /// Its parameters.
    pub params: Vec<Symbol>,
    /// What it stands for.
    pub body: Expr,
    /// Its text as written.
    pub text: String,
    /// Page and item.
    pub place: String,
    /// What it is, in words.
    pub meaning: Option<String>,
    /// How LaTeX prints the name.
    pub latex: Option<String>,
    /// File and line.
    pub file: PathBuf,
    /// Line of the file, from 1.
    pub line: usize,
}

/// A claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Unique id.
    pub id: String,
    /// Page and item of the paper.
    pub place: String,
    /// What is claimed, in words.
    pub statement: String,
    /// Heading in tables.
    pub section: String,
    /// The variables and what they range over, in order.
    pub domain: Vec<Binder>,
    /// Hypotheses.
    pub given: Vec<Formula>,
    /// What kind of claim it is, with its content.
    pub kind: ClaimKind,
    /// The formula's text as written; empty when there is none.
    pub text: String,
    /// Ids of claims this one rests on in the paper.
    pub uses: Vec<String>,
    /// Id of the claim this one corrects.
    pub corrects: Option<String>,
    /// How a wordy claim was formalised.
    pub reading: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Search hints.
    pub hint: Hint,
    /// File it stands in.
    pub file: PathBuf,
    /// Line of the file, from 1.
    pub line: usize,
    /// SHA-256 (hex) of domain, hypotheses and content with definitions expanded: changes exactly when what is to be decided does.
    pub hash: String,
}

impl Claim {
    /// Ids of the claims this one rests on: what it uses, and its steps if it is composite.
    pub fn rests_on(&self) -> impl Iterator<Item = &str> {
        let steps: &[String] = if let ClaimKind::Composite { steps, .. } = &self.kind { steps } else { &[] };
        self.uses.iter().chain(steps).map(String::as_str)
    }

    /// The claim's own formula.
    #[must_use]
    pub fn formula(&self) -> Option<&Formula> {
        match &self.kind {
            ClaimKind::Formula(formula) => Some(formula),
            ClaimKind::Composite { formula, .. } => formula.as_ref(),
            ClaimKind::Argued { .. } => None,
        }
    }
}

/// How a claim is settled.
#[derive(Clone, Debug)]
pub enum ClaimKind {
    /// By evaluating its formula.
    Formula(Formula),
    /// From the verdicts of other claims.
    Composite {
        /// Their ids.
        steps: Vec<String>,
        /// A formula whose refutation refutes it.
        formula: Option<Formula>,
    },
    /// By a written proof.
    Argued {
        /// `file#anchor`.
        proof: String,
    },
}

/// Search hints: they may speed a proof up, and never decide anything.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// Values to try as a witness.
    pub witness: Vec<(Symbol, Expr)>,
    /// Most boxes.
    pub max_boxes: Option<u64>,
}
