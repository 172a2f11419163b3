//! The walk over the tree.

use super::jet::Scope;
use super::memo::{Dependents, Memo, dependents};
use super::{Context, EvalError, MAX_BOUND, MAX_STEPS, Truth};
use crate::syntax::MAX_DEPTH;
use crate::tree::{Expr, Node, Symbol};
use enclosure::{Interval, Prec};
use std::collections::HashMap;
use std::sync::Arc;

/// Evaluates several expressions in one context; what they share is computed once.
pub struct Evaluator<'t> {
    context: &'t Context,
    pub(super) bound: Vec<(Symbol, Interval)>,
    pub(super) memo: Memo,
    pub(super) prec: Prec,
    /// The variable in which jets are being computed.
    pub(super) jet: Option<Scope>,
    /// Whether jets are asked for as derivatives: then a condition must be decided on both sides of every point. For the
    /// other uses it is enough that the expression is one smooth piece on the range.
    pub(super) two_sided: bool,
    /// Whether comparisons that touch count as undecided.
    pub(super) strict: bool,
    /// Dependent nodes by body and variable.
    known: HashMap<(*const Node, Symbol), Dependents>,
    steps: u64,
    limit: u64,
    depth: usize,
}

impl<'t> Evaluator<'t> {
    /// An evaluator for expressions in the variables of `context`.
    #[must_use]
    pub fn new(context: &'t Context) -> Self {
        let (memo, prec) = (Memo::default(), context.prec);
        Self {
            context,
            bound: Vec::new(),
            memo,
            prec,
            jet: None,
            two_sided: false,
            strict: false,
            known: HashMap::new(),
            steps: 0,
            limit: MAX_STEPS,
            depth: 0,
        }
    }

    /// The same with at most `steps` nodes evaluated, over all calls.
    #[must_use]
    pub fn with_limit(mut self, steps: u64) -> Self {
        self.limit = steps.min(MAX_STEPS);
        self
    }

    /// Encloses the value of `expr`.
    ///
    /// # Errors
    /// As [`super::eval`].
    pub fn eval(&mut self, expr: &'t Expr) -> Result<Interval, EvalError> {
        match &**expr {
            Node::Number(q) => return Ok(Interval::rational(q, self.prec)),
            Node::Variable(name) => return self.variable(expr, name),
            _ => {}
        }
        if let Some(known) = self.memo.get(expr, self.prec.bits()) {
            return Ok(known.clone());
        }
        self.enter(expr)?;
        let value = self.node(expr);
        self.depth -= 1;
        let value = value?;
        self.memo.put(expr, self.prec.bits(), &value);
        Ok(value)
    }

    /// Counts a node and a level; the caller takes the level back.
    pub(super) fn enter(&mut self, expr: &Expr) -> Result<(), EvalError> {
        self.steps += 1;
        if self.steps > self.limit {
            return Err(EvalError::unable(expr, format!("more than {} operations", self.limit)));
        }
        if self.steps.is_multiple_of(32) && super::limit::passed() {
            return Err(EvalError::unable(expr, "time ran out"));
        }
        if self.depth > 2 * MAX_DEPTH {
            return Err(EvalError::unable(expr, format!("more than {} operations deep", 2 * MAX_DEPTH)));
        }
        self.depth += 1;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Runs `f` at another working precision.
    pub(super) fn at_prec<T>(&mut self, prec: Prec, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.prec, prec);
        let result = f(self);
        self.prec = before;
        result
    }

