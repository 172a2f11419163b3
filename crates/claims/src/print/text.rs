//! The canonical text of a tree. Parsing it gives the same tree back, except that numbers no literal can express
//! (negative ones, thirds) come back as the operation that makes them.

use super::number::decimal_literal;
use crate::syntax::level;
use crate::tree::{Binder, Domain, Expr, Formula, Function, Node, Relation, Symbol};
use std::fmt;

/// Deeper trees than this (no parsed text has one) are cut with "..." instead of overflowing the stack.
const MAX_DEPTH: usize = 2_000;
/// Longer texts than this are cut too: a small shared tree can have an enormous text.
const MAX_TEXT: usize = 4 << 20;

/// The text of an expression.
#[must_use]
pub fn expr_text(expr: &Expr) -> String {
    expr.to_string()
}

/// The text of an expression, cut to about `max` bytes: for messages.
#[must_use]
pub fn excerpt(expr: &Expr, max: usize) -> String {
    let mut writer = Writer { out: String::new(), depth: 0, max };
    writer.node(expr, 0);
    let mut text = writer.out;
    if text.len() > max {
        let cut = (0..=max).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        text.truncate(cut);
        text.push_str("...");
    }
    text
}

struct Writer {
    out: String,
    depth: usize,
    max: usize,
}

fn write_with(f: &mut fmt::Formatter<'_>, write: impl FnOnce(&mut Writer)) -> fmt::Result {
    let mut writer = Writer { out: String::new(), depth: 0, max: MAX_TEXT };
    write(&mut writer);
    f.write_str(&writer.out)
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_with(f, |w| w.node(self, 0))
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_with(f, |w| w.formula(self, 0))
    }
}

impl fmt::Display for Binder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_with(f, |w| w.binder(self))
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Less => "<",
            Self::LessEq => "<=",
            Self::Greater => ">",
            Self::GreaterEq => ">=",
            Self::Equal => "=",
            Self::NotEqual => "!=",
        })
    }
}

fn node_level(node: &Node) -> u8 {
    match node {
        Node::Neg(_) => level::SIGN,
        Node::Add(..) | Node::Sub(..) => level::SUM,
        Node::Mul(..) | Node::Div(..) => level::PRODUCT,
        Node::Pow(..) => level::POWER,
        Node::Call(Function::Factorial, args) if args.len() == 1 => level::POSTFIX,
        Node::Number(q) if q.cmp0().is_lt() => level::SIGN,
        Node::Number(q) if decimal_literal(q).is_none() => level::PRODUCT,
        _ => level::ATOM,
    }
}

impl Writer {
    /// Whether to write on; says "..." once it stops.
    fn goes_on(&mut self) -> bool {
        if self.depth > MAX_DEPTH || self.out.len() > self.max {
            if !self.out.ends_with("...") {
                self.out.push_str("...");
            }
            return false;
        }
        true
    }

    /// `node` where an operand of at least level `least` is needed.
    fn node(&mut self, node: &Node, least: u8) {
        if !self.goes_on() {
            return;
        }
        self.depth += 1;
        let bare = node_level(node) >= least;
        if !bare {
            self.out.push('(');
        }
        self.bare_node(node);
        if !bare {
            self.out.push(')');
        }
        self.depth -= 1;
    }

