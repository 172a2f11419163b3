//! Steps that divide the domain, and values for existential quantifiers.

use super::Prover;
use crate::algebra::substitute::free_in_formula;
use crate::decide::kernel::{Goal, apply};
use crate::decide::parts::distinctions;
use crate::decide::scope::Hull;
use crate::decide::step::{Proof, Step};
use crate::print::expr_text;
use crate::tree::{Binder, Domain};

impl Prover<'_> {
    pub(super) fn cases(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
        let n = distinctions(&goal.claim).len().min(3);
        for index in 0..n {
            if let Some(p) = self.step(goal, Step::Case { index }, depth) {
                return Some(p);
            }
        }
        None
    }

    /// Enumeration, prefixes, cuts, `x = 1/t`.
    pub(super) fn by_parts(&mut self, goal: &Goal, depth: usize) -> Option<Proof> {
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
    pub(super) fn prefix(&mut self, goal: &Goal, variable: &str, count: u32, depth: usize) -> Option<Proof> {
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

    pub(super) fn witness(&mut self, goal: &Goal, b: &Binder, depth: usize) -> Option<Proof> {
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
