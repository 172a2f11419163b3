//! Taylor jets of expressions in one variable.

use super::{EvalError, Evaluator, MAX_JET_ORDER, Truth};
use crate::tree::{Binder, Domain, Expr, Formula, Node, Symbol, free_variables};
use enclosure::{Interval, Jet};
use std::sync::Arc;

/// The variable in which jets are computed.
pub(super) struct Scope {
    name: Symbol,
    jet: Jet,
    /// Its frame in the memo.
    frame: usize,
}

impl<'t> Evaluator<'t> {
    /// The Taylor jet of `expr` in `variable`, whose own jet is `jet`.
    ///
    /// # Errors
    /// As [`super::eval_jet`].
    pub fn eval_jet(&mut self, expr: &'t Expr, variable: &Symbol, jet: &Jet) -> Result<Jet, EvalError> {
        self.jet_in(expr, variable, jet, false)
    }

    /// The same, two-sided when it is to be differentiated.
    pub(super) fn jet_in(
        &mut self,
        expr: &'t Expr,
        variable: &Symbol,
        jet: &Jet,
        two_sided: bool,
    ) -> Result<Jet, EvalError> {
        self.with_jets(variable, &[expr], two_sided, |me| {
            me.set_jet(jet);
            me.jet_of(expr)
        })
    }

