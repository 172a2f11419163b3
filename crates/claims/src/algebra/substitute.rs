//! Free variables and substitution. Both respect binders.

use crate::tree::{Binder, Domain, Expr, Formula, Node, Symbol};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The variables an expression depends on.
#[must_use]
pub fn free_variables(e: &Expr) -> BTreeSet<Symbol> {
    let mut out = BTreeSet::new();
    collect(e, &mut Vec::new(), &mut out);
    out
}

/// The variables a formula depends on.
#[must_use]
pub fn free_in_formula(f: &Formula) -> BTreeSet<Symbol> {
    let mut out = BTreeSet::new();
    collect_formula(f, &mut Vec::new(), &mut out);
    out
}

fn bounds(d: &Domain) -> Vec<&Expr> {
    match d {
        Domain::Real { lower, upper } => {
            [lower, upper].into_iter().filter_map(|b| b.as_ref().map(|(e, _)| e)).collect()
        }
        Domain::Integer { lower, upper } => std::iter::once(lower).chain(upper).collect(),
    }
}

fn collect(e: &Expr, bound: &mut Vec<Symbol>, out: &mut BTreeSet<Symbol>) {
    match &**e {
        Node::Number(_) | Node::Pi | Node::Euler => {}
        Node::Variable(x) => {
            if !bound.contains(x) {
                out.insert(x.clone());
            }
        }
        Node::Neg(a) => collect(a, bound, out),
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Div(a, b) | Node::Pow(a, b) => {
            collect(a, bound, out);
            collect(b, bound, out);
        }
        Node::Call(_, args) => args.iter().for_each(|a| collect(a, bound, out)),
        Node::Defined { body, .. } => collect(body, bound, out),
        Node::If(c, a, b) => {
            collect_formula(c, bound, out);
            collect(a, bound, out);
            collect(b, bound, out);
        }
        Node::Sum(b, body)
        | Node::Product(b, body)
        | Node::Integral(b, body)
        | Node::Supremum(b, body)
        | Node::Infimum(b, body) => {
            bounds(&b.domain).into_iter().for_each(|x| collect(x, bound, out));
            bound.push(b.variable.clone());
            collect(body, bound, out);
            bound.pop();
        }
        Node::Derivative { variable, at, body, .. } => {
            collect(at, bound, out);
            bound.push(variable.clone());
            collect(body, bound, out);
            bound.pop();
        }
        Node::Limit { variable, at, body } => {
            if let Some(at) = at {
                collect(at, bound, out);
            }
            bound.push(variable.clone());
            collect(body, bound, out);
            bound.pop();
        }
    }
}

fn collect_formula(f: &Formula, bound: &mut Vec<Symbol>, out: &mut BTreeSet<Symbol>) {
    match f {
        Formula::Compare(a, _, b) => {
            collect(a, bound, out);
            collect(b, bound, out);
        }
        Formula::IsInteger(a) => collect(a, bound, out),
        Formula::And(fs) | Formula::Or(fs) => fs.iter().for_each(|g| collect_formula(g, bound, out)),
        Formula::Not(g) => collect_formula(g, bound, out),
        Formula::Implies(a, b) | Formula::Iff(a, b) => {
            collect_formula(a, bound, out);
            collect_formula(b, bound, out);
        }
        Formula::Forall(b, g) | Formula::Exists(b, g) => {
            bounds(&b.domain).into_iter().for_each(|x| collect(x, bound, out));
            bound.push(b.variable.clone());
            collect_formula(g, bound, out);
            bound.pop();
        }
    }
}

