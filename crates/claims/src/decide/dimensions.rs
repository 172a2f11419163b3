//! Dimensions one by one, where a proof for all of them is out of reach. The proof found at one dimension is the model for
//! the next: as a rule only the boxes differ.

use super::claim::{
    DIMENSION, FIRST_POINTS, MANY_POINTS, MAX_NODES, describe, precision, precisions, refuted, search, undecided,
};
use super::clock::Clock;
use super::kernel::Goal;
use super::outcome::{DimVerdict, Evidence, Options, Outcome, Verdict};
use super::scope::{Hull, Scope};
use super::search::Prover;
use super::step::Proof;
use super::witness::counterexample;
use crate::algebra::number;
use crate::algebra::substitute::substitute_formula;
use crate::load::Claim;
use crate::tree::{Expr, Symbol};
use enclosure::Prec;

/// Depth of the first search at one dimension, and of the last.
const FIRST_DEPTH: usize = 2;
const LAST_DEPTH: usize = 5;
/// Share of the remaining time that one dimension may take in the first round: without a model it takes longer.
const LEAST_SHARE: f64 = 0.08;
/// Proofs kept as models: orders d/2 are of two kinds, integers and halves of odd numbers.
const MODELS: usize = 3;

/// The listed dimensions that lie in the domain of the claim.
pub fn asked(claim: &Claim, options: &Options) -> Vec<i64> {
    listed(&Scope::new(&claim.domain, &claim.given), options)
}

fn listed(scope: &Scope, options: &Options) -> Vec<i64> {
    let d = Symbol::from(DIMENSION);
    if !scope.find(&d).is_some_and(|v| v.integer) {
        return vec![];
    }
    let Hull::Box(hull) = scope.hull(precision(options.prec)) else { return vec![] };
    let inside = |n: &i64| hull.get(&d).is_some_and(|r| r.contains(&enclosure::rug::Float::with_val(64, *n)));
    options.dims.iter().copied().filter(inside).collect()
}

/// What one dimension is decided with.
struct Work<'a> {
    claim: &'a Claim,
    options: &'a Options,
    clock: &'a Clock,
    prec: Prec,
    /// Proofs at other dimensions, the latest first.
    models: Vec<Proof>,
}

impl Work<'_> {
    /// The verdict at one dimension; `last` for the round in which all remaining time may be spent.
    fn decide(&mut self, at: &Goal, n: i64, last: bool) -> DimVerdict {
        let (clock, options, p) = (self.clock, self.options, self.prec);
        let closed = at.scope.variables.is_empty();
        let shown = |proof: Proof, p: Prec| DimVerdict {
            d: n,
            verdict: Verdict::Proved,
            evidence: Evidence::Proof { proof, prec: p.bits() },
        };
        let fails = |points: usize| {
            counterexample(at, options, clock, points).map(|mut w| {
                w.point.insert(Symbol::from(DIMENSION), n.into());
                DimVerdict { d: n, verdict: Verdict::Refuted, evidence: Evidence::Witness(w) }
            })
        };
        if let Some(v) = clock.within(0.2, || fails(FIRST_POINTS / 20)) {
            return v;
        }
        let follow = || {
            let mut prover = Prover::new(clock, p, options.max_boxes);
            prover.witnesses.clone_from(&self.claim.hint.witness);
            self.models.iter().find_map(|m| clock.within(0.4, || prover.follow(at, m, MAX_NODES)))
        };
        let found = follow()
            .or_else(|| clock.within(0.5, || Prover::new(clock, p, options.max_boxes).run(at, FIRST_DEPTH, MAX_NODES)));
        if let Some(proof) = found {
            self.learn(&proof);
            return shown(proof, p);
        }
        if let Some(v) = fails(FIRST_POINTS) {
            return v;
        }
        let tries = if closed { precisions(options) } else { vec![p] };
        for p in tries {
            if let Some(proof) = search(at, self.claim, options, clock, p, LAST_DEPTH) {
                self.learn(&proof);
                return shown(proof, p);
            }
        }
        if let Some(v) = last.then(|| fails(MANY_POINTS / 4)).flatten() {
            return v;
        }
        DimVerdict { d: n, verdict: Verdict::Undecided, evidence: Evidence::None }
    }

    fn learn(&mut self, proof: &Proof) {
        // A model that starts alike is replaced; of the others the oldest goes.
        self.models.retain(|m| m != proof);
        self.models.insert(0, proof.clone());
        self.models.truncate(MODELS);
    }
}

/// Decides a claim at each listed dimension.
pub fn by_dimension(claim: &Claim, goal: &Goal, options: &Options, clock: &Clock) -> Outcome {
    let d = Symbol::from(DIMENSION);
    let prec = precision(options.prec);
    let asked = listed(&goal.scope, options);
    let mut work = Work { claim, options, clock, prec, models: Vec::new() };
    let goals: Vec<Goal> = asked
        .iter()
        .map(|n| {
            let value: Expr = number(*n);
            let claim = substitute_formula(&goal.claim, &d, &value);
            Goal { scope: goal.scope.slice(&d, &value), claim, defined: false }
        })
        .collect();
    let mut dims: Vec<DimVerdict> = Vec::new();
    for (i, (n, at)) in asked.iter().zip(&goals).enumerate() {
        let share = (1.0 / (asked.len() - i) as f64).max(LEAST_SHARE);
        // A comparison of numbers takes a moment; a slice of time could be too short for its higher precisions.
        let closed = at.scope.variables.is_empty();
        dims.push(if closed { work.decide(at, *n, true) } else { clock.within(share, || work.decide(at, *n, false)) });
    }
    // What is left of the time goes to the dimensions that are open.
    let open: Vec<usize> = (0..dims.len()).filter(|i| dims[*i].verdict == Verdict::Undecided).collect();
    for (k, i) in open.iter().enumerate() {
        if clock.check().is_err() {
            break;
        }
        let share = 1.0 / (open.len() - k) as f64;
        dims[*i] = clock.within(share, || work.decide(&goals[*i], asked[*i], true));
    }
    conclude(goal, dims, options, clock)
}

/// The verdict on the claim from those at the dimensions.
fn conclude(goal: &Goal, dims: Vec<DimVerdict>, options: &Options, clock: &Clock) -> Outcome {
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
