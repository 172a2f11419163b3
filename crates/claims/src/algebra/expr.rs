//! From canonical forms back to expression trees.

use super::poly::{Atom, Monomial, Poly};
use crate::tree::{Expr, Function, Node};
use enclosure::rug::Rational;
use std::sync::Arc;

fn number(q: Rational) -> Expr {
    Arc::new(Node::Number(q))
}

/// Product with 1 left out.
fn times(a: Option<Expr>, b: Expr) -> Option<Expr> {
    Some(match a {
        None => b,
        Some(a) => Arc::new(Node::Mul(a, b)),
    })
}

/// The canonical form as an expression: positive terms first, each a quotient of products.
#[must_use]
pub fn to_expr(p: &Poly) -> Expr {
    let mut out: Option<Expr> = None;
    let (plus, minus): (Vec<_>, Vec<_>) = p.terms().partition(|(_, q)| **q > 0);
    for (m, q) in plus {
        let t = term(m, q.clone());
        out = Some(match out {
            None => t,
            Some(o) => Arc::new(Node::Add(o, t)),
        });
    }
    for (m, q) in minus {
        let t = term(m, Rational::from(-q));
        out = Some(match out {
            None => Arc::new(Node::Neg(t)),
            Some(o) => Arc::new(Node::Sub(o, t)),
        });
    }
    out.unwrap_or_else(|| number(Rational::new()))
}

/// `q * m` for `q > 0`.
fn term(m: &Monomial, q: Rational) -> Expr {
    let (mut above, mut below) = (None, None);
    let (n, d) = q.into_numer_denom();
    if n != 1 {
        above = Some(number(Rational::from(n)));
    }
    if d != 1 {
        below = Some(number(Rational::from(d)));
    }
    for (a, e) in &m.0 {
        match e.as_number() {
            Some(k) if k < 0 && *a != Atom::Euler => below = times(below, power(a, &Poly::number(-k))),
            _ => above = times(above, power(a, e)),
        }
    }
    let above = above.unwrap_or_else(|| number(Rational::from(1)));
    match below {
        None => above,
        Some(b) => Arc::new(Node::Div(above, b)),
    }
}

fn power(a: &Atom, e: &Poly) -> Expr {
    if *a == Atom::Euler {
        return if e.as_integer() == Some(1) {
            Arc::new(Node::Euler)
        } else {
            Arc::new(Node::Call(Function::Exp, vec![to_expr(e)]))
        };
    }
    let base = atom(a);
    match e.as_number() {
        Some(k) if k == 1 => base,
        Some(k) if k == Rational::from((1, 2)) => Arc::new(Node::Call(Function::Sqrt, vec![base])),
        _ => Arc::new(Node::Pow(base, to_expr(e))),
    }
}

fn atom(a: &Atom) -> Expr {
    match a {
        Atom::Prime(p) => number(Rational::from(p.clone())),
        Atom::Pi => Arc::new(Node::Pi),
        Atom::Euler => Arc::new(Node::Euler),
        Atom::Variable(x) => Arc::new(Node::Variable(x.clone())),
        Atom::Sum(p) => to_expr(p),
        Atom::Opaque(o) => o.expr.clone(),
        Atom::Call(Function::Ln, args) => {
            // ln(gamma(z)) is written lgamma(z): gamma(z) itself soon leaves the exponent range.
            let inner = args.first().and_then(Poly::as_term).filter(|(m, q)| **q == 1 && m.0.len() == 1);
            if let Some((Atom::Call(Function::Gamma, z), e)) = inner.and_then(|(m, _)| m.0.first_key_value())
                && e.as_integer() == Some(1)
            {
                return Arc::new(Node::Call(Function::LnGamma, z.iter().map(to_expr).collect()));
            }
            Arc::new(Node::Call(Function::Ln, args.iter().map(to_expr).collect()))
        }
        Atom::Call(f, args) => Arc::new(Node::Call(*f, args.iter().map(to_expr).collect())),
    }
}
