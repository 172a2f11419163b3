//! Substitution for one variable, and free variables.

use crate::tree::{Expr, Formula, Substitution, Symbol};
use std::collections::BTreeSet;

/// The variables an expression depends on.
#[must_use]
pub fn free_variables(e: &Expr) -> BTreeSet<Symbol> {
    crate::tree::free_variables(e)
}

/// The variables a formula depends on.
#[must_use]
pub fn free_in_formula(f: &Formula) -> BTreeSet<Symbol> {
    f.free_variables()
}

/// `e` with `x` replaced by `by`.
#[must_use]
pub fn substitute(e: &Expr, x: &Symbol, by: &Expr) -> Expr {
    crate::tree::substitute(e, &Substitution::from([(x.clone(), by.clone())]))
}

/// A formula with `x` replaced by `by`.
#[must_use]
pub fn substitute_formula(f: &Formula, x: &Symbol, by: &Expr) -> Formula {
    crate::tree::substitute_formula(f, &Substitution::from([(x.clone(), by.clone())]))
}

/// A name like `v` that is in none of the sets.
#[must_use]
pub fn fresh(v: &Symbol, taken: &[BTreeSet<Symbol>]) -> Symbol {
    let mut name = format!("{v}_");
    while taken.iter().any(|t| t.contains(name.as_str())) {
        name.push('_');
    }
    Symbol::from(name)
}
