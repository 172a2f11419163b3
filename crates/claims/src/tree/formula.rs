//! Formulas: comparisons, connectives, quantifiers.

use super::{Expr, Symbol};
use std::sync::Arc;

/// A relation between two real expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    LessEq,
    /// `>`
    Greater,
    /// `>=`
    GreaterEq,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
}

/// A set a bound variable ranges over. Bounds are expressions in variables bound earlier.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Domain {
    /// A real interval; a missing bound is infinite.
    Real {
        /// Lower bound and whether it belongs to the set.
        lower: Option<(Expr, bool)>,
        /// Upper bound and whether it belongs to the set.
        upper: Option<(Expr, bool)>,
    },
    /// The integers from `lower` to `upper`, both included; without `upper` all from `lower` on.
    Integer {
        /// First value.
        lower: Expr,
        /// Last value.
        upper: Option<Expr>,
    },
}

/// A variable and its domain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Binder {
    /// The variable.
    pub variable: Symbol,
    /// What it ranges over.
    pub domain: Domain,
}

/// A statement about reals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Formula {
    /// One comparison; a chain is a conjunction of them.
    Compare(Expr, Relation, Expr),
    /// Whether the expression is an integer.
    IsInteger(Expr),
    /// All of them.
    And(Vec<Formula>),
    /// At least one of them.
    Or(Vec<Formula>),
    /// Negation.
    Not(Arc<Formula>),
    /// The second whenever the first.
    Implies(Arc<Formula>, Arc<Formula>),
    /// Both or neither.
    Iff(Arc<Formula>, Arc<Formula>),
    /// For every value of the binder.
    Forall(Binder, Arc<Formula>),
    /// For some value of the binder.
    Exists(Binder, Arc<Formula>),
}
