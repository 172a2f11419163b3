//! Why an expression has no enclosure.

use crate::print::excerpt;
use crate::tree::Expr;
use std::fmt;

/// Longest subexpression quoted in a message.
const MAX_PLACE: usize = 120;

/// Why an expression has no enclosure. "Undefined" and "not found" are different answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvalError {
    /// The expression is, or may be, undefined somewhere in the context's intervals.
    Domain {
        /// The subexpression.
        place: String,
        /// What it needs and what it was given.
        reason: String,
    },
    /// The expression may well be defined, but no enclosure was found.
    Unable {
        /// The subexpression.
        place: String,
        /// What ran out or is missing.
        reason: String,
    },
}

impl EvalError {
    /// The error of a function, at the subexpression that called it.
    #[must_use]
    pub fn at(expr: &Expr, error: &enclosure::Error) -> Self {
        let place = excerpt(expr, MAX_PLACE);
        match error {
            enclosure::Error::Domain { .. } => Self::Domain { place, reason: error.to_string() },
            _ => Self::Unable { place, reason: error.to_string() },
        }
    }

    /// An [`EvalError::Domain`] at `expr`.
    #[must_use]
    pub fn domain(expr: &Expr, reason: impl Into<String>) -> Self {
        Self::Domain { place: excerpt(expr, MAX_PLACE), reason: reason.into() }
    }

    /// An [`EvalError::Unable`] at `expr`.
    #[must_use]
    pub fn unable(expr: &Expr, reason: impl Into<String>) -> Self {
        Self::Unable { place: excerpt(expr, MAX_PLACE), reason: reason.into() }
    }

    /// Whether the expression is, or may be, undefined.
    #[must_use]
    pub const fn is_domain(&self) -> bool {
        matches!(self, Self::Domain { .. })
    }

    /// The subexpression it is about.
    #[must_use]
    pub fn place(&self) -> &str {
        match self {
            Self::Domain { place, .. } | Self::Unable { place, .. } => place,
        }
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain { place, reason } => write!(f, "undefined in \"{place}\": {reason}"),
            Self::Unable { place, reason } => write!(f, "no enclosure of \"{place}\": {reason}"),
        }
    }
}

impl std::error::Error for EvalError {}