/// `e` with `x` replaced by `by`. Bound variables that occur free in `by` are renamed.
#[must_use]
pub fn substitute(e: &Expr, x: &Symbol, by: &Expr) -> Expr {
    let s = |a: &Expr| substitute(a, x, by);
    match &**e {
        Node::Number(_) | Node::Pi | Node::Euler => e.clone(),
        Node::Variable(y) => {
            if y == x {
                by.clone()
            } else {
                e.clone()
            }
        }
        Node::Neg(a) => Arc::new(Node::Neg(s(a))),
        Node::Add(a, b) => Arc::new(Node::Add(s(a), s(b))),
        Node::Sub(a, b) => Arc::new(Node::Sub(s(a), s(b))),
        Node::Mul(a, b) => Arc::new(Node::Mul(s(a), s(b))),
        Node::Div(a, b) => Arc::new(Node::Div(s(a), s(b))),
        Node::Pow(a, b) => Arc::new(Node::Pow(s(a), s(b))),
        Node::Call(f, args) => Arc::new(Node::Call(*f, args.iter().map(s).collect())),
        Node::Defined { name, args, body } => {
            Arc::new(Node::Defined { name: name.clone(), args: args.iter().map(s).collect(), body: s(body) })
        }
        Node::If(c, a, b) => Arc::new(Node::If(Arc::new(substitute_formula(c, x, by)), s(a), s(b))),
        Node::Sum(b, body) => under(b, body, x, by, Node::Sum),
        Node::Product(b, body) => under(b, body, x, by, Node::Product),
        Node::Integral(b, body) => under(b, body, x, by, Node::Integral),
        Node::Supremum(b, body) => under(b, body, x, by, Node::Supremum),
        Node::Infimum(b, body) => under(b, body, x, by, Node::Infimum),
        Node::Derivative { variable, order, at, body } => {
            let (variable, body) = rename(variable, body, x, by);
            let body = if variable == *x { body } else { s(&body) };
            Arc::new(Node::Derivative { variable, order: *order, at: s(at), body })
        }
        Node::Limit { variable, at, body } => {
            let (variable, body) = rename(variable, body, x, by);
            let body = if variable == *x { body } else { s(&body) };
            Arc::new(Node::Limit { variable, at: at.as_ref().map(s), body })
        }
    }
}

/// Renames the bound variable `v` of `body` when it would capture a variable of `by`.
fn rename(v: &Symbol, body: &Expr, x: &Symbol, by: &Expr) -> (Symbol, Expr) {
    if v == x || !free_variables(by).contains(v) {
        return (v.clone(), body.clone());
    }
    let fresh = fresh(v, &[free_variables(by), free_variables(body)]);
    (fresh.clone(), substitute(body, v, &Arc::new(Node::Variable(fresh))))
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

fn substitute_domain(d: &Domain, x: &Symbol, by: &Expr) -> Domain {
    let s = |b: &Option<(Expr, bool)>| b.as_ref().map(|(e, c)| (substitute(e, x, by), *c));
    match d {
        Domain::Real { lower, upper } => Domain::Real { lower: s(lower), upper: s(upper) },
        Domain::Integer { lower, upper } => Domain::Integer {
            lower: substitute(lower, x, by),
            upper: upper.as_ref().map(|u| substitute(u, x, by)),
        },
    }
}

fn under(b: &Binder, body: &Expr, x: &Symbol, by: &Expr, make: fn(Binder, Expr) -> Node) -> Expr {
    let domain = substitute_domain(&b.domain, x, by);
    let (variable, body) = rename(&b.variable, body, x, by);
    let body = if variable == *x { body } else { substitute(&body, x, by) };
    Arc::new(make(Binder { variable, domain }, body))
}

/// A formula with `x` replaced by `by`.
#[must_use]
pub fn substitute_formula(f: &Formula, x: &Symbol, by: &Expr) -> Formula {
    let s = |g: &Formula| substitute_formula(g, x, by);
    match f {
        Formula::Compare(a, r, b) => Formula::Compare(substitute(a, x, by), *r, substitute(b, x, by)),
        Formula::IsInteger(a) => Formula::IsInteger(substitute(a, x, by)),
        Formula::And(fs) => Formula::And(fs.iter().map(s).collect()),
        Formula::Or(fs) => Formula::Or(fs.iter().map(s).collect()),
        Formula::Not(g) => Formula::Not(Arc::new(s(g))),
        Formula::Implies(a, b) => Formula::Implies(Arc::new(s(a)), Arc::new(s(b))),
        Formula::Iff(a, b) => Formula::Iff(Arc::new(s(a)), Arc::new(s(b))),
        Formula::Forall(b, g) => {
            let (b, g) = under_formula(b, g, x, by);
            Formula::Forall(b, Arc::new(g))
        }
        Formula::Exists(b, g) => {
            let (b, g) = under_formula(b, g, x, by);
            Formula::Exists(b, Arc::new(g))
        }
    }
}

fn under_formula(b: &Binder, g: &Formula, x: &Symbol, by: &Expr) -> (Binder, Formula) {
    let domain = substitute_domain(&b.domain, x, by);
    if b.variable == *x {
        return (Binder { variable: b.variable.clone(), domain }, g.clone());
    }
    let (variable, g) = if free_variables(by).contains(&b.variable) {
        let v = fresh(&b.variable, &[free_variables(by), free_in_formula(g)]);
        let g = substitute_formula(g, &b.variable, &Arc::new(Node::Variable(v.clone())));
        (v, g)
    } else {
        (b.variable.clone(), g.clone())
    };
    (Binder { variable, domain }, substitute_formula(&g, x, by))
}
