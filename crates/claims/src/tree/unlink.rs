//! Dropping a tree without recursion: a chain of 100,000 nodes built by a program must not overflow the stack.

use super::{Expr, Node};
use std::sync::Arc;

impl Drop for Node {
    fn drop(&mut self) {
        let mut todo: Vec<Expr> = Vec::new();
        take_children(self, &mut todo);
        while let Some(child) = todo.pop() {
            // `into_inner` succeeds for exactly one owner, so a shared subtree is taken apart once, by the last.
            if let Some(mut node) = Arc::into_inner(child) {
                take_children(&mut node, &mut todo);
            }
        }
    }
}

/// Moves the operands out so that the drop of `node` itself finds only leaves. Bounds and conditions keep theirs: they
/// are as deep as the text that was parsed, which is limited.
fn take_children(node: &mut Node, out: &mut Vec<Expr>) {
    let mut take = |slot: &mut Expr| {
        if !is_leaf(slot) {
            out.push(std::mem::replace(slot, leaf()));
        }
    };
    match node {
        Node::Number(_) | Node::Pi | Node::Euler | Node::Variable(_) => {}
        Node::Neg(a) => take(a),
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Div(a, b) | Node::Pow(a, b) => {
            take(a);
            take(b);
        }
        Node::Call(_, args) => args.iter_mut().for_each(take),
        Node::Defined { args, body, .. } => {
            args.iter_mut().for_each(&mut take);
            take(body);
        }
        Node::If(_, a, b) => {
            take(a);
            take(b);
        }
        Node::Sum(_, body)
        | Node::Product(_, body)
        | Node::Integral(_, body)
        | Node::Supremum(_, body)
        | Node::Infimum(_, body)
        | Node::Limit { body, .. } => take(body),
        Node::Derivative { at, body, .. } => {
            take(at);
            take(body);
        }
    }
}

fn is_leaf(expr: &Expr) -> bool {
    matches!(**expr, Node::Number(_) | Node::Pi | Node::Euler | Node::Variable(_))
}

/// One shared leaf to leave behind, so that dropping allocates nothing.
fn leaf() -> Expr {
    static LEAF: std::sync::LazyLock<Expr> = std::sync::LazyLock::new(|| Arc::new(Node::Pi));
    LEAF.clone()
}
