//! Number literals, and what names stand for.

use super::parser::Parser;
use super::scope::{RESERVED, clip};
use super::{Result, SyntaxError, nearest};
use crate::tree::{Expr, Function, Node, Symbol};
use enclosure::rug::{Integer, Rational, ops::Pow};
use std::ops::Range;

/// Largest decimal exponent and most digits of a literal: numbers are exact, so their cost grows with both.
const MAX_EXPONENT: u32 = 10_000;
const MAX_DIGITS: usize = 10_000;

impl Parser<'_> {
    pub(super) fn number(&mut self) -> Result<Rational> {
        let span = self.span(self.at);
        let literal = &self.text[span.clone()];
        self.at += 1;
        let (mantissa, exponent) = literal.split_once(['e', 'E']).unwrap_or((literal, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent: Option<i64> = exponent.parse().ok().filter(|e: &i64| e.unsigned_abs() <= u64::from(MAX_EXPONENT));
        let Some(exponent) = exponent else {
            return Err(self.error(span, format!("the exponent is beyond {MAX_EXPONENT}")));
        };
        let digits = format!("{whole}{fraction}");
        if digits.len() > MAX_DIGITS {
            return Err(self.error(span, format!("the number has more than {MAX_DIGITS} digits")));
        }
        let Ok(digits) = digits.parse::<Integer>() else {
            return Err(self.error(span, "not a number"));
        };
        let shift = exponent - fraction.len() as i64;
        let power = Integer::from(10).pow(shift.unsigned_abs() as u32);
        Ok(if shift < 0 { Rational::from((digits, power)) } else { Rational::from(digits * power) })
    }

    /// A name without arguments.
    pub(super) fn name(&mut self) -> Result<Expr> {
        let start = self.at;
        let name = self.word(start);
        self.at += 1;
        if let Some(variable) = self.variable(name) {
            return self.make(start, Node::Variable(variable));
        }
        match name {
            "pi" => return self.make(start, Node::Pi),
            "e" => return self.make(start, Node::Euler),
            _ => {}
        }
        let span = self.span(start);
        if let Some(definition) = self.scope.definition(name) {
            if definition.params.is_empty() {
                return self.apply(start, Vec::new());
            }
            let example = format!("write {name}({})", definition.params.join(", "));
            return Err(self.helped(span, format!("\"{name}\" is a function"), example));
        }
        if Function::by_name(name).is_some() {
            return Err(self.helped(span, format!("\"{name}\" is a function"), format!("write {name}(...)")));
        }
        if RESERVED.contains(&name) {
            self.at = start;
            return Err(self.unexpected("an expression"));
        }
        Err(self.unknown("name", name, span))
    }

    /// The variable of that name, if it is one here.
    pub(super) fn variable(&self, name: &str) -> Option<Symbol> {
        let bound = self.bound.iter().rev().find(|v| &***v == name);
        bound.or_else(|| self.scope.variables().iter().find(|v| &***v == name)).cloned()
    }

    pub(super) fn unknown(&self, what: &str, name: &str, span: Range<usize>) -> Box<SyntaxError> {
        let mut known: Vec<&str> = self.bound.iter().map(|v| &**v).collect();
        known.extend(self.scope.variables().iter().map(|v| &**v));
        known.extend(self.scope.definitions().map(|d| &*d.name));
        known.extend(Function::ALL.iter().map(|f| f.name()));
        known.extend(RESERVED);
        let message = format!("unknown {what} \"{}\"", clip(name));
        match nearest(name, known) {
            Some(near) => self.helped(span, message, format!("did you mean \"{near}\"?")),
            None => self.error(span, message),
        }
    }

    /// The definition named at token `start` applied to `args`, their number checked.
    pub(super) fn apply(&mut self, start: usize, args: Vec<Expr>) -> Result<Expr> {
        let name = Symbol::from(self.word(start));
        match self.builder.apply(self.scope, &name, args) {
            Some(result) => result.map_err(|message| self.error(self.since(start), message)),
            None => Err(self.unknown("function", &name, self.span(start))),
        }
    }
}
