//! Monotone reduction: an inequality from one value (or a limit) and the sign of a derivative or difference.

use super::facts::ScopeFacts;
use super::kernel::{Goal, Refusal, defined, is_integral, sign_formula, var};
use super::scope::{Bound, Scope, Variable};
use crate::algebra::substitute::{free_variables, substitute};
use crate::algebra::{Limit, Normalizer, derivative, limit_at_infinity, number, to_expr};
use crate::tree::{Expr, Node, Symbol};
use enclosure::Prec;
use std::sync::Arc;

fn sign_of(goal: &Goal, x: &Symbol) -> Result<(Expr, bool), Refusal> {
    if !goal.defined {
        return Err("not shown to be defined");
    }
    let (e, strict) = goal.sign().ok_or("not a sign goal")?;
    if free_variables(&e).contains(x) { Ok((e, strict)) } else { Err("the variable does not occur") }
}

/// The scope in which `x` runs over a full range: ties of other variables to `x` dropped, `x` real; `open` takes the
/// ends out, else they are put in.
fn range(scope: &Scope, x: &Symbol, open: bool) -> Result<(Scope, Variable), Refusal> {
    let mut s = scope.gather(x).without_ties(x);
    let v = s.variables.iter_mut().find(|v| v.name == *x).ok_or("no such variable")?;
    v.integer = false;
    for b in v.lower.iter_mut().chain(v.upper.iter_mut()) {
        b.closed = !open;
    }
    let v = v.clone();
    Ok((s, v))
}

fn neg(e: &Expr) -> Expr {
    Arc::new(Node::Neg(e.clone()))
}

/// Derivative of `e` in `x`, in normal form over the scope when there is one.
fn slope(e: &Expr, x: &Symbol) -> Result<Expr, Refusal> {
    derivative(e, x).map_err(|_| "no symbolic derivative")
}

fn over(scope: Scope, claim: crate::tree::Formula) -> Goal {
    Goal { scope, claim, defined: true }
}

/// The values of `e` at each of the bounds, over the slices, with the conditions that they are defined.
fn ends(scope: &Scope, bounds: &[Bound], e: &Expr, x: &Symbol, strict: bool) -> Result<Vec<Goal>, Refusal> {
    let mut out = Vec::new();
    for b in bounds {
        let at = substitute(e, x, &b.expr);
        let g = over(scope.slice(x, &b.expr), sign_formula(at.clone(), strict));
        out.extend(defined(&g, &[&at])?);
        out.push(g);
    }
    Ok(out)
}

/// `DE-12`.
///
/// # Errors
/// When there is no such end or no derivative.
pub fn monotone(goal: &Goal, x: &Symbol, upper: bool, strict_end: bool, _: Prec) -> Result<Vec<Goal>, Refusal> {
    let (e, strict) = sign_of(goal, x)?;
    let original = goal.scope.gather(x);
    let own = original.find(x).ok_or("no such variable")?;
    let bounds = if upper { &own.upper } else { &own.lower };
    if bounds.is_empty() {
        return Err("no bound on that side");
    }
    // With the strictness in the derivative the end itself must be outside the range.
    if strict && !strict_end && bounds.iter().any(|b| b.closed) {
        return Err("the end belongs to the range");
    }
    let (closed, _) = range(&goal.scope, x, false)?;
    let (open, _) = range(&goal.scope, x, true)?;
    let d = slope(&e, x)?;
    let signed = if upper { neg(&d) } else { d.clone() };
    let mut out = ends(&closed, bounds, &e, x, strict && strict_end)?;
    let inner = over(open, sign_formula(signed, strict && !strict_end));
    out.extend(defined(&inner, &[&e, &d])?);
    out.push(inner);
    Ok(out)
}

/// The limit of `e` at `x = inf` over the scope without `x`.
fn limit(scope: &Scope, e: &Expr, x: &Symbol, prec: Prec) -> Result<Option<Expr>, Refusal> {
    let facts = ScopeFacts::new(scope, prec);
    let n = Normalizer::new(&facts);
    match limit_at_infinity(&n, e, x) {
        Some(Limit::Value(p)) => Ok(Some(to_expr(&p))),
        Some(Limit::PlusInfinity) => Ok(None),
        Some(Limit::MinusInfinity) => Err("the limit is -inf"),
        None => Err("no limit found"),
    }
}

/// The scope without `x` (which is unbounded above).
fn beyond(scope: &Scope, x: &Symbol) -> Scope {
    let mut s = scope.without_ties(x);
    s.variables.retain(|v| v.name != *x);
    s
}

fn unbounded(scope: &Scope, x: &Symbol) -> Result<(), Refusal> {
    let s = scope.gather(x);
    let v = s.find(x).ok_or("no such variable")?;
    if v.upper.is_empty() { Ok(()) } else { Err("the range is bounded above") }
}

