//! LaTeX for formulas.

use super::latex::Writer;
use super::latex_words::sign;
use crate::syntax::level;
use crate::tree::{Binder, Formula};

impl Writer<'_> {
    pub(super) fn formula(&mut self, formula: &Formula, least: u8) {
        if !self.goes_on() {
            return;
        }
        self.depth += 1;
        let of = match formula {
            Formula::Iff(..) => level::IFF,
            Formula::Implies(..) => level::IMPLIES,
            Formula::Or(_) => level::OR,
            Formula::And(_) => level::AND,
            Formula::Not(_) => level::NOT,
            Formula::Forall(..) | Formula::Exists(..) => level::IFF,
            Formula::Compare(..) | Formula::IsInteger(_) => level::ATOM,
        };
        if of < least {
            self.text("\\left(");
            self.bare_formula(formula);
            self.text("\\right)");
        } else {
            self.bare_formula(formula);
        }
        self.depth -= 1;
    }

    fn bare_formula(&mut self, formula: &Formula) {
        match formula {
            Formula::Compare(a, relation, b) => self.infix(a, sign(*relation), b, level::SUM, level::SUM),
            Formula::IsInteger(a) => {
                self.node(a, level::SUM);
                self.text(" \\in \\mathbb{Z}");
            }
            Formula::And(parts) => self.joined(parts, " \\land ", "\\top", level::NOT),
            Formula::Or(parts) => self.joined(parts, " \\lor ", "\\bot", level::AND),
            Formula::Not(a) => {
                self.text("\\lnot ");
                self.formula(a, level::ATOM);
            }
            Formula::Implies(a, b) => self.connected(a, " \\Rightarrow ", b, level::OR, level::IMPLIES),
            Formula::Iff(a, b) => self.connected(a, " \\Leftrightarrow ", b, level::IMPLIES, level::IMPLIES),
            Formula::Forall(binder, body) => self.quantified("\\forall ", binder, body),
            Formula::Exists(binder, body) => self.quantified("\\exists ", binder, body),
        }
    }

    fn joined(&mut self, parts: &[Formula], word: &str, none: &str, least: u8) {
        if parts.is_empty() {
            self.text(none);
        }
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.text(word);
            }
            self.formula(part, least);
        }
    }

    fn connected(&mut self, a: &Formula, word: &str, b: &Formula, left: u8, right: u8) {
        self.formula(a, left);
        self.text(word);
        self.formula(b, right);
    }

    fn quantified(&mut self, sign: &str, binder: &Binder, body: &Formula) {
        self.text(sign);
        self.binder(binder);
        self.text(" : ");
        self.formula(body, 0);
    }
}
