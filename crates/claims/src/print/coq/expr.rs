//! Expressions as Coq terms of type `R`. Every compound term is bracketed: no precedence to get wrong.

use super::Refusal;
use super::constant::{gamma_over_root_pi, rational};
use crate::algebra::number;
use crate::algebra::substitute::{free_variables, substitute};
use crate::decide::{Scope, ScopeFacts};
use crate::tree::{Binder, Domain, Expr, Formula, Function, Node, Relation, Symbol};
use enclosure::Prec;
use enclosure::rug::Rational;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Longest text of one goal.
const MAX_TEXT: usize = 20_000;
/// Deepest tree printed.
const MAX_DEPTH: usize = 200;
/// Most terms of a sum or product that are written out.
const MAX_TERMS: i64 = 64;
/// Exponents up to this one are natural numbers of Coq (unary), larger ones are binary.
const MAX_UNARY: u32 = 64;

/// Writes expressions over a scope; the scope answers whether a base is certainly positive.
pub struct Writer<'a> {
    facts: ScopeFacts<'a>,
    /// The text so far.
    pub out: String,
    depth: usize,
    /// Variables bound inside the term, about which the scope knows nothing.
    pub bound: BTreeSet<Symbol>,
}

impl<'a> Writer<'a> {
    /// A writer over a scope.
    #[must_use]
    pub fn new(scope: &'a Scope) -> Self {
        Self { facts: ScopeFacts::new(scope, Prec::DOUBLE), out: String::new(), depth: 0, bound: BTreeSet::new() }
    }

    /// Writes `e`.
    ///
    /// # Errors
    /// What has no counterpart.
    pub fn expr(&mut self, e: &Expr) -> Result<(), Refusal> {
        if self.out.len() > MAX_TEXT || self.depth > MAX_DEPTH {
            return Err("the formula is too long written out".into());
        }
        self.depth += 1;
        let done = self.node(e);
        self.depth -= 1;
        done
    }

    fn node(&mut self, e: &Expr) -> Result<(), Refusal> {
        match &**e {
            Node::Number(q) => {
                self.rational(q);
                Ok(())
            }
            Node::Pi => self.word("PI"),
            Node::Euler => self.word("(exp 1)"),
            Node::Variable(x) => self.word(&variable_name(x)),
            Node::Neg(a) => self.parts("(- ", &[a], ""),
            Node::Add(a, b) => self.parts("(", &[a, b], " + "),
            Node::Sub(a, b) => self.parts("(", &[a, b], " - "),
            Node::Mul(a, b) => self.parts("(", &[a, b], " * "),
            Node::Div(a, b) => self.parts("(", &[a, b], " / "),
            Node::Pow(a, b) => self.power(a, b),
            Node::Call(f, args) => self.call(e, *f, args),
            Node::Defined { body, .. } => self.expr(body),
            Node::Sum(binder, body) => self.fold(binder, body, " + ", "0"),
            Node::Product(binder, body) => self.fold(binder, body, " * ", "1"),
            Node::Integral(binder, body) => self.integral(binder, body),
            Node::If(..) => Err("case distinction".into()),
            Node::Derivative { .. } => Err("derivative".into()),
            Node::Limit { .. } => Err("limit".into()),
            Node::Supremum(..) | Node::Infimum(..) => Err("supremum or infimum inside an expression".into()),
        }
    }

    fn word(&mut self, text: &str) -> Result<(), Refusal> {
        self.out.push_str(text);
        Ok(())
    }

    fn rational(&mut self, q: &Rational) {
        let text = match (q.is_integer(), q.cmp0().is_lt()) {
            (true, false) => q.numer().to_string(),
            (true, true) => format!("({})", q.numer()),
            (false, _) => format!("({} / {})", q.numer(), q.denom()),
        };
        self.out.push_str(&text);
    }

