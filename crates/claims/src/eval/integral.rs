//! Integrals.

use super::bodies::Body;
use super::{EvalError, Evaluator};
use crate::tree::{Binder, Domain, Expr};
use enclosure::integrate::{Goal, Integral, Limits, integrate, integrate_to_infinity};
use enclosure::{Interval, Jet, Result};

/// Evaluations allowed where the integrand is a thin function, and where its other variables range over wide boxes.
const THIN: usize = 8_000;
const WIDE: usize = 128;

impl<'t> Evaluator<'t> {
    pub(super) fn integral(
        &mut self,
        expr: &'t Expr,
        binder: &'t Binder,
        body: &'t Expr,
    ) -> std::result::Result<Interval, EvalError> {
        let Domain::Real { lower, upper } = &binder.domain else {
            return Err(EvalError::unable(expr, "a real interval is needed"));
        };
        let mut end = |end: &'t Option<(Expr, bool)>| end.as_ref().map(|(e, _)| self.eval(e)).transpose();
        let (lower, upper) = (end(lower)?, end(upper)?);
        let p = self.prec;
        self.with_jets(&binder.variable, &[body], false, |me| {
            let body = Body::new(me, body);
            let f = |x: &Jet, q| body.at(x, q);
            let back = |x: &Jet, q| body.at(&x.neg(), q);
            let inside = match (&lower, &upper) {
                (Some(a), Some(b)) => a.hull(b).mid(),
                (Some(a), None) => a.hi().clone() + 1u32,
                (None, Some(b)) => b.lo().clone() - 1u32,
                (None, None) => enclosure::rug::Float::new(53),
            };
            let thin = Interval::point(inside)
                .and_then(|x| f(&Jet::variable(x, 0), p))
                .is_ok_and(|y| y.value().accuracy_bits().is_none_or(|bits| 2 * bits > i64::from(p.bits())));
            let bits = if thin { p.bits() } else { 8 };
            let goal = Goal::relative_bits(bits.saturating_sub(6).max(4)).or(Goal::absolute_bits(2 * bits));
            let limits = Limits { evaluations: if thin { THIN } else { WIDE }, order: None };
            let zero = Interval::zero();
            let result: Result<Integral> = match (&lower, &upper) {
                (Some(a), Some(b)) => integrate(f, a, b, &goal, p, &limits),
                (Some(a), None) => integrate_to_infinity(f, a, &goal, p, &limits),
                (None, Some(b)) => integrate_to_infinity(back, &b.neg(), &goal, p, &limits),
                (None, None) => integrate_to_infinity(f, &zero, &goal, p, &limits).and_then(|right| {
                    let left = integrate_to_infinity(back, &zero, &goal, p, &limits)?;
                    Ok(Integral { value: right.value.add(&left.value, p), ..right })
                }),
            };
            match result {
                Ok(found) => Ok(found.value),
                Err(error) => Err(body.explain(expr, &error)),
            }
        })
    }
}
