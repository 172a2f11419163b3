//! Numbers on the command line: constant expressions of the claim language.

use crate::failure::{Failure, Result};
use claims::eval::{Context, eval};
use claims::syntax::{Scope, parse_expr};
use claims::tree::Expr;
use enclosure::{Interval, Prec};

/// An expression given for an argument, in which `d` may occur where that makes sense.
pub struct Quantity {
    /// Name of the argument, for messages.
    name: &'static str,
    /// As typed.
    pub text: String,
    expr: Expr,
}

impl Quantity {
    /// Reads `text`; with `of_dimension` the variable `d` is allowed.
    ///
    /// # Errors
    /// When it is not an expression.
    pub fn parse(name: &'static str, text: &str, of_dimension: bool) -> Result<Self> {
        let scope = if of_dimension { Scope::with_variables(["d"]) } else { Scope::new() };
        let expr = parse_expr(text, &scope)
            .map_err(|e| Failure::argument(name, format!("{}\n{}", e.summary(), e.pointer("  "))))?;
        Ok(Self { name, text: text.to_owned(), expr })
    }

    /// Encloses its value in dimension `d`.
    ///
    /// # Errors
    /// Where it is undefined.
    pub fn at(&self, d: u32, p: Prec) -> Result<Interval> {
        let context = Context::new(p).with("d", Interval::int(i64::from(d)));
        eval(&self.expr, &context).map_err(|e| Failure::argument(self.name, format!("{}: {e}", self.text)))
    }
}

/// The number in full when it is an integer of moderate size, else its outward decimal bounds.
#[must_use]
pub fn show(value: &Interval, digits: usize) -> String {
    if value.is_point() && value.lo().is_integer() && value.lo().get_exp().is_none_or(|e| e <= 512) {
        if let Some(n) = value.lo().to_integer() {
            return n.to_string();
        }
    }
    let (lower, upper) = value.to_decimal(digits);
    if lower == upper { lower } else { format!("[{lower}, {upper}]") }
}
