//! The decision of one claim: closed formulas, the whole domain, dimensions one by one, counterexamples, in that order.

use super::clock::Clock;
use super::enclose::{Values, eval, truth};
use super::kernel::Goal;
use super::outcome::{DimVerdict, Evidence, Options, Outcome, Verdict, Witness};
use super::sample::{Point, Random, draw, values};
use super::scope::{Hull, Scope};
use super::search::Prover;
use super::step::{Proof, Step};
use crate::algebra::number;
use crate::algebra::substitute::substitute_formula;
use crate::eval::Truth;
use crate::load::{Claim, ClaimKind};
use crate::print::expr_text;
use crate::tree::{Expr, Formula, Relation, Symbol};
use enclosure::{Interval, Prec};

/// Points tried first, and in the long search for a counterexample.
const FIRST_POINTS: usize = 200;
const MANY_POINTS: usize = 6000;
/// Deepest nesting of reductions.
const MAX_DEPTH: usize = 7;
/// Goals visited at one depth.
const MAX_NODES: usize = 3000;
/// Most seconds spent on all dimensions at once, where they can be taken one by one afterwards.
const MOST_SECONDS: f64 = 6.0;
/// Depth of the first search at one dimension.
const FIRST_DEPTH: usize = 2;
/// The variable whose values `--dims` lists.
const DIMENSION: &str = "d";

/// Decides a claim.
#[must_use]
pub fn decide(claim: &Claim, options: &Options) -> Outcome {
    let clock = Clock::new(options.timeout, options.interrupt.clone());
    let mut out = clock.within(1.0, || by_kind(claim, options, &clock));
    out.seconds = clock.seconds();
    out
}

fn by_kind(claim: &Claim, options: &Options, clock: &Clock) -> Outcome {
    match &claim.kind {
        ClaimKind::Formula(f) => formula(claim, f, options, clock),
        ClaimKind::Composite { formula: f, .. } => {
            // Its own formula can only refute it; the rest comes from its steps (see `compose`).
            let own = f.as_ref().map(|f| formula(claim, f, options, clock)).filter(|o| o.verdict == Verdict::Refuted);
            own.unwrap_or_else(|| undecided("derived from its steps"))
        }
        ClaimKind::Argued { proof } => Outcome {
            verdict: Verdict::Argued,
            dims: vec![],
            margin: None,
            evidence: Evidence::Written(proof.clone()),
            reason: None,
            seconds: 0.0,
        },
    }
}

fn undecided(reason: impl Into<String>) -> Outcome {
    Outcome {
        verdict: Verdict::Undecided,
        dims: vec![],
        margin: None,
        evidence: Evidence::None,
        reason: Some(reason.into()),
        seconds: 0.0,
    }
}

fn precision(bits: u32) -> Prec {
    Prec::new(bits.clamp(32, 1 << 16)).unwrap_or(Prec::DOUBLE)
}

/// Precisions from the first to the largest, doubling.
fn precisions(options: &Options) -> Vec<Prec> {
    let mut bits = options.prec.max(32);
    let mut out = vec![precision(bits)];
    while bits < options.max_prec && out.len() < 8 {
        bits = bits.saturating_mul(2).min(options.max_prec);
        out.push(precision(bits));
    }
    out
}

fn refuted(w: Witness, dims: Vec<DimVerdict>) -> Outcome {
    Outcome {
        verdict: Verdict::Refuted,
        dims,
        margin: w.sides.as_ref().and_then(|(a, b)| gap(a, b)),
        evidence: Evidence::Witness(w),
        reason: None,
        seconds: 0.0,
    }
}

