//! Claims about suprema and infima (`DE-08`).

use super::kernel::{Goal, Refusal};
use crate::tree::{Formula, Node, Relation};
use std::sync::Arc;

/// `sup f <= c` is `f <= c` everywhere; `sup f >= c` follows from one value `>= c`; likewise for infima.
///
/// # Errors
/// When neither side is a supremum or infimum, or the relation is strict against it.
pub fn bound(goal: &Goal) -> Result<Vec<Goal>, Refusal> {
    let Formula::Compare(a, r, b) = &goal.claim else { return Err("not a comparison") };
    let (left, r, right) = match (&**a, &**b) {
        (Node::Supremum(..) | Node::Infimum(..), _) => (a, *r, b),
        (_, Node::Supremum(..) | Node::Infimum(..)) => (b, super::scope::flip(*r), a),
        (Node::Defined { body, .. }, _) if matches!(&**body, Node::Supremum(..) | Node::Infimum(..)) => (body, *r, b),
        (_, Node::Defined { body, .. }) if matches!(&**body, Node::Supremum(..) | Node::Infimum(..)) => {
            (body, super::scope::flip(*r), a)
        }
        _ => return Err("no supremum"),
    };
    let compare = |body: &crate::tree::Expr, r| Arc::new(Formula::Compare(body.clone(), r, right.clone()));
    let claim = match (&**left, r) {
        (Node::Supremum(b, f), Relation::LessEq) => Formula::Forall(b.clone(), compare(f, r)),
        (Node::Infimum(b, f), Relation::GreaterEq) => Formula::Forall(b.clone(), compare(f, r)),
        (Node::Supremum(b, f), Relation::Greater | Relation::GreaterEq) => Formula::Exists(b.clone(), compare(f, r)),
        (Node::Infimum(b, f), Relation::Less | Relation::LessEq) => Formula::Exists(b.clone(), compare(f, r)),
        _ => return Err("a strict bound does not pass to the supremum"),
    };
    Ok(vec![goal.with(claim, false)])
}
