//! Counterexamples: points that certainly lie in the domain and at which the claim is certainly false (`DE-20`).

use super::claim::{precision, precisions};
use super::clock::Clock;
use super::enclose::{Values, eval, truth};
use super::kernel::Goal;
use super::outcome::{Options, Witness};
use super::sample::{Point, Random, draw, values};
use crate::eval::Truth;
use crate::load::Claim;
use crate::print::expr_text;
use crate::tree::{Formula, Relation};
use enclosure::Prec;

/// Points named in the hint.
pub fn hinted(claim: &Claim, goal: &Goal, options: &Options) -> Option<Witness> {
    if claim.hint.witness.is_empty() {
        return None;
    }
    let p = precision(options.prec);
    let mut point = Point::new();
    for v in &goal.scope.variables {
        let (_, e) = claim.hint.witness.iter().find(|(x, _)| *x == v.name)?;
        let i = eval(e, &Values::new(), p).ok()?;
        let q = crate::algebra::Normalizer::new(&crate::algebra::NoFacts).poly(e).ok().and_then(|q| q.as_number());
        point.insert(v.name.clone(), q.or_else(|| i.mid().to_rational())?);
    }
    certify(goal, &point, options)
}

/// A certified counterexample among drawn points.
pub fn counterexample(goal: &Goal, options: &Options, clock: &Clock, points: usize) -> Option<Witness> {
    if goal.scope.variables.is_empty() {
        return certify(goal, &Point::new(), options);
    }
    let mut rng = Random::new(1);
    let low = precision(64);
    for _ in 0..points {
        if clock.check().is_err() {
            return None;
        }
        let Some(point) = draw(&goal.scope, &mut rng, low) else { continue };
        if truth(&goal.claim, &values(&point, low), low) == Truth::False
            && let Some(w) = certify(goal, &point, options)
        {
            return Some(w);
        }
    }
    None
}

/// The point as a witness, once membership and violation are certain at some precision.
fn certify(goal: &Goal, point: &Point, options: &Options) -> Option<Witness> {
    for p in precisions(options) {
        if super::sample::contains(&goal.scope, point, p) && super::sample::refutes(&goal.claim, point, p) {
            let vals = values(point, p);
            let failing = failing(&goal.claim, &vals, p);
            let (sides, comparison) = match &failing {
                Some(Formula::Compare(a, r, b)) => (
                    eval(a, &vals, p).ok().zip(eval(b, &vals, p).ok()),
                    format!("{} {} {}", expr_text(a), relation_text(*r), expr_text(b)),
                ),
                _ => (None, String::new()),
            };
            return Some(Witness { point: point.clone(), sides, comparison, prec: p.bits() });
        }
    }
    None
}

/// Relation as in the language.
#[must_use]
pub fn relation_text(r: Relation) -> &'static str {
    match r {
        Relation::Less => "<",
        Relation::LessEq => "<=",
        Relation::Greater => ">",
        Relation::GreaterEq => ">=",
        Relation::Equal => "=",
        Relation::NotEqual => "!=",
    }
}

/// The first comparison that is certainly false and carries the formula with it.
#[must_use]
pub fn failing(f: &Formula, vals: &Values, p: Prec) -> Option<Formula> {
    match f {
        Formula::Compare(..) => (truth(f, vals, p) == Truth::False).then(|| f.clone()),
        Formula::And(fs) => fs.iter().find_map(|g| failing(g, vals, p)),
        Formula::Or(fs) => fs.first().and_then(|g| failing(g, vals, p)),
        Formula::Implies(_, b) => failing(b, vals, p),
        _ => None,
    }
}