    fn parts(&mut self, open: &str, parts: &[&Expr], between: &str) -> Result<(), Refusal> {
        self.out.push_str(open);
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.out.push_str(between);
            }
            self.expr(part)?;
        }
        self.out.push(')');
        Ok(())
    }

    /// `CQ-02`: whole exponents are `pow`, halves of whole ones go through `sqrt`, others need a positive base.
    fn power(&mut self, a: &Expr, b: &Expr) -> Result<(), Refusal> {
        if let Some(q) = rational(b) {
            if let Some(n) = q.is_integer().then(|| q.numer().to_i64()).flatten() {
                return self.whole_power(a, n);
            }
            if *q.denom() == 2u32
                && let Some(n) = q.numer().to_i64().filter(|n| n.unsigned_abs() <= u64::from(MAX_UNARY))
            {
                let root: Expr = Arc::new(Node::Call(Function::Sqrt, vec![a.clone()]));
                return self.whole_power(&root, n);
            }
        }
        if matches!(&**a, Node::Euler) {
            return self.parts("(exp ", &[b], "");
        }
        if !self.positive(a) {
            return Err("power of a base that is not shown to be positive".into());
        }
        self.parts("(Rpower ", &[a, b], " ")
    }

    fn whole_power(&mut self, a: &Expr, n: i64) -> Result<(), Refusal> {
        let size = u32::try_from(n.unsigned_abs()).map_err(|_| "exponent out of range")?;
        if size > MAX_UNARY {
            if !self.positive(a) {
                return Err("large power of a base that is not shown to be positive".into());
            }
            self.out.push_str("(powerRZ ");
            self.expr(a)?;
            self.out.push_str(&format!(" ({n}))"));
            return Ok(());
        }
        self.out.push_str(if n < 0 { "(/ (" } else { "(" });
        self.expr(a)?;
        self.out.push_str(&format!(" ^ {size}"));
        self.out.push_str(if n < 0 { "))" } else { ")" });
        Ok(())
    }

    fn positive(&self, a: &Expr) -> bool {
        if !free_variables(a).is_disjoint(&self.bound) {
            return false;
        }
        self.facts.proves(&Formula::Compare(a.clone(), Relation::Greater, number(0)))
    }

    fn closed(&self, e: &Expr) -> bool {
        free_variables(e).is_empty()
    }

    fn call(&mut self, e: &Expr, f: Function, args: &[Expr]) -> Result<(), Refusal> {
        let all: Vec<&Expr> = args.iter().collect();
        let name = match f {
            Function::Sqrt => "sqrt",
            Function::Exp => "exp",
            Function::Ln => "ln",
            Function::Sin => "sin",
            Function::Cos => "cos",
            Function::Tan => "tan",
            Function::Atan => "atan",
            Function::Abs => "Rabs",
            Function::Log2 => "log2",
            Function::Sinh => "hsin",
            Function::Cosh => "hcos",
            Function::Tanh => "htan",
            Function::NormalPdf => "norm_pdf",
            Function::Clip => "clip",
            Function::Max | Function::Min => return self.extremum(f, args),
            Function::Erf | Function::Erfc | Function::NormalCdf | Function::OwenT => {
                if !args.iter().all(|a| self.closed(a)) {
                    return Err(format!("{} of a variable", f.name()));
                }
                f.name()
            }
            Function::LnGamma => {
                self.out.push_str("(ln ");
                self.call(e, Function::Gamma, args)?;
                return self.word(")");
            }
            _ => return self.special(e, f, args),
        };
        self.parts(&format!("({name} "), &all, " ")
    }

    /// Functions that are elementary at closed arguments only.
    fn special(&mut self, e: &Expr, f: Function, args: &[Expr]) -> Result<(), Refusal> {
        let again: Expr = Arc::new(Node::Call(f, args.to_vec()));
        if let Some(q) = rational(if f == Function::Gamma { &again } else { e }) {
            self.rational(&q);
            return Ok(());
        }
        let half = || rational(args.first()?).as_ref().and_then(gamma_over_root_pi);
        if f == Function::Gamma
            && let Some(c) = half()
        {
            self.out.push('(');
            self.rational(&c);
            return self.word(" * sqrt PI)");
        }
        Err(format!("special function {}", f.name()))
    }

    fn extremum(&mut self, f: Function, args: &[Expr]) -> Result<(), Refusal> {
        let name = if f == Function::Max { "(Rmax " } else { "(Rmin " };
        for (i, arg) in args.iter().enumerate() {
            if i + 1 < args.len() {
                self.out.push_str(name);
            }
            self.expr(arg)?;
            if i + 1 < args.len() {
                self.out.push(' ');
            }
        }
        self.out.push_str(&")".repeat(args.len().saturating_sub(1)));
        Ok(())
    }

    fn fold(&mut self, binder: &Binder, body: &Expr, between: &str, none: &str) -> Result<(), Refusal> {
        let Domain::Integer { lower, upper: Some(upper) } = &binder.domain else {
            return Err("infinite sum or product".into());
        };
        let (Some(a), Some(b)) = (rational(lower), rational(upper)) else {
            return Err("sum or product of variable length".into());
        };
        let end = |q: Rational| q.numer().to_i64().ok_or("sum or product out of range");
        let (a, b) = (end(a.ceil())?, end(b.floor())?);
        if b - a >= MAX_TERMS {
            return Err("sum or product of many terms".into());
        }
        self.out.push('(');
        for k in a..=b {
            if k > a {
                self.out.push_str(between);
            }
            self.expr(&substitute(body, &binder.variable, &number(k)))?;
        }
        if a > b {
            self.out.push_str(none);
        }
        self.word(")")
    }

    /// An integral of one variable between closed finite ends.
    fn integral(&mut self, binder: &Binder, body: &Expr) -> Result<(), Refusal> {
        let Domain::Real { lower: Some((a, _)), upper: Some((b, _)) } = &binder.domain else {
            return Err("improper integral".into());
        };
        let only: BTreeSet<Symbol> = BTreeSet::from([binder.variable.clone()]);
        if !self.closed(a) || !self.closed(b) || !free_variables(body).is_subset(&only) {
            return Err("integral with a parameter".into());
        }
        self.out.push_str(&format!("(RInt (fun {} : R => ", variable_name(&binder.variable)));
        let new = self.bound.insert(binder.variable.clone());
        let done = self.expr(body);
        if new {
            self.bound.remove(&binder.variable);
        }
        done?;
        self.out.push_str(") ");
        self.parts("", &[a, b], " ")
    }
}

/// A variable's name in Coq: a prefix keeps clear of Coq's own names (`R`, `exp`, `fun`).
#[must_use]
pub fn variable_name(x: &str) -> String {
    format!("v_{}", x.replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}
