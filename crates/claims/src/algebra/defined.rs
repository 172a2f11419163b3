//! Where an expression is defined and differentiable (`AL-15`): conditions that imply that every operation in it is.

use super::build::number;
use super::derivative::derivative;
use super::substitute::substitute;
use crate::tree::{Expr, Formula, Function, Node, Relation, Symbol};
use std::sync::Arc;

fn is(a: Expr, r: Relation, k: i64) -> Formula {
    Formula::Compare(a, r, number(k))
}

/// Formulas that together imply that `e` is defined and continuous in its free variables. `None` when the expression
/// holds an operator for which no such condition is stated.
#[must_use]
pub fn obligations(e: &Expr) -> Option<Vec<Formula>> {
    let mut out = Vec::new();
    collect(e, &mut out)?;
    let mut seen: Vec<Formula> = Vec::new();
    for f in out {
        let trivial = matches!(&f, Formula::Compare(a, r, _) if decided(a, *r));
        if !trivial && !seen.contains(&f) {
            seen.push(f);
        }
    }
    Some(seen)
}

/// Comparisons of plain numbers with 0 that hold.
fn decided(a: &Expr, r: Relation) -> bool {
    match &**a {
        Node::Number(q) => match r {
            Relation::Greater => *q > 0,
            Relation::GreaterEq => *q >= 0,
            Relation::NotEqual => !q.is_zero(),
            _ => false,
        },
        Node::Pi | Node::Euler => matches!(r, Relation::Greater | Relation::GreaterEq | Relation::NotEqual),
        _ => false,
    }
}

fn integer(e: &Expr) -> Option<i64> {
    match &**e {
        Node::Number(q) if q.is_integer() => q.numer().to_i64(),
        Node::Neg(a) => integer(a).map(|n| -n),
        _ => None,
    }
}

/// The derivative without operators, if the rules give one.
fn symbolic(body: &Expr, x: &Symbol, order: u32) -> Option<Expr> {
    let mut f = body.clone();
    for _ in 0..order.min(9) {
        f = derivative(&f, x).ok()?;
    }
    let mut operator = order > 8;
    any_node(&f, &mut |n| operator |= matches!(n, Node::Derivative { .. }));
    (!operator).then_some(f)
}

fn any_node(e: &Expr, f: &mut dyn FnMut(&Node)) {
    f(e);
    e.for_each_child(&mut |c| any_node(c, f));
}

fn collect(e: &Expr, out: &mut Vec<Formula>) -> Option<()> {
    use Relation::{Greater, GreaterEq, NotEqual};
    match &**e {
        Node::Number(_) | Node::Pi | Node::Euler | Node::Variable(_) => {}
        Node::Neg(a) => collect(a, out)?,
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) => {
            collect(a, out)?;
            collect(b, out)?;
        }
        Node::Div(a, b) => {
            collect(a, out)?;
            collect(b, out)?;
            out.push(is(b.clone(), NotEqual, 0));
        }
        Node::Pow(a, b) => {
            collect(a, out)?;
            collect(b, out)?;
            match (integer(b), &**b) {
                (Some(n), _) if n >= 0 => {}
                (Some(_), _) => out.push(is(a.clone(), NotEqual, 0)),
                (None, Node::Number(q)) if *q > 0 => out.push(is(a.clone(), GreaterEq, 0)),
                _ => out.push(is(a.clone(), Greater, 0)),
            }
        }
        Node::Call(f, args) => {
            for a in args {
                collect(a, out)?;
            }
            call(*f, args, out)?;
        }
        Node::Defined { body, .. } => collect(body, out)?,
        Node::Derivative { variable, order, at, body } if symbolic(body, variable, *order).is_some() => {
            collect(at, out)?;
            // The derivative exists where it and the body are defined (one-sided where the domain of the body ends).
            let d = symbolic(body, variable, *order)?;
            collect(&substitute(body, variable, at), out)?;
            collect(&substitute(&d, variable, at), out)?;
        }
        // No condition is stated for these: that they evaluate is what is asked.
        Node::Sum(..) | Node::Product(..) | Node::Integral(..) | Node::Limit { .. } | Node::Derivative { .. } => {
            out.push(Formula::Compare(e.clone(), GreaterEq, e.clone()));
        }
        Node::If(c, a, b) => {
            let mut failed = false;
            c.for_each_expr(&mut |x| failed |= collect(x, out).is_none());
            if failed {
                return None;
            }
            let no = Arc::new(Formula::Not(c.clone()));
            for (side, e) in [(c.clone(), a), (no, b)] {
                let mut inner = Vec::new();
                collect(e, &mut inner)?;
                let trivial = |f: &Formula| matches!(f, Formula::Compare(a, r, _) if decided(a, *r));
                inner.retain(|f| !trivial(f));
                out.extend(inner.into_iter().map(|f| Formula::Implies(side.clone(), Arc::new(f))));
            }
        }
        Node::Supremum(..) | Node::Infimum(..) => return None,
    }
    Some(())
}

