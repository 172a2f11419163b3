//! The search for a proof. Nothing here is trusted: every step it chooses is applied by the kernel.

mod cases;
mod follow;
mod shape;
mod sign;

use self::shape::{holds_limit, is_extremum};
use super::boxes;
use super::clock::Clock;
use super::kernel::{Goal, apply};
use super::sample::{Point, Random, draw, refutes};
use super::scope::{Hull, Scope};
use super::step::{Proof, Step};
use crate::algebra::substitute::free_in_formula;
use crate::tree::{Expr, Formula, Relation, Symbol};
use enclosure::Prec;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Points a scope is probed at before anything is tried.
const PROBES: usize = 14;
/// Boxes for a first try, and for a try after everything else.
const FEW_BOXES: usize = 24;

/// A search with its limits.
pub struct Prover<'a> {
    /// Time.
    pub clock: &'a Clock,
    /// Precision of every enclosure.
    pub prec: Prec,
    /// Most boxes of one subdivision.
    pub max_boxes: usize,
    /// Expressions to try for existential quantifiers.
    pub witnesses: Vec<(Symbol, Expr)>,
    failed: HashSet<(u64, usize)>,
    probes: HashMap<u64, Vec<Point>>,
    nodes: usize,
}

fn key<T: std::fmt::Debug>(t: &T) -> u64 {
    let mut h = DefaultHasher::new();
    format!("{t:?}").hash(&mut h);
    h.finish()
}

impl<'a> Prover<'a> {
    /// A search.
    #[must_use]
    pub fn new(clock: &'a Clock, prec: Prec, max_boxes: usize) -> Self {
        Self { clock, prec, max_boxes, witnesses: Vec::new(), failed: HashSet::new(), probes: HashMap::new(), nodes: 0 }
    }

    /// Searches with growing depth until time or nodes run out.
    pub fn run(&mut self, goal: &Goal, max_depth: usize, max_nodes: usize) -> Option<Proof> {
        for depth in 0..=max_depth {
            self.nodes = max_nodes;
            if let Some(p) = self.prove(goal, depth) {
                return Some(p);
            }
            if self.clock.check().is_err() {
                return None;
            }
        }
        None
    }

    fn prove(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        if self.nodes == 0 || self.clock.check().is_err() {
            return None;
        }
        if let Some(given) = goal.scope.given.iter().position(|g| matches!(g, Formula::Or(_))) {
            return self.step(goal, Step::Split { given }, depth);
        }
        self.nodes -= 1;
        // A closed form is cheaper than the evaluation of an improper integral, and exact.
        if let Formula::Compare(a, _, b) = &goal.claim
            && a != b
            && [a, b].into_iter().any(holds_limit)
            && let Some(p) = self.step(goal, Step::Limits, depth)
        {
            return Some(p);
        }
        if let Some(p) = self.leaf(goal, Step::Evaluate) {
            return Some(p);
        }
        let k = key(goal);
        if self.failed.contains(&(k, depth)) {
            return None;
        }
        let found = self.attempt(goal, depth);
        if found.is_none() && self.clock.check().is_ok() && self.nodes > 0 {
            self.failed.insert((k, depth));
        }
        found
    }

    fn attempt(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        match &goal.claim {
            Formula::And(_) => self.step(goal, Step::Conjunction, depth),
            Formula::Implies(..) => self.step(goal, Step::Assume, depth),
            Formula::Forall(..) => self.step(goal, Step::Introduce, depth),
            Formula::Iff(..) | Formula::Not(_) => self.step(goal, Step::Push, depth),
            Formula::IsInteger(_) => self.leaf(goal, Step::Integer).or_else(|| self.by_parts(goal, depth)),
            Formula::Or(fs) => {
                for index in 0..fs.len() {
                    if let Some(p) = self.step(goal, Step::Alternative { index }, depth.min(1)) {
                        return Some(p);
                    }
                }
                self.boxes(goal, FEW_BOXES * 8)
                    .or_else(|| self.step(goal, Step::Push, depth))
                    .or_else(|| self.by_parts(goal, depth))
            }
            Formula::Exists(b, _) => self.witness(goal, b, depth),
            Formula::Compare(_, Relation::NotEqual, _) => {
                for index in 0..2 {
                    if let Some(p) = self.step(goal, Step::Alternative { index }, depth) {
                        return Some(p);
                    }
                }
                None
            }
            Formula::Compare(a, Relation::Equal, b) => {
                if let Some(p) = self.step(goal, Step::Identity, depth).or_else(|| self.step(goal, Step::Limits, depth))
                {
                    return Some(p);
                }
                if is_extremum(a) || is_extremum(b) {
                    return self.step(goal, Step::Push, depth);
                }
                self.cases(goal, depth).or_else(|| self.by_parts(goal, depth))
            }
            // "It evaluates": nothing but evaluation can show it.
            Formula::Compare(a, Relation::GreaterEq, b) if a == b => self.boxes(goal, FEW_BOXES),
            Formula::Compare(a, _, b) => {
                if (is_extremum(a) || is_extremum(b))
                    && let Some(p) = self.step(goal, Step::Supremum, depth)
                {
                    return Some(p);
                }
                if goal.defined { self.sign(goal, depth) } else { self.inequality(goal, depth) }
            }
        }
    }

    /// Applies a step and proves what it leaves.
    fn step(&mut self, goal: &Goal, step: Step, depth: usize) -> Option<Proof> {
        let goals = apply(goal, &step, self.prec).ok()?;
        if goals.iter().any(|g| !self.plausible(g)) {
            return None;
        }
        let mut children = Vec::with_capacity(goals.len());
        for g in &goals {
            children.push(self.prove(g, depth)?);
        }
        Some(Proof { step, children })
    }

    fn leaf(&mut self, goal: &Goal, step: Step) -> Option<Proof> {
        apply(goal, &step, self.prec).ok().filter(Vec::is_empty).map(|_| Proof::leaf(step))
    }

    fn boxes(&mut self, goal: &Goal, most: usize) -> Option<Proof> {
        // On an unbounded range a subdivision closes early or not at all.
        let unbounded = match goal.scope.hull(self.prec) {
            Hull::Box(v) => {
                let vars = free_in_formula(&goal.claim);
                v.iter().any(|(x, i)| vars.contains(x) && !i.is_bounded())
            }
            Hull::Empty => false,
        };
        let most = most.min(self.max_boxes).min(if unbounded { 12 } else { usize::MAX });
        boxes::search(goal, self.prec, most, self.clock).ok().map(|split| Proof::leaf(Step::Boxes { split }))
    }

    /// Whether no probe refutes the goal.
    fn plausible(&mut self, goal: &Goal) -> bool {
        if goal.scope.variables.is_empty() {
            return super::enclose::truth(&goal.claim, &super::enclose::Values::new(), self.prec)
                != crate::eval::Truth::False;
        }
        let points = self.probes(&goal.scope);
        let low = Prec::new(64).unwrap_or(self.prec);
        !points.iter().any(|p| self.clock.check().is_ok() && refutes(&goal.claim, p, low))
    }

    fn probes(&mut self, scope: &Scope) -> Vec<Point> {
        let k = key(scope);
        if let Some(p) = self.probes.get(&k) {
            return p.clone();
        }
        let mut rng = Random::new(17);
        let low = Prec::new(64).unwrap_or(self.prec);
        let mut out = Vec::new();
        for _ in 0..PROBES * 6 {
            if out.len() >= PROBES || self.clock.check().is_err() {
                break;
            }
            out.extend(draw(scope, &mut rng, low));
        }
        self.probes.insert(k, out.clone());
        out
    }
}
