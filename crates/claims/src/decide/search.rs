//! The search for a proof. Nothing here is trusted: every step it chooses is applied by the kernel.

use super::boxes;
use super::clock::Clock;
use super::kernel::{Goal, apply};
use super::parts::distinctions;
use super::sample::{Point, Random, draw, refutes};
use super::scope::{Hull, Scope};
use super::step::{Proof, Step};
use crate::algebra::substitute::{free_in_formula, free_variables};
use crate::print::expr_text;
use crate::tree::{Binder, Domain, Expr, Formula, Function, Node, Relation, Symbol};
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

    /// An inequality between expressions not yet known to be defined.
    fn inequality(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        if let Some(p) = self.boxes(goal, FEW_BOXES) {
            return Some(p);
        }
        if let Some(p) = self.step(goal, Step::Identity, depth) {
            return Some(p);
        }
        if let Some(p) = self.step(goal, Step::Limits, depth) {
            return Some(p);
        }
        if let Some(p) = self.step(goal, Step::Difference, depth) {
            return Some(p);
        }
        if depth >= 1
            && let Some(p) = self.by_parts(goal, depth)
        {
            return Some(p);
        }
        if depth == 0 { self.boxes(goal, FEW_BOXES * 10) } else { None }
    }

    /// A sign goal.
    fn sign(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        if !self.plausible(goal) {
            return None;
        }
        if let Some(p) = self.leaf(goal, Step::Identity) {
            return Some(p);
        }
        let standing = if has_bessel(&goal.claim) { super::bessel::count(goal) } else { 0 };
        let first = goal.scope.conditions().len();
        for given in first..first + standing.min(2 * super::bessel::BOUNDS) {
            let step = Step::Combine { given, factor: super::analysis::FULL.to_owned() };
            if let Some(p) = self.step(goal, step, depth) {
                return Some(p);
            }
        }
        for clear in [false, true] {
            let step = Step::Normalize { clear };
            let Ok(goals) = apply(goal, &step, self.prec) else { continue };
            let [g] = goals.as_slice() else { continue };
            if let Some(p) = self.leaf(g, Step::Evaluate) {
                return Some(Proof { step, children: vec![p] });
            }
        }
        if let Some(p) = self.boxes(goal, FEW_BOXES) {
            return Some(p);
        }
        if depth == 0 {
            return None;
        }
        let mut forms: Vec<(Option<Step>, Goal)> = Vec::new();
        for clear in [true, false] {
            let step = Step::Normalize { clear };
            if let Ok(mut goals) = apply(goal, &step, self.prec)
                && let Some(g) = goals.pop()
                && !forms.iter().any(|(_, h)| *h == g)
            {
                forms.push((Some(step), g));
            }
        }
        if forms.is_empty() {
            forms.push((None, goal.clone()));
        }
        for (step, g) in &forms {
            let found = self.reduce(g, depth - 1);
            if let Some(p) = found {
                return Some(match step {
                    Some(step) => Proof { step: step.clone(), children: vec![p] },
                    None => p,
                });
            }
        }
        // The normal form may hide what the printed form shows.
        self.monotone(goal, depth - 1).or_else(|| self.boxes(goal, FEW_BOXES * 8))
    }

    /// The steps for a sign goal in normal form.
    fn reduce(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        let (e, _) = goal.sign()?;
        let vars = free_variables(&e);
        // Powers with variable exponents, exponentials and gamma functions are compared by their logarithms first.
        let grows = has_growth(&e);
        if grows {
            if let Some(p) = self.step(goal, Step::Logarithm, depth + 1) {
                return Some(p);
            }
            // A comparison of two products is settled by logarithms or not at all.
            if matches!(&*e, Node::Sub(a, b) if is_product(a) && is_product(b)) {
                return None;
            }
        }
        if let Some(p) = self.boxes(goal, FEW_BOXES * 2) {
            return Some(p);
        }
        if !distinctions(&goal.claim).is_empty() {
            return self.cases(goal, depth);
        }
        if let Some(p) = self.step(goal, Step::Exponential, depth) {
            return Some(p);
        }
        if let Some(p) = self.monotone(goal, depth) {
            return Some(p);
        }
        if !grows && let Some(p) = self.step(goal, Step::Logarithm, depth) {
            return Some(p);
        }
        if has_gamma(&e) {
            if let Some(p) = self.steps_of(goal, &vars, depth) {
                return Some(p);
            }
            if let Some(p) = self.step(goal, Step::Binet, depth) {
                return Some(p);
            }
        }
        for x in &vars {
            if let Some(p) = self.step(goal, Step::Critical { variable: x.to_string() }, depth) {
                return Some(p);
            }
            if let Some(p) = self.step(goal, Step::Concave { variable: x.to_string() }, depth) {
                return Some(p);
            }
        }
        if let Some(p) = self.combine(goal, depth) {
            return Some(p);
        }
        if !has_gamma(&e)
            && let Some(p) = self.steps_of(goal, &vars, depth)
        {
            return Some(p);
        }
        self.by_parts(goal, depth)
    }

    /// Monotone reduction in each variable, from each side.
    fn monotone(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        let (e, strict) = goal.sign()?;
        let vars = free_variables(&e);
        for x in &vars {
            let variable = x.to_string();
            for strict_end in if strict { [true, false].as_slice() } else { [true].as_slice() } {
                for upper in [false, true] {
                    let step = Step::Monotone { variable: variable.clone(), upper, strict_end: *strict_end };
                    if let Some(p) = self.step(goal, step, depth) {
                        return Some(p);
                    }
                }
                let step = Step::FromInfinity { variable: variable.clone(), strict_end: *strict_end };
                if let Some(p) = self.step(goal, step, depth) {
                    return Some(p);
                }
            }
        }
        None
    }

    /// Induction and descent.
    fn steps_of(&mut self, goal: &Goal, vars: &std::collections::BTreeSet<Symbol>, depth: usize) -> Option<Proof> {
        let (_, strict) = goal.sign()?;
        for x in vars {
            let variable = x.to_string();
            let integer = goal.scope.find(x).is_some_and(|v| v.integer);
            for stride in [1, 2] {
                if integer {
                    let step = Step::Induction { variable: variable.clone(), stride };
                    if let Some(p) = self.step(goal, step, depth) {
                        return Some(p);
                    }
                }
                for strict_end in if strict { [true, false].as_slice() } else { [true].as_slice() } {
                    let step = Step::Descent { variable: variable.clone(), stride, strict_end: *strict_end };
                    if let Some(p) = self.step(goal, step, depth) {
                        return Some(p);
                    }
                }
            }
        }
        None
    }

    fn combine(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        let conditions = goal.scope.conditions();
        let (e, _) = goal.sign()?;
        let vars = free_variables(&e);
        for (given, f) in conditions.iter().enumerate() {
            let mentions = free_in_formula(f);
            if mentions.len() < 2 || mentions.is_disjoint(&vars) {
                continue;
            }
            for factor in ["1", "1/2", "2"] {
                let step = Step::Combine { given, factor: factor.to_owned() };
                if let Some(p) = self.step(goal, step, depth.min(1)) {
                    return Some(p);
                }
            }
        }
        None
    }

    fn cases(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        let n = distinctions(&goal.claim).len().min(3);
        for index in 0..n {
            if let Some(p) = self.step(goal, Step::Case { index }, depth) {
                return Some(p);
            }
        }
        None
    }

    /// Enumeration, prefixes, cuts, `x = 1/t`.
    fn by_parts(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        let names = free_in_formula(&goal.claim);
        for x in &names {
            let Some(v) = goal.scope.find(x) else { continue };
            let variable = x.to_string();
            let Hull::Box(values) = goal.scope.hull(self.prec) else { return None };
            let range = values.get(x)?;
            if v.integer && range.is_bounded() && range.width() < 300 {
                if let Some(p) = self.step(goal, Step::Enumerate { variable }, depth) {
                    return Some(p);
                }
                continue;
            }
            if depth == 0 {
                continue;
            }
            if v.integer {
                for count in [1, 4, 16, 64] {
                    if let Some(p) = self.prefix(goal, &variable, count, depth - 1) {
                        return Some(p);
                    }
                }
            } else {
                if let Some(p) = self.step(goal, Step::Reciprocal { variable: variable.clone() }, 0) {
                    return Some(p);
                }
                for at in cuts(range) {
                    let step = Step::Cut { variable: variable.clone(), at };
                    if let Some(p) = self.step(goal, step, depth - 1) {
                        return Some(p);
                    }
                }
            }
        }
        None
    }

    /// The tail first: it is the part that may fail.
    fn prefix(&mut self, goal: &Goal, variable: &str, count: u32, depth: usize) -> Option<Proof> {
        let step = Step::Prefix { variable: variable.to_owned(), count };
        let goals = apply(goal, &step, self.prec).ok()?;
        if goals.iter().any(|g| !self.plausible(g)) {
            return None;
        }
        let (tail, first) = goals.split_last()?;
        let last = self.prove(tail, depth)?;
        let mut children = Vec::new();
        for g in first {
            children.push(self.prove(g, depth.max(1))?);
        }
        children.push(last);
        Some(Proof { step, children })
    }

    fn witness(&mut self, goal: &Goal, b: &Binder, depth: usize) -> Option<Proof> {
        let mut values: Vec<String> =
            self.witnesses.iter().filter(|(x, _)| *x == b.variable).map(|(_, e)| expr_text(e)).collect();
        let integer = matches!(b.domain, Domain::Integer { .. });
        match &b.domain {
            Domain::Integer { lower, upper } => {
                values.push(expr_text(lower));
                values.extend(upper.iter().map(expr_text));
            }
            Domain::Real { lower, upper } => {
                let both: Vec<String> = [lower, upper].into_iter().flatten().map(|(e, _)| expr_text(e)).collect();
                values.extend(both.iter().cloned());
                if let [a, b] = both.as_slice() {
                    values.push(format!("(({a}) + ({b}))/2"));
                    for k in 1..16 {
                        values.push(format!("({a}) + (({b}) - ({a}))*{k}/16"));
                    }
                }
            }
        }
        let simple = if integer { (0..=12).map(|k| k.to_string()).collect() } else { grid() };
        values.extend(simple);
        for value in values {
            if let Some(p) = self.step(goal, Step::Witness { value }, depth.min(2)) {
                return Some(p);
            }
        }
        None
    }
}