    fn bare_node(&mut self, node: &Node) {
        match node {
            Node::Number(q) => self.number(q),
            Node::Pi => self.out.push_str("pi"),
            Node::Euler => self.out.push('e'),
            Node::Variable(name) => self.out.push_str(name),
            Node::Neg(a) => {
                self.out.push('-');
                self.node(a, level::SIGN);
            }
            Node::Add(a, b) => self.infix(a, " + ", b, level::SUM, level::PRODUCT),
            Node::Sub(a, b) => self.infix(a, " - ", b, level::SUM, level::PRODUCT),
            Node::Mul(a, b) => self.infix(a, "*", b, level::PRODUCT, level::SIGN),
            Node::Div(a, b) => self.infix(a, "/", b, level::PRODUCT, level::SIGN),
            Node::Pow(a, b) => self.infix(a, "^", b, level::POSTFIX, level::SIGN),
            Node::Call(Function::Factorial, args) if args.len() == 1 => {
                self.node(&args[0], level::POSTFIX);
                self.out.push('!');
            }
            Node::Call(f, args) => self.call(f.name(), args),
            Node::Defined { name, args, .. } if args.is_empty() => self.out.push_str(name),
            Node::Defined { name, args, .. } => self.call(name, args),
            Node::If(condition, a, b) => {
                self.out.push_str("if(");
                self.formula(condition, 0);
                self.rest(&[a, b]);
            }
            Node::Sum(binder, body) => self.bound("sum", body, binder),
            Node::Product(binder, body) => self.bound("prod", body, binder),
            Node::Integral(binder, body) => self.bound("integral", body, binder),
            Node::Supremum(binder, body) => self.bound("sup", body, binder),
            Node::Infimum(binder, body) => self.bound("inf", body, binder),
            Node::Derivative { variable, order, at, body } => self.derivative(variable, *order, at, body),
            Node::Limit { variable, at, body } => {
                self.out.push_str("limit(");
                self.node(body, 0);
                self.out.push_str(&format!(", {variable} = "));
                match at {
                    Some(at) => self.node(at, 0),
                    None => self.out.push_str("inf"),
                }
                self.out.push(')');
            }
        }
    }

    fn number(&mut self, q: &enclosure::rug::Rational) {
        if q.cmp0().is_lt() {
            self.out.push('-');
        }
        let magnitude = q.clone().abs();
        match decimal_literal(&magnitude) {
            Some(literal) => self.out.push_str(&literal),
            None => self.out.push_str(&magnitude.to_string()),
        }
    }

    fn infix(&mut self, a: &Node, operator: &str, b: &Node, left: u8, right: u8) {
        self.node(a, left);
        self.out.push_str(operator);
        self.node(b, right);
    }

