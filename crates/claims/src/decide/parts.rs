//! Steps that divide the scope: cuts, enumeration, case distinctions, the change of variable `x = 1/t`.

use super::kernel::{Goal, MAX_VALUES, Refusal, is_zero, var};
use super::scope::{Bound, Hull, Variable, negate};
use crate::algebra::substitute::{substitute, substitute_formula};
use crate::algebra::{Atom, NoFacts, Normalizer, Poly, derivative, number};
use crate::tree::{Expr, Formula, Function, Node, Relation, Symbol};
use enclosure::Prec;
use enclosure::rug::Rational;
use std::sync::Arc;

/// `DE-16`: below and above a number.
///
/// # Errors
/// When there is no such variable.
pub fn cut(goal: &Goal, x: &Symbol, at: &Rational) -> Result<Vec<Goal>, Refusal> {
    let integer = goal.scope.find(x).ok_or("no such variable")?.integer;
    let (below, above) = if integer {
        let floor = Rational::from(at.floor_ref());
        (floor.clone(), floor + 1)
    } else {
        (at.clone(), at.clone())
    };
    let part = |bound: Rational, upper: bool| {
        let mut g = goal.clone();
        for v in &mut g.scope.variables {
            if v.name == *x {
                let side = if upper { &mut v.upper } else { &mut v.lower };
                // A number replaces weaker numbers.
                side.retain(|b| !matches!(&*b.expr, Node::Number(q) if if upper { *q >= bound } else { *q <= bound }));
                side.push(Bound { expr: number(bound.clone()), closed: true });
            }
        }
        g
    };
    Ok(vec![part(below, true), part(above, false)])
}

/// The goal at one value of `x`.
fn at_value(goal: &Goal, x: &Symbol, value: &Expr) -> Goal {
    Goal { scope: goal.scope.slice(x, value), claim: substitute_formula(&goal.claim, x, value), defined: goal.defined }
}

/// `DE-16`: each value of a bounded integer variable.
///
/// # Errors
/// When it is unbounded or has too many values.
pub fn enumerate(goal: &Goal, x: &Symbol, prec: Prec) -> Result<Vec<Goal>, Refusal> {
    let v = goal.scope.find(x).ok_or("no such variable")?;
    if !v.integer {
        return Err("not an integer variable");
    }
    let Hull::Box(values) = goal.scope.hull(prec) else { return Ok(vec![]) };
    let range = values.get(x).filter(|i| i.is_bounded()).ok_or("unbounded")?;
    let ends = (range.lo().to_integer().and_then(|n| n.to_i64()), range.hi().to_integer().and_then(|n| n.to_i64()));
    let (Some(lo), Some(hi)) = ends else { return Err("values too large") };
    if hi.saturating_sub(lo) >= MAX_VALUES {
        return Err("too many values");
    }
    Ok((lo..=hi).map(|n| at_value(goal, x, &number(n))).collect())
}

/// `DE-16`: the first values, and the rest.
///
/// # Errors
/// Unless the variable is an integer with an integer as its lower bound.
pub fn prefix(goal: &Goal, x: &Symbol, count: u32) -> Result<Vec<Goal>, Refusal> {
    let v = goal.scope.find(x).ok_or("no such variable")?;
    let low = v
        .lower
        .iter()
        .filter(|b| b.closed)
        .filter_map(|b| {
            if let Node::Number(q) = &*b.expr { q.is_integer().then(|| q.numer().to_i64()).flatten() } else { None }
        })
        .max();
    let (true, Some(low)) = (v.integer, low) else { return Err("not an integer range from a number on") };
    if i64::from(count) > MAX_VALUES {
        return Err("too many values");
    }
    let next = low.checked_add(i64::from(count)).ok_or("values too large")?;
    let mut out: Vec<Goal> = (low..next).map(|n| at_value(goal, x, &number(n))).collect();
    let tail = cut(goal, x, &Rational::from(next - 1))?.pop().ok_or("no tail")?;
    out.push(tail);
    Ok(out)
}

/// The case distinctions in a formula, in order of occurrence: conditions of `if`, signs under `abs`, comparisons in
/// `max`, `min` and `clip`.
#[must_use]
pub fn distinctions(f: &Formula) -> Vec<Formula> {
    let mut out = Vec::new();
    if let Formula::Compare(a, _, b) = f {
        walk(a, &mut out);
        walk(b, &mut out);
    }
    let mut seen = Vec::new();
    for c in out {
        if !seen.contains(&c) && negate(&c).is_some() {
            seen.push(c);
        }
    }
    seen
}

