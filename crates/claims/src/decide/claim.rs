//! The decision of one claim: closed formulas, the whole domain, dimensions one by one, counterexamples, in that order.

use super::clock::Clock;
use super::dimensions::by_dimension;
use super::enclose::{Values, eval};
use super::kernel::Goal;
use super::outcome::{DimVerdict, Evidence, Options, Outcome, Verdict, Witness};
use super::scope::{Hull, Scope};
use super::search::Prover;
use super::step::{Proof, Step};
use super::witness::{counterexample, hinted};
use crate::load::{Claim, ClaimKind};
use crate::tree::{Expr, Formula, Relation};
use enclosure::{Interval, Prec};

/// Points tried first, and in the long search for a counterexample.
pub(super) const FIRST_POINTS: usize = 200;
pub(super) const MANY_POINTS: usize = 6000;
/// Deepest nesting of reductions.
const MAX_DEPTH: usize = 7;
/// Goals visited at one depth.
pub(super) const MAX_NODES: usize = 3000;
/// Share of the time, and most seconds, for all dimensions at once, where they can be taken one by one afterwards.
const SHARE: f64 = 0.35;
const MOST_SECONDS: f64 = 2.0;
/// The variable whose values `--dims` lists.
pub(super) const DIMENSION: &str = "d";

/// Decides a claim.
#[must_use]
pub fn decide(claim: &Claim, options: &Options) -> Outcome {
    let dims = u32::try_from(super::dimensions::asked(claim, options).len()).unwrap_or(u32::MAX);
    let limit = options.timeout.saturating_add(options.timeout_per_dim.saturating_mul(dims));
    let clock = Clock::new(limit, options.interrupt.clone());
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

pub(super) fn undecided(reason: impl Into<String>) -> Outcome {
    Outcome {
        verdict: Verdict::Undecided,
        dims: vec![],
        margin: None,
        evidence: Evidence::None,
        reason: Some(reason.into()),
        seconds: 0.0,
    }
}

pub(super) fn precision(bits: u32) -> Prec {
    Prec::new(bits.clamp(32, 1 << 16)).unwrap_or(Prec::DOUBLE)
}

/// Precisions from the first to the largest, doubling.
pub(super) fn precisions(options: &Options) -> Vec<Prec> {
    let mut bits = options.prec.max(32);
    let mut out = vec![precision(bits)];
    while bits < options.max_prec && out.len() < 8 {
        bits = bits.saturating_mul(2).min(options.max_prec);
        out.push(precision(bits));
    }
    out
}

pub(super) fn refuted(w: Witness, dims: Vec<DimVerdict>) -> Outcome {
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
    let (share, most) = if has_dims { (SHARE, MOST_SECONDS) } else { (0.8, f64::MAX) };
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

pub(super) fn search(
    goal: &Goal,
    claim: &Claim,
    options: &Options,
    clock: &Clock,
    p: Prec,
    depth: usize,
) -> Option<Proof> {
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
pub(super) fn describe(goal: &Goal, clock: &Clock, options: &Options) -> String {
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
    let verdict = if weakest == Verdict::Refuted { Verdict::Undecided } else { weakest };
    let those = |verdict: Verdict, what: &str| {
        let ids: Vec<&str> = steps.iter().filter(|(_, v)| *v == verdict).map(|(id, _)| id.as_str()).collect();
        (!ids.is_empty()).then(|| format!("{what} {}", ids.join(", ")))
    };
    let broken = [those(Verdict::Refuted, "refuted steps:"), those(Verdict::Undecided, "undecided steps:")];
    let broken: Vec<String> = broken.into_iter().flatten().collect();
    let reason = (!broken.is_empty()).then(|| format!("not carried by its steps; {}", broken.join("; ")));
    Outcome { verdict, reason, evidence: Evidence::Steps(steps), ..own }
}