    fn call(&mut self, name: &str, args: &[Expr]) {
        self.out.push_str(name);
        self.out.push('(');
        for (i, arg) in args.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            self.node(arg, 0);
        }
        self.out.push(')');
    }

    fn rest(&mut self, args: &[&Expr]) {
        for arg in args {
            self.out.push_str(", ");
            self.node(arg, 0);
        }
        self.out.push(')');
    }

    fn bound(&mut self, name: &str, body: &Node, binder: &Binder) {
        self.out.push_str(name);
        self.out.push('(');
        self.node(body, 0);
        self.out.push_str(", ");
        self.binder(binder);
        self.out.push(')');
    }

    fn derivative(&mut self, variable: &Symbol, order: u32, at: &Expr, body: &Expr) {
        self.out.push_str("deriv(");
        self.node(body, 0);
        self.out.push_str(", ");
        self.out.push_str(variable);
        if !matches!(&**at, Node::Variable(name) if name == variable) {
            self.out.push_str(" = ");
            self.node(at, 0);
        }
        if order != 1 {
            self.out.push_str(&format!(", {order}"));
        }
        self.out.push(')');
    }

    fn binder(&mut self, binder: &Binder) {
        self.out.push_str(&binder.variable);
        self.out.push_str(" in ");
        match &binder.domain {
            Domain::Real { lower, upper } => {
                self.out.push(if matches!(lower, Some((_, true))) { '[' } else { '(' });
                match lower {
                    Some((bound, _)) => self.node(bound, 0),
                    None => self.out.push_str("-inf"),
                }
                self.out.push_str(", ");
                match upper {
                    Some((bound, _)) => self.node(bound, 0),
                    None => self.out.push_str("inf"),
                }
                self.out.push(if matches!(upper, Some((_, true))) { ']' } else { ')' });
            }
            Domain::Integer { lower, upper } => {
                self.node(lower, level::SUM);
                self.out.push_str("..");
                if let Some(upper) = upper {
                    self.out.push('=');
                    self.node(upper, level::SUM);
                }
            }
        }
    }

    fn formula(&mut self, formula: &Formula, least: u8) {
        if !self.goes_on() {
            return;
        }
        self.depth += 1;
        let bare = formula_level(formula) >= least;
        if !bare {
            self.out.push('(');
        }
        self.bare_formula(formula);
        if !bare {
            self.out.push(')');
        }
        self.depth -= 1;
    }

    fn bare_formula(&mut self, formula: &Formula) {
        match formula {
            Formula::Compare(a, relation, b) => self.infix(a, &format!(" {relation} "), b, level::SUM, level::SUM),
            Formula::IsInteger(a) => self.call("int", std::slice::from_ref(a)),
            Formula::And(parts) if is_chain(parts) => self.chain(parts),
            Formula::And(parts) => self.joined(parts, " and ", "0 = 0", level::NOT),
            Formula::Or(parts) => self.joined(parts, " or ", "0 = 1", level::AND),
            Formula::Not(a) => {
                self.out.push_str("not ");
                self.formula(a, level::NOT);
            }
            Formula::Implies(a, b) => self.connected(a, " implies ", b, level::OR, level::IMPLIES),
            Formula::Iff(a, b) => self.connected(a, " iff ", b, level::IFF, level::IMPLIES),
            Formula::Forall(binder, body) => self.quantified("forall(", binder, body),
            Formula::Exists(binder, body) => self.quantified("exists(", binder, body),
        }
    }

    fn chain(&mut self, parts: &[Formula]) {
        for (i, part) in parts.iter().enumerate() {
            if let Formula::Compare(a, relation, b) = part {
                if i == 0 {
                    self.node(a, level::SUM);
                }
                self.out.push_str(&format!(" {relation} "));
                self.node(b, level::SUM);
            }
        }
    }

    fn joined(&mut self, parts: &[Formula], word: &str, none: &str, least: u8) {
        if parts.is_empty() {
            self.out.push_str(none);
        }
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.out.push_str(word);
            }
            self.formula(part, least);
        }
    }

    fn connected(&mut self, a: &Formula, word: &str, b: &Formula, left: u8, right: u8) {
        self.formula(a, left);
        self.out.push_str(word);
        self.formula(b, right);
    }

    fn quantified(&mut self, name: &str, binder: &Binder, body: &Formula) {
        self.out.push_str(name);
        self.binder(binder);
        self.out.push_str(", ");
        self.formula(body, 0);
        self.out.push(')');
    }
}

fn formula_level(formula: &Formula) -> u8 {
    match formula {
        Formula::Iff(..) => level::IFF,
        Formula::Implies(..) => level::IMPLIES,
        Formula::Or(parts) => many(parts, level::OR),
        Formula::And(parts) if is_chain(parts) => level::RELATION,
        Formula::And(parts) => many(parts, level::AND),
        Formula::Not(_) => level::NOT,
        Formula::Compare(..) => level::RELATION,
        Formula::IsInteger(_) | Formula::Forall(..) | Formula::Exists(..) => level::ATOM,
    }
}

/// A list of one prints as its only member, of none as a comparison.
fn many(parts: &[Formula], level: u8) -> u8 {
    match parts {
        [] => level::RELATION,
        [one] => formula_level(one),
        _ => level,
    }
}

/// Whether the parts read `a < b`, `b < c`, ...: what the parser makes of a chain. The middle terms are compared by
/// address, as the parser shares them, or by value when they are leaves.
fn is_chain(parts: &[Formula]) -> bool {
    let side = |f: &Formula| match f {
        Formula::Compare(a, _, b) => Some((a.clone(), b.clone())),
        _ => None,
    };
    parts.len() > 1
        && parts.windows(2).all(|pair| match (side(&pair[0]), side(&pair[1])) {
            (Some((_, b)), Some((c, _))) => std::sync::Arc::ptr_eq(&b, &c),
            _ => false,
        })
}
