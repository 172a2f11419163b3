//! Proof steps: what the search chooses and the kernel replays. A proof is a tree of steps; no step carries a conclusion.

use serde::{Deserialize, Serialize};

/// How a box was cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    /// The claim is evaluated on this box.
    Leaf,
    /// Cut in this variable at this number.
    Cut {
        /// Which variable.
        variable: String,
        /// Where, an exact rational.
        at: String,
        /// The part below.
        below: Box<Split>,
        /// The part above.
        above: Box<Split>,
    },
}

impl Split {
    /// Number of leaves.
    #[must_use]
    pub fn leaves(&self) -> usize {
        match self {
            Self::Leaf => 1,
            Self::Cut { below, above, .. } => below.leaves() + above.leaves(),
        }
    }
}

/// Which power of which Bessel function is replaced by which bound: `J_order(argument)^power`, or `|J|^power`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BesselBound {
    /// The order, as an expression of the claim language.
    pub order: String,
    /// The argument, likewise.
    pub argument: String,
    /// Whether it is the absolute value.
    pub absolute: bool,
    /// The power, at least 1.
    pub power: i64,
    /// The bound.
    pub bound: Known,
}

/// What is known of `J_nu(z)`; conditions and proofs in `docs/theory/deciders.md`, `DE-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// `|J| <= 1`.
    One,
    /// `|J| <= (z/2)^nu/gamma(nu+1)`.
    Series,
    /// `J^2 <= 2/(pi sqrt(z^2-nu^2))` for `z > nu`.
    Envelope,
    /// `|sqrt(pi z/2) J - cos(z - (2 nu+1) pi/4)| <= (nu^2 - 1/4)/z` for `z >= 2 nu`.
    Cosine,
    /// The Liouville-Green approximation within `3/(10 z)` for `z >= 2 nu`.
    Phase,
}

/// One step; each has one soundness theorem in `docs/theory/deciders.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Step {
    /// The scope has no point (`DE-01`).
    Vacuous,
    /// The formula is true on the hull of the scope (`DE-02`).
    Evaluate,
    /// The formula is true on every box of a subdivision (`DE-03`).
    Boxes {
        /// The subdivision.
        split: Split,
    },
    /// Both sides have the same normal form (`DE-04`).
    Identity,
    /// The expression is an integer by its normal form (`DE-05`).
    Integer,
    /// Each conjunct (`DE-06`).
    Conjunction,
    /// One disjunct (`DE-06`).
    Alternative {
        /// Which.
        index: usize,
    },
    /// The left side of an implication becomes a hypothesis (`DE-06`).
    Assume,
    /// The quantified variable joins the scope (`DE-06`).
    Introduce,
    /// Negations pushed inwards, equivalences written as implications (`DE-06`).
    Push,
    /// A value for an existential quantifier (`DE-07`).
    Witness {
        /// The value, as an expression of the claim language.
        value: String,
    },
    /// A bound on a supremum is a bound on every value (`DE-08`).
    Supremum,
    /// A comparison becomes the sign of a difference, with the conditions under which it is defined (`DE-09`).
    Difference,
    /// The sign of the normal form, proved positive factors left out (`DE-10`).
    Normalize {
        /// Whether denominators are cleared first.
        clear: bool,
    },
    /// `A > B > 0` by logarithms (`DE-11`).
    Logarithm,
    /// Logarithms removed (`DE-11`).
    Exponential,
    /// Value at one end and sign of the derivative (`DE-12`).
    Monotone {
        /// In which variable.
        variable: String,
        /// From the upper end instead of the lower.
        upper: bool,
        /// The value at the end is required to be positive (else the derivative).
        strict_end: bool,
    },
    /// Limit at infinity and sign of the derivative (`DE-13`).
    FromInfinity {
        /// In which variable.
        variable: String,
        /// The limit is required to be positive (else the derivative).
        strict_end: bool,
    },
    /// First values and sign of the difference (`DE-14`).
    Induction {
        /// In which variable.
        variable: String,
        /// Length of the step.
        stride: u32,
    },
    /// Limit at infinity and sign of the difference (`DE-14`).
    Descent {
        /// In which variable.
        variable: String,
        /// Length of the step.
        stride: u32,
        /// The limit is required to be positive (else the difference).
        strict_end: bool,
    },
    /// Values at both ends and sign of the second derivative (`DE-15`).
    Concave {
        /// In which variable.
        variable: String,
    },
    /// Two parts of a range (`DE-16`).
    Cut {
        /// Of which variable.
        variable: String,
        /// Where, an exact rational.
        at: String,
    },
    /// Each value of a bounded integer variable (`DE-16`).
    Enumerate {
        /// Which variable.
        variable: String,
    },
    /// The first values of an integer variable one by one, the rest as a range (`DE-16`).
    Prefix {
        /// Which variable.
        variable: String,
        /// How many values.
        count: u32,
    },
    /// A case distinction that occurs in the expression (`DE-16`).
    Case {
        /// Which of the distinctions, in order of occurrence.
        index: usize,
    },
    /// Each alternative of a disjunctive hypothesis (`DE-16`).
    Split {
        /// Which hypothesis.
        given: usize,
    },
    /// Below and above the zero of the derivative that its normal form shows (`DE-16`).
    Critical {
        /// Of which variable.
        variable: String,
    },
    /// Limits and improper integrals replaced by their values (`DE-21`).
    Limits,
    /// Log-gamma by Binet's formula with its error bound (`DE-17`).
    Binet,
    /// A multiple of a hypothesis is subtracted (`DE-18`).
    Combine {
        /// Which condition of the scope.
        given: usize,
        /// The multiple, an exact rational.
        factor: String,
    },
    /// A power of a Bessel function is replaced by a bound (`DE-24`).
    Bessel(BesselBound),
    /// `x = 1/t` (`DE-19`).
    Reciprocal {
        /// Which variable.
        variable: String,
    },
}

/// A step and the proofs of the goals it leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// The step.
    #[serde(flatten)]
    pub step: Step,
    /// Proofs of its goals, in the kernel's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Proof>,
}

impl Proof {
    /// A step that leaves nothing.
    #[must_use]
    pub const fn leaf(step: Step) -> Self {
        Self { step, children: Vec::new() }
    }

    /// Number of steps.
    #[must_use]
    pub fn size(&self) -> usize {
        1 + self.children.iter().map(Self::size).sum::<usize>()
    }
}
