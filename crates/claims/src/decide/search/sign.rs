//! Steps for inequalities.

use super::shape::{has_bessel, has_gamma, has_growth, is_product};
use super::{FEW_BOXES, Prover};
use crate::algebra::substitute::{free_in_formula, free_variables};
use crate::decide::bessel;
use crate::decide::kernel::{Goal, apply};
use crate::decide::parts::distinctions;
use crate::decide::step::{Proof, Step};
use crate::tree::{Node, Symbol};

/// Most bounds of Bessel functions tried for one goal.
const BESSEL_STEPS: usize = 8;

impl Prover<'_> {
    /// An inequality between expressions not yet known to be defined.
    pub(super) fn inequality(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
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
    pub(super) fn sign(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        if !self.plausible(goal) {
            return None;
        }
        if let Some(p) = self.leaf(goal, Step::Identity) {
            return Some(p);
        }
        if has_bessel(&goal.claim)
            && let Some(p) = self.bessel(goal, depth)
        {
            return Some(p);
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
    pub(super) fn reduce(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
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

    /// Bounds for the Bessel functions of a sign goal, in the printed form or else in normal form; an absolute value that
    /// holds one in a sum is taken apart first.
    fn bessel(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        let known = bessel::steps(goal);
        for step in known.iter().take(BESSEL_STEPS) {
            if let Some(p) = self.step(goal, step.clone(), depth) {
                return Some(p);
            }
        }
        let hidden = |g: &Goal| distinctions(&g.claim).iter().position(has_bessel);
        hidden(goal)?;
        // The hypothesis of a case is recognised when the function is in normal form already.
        let step = Step::Normalize { clear: false };
        let normal = apply(goal, &step, self.prec).ok()?.pop()?;
        let inner = match hidden(&normal) {
            Some(index) => self.step(&normal, Step::Case { index }, depth)?,
            None => self.bessel(&normal, depth)?,
        };
        Some(Proof { step, children: vec![inner] })
    }

    /// Monotone reduction in each variable, from each side.
    pub(super) fn monotone(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
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
    pub(super) fn steps_of(
        &mut self,
        goal: &Goal,
        vars: &std::collections::BTreeSet<Symbol>,
        depth: usize,
    ) -> Option<Proof> {
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

    pub(super) fn combine(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
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
}
