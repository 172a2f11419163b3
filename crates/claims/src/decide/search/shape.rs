//! What kind of expression a goal is about: the order of steps depends on it.

use crate::tree::{Expr, Formula, Function, Node};

pub(super) fn is_extremum(e: &Expr) -> bool {
    match &**e {
        Node::Supremum(..) | Node::Infimum(..) => true,
        Node::Defined { body, .. } => is_extremum(body),
        _ => false,
    }
}

/// Whether a power with variable exponent, an exponential or a gamma function occurs outside of logarithms.
pub(super) fn has_growth(e: &Expr) -> bool {
    match &**e {
        Node::Call(Function::Ln | Function::LnGamma | Function::Erf | Function::OwenT | Function::Atan, _) => {
            return false;
        }
        Node::Call(Function::Exp | Function::Gamma, _) => return true,
        Node::Pow(_, k) if !matches!(&**k, Node::Number(_)) => return true,
        _ => {}
    }
    let mut found = false;
    e.for_each_child(&mut |c| found |= has_growth(c));
    found
}

pub(super) fn holds_limit(e: &Expr) -> bool {
    let mut found = matches!(&**e, Node::Limit { .. } | Node::Integral(..));
    e.for_each_child(&mut |c| found |= holds_limit(c));
    found
}

pub(super) fn has_bessel(f: &Formula) -> bool {
    fn inside(e: &Expr) -> bool {
        let mut found = matches!(&**e, Node::Call(Function::BesselJ, _));
        e.for_each_child(&mut |c| found |= inside(c));
        found
    }
    let mut found = false;
    f.for_each_expr(&mut |e| found |= inside(e));
    found
}

pub(super) fn is_product(e: &Expr) -> bool {
    match &**e {
        Node::Add(..) | Node::Sub(..) | Node::Neg(_) => false,
        Node::Mul(a, b) | Node::Div(a, b) => is_product(a) && is_product(b),
        _ => true,
    }
}

/// Whether a gamma function (or what is made of it) occurs.
pub(super) fn has_gamma(e: &Expr) -> bool {
    if let Node::Call(f, _) = &**e
        && matches!(
            f,
            Function::Gamma | Function::LnGamma | Function::Binomial | Function::Factorial | Function::HarmonicDim
        )
    {
        return true;
    }
    let mut found = false;
    e.for_each_child(&mut |c| found |= has_gamma(c));
    found
}