fn formula(claim: &Claim, f: &Formula, options: &Options, clock: &Clock) -> Outcome {
    let scope = Scope::new(&claim.domain, &claim.given);
    let goal = Goal { scope, claim: f.clone(), defined: false };
    if !goal.scope.variables.is_empty() {
        let p = precision(options.prec);
        let quick = || Prover::new(clock, p, options.max_boxes).run(&goal, 0, MAX_NODES);
        if let Some(proof) = clock.within(0.1, quick) {
            return shown(&goal, proof, p);
        }
    }
    let points = || counterexample(&goal, options, clock, FIRST_POINTS);
    if let Some(w) = hinted(claim, &goal, options).or_else(|| clock.within_seconds(0.1, 1.0, points)) {
        return refuted(w, vec![]);
    }
    let has_dims = goal.scope.variables.iter().any(|v| &*v.name == DIMENSION && v.integer);
    // Where dimensions can be decided one by one they get the greater part of the time.
    let (share, most) = if has_dims { (0.35, MOST_SECONDS) } else { (0.8, f64::MAX) };
    let mut reason = String::new();
    if goal.scope.variables.is_empty() {
        for p in precisions(options) {
            if let Some(proof) = clock.within(0.5, || search(&goal, claim, options, clock, p, 3)) {
                return shown(&goal, proof, p);
            }
            if clock.check().is_err() {
                break;
            }
        }
        reason = closed_reason(f, options);
    } else if let Some(proof) =
        clock.within_seconds(share, most, || search(&goal, claim, options, clock, precision(options.prec), MAX_DEPTH))
    {
        return shown(&goal, proof, precision(options.prec));
    }
    if has_dims {
        return by_dimension(claim, &goal, options, clock);
    }
    if let Some(w) = counterexample(&goal, options, clock, MANY_POINTS) {
        return refuted(w, vec![]);
    }
    if reason.is_empty() {
        reason = describe(&goal, clock, options);
    }
    undecided(reason)
}

fn search(goal: &Goal, claim: &Claim, options: &Options, clock: &Clock, p: Prec, depth: usize) -> Option<Proof> {
    let boxes = claim.hint.max_boxes.and_then(|n| usize::try_from(n).ok()).unwrap_or(options.max_boxes);
    let mut prover = Prover::new(clock, p, boxes);
    prover.witnesses.clone_from(&claim.hint.witness);
    prover
        .run(goal, depth, MAX_NODES)
        .or_else(|| super::boxes::search(goal, p, boxes, clock).ok().map(|split| Proof::leaf(Step::Boxes { split })))
}

fn shown(goal: &Goal, proof: Proof, p: Prec) -> Outcome {
    Outcome {
        verdict: Verdict::Proved,
        dims: vec![],
        margin: margin(goal, p),
        evidence: Evidence::Proof { proof, prec: p.bits() },
        reason: None,
        seconds: 0.0,
    }
}

/// `(b - a) / max(|a|, |b|)` for a comparison `a < b`, non-negative part.
fn gap(a: &Interval, b: &Interval) -> Option<Interval> {
    let p = Prec::DOUBLE;
    let distance = b.sub(a, p).abs();
    let size = a.abs().max(&b.abs());
    if size.is_positive() { distance.div(&size, p).ok() } else { Some(distance) }
}

/// Relative margin of an inequality over the hull of its scope, when the hull alone shows it.
fn margin(goal: &Goal, p: Prec) -> Option<Interval> {
    let Formula::Compare(a, r, b) = &goal.claim else { return None };
    if matches!(r, Relation::Equal | Relation::NotEqual) {
        return None;
    }
    let Hull::Box(values) = goal.scope.hull(p) else { return None };
    let (a, b) = (eval(a, &values, p).ok()?, eval(b, &values, p).ok()?);
    if a.overlaps(&b) { None } else { gap(&a, &b) }
}

