//! Truth of formulas.

use super::integers::exact_integer;
use super::{EvalError, Evaluator};
use crate::tree::{Expr, Formula, Relation};
use enclosure::Interval;
use std::ops::Not;
use std::sync::Arc;

/// What is known about a formula over all values in the context's intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Truth {
    /// It holds for every value.
    True,
    /// It fails for every value.
    False,
    /// Neither is known.
    Unknown,
}

impl Truth {
    /// `True` or `False` where one of the two is certain.
    pub(super) const fn from(holds: bool, fails: bool) -> Self {
        match (holds, fails) {
            (true, _) => Self::True,
            (_, true) => Self::False,
            _ => Self::Unknown,
        }
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl<'t> Evaluator<'t> {
    /// Whether `formula` holds for all, for none, or not known, of the values in the context's intervals.
    ///
    /// # Errors
    /// As [`super::eval`], for the expressions that had to be read.
    pub fn truth(&mut self, formula: &'t Formula) -> Result<Truth, EvalError> {
        match formula {
            Formula::Compare(a, relation, b) => self.compare(a, *relation, b),
            Formula::IsInteger(_) | Formula::Forall(..) | Formula::Exists(..) if self.strict => Ok(Truth::Unknown),
            Formula::IsInteger(a) => Ok(is_integer(&self.eval(a)?)),
            Formula::And(parts) => self.first(parts, Truth::False),
            Formula::Or(parts) => self.first(parts, Truth::True),
            Formula::Not(a) => Ok(!self.truth(a)?),
            Formula::Implies(a, b) => match self.truth(a)? {
                Truth::False => Ok(Truth::True),
                Truth::True => self.truth(b),
                Truth::Unknown => {
                    let b = self.truth(b)?;
                    Ok(if b == Truth::True { b } else { Truth::Unknown })
                }
            },
            Formula::Iff(a, b) => {
                let (a, b) = (self.truth(a)?, self.truth(b)?);
                let known = a != Truth::Unknown && b != Truth::Unknown;
                Ok(Truth::from(known && a == b, known && a != b))
            }
            Formula::Forall(binder, body) => self.forall(binder, body),
            Formula::Exists(binder, body) => self.exists(binder, body),
        }
    }

    /// `settled` as soon as a part has that value, its opposite when all have that, read from the left.
    fn first(&mut self, parts: &'t [Formula], settled: Truth) -> Result<Truth, EvalError> {
        let mut result = !settled;
        for part in parts {
            let truth = self.truth(part)?;
            if truth == settled {
                return Ok(settled);
            }
            if truth == Truth::Unknown {
                result = Truth::Unknown;
            }
        }
        Ok(result)
    }

    fn compare(&mut self, a: &'t Expr, relation: Relation, b: &'t Expr) -> Result<Truth, EvalError> {
        let x = self.eval(a)?;
        // The same subtree twice is the same number.
        if Arc::ptr_eq(a, b) {
            let holds = matches!(relation, Relation::Equal | Relation::LessEq | Relation::GreaterEq);
            return Ok(Truth::from(holds, !holds));
        }
        let y = self.eval(b)?;
        if self.strict && x.overlaps(&y) && (self.varies(a) || self.varies(b)) {
            return Ok(Truth::Unknown);
        }
        Ok(relate(&x, relation, &y))
    }
}

/// Whether the relation holds for all, or no, members of the two intervals.
pub(super) fn relate(x: &Interval, relation: Relation, y: &Interval) -> Truth {
    let equal = Truth::from(x.is_point() && x == y, !x.overlaps(y));
    match relation {
        Relation::Less => Truth::from(x.certainly_lt(y), y.certainly_le(x)),
        Relation::LessEq => Truth::from(x.certainly_le(y), y.certainly_lt(x)),
        Relation::Greater => Truth::from(y.certainly_lt(x), x.certainly_le(y)),
        Relation::GreaterEq => Truth::from(y.certainly_le(x), x.certainly_lt(y)),
        Relation::Equal => equal,
        Relation::NotEqual => !equal,
    }
}

fn is_integer(x: &Interval) -> Truth {
    let (first, last) = (x.ceil(), x.floor());
    let none = first.lo() > last.hi();
    Truth::from(exact_integer(x).is_some() || (x.is_point() && x.lo().is_integer()), none)
}
