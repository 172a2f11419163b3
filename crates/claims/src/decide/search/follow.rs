//! A proof of one goal as the model for another: the same steps, each applied afresh.

use super::Prover;
use crate::decide::kernel::{Goal, apply};
use crate::decide::step::{Proof, Step};

/// Depth of the search where the model no longer fits.
const REPAIR_DEPTH: usize = 1;

impl Prover<'_> {
    /// Proves `goal` along the lines of `model`, a proof of a similar goal (the same claim at another dimension). Boxes are cut
    /// anew; where a step of the model does not apply or does not end, a short search takes its place.
    pub fn follow(&mut self, goal: &Goal, model: &Proof, most_nodes: usize) -> Option<Proof> {
        self.nodes = most_nodes;
        self.along(goal, model)
    }

    fn along(&mut self, goal: &Goal, model: &Proof) -> Option<Proof> {
        if self.clock.check().is_err() {
            return None;
        }
        if let Step::Boxes { split } = &model.step {
            let most = 8 * split.leaves() + 64;
            return self.boxes(goal, most).or_else(|| self.prove(goal, REPAIR_DEPTH));
        }
        let Some(last) = model.children.len().checked_sub(1) else {
            return self.leaf(goal, model.step.clone()).or_else(|| self.prove(goal, REPAIR_DEPTH));
        };
        let Ok(goals) = apply(goal, &model.step, self.prec) else { return self.prove(goal, REPAIR_DEPTH) };
        let mut children = Vec::with_capacity(goals.len());
        for (i, g) in goals.iter().enumerate() {
            // An enumeration may have more cases than the model's: they follow its last one.
            children.push(self.along(g, &model.children[i.min(last)])?);
        }
        Some(Proof { step: model.step.clone(), children })
    }
}
