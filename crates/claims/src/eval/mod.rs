//! Evaluation over enclosures: for all values of the variables in the context's intervals, the value of the expression
//! lies in the returned interval (the inclusion principle, [`crate::tree`] node by node).
//!
//! Rules of the language that the evaluator settles:
//! - `x^n` for an exponent whose enclosure is one integer is the integer power, of any base (`x^0 = 1`, `0^0 = 1`; a negative
//!   power of an interval that holds 0 is a domain error). Any other exponent is real and needs a base `>= 0`,
//!   and `> 0` unless the exponent is certainly positive.
//! - `if` with an undecided condition is the hull of both branches, and both must be defined.
//! - `and`, `or`, `implies` are read from the left and stop as soon as the value is settled; what is then not read may be undefined.
//! - A sum over an empty range is 0, a product 1.

mod bodies;
mod call;
mod context;
mod error;
mod evaluator;
mod integers;
mod integral;
mod jet;
mod jet_call;
mod limit;
mod memo;
mod quantifier;
mod special;
mod truth;

pub use context::Context;
pub use error::EvalError;
pub use evaluator::Evaluator;
pub use limit::{passed, spent, until};
pub use truth::Truth;

use crate::tree::{Expr, Formula, Symbol};
use enclosure::{Interval, Jet};

/// Most terms of one sum or product, and most values an enumerated quantifier goes through.
pub const MAX_TERMS: u64 = 1_000_000;
/// Most nodes evaluated in one call.
pub const MAX_STEPS: u64 = 50_000_000;

/// Most bound variables inside one another: each may repeat the work below it many times.
pub const MAX_BOUND: usize = 12;
/// Highest order of a jet that a derivative inside an expression may need.
pub const MAX_JET_ORDER: usize = 400;

/// Encloses the value of `expr`.
///
/// # Errors
/// [`EvalError::Domain`] where it is, or may be, undefined; [`EvalError::Unable`] where no enclosure was found.
pub fn eval(expr: &Expr, context: &Context) -> Result<Interval, EvalError> {
    Evaluator::new(context).eval(expr)
}

/// Whether `formula` holds for all, for none, or not known, of the values in the context's intervals.
///
/// # Errors
/// As [`eval`], for the expressions that had to be read.
pub fn truth(formula: &Formula, context: &Context) -> Result<Truth, EvalError> {
    Evaluator::new(context).truth(formula)
}

/// The Taylor jet of `expr` in `variable`, whose own jet is `jet`; the other variables stay what the context says. The
/// expression counts as what it is on the range of `jet`: at an end of the range where a case distinction changes over, the
/// coefficients are those of the piece inside.
///
/// # Errors
/// As [`eval`]; also [`EvalError::Domain`] where the derivatives asked for do not exist on the whole range.
pub fn eval_jet(expr: &Expr, variable: &Symbol, jet: &Jet, context: &Context) -> Result<Jet, EvalError> {
    Evaluator::new(context).eval_jet(expr, variable, jet)
}
