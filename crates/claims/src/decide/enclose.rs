//! The evaluator, with every failure read as "not known".

use crate::eval::{Context, EvalError, Truth};
use crate::tree::{Expr, Formula, Relation, Symbol};
use enclosure::{Interval, Prec};
use std::collections::BTreeMap;

/// Enclosures of the variables.
pub type Values = BTreeMap<Symbol, Interval>;

/// Enclosure of an expression.
///
/// # Errors
/// The evaluator's.
pub fn eval(e: &Expr, values: &Values, prec: Prec) -> Result<Interval, EvalError> {
    crate::eval::eval(e, &Context { values: values.clone(), prec })
}

/// Truth of a formula over all points of the box; errors are [`Truth::Unknown`]. `e >= e` is true where `e` evaluates.
pub fn truth(f: &Formula, values: &Values, prec: Prec) -> Truth {
    if let Formula::Compare(a, Relation::GreaterEq, b) = f
        && a == b
    {
        return if eval(a, values, prec).is_ok() { Truth::True } else { Truth::Unknown };
    }
    crate::eval::truth(f, &Context { values: values.clone(), prec }).unwrap_or(Truth::Unknown)
}
