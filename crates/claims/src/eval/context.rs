//! Values of the variables.

use crate::tree::Symbol;
use enclosure::{Interval, Prec};
use std::collections::BTreeMap;

/// Intervals for the free variables, and the working precision.
#[derive(Clone, Debug)]
pub struct Context {
    /// What each variable ranges over.
    pub values: BTreeMap<Symbol, Interval>,
    /// Working precision.
    pub prec: Prec,
}

impl Context {
    /// No variables.
    #[must_use]
    pub const fn new(prec: Prec) -> Self {
        Self { values: BTreeMap::new(), prec }
    }

    /// The same with one more variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: Interval) -> Self {
        self.values.insert(Symbol::from(name), value);
        self
    }
}