fn walk(e: &Expr, out: &mut Vec<Formula>) {
    let ge = |a: &Expr, b: Expr| Formula::Compare(a.clone(), Relation::GreaterEq, b);
    match &**e {
        Node::Neg(a) => walk(a, out),
        Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) | Node::Div(a, b) | Node::Pow(a, b) => {
            walk(a, out);
            walk(b, out);
        }
        Node::Defined { body, .. } => walk(body, out),
        Node::If(c, a, b) => {
            out.push((**c).clone());
            walk(a, out);
            walk(b, out);
        }
        Node::Call(f, args) => {
            args.iter().for_each(|a| walk(a, out));
            match (f, args.as_slice()) {
                (Function::Abs, [a]) => out.push(ge(a, number(0))),
                (Function::Sign, [a]) => {
                    out.push(Formula::Compare(a.clone(), Relation::Greater, number(0)));
                    out.push(Formula::Compare(a.clone(), Relation::Less, number(0)));
                }
                (Function::Max | Function::Min, [a, rest @ ..]) => rest.iter().for_each(|b| out.push(ge(a, b.clone()))),
                (Function::Clip, [a]) => {
                    out.push(ge(a, number(0)));
                    out.push(ge(a, number(1)));
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// `DE-16`: a distinction and its negation as hypotheses.
///
/// # Errors
/// When there is no such distinction.
pub fn case(goal: &Goal, index: usize) -> Result<Vec<Goal>, Refusal> {
    let all = distinctions(&goal.claim);
    let yes = all.get(index).ok_or("no such distinction")?;
    let no = negate(yes).ok_or("the distinction cannot be negated")?;
    Ok([yes, &no]
        .into_iter()
        .map(|f| {
            let mut g = goal.clone();
            g.scope.assume(f);
            g
        })
        .collect())
}

/// `DE-16`: each alternative of a disjunctive hypothesis takes its place.
///
/// # Errors
/// When the hypothesis is no disjunction.
pub fn split(goal: &Goal, given: usize) -> Result<Vec<Goal>, Refusal> {
    let Some(Formula::Or(fs)) = goal.scope.given.get(given) else { return Err("not a disjunctive hypothesis") };
    Ok(fs
        .iter()
        .map(|f| {
            let mut g = goal.clone();
            g.scope.given.remove(given);
            g.scope.assume(f);
            g
        })
        .collect())
}

/// `DE-16`: below and above an expression free of `x`. The place is where `a x^p + b x^q`, the normal form of the
/// derivative of a sign goal up to factors, changes sign; any other place would be as sound.
///
/// # Errors
/// When the derivative is not of that form.
pub fn critical(goal: &Goal, x: &Symbol) -> Result<Vec<Goal>, Refusal> {
    let (e, _) = goal.sign().ok_or("not a sign goal")?;
    if goal.scope.find(x).is_none_or(|v| v.integer) {
        return Err("not a real variable");
    }
    let d = derivative(&e, x).map_err(|_| "no symbolic derivative")?;
    let n = Normalizer::new(&NoFacts);
    let large = |_| "normal form too large";
    let p = n.poly(&d).map_err(large)?;
    let p = p.mul(&Poly::term(p.common().invert(), 1.into())).map_err(large)?;
    let (_, p) = n.clear(&p).map_err(large)?;
    let p = p.mul(&Poly::term(p.common().invert(), 1.into())).map_err(large)?;
    let me = Atom::Variable(x.clone());
    let mut by_power: std::collections::BTreeMap<Rational, Poly> = std::collections::BTreeMap::new();
    for (m, c) in p.terms() {
        let mut m = m.clone();
        let k = m.0.remove(&me).map_or(Some(Rational::new()), |k| k.as_number()).ok_or("a symbolic power")?;
        if m.mentions(x) {
            return Err("the derivative is not a polynomial in the variable");
        }
        by_power.entry(k).or_default().push(m, c.clone());
    }
    let terms: Vec<(Rational, Poly)> = by_power.into_iter().collect();
    let [(low, b), (high, a)] = terms.as_slice() else { return Err("not two powers") };
    // a x^high + b x^low = 0.
    let ratio: Expr = Arc::new(Node::Div(crate::algebra::to_expr(&b.neg()), crate::algebra::to_expr(a)));
    let power = Rational::from(high - low);
    let at: Expr = if power == 1 { ratio } else { Arc::new(Node::Pow(ratio, number(power.recip()))) };
    let part = |upper: bool| {
        let mut g = goal.clone();
        if let Some(v) = g.scope.variables.iter_mut().find(|v| v.name == *x) {
            let bound = Bound { expr: at.clone(), closed: true };
            if upper { v.upper.push(bound) } else { v.lower.push(bound) }
        }
        g
    };
    let mut out = super::kernel::defined(goal, &[&at])?;
    out.extend([part(true), part(false)]);
    Ok(out)
}

/// `DE-21`: a limit at infinity is replaced by its value.
///
/// # Errors
/// When there is no limit, or one is not found.
pub fn limits(goal: &Goal, prec: Prec) -> Result<Goal, Refusal> {
    let Formula::Compare(a, r, b) = &goal.claim else { return Err("not a comparison") };
    let facts = super::facts::ScopeFacts::new(&goal.scope, prec);
    let mut changed = false;
    let mut go = |e: &Expr| replace_limits(e, &facts, &mut changed);
    let (a, b) = (go(a)?, go(b)?);
    if changed { Ok(goal.with(Formula::Compare(a, *r, b), false)) } else { Err("no limit") }
}

fn replace_limits(e: &Expr, facts: &super::facts::ScopeFacts<'_>, changed: &mut bool) -> Result<Expr, Refusal> {
    let mut go = |a: &Expr| replace_limits(a, facts, changed);
    Ok(match &**e {
        Node::Neg(a) => Arc::new(Node::Neg(go(a)?)),
        Node::Add(a, b) => Arc::new(Node::Add(go(a)?, go(b)?)),
        Node::Sub(a, b) => Arc::new(Node::Sub(go(a)?, go(b)?)),
        Node::Mul(a, b) => Arc::new(Node::Mul(go(a)?, go(b)?)),
        Node::Div(a, b) => Arc::new(Node::Div(go(a)?, go(b)?)),
        Node::Pow(a, b) => Arc::new(Node::Pow(go(a)?, go(b)?)),
        Node::Call(f, args) => Arc::new(Node::Call(*f, args.iter().map(go).collect::<Result<_, _>>()?)),
        Node::Limit { variable, at: None, body } => {
            let n = Normalizer::new(facts);
            // A name no claim can use: the facts of the scope are not about the bound variable.
            let bound = Symbol::from("x#");
            let body = substitute(body, variable, &var(&bound));
            match crate::algebra::limit_at_infinity(&n, &body, &bound) {
                Some(crate::algebra::Limit::Value(p)) => {
                    *changed = true;
                    crate::algebra::to_expr(&p)
                }
                _ => return Err("a limit is not found"),
            }
        }
        Node::Integral(b, body) => match crate::algebra::closed_form(facts, b, body) {
            Some(p) => {
                *changed = true;
                crate::algebra::to_expr(&p)
            }
            None => e.clone(),
        },
        Node::Limit { .. } => return Err("a limit at a finite point"),
        _ => e.clone(),
    })
}

/// `DE-19`: `x = 1/t` for a positive real `x` with one bound on each side at most.
///
/// # Errors
/// When `x` is not a real variable with positive range.
pub fn reciprocal(goal: &Goal, x: &Symbol, _: Prec) -> Result<Vec<Goal>, Refusal> {
    let v = goal.scope.find(x).ok_or("no such variable")?;
    if v.integer || v.lower.len() != 1 || v.upper.len() > 1 {
        return Err("not a plain real range");
    }
    let low = v.lower.first().ok_or("no lower bound")?;
    let positive = |b: &Bound| matches!(&*b.expr, Node::Number(q) if *q > 0);
    let at_zero = is_zero(&low.expr) && !low.closed;
    if !(at_zero || positive(low)) || !v.upper.iter().all(positive) {
        return Err("the range is not positive with numbers as ends");
    }
    let inverse = |b: &Bound| Bound { expr: Arc::new(Node::Div(number(1), b.expr.clone())), closed: b.closed };
    let lower = v.upper.first().map_or_else(|| Bound { expr: number(0), closed: false }, inverse);
    let t = Variable {
        name: x.clone(),
        integer: false,
        lower: vec![lower],
        upper: if at_zero { vec![] } else { vec![inverse(low)] },
    };
    let by: Expr = Arc::new(Node::Div(number(1), var(x)));
    let claim = match &goal.claim {
        Formula::Compare(a, r, b) => Formula::Compare(substitute(a, x, &by), *r, substitute(b, x, &by)),
        _ => return Err("not a comparison"),
    };
    Ok(vec![Goal { scope: goal.scope.change(x, &by, t), claim, defined: goal.defined }])
}