    /// Runs `f` where `variable` is bound; `f` gives it values by [`Evaluator::set`]. `roots` are the expressions it
    /// will evaluate.
    pub(super) fn binding<T>(
        &mut self,
        variable: &Symbol,
        roots: &[&'t Expr],
        f: impl FnOnce(&mut Self) -> Result<T, EvalError>,
    ) -> Result<T, EvalError> {
        if let Some(first) = roots.first()
            && self.bound.len() >= MAX_BOUND
        {
            return Err(EvalError::unable(first, format!("more than {MAX_BOUND} bound variables inside one another")));
        }
        let dependent = self.dependents(roots, variable);
        self.memo.open(dependent);
        self.bound.push((variable.clone(), Interval::whole()));
        let result = f(self);
        self.bound.pop();
        self.memo.close();
        result
    }

    fn dependents(&mut self, roots: &[&'t Expr], variable: &Symbol) -> Dependents {
        let [body] = roots else {
            return dependents(roots.iter().copied(), variable);
        };
        let key = (Arc::as_ptr(body), variable.clone());
        self.known.entry(key).or_insert_with(|| dependents([*body], variable)).clone()
    }

    /// Gives the innermost bound variable a value.
    pub(super) fn set(&mut self, value: Interval) {
        self.memo.renew();
        if let Some(last) = self.bound.last_mut() {
            last.1 = value;
        }
    }

    fn variable(&self, expr: &Expr, name: &Symbol) -> Result<Interval, EvalError> {
        let bound = self.bound.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value);
        match bound.or_else(|| self.context.values.get(name)) {
            Some(value) => Ok(value.clone()),
            None => Err(EvalError::unable(expr, "the variable has no value")),
        }
    }

    pub(super) fn node(&mut self, expr: &'t Expr) -> Result<Interval, EvalError> {
        let p = self.prec;
        Ok(match &**expr {
            Node::Number(q) => Interval::rational(q, p),
            Node::Pi => Interval::pi(p),
            Node::Euler => Interval::e(p),
            Node::Variable(name) => return self.variable(expr, name),
            Node::Neg(a) => self.eval(a)?.neg(),
            Node::Add(a, b) => self.eval(a)?.add(&self.eval(b)?, p),
            Node::Sub(a, b) => self.difference(a, b)?,
            // A repeated factor is the same number, not two from the same interval.
            Node::Mul(a, b) if Arc::ptr_eq(a, b) => self.eval(a)?.sqr(p),
            Node::Mul(a, b) => self.eval(a)?.mul(&self.eval(b)?, p),
            Node::Div(a, b) => return self.quotient(expr, a, b),
            Node::Pow(a, b) => return self.power(expr, a, b),
            Node::Call(function, args) => return self.call(expr, *function, args),
            Node::Defined { body, .. } => return self.eval(body),
            Node::If(condition, a, b) => match self.truth(condition)? {
                Truth::True => return self.eval(a),
                Truth::False => return self.eval(b),
                Truth::Unknown => self.eval(a)?.hull(&self.eval(b)?),
            },
            Node::Sum(binder, body) => {
                let range = self.terms(expr, &binder.domain)?;
                return self.fold(&binder.variable, body, range, Interval::zero(), |sum, x| sum.add(x, p));
            }
            Node::Product(binder, body) => {
                let range = self.terms(expr, &binder.domain)?;
                return self.fold(&binder.variable, body, range, Interval::one(), |product, x| product.mul(x, p));
            }
            Node::Integral(binder, body) => return self.integral(expr, binder, body),
            Node::Derivative { variable, order, at, body } => {
                return self.derivative(expr, variable, *order, at, body);
            }
            Node::Supremum(binder, body) => return self.extremum(expr, binder, body, true),
            Node::Infimum(binder, body) => return self.extremum(expr, binder, body, false),
            Node::Limit { .. } => return Err(EvalError::unable(expr, "limits are not evaluated")),
        })
    }

    fn difference(&mut self, a: &'t Expr, b: &'t Expr) -> Result<Interval, EvalError> {
        let x = self.eval(a)?;
        if Arc::ptr_eq(a, b) {
            return Ok(Interval::zero());
        }
        Ok(x.sub(&self.eval(b)?, self.prec))
    }

    fn quotient(&mut self, expr: &'t Expr, a: &'t Expr, b: &'t Expr) -> Result<Interval, EvalError> {
        let x = self.eval(a)?;
        let y = self.eval(b)?;
        x.div(&y, self.prec).map_err(|e| EvalError::at(expr, &e))
    }

    fn power(&mut self, expr: &'t Expr, a: &'t Expr, b: &'t Expr) -> Result<Interval, EvalError> {
        let x = self.eval(a)?;
        let y = self.eval(b)?;
        x.pow(&y, self.prec).map_err(|e| EvalError::at(expr, &e))
    }

    /// Folds the values of `body` over the integers of `range`.
    fn fold(
        &mut self,
        variable: &Symbol,
        body: &'t Expr,
        range: std::ops::RangeInclusive<i64>,
        start: Interval,
        join: impl Fn(&Interval, &Interval) -> Interval,
    ) -> Result<Interval, EvalError> {
        self.binding(variable, &[body], |me| {
            let mut total = start;
            for k in range {
                me.set(Interval::int(k));
                total = join(&total, &me.eval(body)?);
            }
            Ok(total)
        })
    }
}