/// `DE-13`.
///
/// # Errors
/// When the range is bounded or no limit is found.
pub fn from_infinity(goal: &Goal, x: &Symbol, strict_end: bool, prec: Prec) -> Result<Vec<Goal>, Refusal> {
    let (e, strict) = sign_of(goal, x)?;
    unbounded(&goal.scope, x)?;
    let (closed, _) = range(&goal.scope, x, false)?;
    let (open, _) = range(&goal.scope, x, true)?;
    let d = slope(&e, x)?;
    let mut out = Vec::new();
    if let Some(l) = limit(&closed, &e, x, prec)? {
        let g = over(beyond(&closed, x), sign_formula(l.clone(), strict && strict_end));
        out.extend(defined(&g, &[&l])?);
        out.push(g);
    }
    let inner = over(open, sign_formula(neg(&d), strict && !strict_end));
    out.extend(defined(&over(closed, inner.claim.clone()), &[&e])?);
    out.extend(defined(&inner, &[&d])?);
    out.push(inner);
    Ok(out)
}

/// `e(x + s) - e(x)`.
fn difference(e: &Expr, x: &Symbol, stride: u32) -> (Expr, Expr) {
    let next = substitute(e, x, &Arc::new(Node::Add(var(x), number(i64::from(stride)))));
    (next.clone(), Arc::new(Node::Sub(next, e.clone())))
}

/// `DE-14`, from the first values.
///
/// # Errors
/// Unless `x` is an integer variable with one integral lower bound and no upper bound.
pub fn induction(goal: &Goal, x: &Symbol, stride: u32, _: Prec) -> Result<Vec<Goal>, Refusal> {
    let (e, strict) = sign_of(goal, x)?;
    unbounded(&goal.scope, x)?;
    let scope = goal.scope.gather(x).without_ties(x);
    let v = scope.find(x).ok_or("no such variable")?;
    let [low] = v.lower.as_slice() else { return Err("not exactly one lower bound") };
    if !v.integer || !low.closed || !is_integral(&scope, &low.expr) || !(1..=8).contains(&stride) {
        return Err("not an integer range");
    }
    let mut out = Vec::new();
    for j in 0..stride {
        let at = Arc::new(Node::Add(low.expr.clone(), number(i64::from(j))));
        let value = substitute(&e, x, &at);
        let g = over(scope.slice(x, &at), sign_formula(value.clone(), strict));
        out.extend(defined(&g, &[&value])?);
        out.push(g);
    }
    let (next, d) = difference(&e, x, stride);
    let g = over(scope, sign_formula(d, false));
    out.extend(defined(&g, &[&e, &next])?);
    out.push(g);
    Ok(out)
}

/// `DE-14`, from infinity.
///
/// # Errors
/// When the range is bounded above or no limit is found.
pub fn descent(goal: &Goal, x: &Symbol, stride: u32, strict_end: bool, prec: Prec) -> Result<Vec<Goal>, Refusal> {
    let (e, strict) = sign_of(goal, x)?;
    unbounded(&goal.scope, x)?;
    if !(1..=8).contains(&stride) {
        return Err("stride out of range");
    }
    let scope = goal.scope.gather(x).without_ties(x);
    let mut out = Vec::new();
    let (real, _) = range(&goal.scope, x, false)?;
    if let Some(l) = limit(&real, &e, x, prec)? {
        let g = over(beyond(&real, x), sign_formula(l.clone(), strict && strict_end));
        out.extend(defined(&g, &[&l])?);
        out.push(g);
    }
    let (next, d) = difference(&e, x, stride);
    let g = over(scope, sign_formula(neg(&d), strict && !strict_end));
    // The limit is that of a real variable: the expression must be defined for all reals of the range.
    out.extend(defined(&over(real, g.claim.clone()), &[&e, &next])?);
    out.push(g);
    Ok(out)
}

/// `DE-15`.
///
/// # Errors
/// Unless `x` has one bound on each side.
pub fn concave(goal: &Goal, x: &Symbol, _: Prec) -> Result<Vec<Goal>, Refusal> {
    let (e, strict) = sign_of(goal, x)?;
    let (closed, v) = range(&goal.scope, x, false)?;
    let (open, _) = range(&goal.scope, x, true)?;
    let (lower, upper) = (v.lower, v.upper);
    if lower.len() != 1 || upper.len() != 1 {
        return Err("not one bound on each side");
    }
    let d = slope(&e, x)?;
    let tidy = |e: &Expr| Normalizer::new(&crate::algebra::NoFacts).poly(e).map_or_else(|_| e.clone(), |p| to_expr(&p));
    let dd = slope(&tidy(&d), x)?;
    let mut out = ends(&closed, &lower, &e, x, strict)?;
    out.extend(ends(&closed, &upper, &e, x, strict)?);
    let inner = over(open, sign_formula(neg(&dd), false));
    out.extend(defined(&inner, &[&e, &d, &dd])?);
    out.push(inner);
    Ok(out)
}
