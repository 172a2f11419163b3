//! Which formulas are made of rational operations and roots only.

use super::constant::rational;
use crate::tree::{Expr, Formula, Function, Node};

/// Whether every expression of the formula is algebraic in its variables.
#[must_use]
pub fn formula(f: &Formula) -> bool {
    let mut all = true;
    f.for_each_expr(&mut |e| all &= expr(e));
    all
}

fn expr(e: &Expr) -> bool {
    match &**e {
        Node::Number(_) | Node::Variable(_) | Node::Pi | Node::Euler => true,
        Node::Neg(a) => expr(a),
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Div(a, b) => expr(a) && expr(b),
        Node::Pow(a, b) => expr(a) && rational(b).is_some_and(|q| *q.denom() <= 2u32),
        Node::Defined { body, .. } => expr(body),
        Node::Call(Function::Sqrt | Function::Abs | Function::Max | Function::Min | Function::Clip, args) => {
            args.iter().all(expr)
        }
        Node::Call(..) => rational(e).is_some(),
        _ => false,
    }
}
