//! Forms whose body is handed to an algorithm as a function on jets: derivatives, suprema and infima.

use super::{EvalError, Evaluator};
use crate::tree::{Binder, Domain, Expr, Symbol};
use enclosure::roots::{Limits, infimum, supremum};
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Jet, Prec, Result};
use std::cell::RefCell;

/// Most boxes of one search for an extreme value.
const MAX_BOXES: usize = 1_000;

/// A body as the function that the algorithms of `enclosure` take; the jet variable is the innermost bound one.
pub(super) struct Body<'a, 't> {
    evaluator: RefCell<&'a mut Evaluator<'t>>,
    body: &'t Expr,
    problem: RefCell<Option<EvalError>>,
}

impl<'a, 't> Body<'a, 't> {
    pub fn new(evaluator: &'a mut Evaluator<'t>, body: &'t Expr) -> Self {
        Self { evaluator: RefCell::new(evaluator), body, problem: RefCell::new(None) }
    }

    /// The body's jet where the variable's is `x`.
    pub fn at(&self, x: &Jet, p: Prec) -> Result<Jet> {
        if super::limit::passed() {
            return Err(Error::unable("body", "time ran out"));
        }
        let mut evaluator = self.evaluator.borrow_mut();
        let jet = evaluator.at_prec(p, |me| {
            me.set_jet(x);
            me.jet_of(self.body)
        });
        jet.map_err(|problem| {
            let error = match &problem {
                EvalError::Domain { place, .. } => Error::domain("body", "x", place, "it must be defined"),
                EvalError::Unable { reason, .. } => Error::unable("body", reason.clone()),
            };
            *self.problem.borrow_mut() = Some(problem);
            error
        })
    }

    /// The error of an algorithm in terms of the body's own, when that was the cause.
    pub fn explain(&self, expr: &Expr, error: &Error) -> EvalError {
        let from_body =
            matches!(error, Error::Domain { function: "body", .. } | Error::Unable { function: "body", .. });
        match self.problem.borrow_mut().take() {
            Some(problem) if from_body => problem,
            _ => EvalError::at(expr, error),
        }
    }
}

impl<'t> Evaluator<'t> {
    pub(super) fn derivative(
        &mut self,
        expr: &'t Expr,
        variable: &Symbol,
        order: u32,
        at: &'t Expr,
        body: &'t Expr,
    ) -> std::result::Result<Interval, EvalError> {
        let at = self.eval(at)?;
        let jet = self.jet_in(body, variable, &Jet::variable(at, order as usize), true)?;
        jet.derivative_value(order as usize, self.prec)
            .ok_or_else(|| EvalError::unable(expr, "the derivative is not available"))
    }

    /// Supremum (or infimum) of the body over the binder's domain.
    pub(super) fn extremum(
        &mut self,
        expr: &'t Expr,
        binder: &'t Binder,
        body: &'t Expr,
        largest: bool,
    ) -> std::result::Result<Interval, EvalError> {
        let join = if largest { Interval::max } else { Interval::min };
        let (lower, upper) = match &binder.domain {
            Domain::Integer { .. } => {
                let range = self.terms(expr, &binder.domain)?;
                return self.binding(&binder.variable, &[body], |me| {
                    let mut best: Option<Interval> = None;
                    for k in range {
                        me.set(Interval::int(k));
                        let value = me.eval(body)?;
                        best = Some(best.map_or(value.clone(), |b| join(&b, &value)));
                    }
                    best.ok_or_else(|| EvalError::domain(expr, "the range is empty"))
                });
            }
            Domain::Real { lower, upper } => (lower, upper),
        };
        let whole = Interval::whole();
        let mut end = |end: &'t Option<(Expr, bool)>| end.as_ref().map_or(Ok(whole.clone()), |(e, _)| self.eval(e));
        let (a, b) = (end(lower)?, end(upper)?);
        let domain = |lo: &Float, hi: &Float| {
            Interval::new(lo.clone(), hi.clone())
                .map_err(|_| EvalError::domain(expr, format!("the interval from {a} to {b} may be empty")))
        };
        // The value lies between those for the least and the greatest closed interval that the ends may mean. An open end
        // is not in the set, and the body may jump there, so the least one keeps away from it.
        let wide = domain(a.lo(), b.hi())?;
        let first = self.extremum_on(expr, binder, body, largest, &wide)?;
        let settled = |end: &Option<(Expr, bool)>, x: &Interval| match end {
            None => true,
            Some((_, closed)) => *closed && x.is_point(),
        };
        if settled(lower, &a) && settled(upper, &b) {
            return Ok(first);
        }
        let bits = i32::try_from(self.prec.bits()).unwrap_or(i32::MAX);
        let gap = |x: &Float| {
            let size = if wide.is_bounded() { wide.width() } else { Float::with_val(53, x.abs_ref()) + 1u32 };
            size * Float::with_val(53, Float::i_exp(1, -bits))
        };
        let q = self.prec.plus(8).bits();
        let inner_lo = match lower {
            None => a.lo().clone(),
            Some((_, true)) => a.hi().clone(),
            Some((_, false)) => Float::with_val_round(q, a.hi() + &gap(a.hi()), Round::Up).0,
        };
        let inner_hi = match upper {
            None => b.hi().clone(),
            Some((_, true)) => b.lo().clone(),
            Some((_, false)) => Float::with_val_round(q, b.lo() - &gap(b.lo()), Round::Down).0,
        };
        let narrow = domain(&inner_lo, &inner_hi)?;
        Ok(first.hull(&self.extremum_on(expr, binder, body, largest, &narrow)?))
    }

    fn extremum_on(
        &mut self,
        expr: &'t Expr,
        binder: &'t Binder,
        body: &'t Expr,
        largest: bool,
        domain: &Interval,
    ) -> std::result::Result<Interval, EvalError> {
        let p = self.prec;
        self.with_jets(&binder.variable, &[body], false, |me| {
            let body = Body::new(me, body);
            let f = |x: &Jet, q| body.at(x, q);
            // Half the precision: the value at a smooth extremum is known that well from box bounds.
            let size = f(&Jet::variable(Interval::point(domain.mid()).unwrap_or_else(|_| domain.clone()), 0), p);
            let size = size.ok().and_then(|y| y.value().mag().get_exp()).unwrap_or(0);
            let bits = i32::try_from(p.bits() / 2).unwrap_or(i32::MAX);
            let tolerance = Float::with_val(53, Float::i_exp(1, size.saturating_sub(bits).max(-1_000_000)));
            let limits = Limits { boxes: MAX_BOXES };
            let found = if largest {
                supremum(f, domain, &tolerance, p, &limits)
            } else {
                infimum(f, domain, &tolerance, p, &limits)
            };
            found.map(|e| e.value).map_err(|error| body.explain(expr, &error))
        })
    }
}