fn call(f: Function, a: &[Expr], out: &mut Vec<Formula>) -> Option<()> {
    use Function as F;
    use Relation::{Greater, GreaterEq, Less};
    let between = |x: &Expr, out: &mut Vec<Formula>| {
        out.push(is(x.clone(), Greater, -1));
        out.push(is(x.clone(), Less, 1));
    };
    match (f, a) {
        (
            F::Exp
            | F::Sin
            | F::Cos
            | F::Atan
            | F::Sinh
            | F::Cosh
            | F::Tanh
            | F::Erf
            | F::Erfc
            | F::NormalCdf
            | F::NormalPdf
            | F::OwenT
            | F::Clip
            | F::Abs
            | F::Max
            | F::Min,
            _,
        ) => {}
        (F::Sqrt, [x]) => out.push(is(x.clone(), GreaterEq, 0)),
        (F::Ln | F::Log2 | F::Gamma | F::LnGamma | F::Digamma | F::Binet, [x]) => out.push(is(x.clone(), Greater, 0)),
        (F::Factorial, [x]) => out.push(is(x.clone(), Greater, -1)),
        (F::Tan, [x]) => {
            let cos = Arc::new(Node::Call(F::Cos, vec![x.clone()]));
            out.push(is(cos, Relation::NotEqual, 0));
        }
        (F::Asin | F::Acos, [x]) => {
            out.push(is(x.clone(), GreaterEq, -1));
            out.push(is(x.clone(), Relation::LessEq, 1));
        }
        (F::ErfInv, [x]) => between(x, out),
        (F::GammaP | F::GammaQ, [s, x]) => {
            out.push(is(s.clone(), Greater, 0));
            out.push(is(x.clone(), GreaterEq, 0));
        }
        (F::BetaI, [x, s, t]) => {
            out.push(is(x.clone(), GreaterEq, 0));
            out.push(is(x.clone(), Relation::LessEq, 1));
            out.push(is(s.clone(), Greater, 0));
            out.push(is(t.clone(), Greater, 0));
        }
        (F::BesselJ | F::BesselJPrime, [nu, x]) => {
            out.push(is(nu.clone(), GreaterEq, 0));
            out.push(Formula::IsInteger(Arc::new(Node::Mul(number(2), nu.clone()))));
            out.push(is(x.clone(), GreaterEq, 0));
        }
        (F::Binomial, [n, k]) => {
            let plus = |e: Expr| Arc::new(Node::Add(e, number(1)));
            out.push(is(plus(n.clone()), Greater, 0));
            out.push(is(plus(k.clone()), Greater, 0));
            out.push(is(plus(Arc::new(Node::Sub(n.clone(), k.clone()))), Greater, 0));
        }
        (F::HarmonicDim, [d, n]) => {
            out.push(is(d.clone(), Greater, 1));
            out.push(is(n.clone(), GreaterEq, 0));
            let s = Arc::new(Node::Sub(Arc::new(Node::Add(n.clone(), d.clone())), number(2)));
            out.push(is(s, Greater, 0));
        }
        _ => {
            let whole: Expr = Arc::new(Node::Call(f, a.to_vec()));
            out.push(Formula::Compare(whole.clone(), GreaterEq, whole));
        }
    }
    Some(())
}

/// Whether every operator in `e` is differentiable wherever it is defined with a defined derivative (no case
/// distinctions, roundings or extrema).
#[must_use]
pub fn is_smooth(e: &Expr) -> bool {
    match &**e {
        Node::Number(_) | Node::Pi | Node::Euler | Node::Variable(_) => true,
        Node::Neg(a) => is_smooth(a),
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Div(a, b) | Node::Pow(a, b) => {
            is_smooth(a) && is_smooth(b)
        }
        Node::Call(f, args) => {
            use Function as F;
            !matches!(f, F::Abs | F::Floor | F::Ceil | F::Sign | F::Max | F::Min | F::Clip)
                && args.iter().all(is_smooth)
        }
        Node::Defined { body, .. } => is_smooth(body),
        _ => false,
    }
}
