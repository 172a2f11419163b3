//! Quantifiers inside formulas: integer ranges are enumerated, real intervals cut into boxes, both within limits.

use super::{EvalError, Evaluator, MAX_TERMS, Truth};
use crate::tree::{Binder, Domain, Expr, Formula};
use enclosure::Interval;
use enclosure::rug::Float;
use std::collections::VecDeque;

/// Values tried of an infinite integer range.
const INFINITE_TRIES: i64 = 1_000;
/// Boxes a real interval may be cut into.
const MAX_BOXES: usize = 512;

impl<'t> Evaluator<'t> {
    pub(super) fn forall(&mut self, binder: &'t Binder, body: &'t Formula) -> Result<Truth, EvalError> {
        self.quantify(binder, body, Truth::False)
    }

    pub(super) fn exists(&mut self, binder: &'t Binder, body: &'t Formula) -> Result<Truth, EvalError> {
        self.quantify(binder, body, Truth::True)
    }

    /// `settled` is the value that one member of the domain decides: false for "for all", true for "exists".
    fn quantify(&mut self, binder: &'t Binder, body: &'t Formula, settled: Truth) -> Result<Truth, EvalError> {
        let mut roots: Vec<&'t Expr> = Vec::new();
        outermost(body, &mut roots);
        match &binder.domain {
            Domain::Integer { lower, upper } => {
                let range = self.range(lower, lower, upper.as_ref())?;
                let (first, last) = match range.outer {
                    (first, Some(last)) => (first, last),
                    (first, None) => (first, first.saturating_add(INFINITE_TRIES)),
                };
                if last >= first && last.abs_diff(first) >= MAX_TERMS {
                    let reason = format!("the range {first}..={last} has more than {MAX_TERMS} values");
                    return Err(EvalError::unable(lower, reason));
                }
                let inner = range.inner.0..=range.inner.1;
                let complete = range.outer.1.is_some();
                self.binding(&binder.variable, &roots, |me| {
                    let mut result = if complete { !settled } else { Truth::Unknown };
                    for k in first..=last {
                        me.set(Interval::int(k));
                        let truth = me.truth(body)?;
                        if truth == settled && inner.contains(&k) {
                            return Ok(settled);
                        }
                        if truth != !settled {
                            result = Truth::Unknown;
                        }
                    }
                    Ok(result)
                })
            }
            Domain::Real { lower, upper } => {
                let (outer, inner) = self.real_range(lower.as_ref(), upper.as_ref())?;
                let Some(outer) = outer else {
                    // An empty domain: every statement about all its members holds, none about some.
                    return Ok(!settled);
                };
                self.binding(&binder.variable, &roots, |me| me.boxes(body, outer, inner.as_ref(), settled))
            }
        }
    }

    /// The reals that are possibly and those that are certainly between the bounds (open ends left out of the latter).
    pub(super) fn real_range(
        &mut self,
        lower: Option<&'t (Expr, bool)>,
        upper: Option<&'t (Expr, bool)>,
    ) -> Result<(Option<Interval>, Option<Certain>), EvalError> {
        let whole = Interval::whole();
        let low = lower.map(|(e, _)| self.eval(e)).transpose()?.unwrap_or_else(|| whole.clone());
        let high = upper.map(|(e, _)| self.eval(e)).transpose()?.unwrap_or_else(|| whole.clone());
        let outer = Interval::new(low.lo().clone(), high.hi().clone()).ok();
        let from = lower.map(|(_, closed)| (low.hi().clone(), *closed));
        let to = upper.map(|(_, closed)| (high.lo().clone(), *closed));
        Ok((outer, Some(Certain { from, to })))
    }

    fn boxes(
        &mut self,
        body: &'t Formula,
        outer: Interval,
        inner: Option<&Certain>,
        settled: Truth,
    ) -> Result<Truth, EvalError> {
        let mut todo = VecDeque::from([outer]);
        let mut seen = 0;
        let mut problem = None;
        while let Some(next) = todo.pop_front() {
            seen += 1;
            self.set(next.clone());
            match self.truth(body) {
                Ok(truth) if truth == !settled => continue,
                Ok(truth) if truth == settled && inner.is_some_and(|c| c.holds(&next.mid())) => return Ok(settled),
                Ok(_) => {}
                Err(error) => problem = Some(error),
            }
            let mid = next.mid();
            if inner.is_some_and(|c| c.holds(&mid)) {
                self.set(Interval::point(mid).unwrap_or_else(|_| next.clone()));
                if matches!(self.truth(body), Ok(truth) if truth == settled) {
                    return Ok(settled);
                }
            }
            if seen + todo.len() >= MAX_BOXES || next.is_point() {
                return problem.map_or(Ok(Truth::Unknown), Err);
            }
            let (a, b) = next.split();
            if a == next || b == next {
                return problem.map_or(Ok(Truth::Unknown), Err);
            }
            todo.extend([a, b]);
        }
        Ok(!settled)
    }
}

/// Bounds between which a real certainly belongs to the domain.
pub(super) struct Certain {
    from: Option<(Float, bool)>,
    to: Option<(Float, bool)>,
}

impl Certain {
    fn holds(&self, x: &Float) -> bool {
        let above = self.from.as_ref().is_none_or(|(a, closed)| x > a || (*closed && x == a));
        let below = self.to.as_ref().is_none_or(|(b, closed)| x < b || (*closed && x == b));
        above && below
    }
}

/// The outermost expressions of a formula, by reference.
fn outermost<'t>(formula: &'t Formula, out: &mut Vec<&'t Expr>) {
    match formula {
        Formula::Compare(a, _, b) => out.extend([a, b]),
        Formula::IsInteger(a) => out.push(a),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| outermost(part, out)),
        Formula::Not(a) => outermost(a, out),
        Formula::Implies(a, b) | Formula::Iff(a, b) => {
            outermost(a, out);
            outermost(b, out);
        }
        Formula::Forall(binder, body) | Formula::Exists(binder, body) => {
            match &binder.domain {
                Domain::Real { lower, upper } => out.extend(lower.iter().chain(upper).map(|(bound, _)| bound)),
                Domain::Integer { lower, upper } => out.extend(std::iter::once(lower).chain(upper)),
            }
            outermost(body, out);
        }
    }
}