    /// Runs `f` with jets in `variable`; `f` gives it values by [`Evaluator::set_jet`].
    pub(super) fn with_jets<T>(
        &mut self,
        variable: &Symbol,
        roots: &[&'t Expr],
        two_sided: bool,
        f: impl FnOnce(&mut Self) -> Result<T, EvalError>,
    ) -> Result<T, EvalError> {
        self.binding(variable, roots, |me| {
            let outer = std::mem::replace(&mut me.two_sided, two_sided);
            let strict = std::mem::replace(&mut me.strict, false);
            let frame = me.memo.depth() - 1;
            let scope = Scope { name: variable.clone(), jet: Jet::constant(Interval::whole(), 0), frame };
            let before = me.jet.replace(scope);
            let result = f(me);
            me.jet = before;
            (me.two_sided, me.strict) = (outer, strict);
            result
        })
    }

    /// Gives the jet variable, which must be the innermost bound one, a value.
    pub(super) fn set_jet(&mut self, jet: &Jet) {
        self.set(jet.value().clone());
        if let Some(scope) = &mut self.jet {
            scope.jet = jet.clone();
        }
    }

    fn order(&self) -> usize {
        self.jet.as_ref().map_or(0, |scope| scope.jet.order())
    }

    /// Whether `expr` depends on the jet variable. Where an inner binder has taken its name nothing does, although nodes
    /// of that name may also stand outside, where they do.
    pub(super) fn varies(&self, expr: &Expr) -> bool {
        self.jet.as_ref().is_some_and(|scope| {
            let inner = self.bound.get(scope.frame + 1..).unwrap_or_default();
            self.memo.depends(expr, scope.frame) && inner.iter().all(|(name, _)| *name != scope.name)
        })
    }

    pub(super) fn jet_of(&mut self, expr: &'t Expr) -> Result<Jet, EvalError> {
        if !self.varies(expr) {
            return Ok(Jet::constant(self.eval(expr)?, self.order()));
        }
        if let (Node::Variable(_), Some(scope)) = (&**expr, &self.jet) {
            return Ok(scope.jet.clone());
        }
        if let Some(known) = self.memo.jet(expr, self.prec.bits()) {
            return Ok(known.clone());
        }
        self.enter(expr)?;
        let jet = self.jet_node(expr);
        self.leave();
        let jet = jet?;
        self.memo.put_jet(expr, self.prec.bits(), &jet);
        Ok(jet)
    }

    fn jet_node(&mut self, expr: &'t Expr) -> Result<Jet, EvalError> {
        let p = self.prec;
        let fail = |e: enclosure::Error| EvalError::at(expr, &e);
        match &**expr {
            Node::Neg(a) => Ok(self.jet_of(a)?.neg()),
            Node::Add(a, b) => Ok(self.jet_of(a)?.add(&self.jet_of(b)?, p)),
            Node::Sub(a, b) => Ok(self.jet_of(a)?.sub(&self.jet_of(b)?, p)),
            Node::Mul(a, b) if Arc::ptr_eq(a, b) => Ok(self.jet_of(a)?.sqr(p)),
            Node::Mul(a, b) if !self.varies(a) => {
                let factor = self.eval(a)?;
                Ok(self.jet_of(b)?.scale(&factor, p))
            }
            Node::Mul(a, b) if !self.varies(b) => {
                let factor = self.eval(b)?;
                Ok(self.jet_of(a)?.scale(&factor, p))
            }
            Node::Mul(a, b) => Ok(self.jet_of(a)?.mul(&self.jet_of(b)?, p)),
            Node::Div(a, b) => self.jet_of(a)?.div(&self.jet_of(b)?, p).map_err(fail),
            Node::Pow(a, b) => self.jet_of(a)?.pow(&self.jet_of(b)?, p).map_err(fail),
            Node::Call(function, args) => self.jet_call(expr, *function, args),
            Node::Defined { body, .. } => self.jet_of(body),
            Node::If(condition, a, b) => match self.piece(condition)? {
                Truth::True => self.jet_of(a),
                Truth::False => self.jet_of(b),
                // The pieces need not join smoothly: only the range is known.
                Truth::Unknown if self.two_sided => {
                    Err(EvalError::unable(expr, "the condition is not decided around every point"))
                }
                Truth::Unknown => self.range_only(expr, "the condition is not decided on the whole range"),
            },
            Node::Sum(binder, body) => self.jet_fold(expr, binder, body, Interval::zero(), |a, b| a.add(b, p)),
            Node::Product(binder, body) => self.jet_fold(expr, binder, body, Interval::one(), |a, b| a.mul(b, p)),
            Node::Derivative { variable, order, at, body } => self.jet_derivative(expr, variable, *order, at, body),
            Node::Integral(binder, body) => self.jet_integral(expr, binder, body),
            _ => self.range_only(expr, "derivatives of this form are not available"),
        }
    }

    /// Which piece the condition of a case distinction selects.
    fn piece(&mut self, condition: &'t Formula) -> Result<Truth, EvalError> {
        let before = std::mem::replace(&mut self.strict, self.two_sided);
        let truth = self.truth(condition);
        self.strict = before;
        truth
    }

    /// The range as a jet of order 0; an error when derivatives are asked for.
    pub(super) fn range_only(&mut self, expr: &'t Expr, reason: &str) -> Result<Jet, EvalError> {
        if self.order() > 0 {
            return Err(EvalError::unable(expr, reason));
        }
        Ok(Jet::constant(self.node(expr)?, 0))
    }

    fn jet_fold(
        &mut self,
        expr: &'t Expr,
        binder: &'t Binder,
        body: &'t Expr,
        start: Interval,
        join: impl Fn(&Jet, &Jet) -> Jet,
    ) -> Result<Jet, EvalError> {
        let range = self.terms(expr, &binder.domain)?;
        let start = Jet::constant(start, self.order());
        self.binding(&binder.variable, &[body], |me| {
            let mut total = start;
            for k in range {
                me.set(Interval::int(k));
                total = join(&total, &me.jet_of(body)?);
            }
            Ok(total)
        })
    }

    /// Whether the jet variable is free in `body` apart from the variable bound there.
    fn body_varies(&self, body: &Expr, bound: &Symbol) -> bool {
        self.jet.as_ref().is_some_and(|scope| scope.name != *bound && free_variables(body).contains(&scope.name))
    }

    /// `g^(m)(at)` as the composition of `g^(m)`, known by its Taylor coefficients over the range of `at`, with `at`.
    fn jet_derivative(
        &mut self,
        expr: &'t Expr,
        variable: &Symbol,
        order: u32,
        at: &'t Expr,
        body: &'t Expr,
    ) -> Result<Jet, EvalError> {
        if self.body_varies(body, variable) {
            return self.range_only(expr, "mixed derivatives are not available");
        }
        let point = self.jet_of(at)?;
        let wanted = point.order() + order as usize;
        if wanted > MAX_JET_ORDER {
            return Err(EvalError::unable(expr, format!("this needs derivatives beyond order {MAX_JET_ORDER}")));
        }
        let inner = Jet::variable(point.value().clone(), wanted);
        let mut outer = self.jet_in(body, variable, &inner, true)?;
        for _ in 0..order {
            outer = outer.derivative(self.prec).ok_or_else(|| EvalError::unable(expr, "the order is too high"))?;
        }
        Ok(point.compose(outer.coefficients(), self.prec))
    }

    /// An integral whose ends vary: its derivative is `f(b) b' - f(a) a'`.
    fn jet_integral(&mut self, expr: &'t Expr, binder: &'t Binder, body: &'t Expr) -> Result<Jet, EvalError> {
        let Domain::Real { lower, upper } = &binder.domain else {
            return self.range_only(expr, "a real interval is needed");
        };
        if self.order() == 0 || self.body_varies(body, &binder.variable) {
            return self.range_only(expr, "derivatives under the integral sign are not available");
        }
        let p = self.prec;
        let value = self.node(expr)?;
        let mut slope = Jet::constant(Interval::zero(), self.order() - 1);
        for (end, upwards) in [(lower, false), (upper, true)] {
            let Some((end, _)) = end.as_ref().filter(|(end, _)| self.varies(end)) else { continue };
            let end = self.jet_of(end)?;
            let Some(rate) = end.derivative(p) else { continue };
            let inner = Jet::variable(end.value().clone(), rate.order());
            let outer = self.jet_in(body, &binder.variable, &inner, self.two_sided)?;
            let part = end.truncate(rate.order()).compose(outer.coefficients(), p).mul(&rate, p);
            slope = if upwards { slope.add(&part, p) } else { slope.sub(&part, p) };
        }
        Ok(slope.primitive(value, p))
    }
}
