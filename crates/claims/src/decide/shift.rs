//! Signs of polynomials over quadrants (`DE-23`): after `x = lower + s`, `s >= 0`, for every variable, coefficients of one
//! sign show the sign of the polynomial.

use super::facts::Sign;
use super::scope::{Scope, variable};
use crate::algebra::substitute::{free_variables, substitute};
use crate::algebra::{Atom, NoFacts, Normalizer, Poly};
use crate::tree::{Expr, Node, Symbol};
use std::sync::Arc;

/// Variables beyond this are not tried.
const MAX_VARIABLES: usize = 5;
/// Nodes beyond this are not tried.
const MAX_SIZE: usize = 400;

/// Sign of a polynomial on the scope, when shifting to lower bounds shows it.
pub fn sign(scope: &Scope, e: &Expr) -> Sign {
    if !matches!(&**e, Node::Add(..) | Node::Sub(..) | Node::Neg(_)) || crate::tree::size(e) > MAX_SIZE {
        return Sign::Unknown;
    }
    let vars = free_variables(e);
    if vars.is_empty() || vars.len() > MAX_VARIABLES || !is_polynomial(e) {
        return Sign::Unknown;
    }
    // Of several lower bounds each is tried as the first choice for all variables.
    (0..2).map(|choice| shifted(scope, e, choice)).find(|s| *s != Sign::Unknown).unwrap_or(Sign::Unknown)
}

fn is_polynomial(e: &Expr) -> bool {
    match &**e {
        Node::Number(_) | Node::Variable(_) | Node::Pi | Node::Euler => true,
        Node::Neg(a) => is_polynomial(a),
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) => is_polynomial(a) && is_polynomial(b),
        Node::Pow(a, k) => is_polynomial(a) && matches!(&**k, Node::Number(q) if q.is_integer() && *q >= 0 && *q <= 40),
        Node::Div(a, b) => is_polynomial(a) && matches!(&**b, Node::Number(q) if !q.is_zero()),
        _ => false,
    }
}

fn shifted(scope: &Scope, e: &Expr, choice: usize) -> Sign {
    let mut e = e.clone();
    let mut strict: Vec<Symbol> = Vec::new();
    let mut done: Vec<Symbol> = Vec::new();
    for _ in 0..MAX_VARIABLES {
        // A variable that no remaining bound will bring back: one whose bound mentions only others.
        let Some(x) = free_variables(&e).into_iter().filter(|x| !done.contains(x)).max_by_key(|x| depth(scope, x, 0))
        else {
            break;
        };
        let Some(v) = scope.find(&x) else { return Sign::Unknown };
        let Some(b) = v.lower.get(choice.min(v.lower.len().saturating_sub(1))) else { return Sign::Unknown };
        if !is_polynomial(&b.expr)
            || free_variables(&b.expr).contains(&x)
            || free_variables(&b.expr).iter().any(|y| done.contains(y))
        {
            return Sign::Unknown;
        }
        let s = Symbol::from(format!("{x}#"));
        if !b.closed {
            strict.push(s.clone());
        }
        done.push(x.clone());
        done.push(s.clone());
        e = substitute(&e, &x, &Arc::new(Node::Add(b.expr.clone(), variable(&s))));
    }
    if free_variables(&e).iter().any(|x| !done.contains(x)) {
        return Sign::Unknown;
    }
    let Ok(p) = Normalizer::new(&NoFacts).poly(&e) else { return Sign::Unknown };
    let sure = |p: &Poly| -> Sign {
        if p.is_zero() {
            return Sign::Zero;
        }
        if p.terms().any(|(_, c)| *c < 0) {
            return Sign::Unknown;
        }
        let positive = |a: &Atom| match a {
            Atom::Variable(x) => strict.contains(x),
            Atom::Pi | Atom::Euler | Atom::Prime(_) => true,
            _ => false,
        };
        if p.terms().any(|(m, _)| m.0.keys().all(positive)) { Sign::Positive } else { Sign::NonNegative }
    };
    match sure(&p) {
        Sign::Unknown => match sure(&p.neg()) {
            Sign::Positive => Sign::Negative,
            Sign::NonNegative => Sign::NonPositive,
            other => other,
        },
        s => s,
    }
}

/// Length of the chain of bounds below a variable.
fn depth(scope: &Scope, x: &Symbol, level: usize) -> usize {
    if level > MAX_VARIABLES {
        return level;
    }
    scope.find(x).map_or(0, |v| {
        v.lower.iter().flat_map(|b| free_variables(&b.expr)).map(|y| 1 + depth(scope, &y, level + 1)).max().unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{self, parse_binder, parse_expr};

    #[test]
    fn signs_over_quadrants() {
        let mut names = syntax::Scope::new();
        let mut binders = Vec::new();
        for text in ["d in [3, inf)", "m in (d, inf)"] {
            let b = parse_binder(text, &names).expect("a binder");
            names.declare(&b.variable).expect("fresh");
            binders.push(b);
        }
        let scope = Scope::new(&binders, &[]);
        let of = |t: &str| sign(&scope, &parse_expr(t, &names).expect("parses"));
        assert_eq!(of("d^2 - 2*d - 3"), Sign::NonNegative);
        assert_eq!(of("d^2 - 2*d - 2"), Sign::Positive);
        assert_eq!(of("d^2 - 4*d + 2"), Sign::Unknown);
        assert_eq!(of("d*m - m^2"), Sign::Negative);
        assert_eq!(of("m - d - 1"), Sign::Unknown);
    }
}