fn by_dimension(claim: &Claim, goal: &Goal, options: &Options, clock: &Clock) -> Outcome {
    let d = Symbol::from(DIMENSION);
    let p = precision(options.prec);
    let Hull::Box(hull) = goal.scope.hull(p) else { return undecided("the domain is empty") };
    let mut dims = Vec::new();
    let asked: Vec<i64> = options
        .dims
        .iter()
        .copied()
        .filter(|n| hull.get(&d).is_some_and(|r| r.contains(&enclosure::rug::Float::with_val(64, *n))))
        .collect();
    let count = asked.len();
    for (i, n) in asked.into_iter().enumerate() {
        let value: Expr = number(n);
        let at = Goal {
            scope: goal.scope.slice(&d, &value),
            claim: substitute_formula(&goal.claim, &d, &value),
            defined: false,
        };
        let share = 1.0 / (count - i) as f64;
        let decide_here = || {
            let first = || Prover::new(clock, p, options.max_boxes).run(&at, FIRST_DEPTH, MAX_NODES);
            let few = clock.within(0.2, || counterexample(&at, options, clock, FIRST_POINTS / 20));
            if few.is_none()
                && let Some(proof) = clock.within(0.5, first)
            {
                let evidence = Evidence::Proof { proof, prec: p.bits() };
                return DimVerdict { d: n, verdict: Verdict::Proved, evidence };
            }
            if let Some(mut w) = counterexample(&at, options, clock, FIRST_POINTS) {
                w.point.insert(d.clone(), n.into());
                return DimVerdict { d: n, verdict: Verdict::Refuted, evidence: Evidence::Witness(w) };
            }
            let tries = if at.scope.variables.is_empty() { precisions(options) } else { vec![p] };
            for p in tries {
                if let Some(proof) = search(&at, claim, options, clock, p, 5) {
                    return DimVerdict {
                        d: n,
                        verdict: Verdict::Proved,
                        evidence: Evidence::Proof { proof, prec: p.bits() },
                    };
                }
            }
            if let Some(mut w) = counterexample(&at, options, clock, MANY_POINTS / 4) {
                w.point.insert(d.clone(), n.into());
                return DimVerdict { d: n, verdict: Verdict::Refuted, evidence: Evidence::Witness(w) };
            }
            DimVerdict { d: n, verdict: Verdict::Undecided, evidence: Evidence::None }
        };
        // A comparison of numbers takes a moment; a slice of it could be lost to a busy machine.
        let closed = at.scope.variables.is_empty();
        dims.push(if closed { decide_here() } else { clock.within(share, decide_here) });
    }
    if let Some(bad) = dims.iter().find(|v| v.verdict == Verdict::Refuted)
        && let Evidence::Witness(w) = bad.evidence.clone()
    {
        return refuted(w, dims);
    }
    let open = dims.iter().filter(|v| v.verdict == Verdict::Undecided).map(|v| v.d.to_string()).collect::<Vec<_>>();
    if dims.is_empty() || !open.is_empty() {
        let mut out = undecided(if dims.is_empty() {
            "no listed dimension lies in the domain".to_owned()
        } else {
            format!("not shown at d = {}; {}", open.join(", "), describe(goal, clock, options))
        });
        out.dims = dims;
        return out;
    }
    Outcome {
        verdict: Verdict::Verified,
        dims,
        margin: None,
        evidence: Evidence::None,
        reason: Some("shown at the listed dimensions only".to_owned()),
        seconds: 0.0,
    }
}

/// Points named in the hint.
fn hinted(claim: &Claim, goal: &Goal, options: &Options) -> Option<Witness> {
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
fn counterexample(goal: &Goal, options: &Options, clock: &Clock, points: usize) -> Option<Witness> {
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

fn closed_reason(f: &Formula, options: &Options) -> String {
    let p = precision(options.max_prec);
    if let Formula::Compare(a, r, b) = f {
        let side = |e: &Expr| match eval(e, &Values::new(), p) {
            Ok(i) => format!("{i:.30}"),
            Err(e) => e.to_string(),
        };
        let what = if *r == Relation::Equal {
            "the enclosures overlap, which does not show equality"
        } else {
            "the enclosures overlap"
        };
        return format!("{what} at {} bits: {} against {}", options.max_prec, side(a), side(b));
    }
    format!("not settled at {} bits", options.max_prec)
}

/// What ran out.
fn describe(goal: &Goal, clock: &Clock, options: &Options) -> String {
    if clock.interrupted() {
        return "interrupted".to_owned();
    }
    let p = precision(options.prec);
    let place = match goal.scope.hull(p) {
        Hull::Box(values) => match (&goal.claim, values) {
            (Formula::Compare(a, _, b), values) => [a, b]
                .into_iter()
                .find_map(|e| eval(e, &values, p).err())
                .map(|e| format!("; on the whole domain: {e}")),
            _ => None,
        },
        Hull::Empty => None,
    };
    let ran = if clock.check().is_err() {
        format!("time ran out after {:.1} s", clock.seconds())
    } else {
        "no proof and no counterexample within the limits on depth and boxes".to_owned()
    };
    format!("{ran}{}", place.unwrap_or_default())
}

/// The verdict of a composite claim: the weakest of its steps; `own` is the outcome of its own formula. A refuted step
/// leaves it undecided, for a refuted reason does not refute a conclusion.
#[must_use]
pub fn compose(own: Outcome, steps: Vec<(String, Verdict)>) -> Outcome {
    if own.verdict == Verdict::Refuted {
        return own;
    }
    let weakest = steps.iter().map(|(_, v)| *v).min().unwrap_or(Verdict::Undecided);
    let broken: Vec<&str> = steps.iter().filter(|(_, v)| *v <= Verdict::Undecided).map(|(id, _)| id.as_str()).collect();
    let verdict = if weakest == Verdict::Refuted { Verdict::Undecided } else { weakest };
    let reason = (!broken.is_empty()).then(|| format!("not carried by: {}", broken.join(", ")));
    Outcome { verdict, reason, evidence: Evidence::Steps(steps), ..own }
}