/// Simple values for an existential variable.
fn grid() -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for k in [0, 1, -1, 2, 3, 4, 5, 10, 100, 1000] {
        out.push(k.to_string());
    }
    for k in [2, 3, 4, 5, 8, 10, 16, 100, 1000, 1_000_000] {
        out.push(format!("1/{k}"));
    }
    out
}

/// Where to cut a real range.
fn cuts(r: &enclosure::Interval) -> Vec<String> {
    let mut out = Vec::new();
    for at in ["1", "1/2", "2", "0", "4", "16"] {
        if let Ok(q) = at.parse::<enclosure::rug::Rational>()
            && *r.lo() < q
            && *r.hi() > q
        {
            out.push(at.to_owned());
        }
    }
    out.truncate(2);
    out
}

fn is_extremum(e: &Expr) -> bool {
    match &**e {
        Node::Supremum(..) | Node::Infimum(..) => true,
        Node::Defined { body, .. } => is_extremum(body),
        _ => false,
    }
}

/// Whether a power with variable exponent, an exponential or a gamma function occurs outside of logarithms.
fn has_growth(e: &Expr) -> bool {
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

fn holds_limit(e: &Expr) -> bool {
    let mut found = matches!(&**e, Node::Limit { .. } | Node::Integral(..));
    e.for_each_child(&mut |c| found |= holds_limit(c));
    found
}

fn has_bessel(f: &Formula) -> bool {
    fn inside(e: &Expr) -> bool {
        let mut found = matches!(&**e, Node::Call(Function::BesselJ, _));
        e.for_each_child(&mut |c| found |= inside(c));
        found
    }
    let mut found = false;
    f.for_each_expr(&mut |e| found |= inside(e));
    found
}

fn is_product(e: &Expr) -> bool {
    match &**e {
        Node::Add(..) | Node::Sub(..) | Node::Neg(_) => false,
        Node::Mul(a, b) | Node::Div(a, b) => is_product(a) && is_product(b),
        _ => true,
    }
}

/// Whether a gamma function (or what is made of it) occurs.
fn has_gamma(e: &Expr) -> bool {
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
