//! Bounds for the Bessel functions of a goal (`DE-24`).

use super::facts::{ScopeFacts, Sign};
use super::kernel::{Goal, Refusal};
use super::step::{BesselBound, Known, Step};
use crate::algebra::{Atom, Monomial, NoFacts, Normalizer, Poly, number, to_expr};
use crate::print::expr_text;
use crate::tree::{Expr, Function, Node};
use enclosure::Prec;
use enclosure::rug::Rational;
use std::sync::Arc;

const LARGE: Refusal = "normal form too large";

/// A factor `J_nu(z)^k` or `|J_nu(z)|^k`, `k >= 1` an integer.
#[derive(Clone, Debug, PartialEq)]
struct Factor {
    atom: Atom,
    order: Poly,
    argument: Poly,
    absolute: bool,
    power: i64,
}

/// The difference of a sign goal in normal form, without facts: the recurrence in the order (AL-10) would take the
/// functions apart.
fn plain(e: &Expr) -> Result<Poly, Refusal> {
    Normalizer::new(&NoFacts).poly(e).map_err(|_| LARGE)
}

fn bessel(a: &Atom) -> Option<(Poly, Poly)> {
    match a {
        Atom::Call(Function::BesselJ, args) => match args.as_slice() {
            [nu, z] => Some((nu.clone(), z.clone())),
            _ => None,
        },
        _ => None,
    }
}

/// `J`, when the atom is `|J|`.
fn inside_abs(a: &Atom) -> Option<(Poly, Poly)> {
    let Atom::Call(Function::Abs, args) = a else { return None };
    let (m, c) = args.first()?.as_term()?;
    let (inner, k) = m.0.first_key_value()?;
    let alone = m.0.len() == 1 && *c == 1 && k.as_integer() == Some(1);
    if alone { bessel(inner) } else { None }
}

fn factor(m: &Monomial) -> Option<Factor> {
    m.0.iter().find_map(|(a, k)| {
        let (absolute, (order, argument)) =
            bessel(a).map(|f| (false, f)).or_else(|| inside_abs(a).map(|f| (true, f)))?;
        let power = k.as_integer().filter(|k| *k > 0)?;
        Some(Factor { atom: a.clone(), order, argument, absolute, power })
    })
}

/// The different factors, in the order of the terms.
fn factors(p: &Poly) -> Vec<Factor> {
    let mut out: Vec<Factor> = Vec::new();
    for (m, _) in p.terms() {
        if let Some(f) = factor(m)
            && !out.contains(&f)
        {
            out.push(f);
        }
    }
    out
}

/// The steps of this kind that a goal offers.
#[must_use]
pub fn steps(goal: &Goal) -> Vec<Step> {
    let Some(p) = goal.sign().and_then(|(e, _)| plain(&e).ok()) else { return vec![] };
    let mut out = Vec::new();
    for f in factors(&p) {
        let plain = f.power == 1 && !f.absolute;
        let first: &[Known] = if plain { &[Known::Cosine, Known::Phase] } else { &[] };
        for bound in first.iter().chain(&[Known::One, Known::Series, Known::Envelope]) {
            out.push(Step::Bessel(BesselBound {
                order: expr_text(&to_expr(&f.order)),
                argument: expr_text(&to_expr(&f.argument)),
                absolute: f.absolute,
                power: f.power,
                bound: *bound,
            }));
        }
    }
    out
}

/// `DE-24`: with `e = r + c J^k`, all terms with the factor `J^k` collected in `c`, the goal `r + c B`, where `B` is the upper
/// bound of `J^k` when `c <= 0` is proved and the lower bound when `c >= 0` is.
///
/// # Errors
/// When there is no such factor, or the sign of `c` or the conditions of the bound are not proved.
pub fn apply(goal: &Goal, step: &BesselBound, prec: Prec) -> Result<Goal, Refusal> {
    if !goal.defined {
        return Err("not shown to be defined");
    }
    let (e, strict) = goal.sign().ok_or("not a sign goal")?;
    let p = plain(&e)?;
    let names = goal.scope.names();
    let scope = crate::syntax::Scope::with_variables(names.iter().map(|x| &**x));
    let read = |text: &str| {
        let e = crate::syntax::parse_expr(text, &scope).map_err(|_| "the Bessel function does not parse")?;
        plain(&e)
    };
    let (order, argument) = (read(&step.order)?, read(&step.argument)?);
    let same =
        |f: &Factor| f.order == order && f.argument == argument && f.absolute == step.absolute && f.power == step.power;
    let f = factors(&p).into_iter().find(same).ok_or("no such Bessel function")?;
    let facts = ScopeFacts::new(&goal.scope, prec);
    let (mut rest, mut c) = (Poly::default(), Poly::default());
    for (m, q) in p.terms() {
        if factor(m).as_ref() == Some(&f) {
            let mut m = m.clone();
            m.raise(f.atom.clone(), &Poly::number(-f.power));
            c.push(m, q.clone());
        } else {
            rest.push(m.clone(), q.clone());
        }
    }
    let c = to_expr(&c);
    let sign = facts.sign(&c);
    let upper = sign.is_nonpositive();
    if !upper && !sign.is_nonnegative() {
        return Err("the sign of the coefficient of the Bessel function is not proved");
    }
    let by = Arc::new(Node::Mul(c, bound(&facts, &f, step.bound, upper)?));
    Ok(goal.sign_goal(Arc::new(Node::Add(to_expr(&rest), by)), strict))
}

/// An upper or lower bound of `J^k`, once the conditions under which it is one, and is defined, are proved.
fn bound(facts: &ScopeFacts<'_>, f: &Factor, which: Known, upper: bool) -> Result<Expr, Refusal> {
    let (nu, z) = (to_expr(&f.order), to_expr(&f.argument));
    if !facts.sign(&nu).is_nonnegative() || !facts.sign(&z).is_nonnegative() {
        return Err("order and argument are not proved non-negative");
    }
    if matches!(which, Known::Cosine | Known::Phase) {
        return asymptote(facts, f, which, upper);
    }
    let size = size(facts, f, which, &nu, &z)?;
    Ok(if upper {
        size
    } else if f.absolute || f.power % 2 == 0 {
        number(0)
    } else {
        Arc::new(Node::Neg(size))
    })
}

fn call(f: Function, x: Expr) -> Expr {
    Arc::new(Node::Call(f, vec![x]))
}

fn pow(a: Expr, b: Expr) -> Expr {
    Arc::new(Node::Pow(a, b))
}

fn over(a: Expr, b: Expr) -> Expr {
    Arc::new(Node::Div(a, b))
}

fn times(a: Expr, b: Expr) -> Expr {
    Arc::new(Node::Mul(a, b))
}

/// `B^k` with `|J_nu(z)| <= B`: parts (a), (b), (c) of `DE-24`.
fn size(facts: &ScopeFacts<'_>, f: &Factor, which: Known, nu: &Expr, z: &Expr) -> Result<Expr, Refusal> {
    let k = f.power;
    match which {
        Known::Series => {
            if facts.sign(nu) != Sign::Positive && facts.sign(z) != Sign::Positive {
                return Err("neither order nor argument is proved positive");
            }
            let half = to_expr(&f.argument.scale(&Rational::from((1, 2))));
            let power = pow(half, to_expr(&f.order.scale(&Rational::from(k))));
            let gamma = call(Function::Gamma, to_expr(&f.order.add(&Poly::number(1))));
            Ok(over(power, pow(gamma, number(k))))
        }
        Known::Envelope => {
            if facts.sign(&to_expr(&f.argument.sub(&f.order))) != Sign::Positive {
                return Err("the argument is not proved to exceed the order");
            }
            let inside: Expr = Arc::new(Node::Sub(pow(z.clone(), number(2)), pow(nu.clone(), number(2))));
            let square = over(number(2), times(Arc::new(Node::Pi), call(Function::Sqrt, inside)));
            Ok(if k == 2 { square } else { pow(square, number(Rational::from((k, 2)))) })
        }
        _ => Ok(number(1)),
    }
}

/// Parts (d) and (e) of `DE-24`: main term plus or minus the error bound (`BJ-17`, `BJ-16`).
fn asymptote(facts: &ScopeFacts<'_>, f: &Factor, which: Known, upper: bool) -> Result<Expr, Refusal> {
    if f.power != 1 || f.absolute {
        return Err("this bound is for the function itself");
    }
    let z = to_expr(&f.argument);
    let least = f.order.sub(&Poly::number(1));
    if !facts.sign(&to_expr(&least)).is_nonnegative() {
        return Err("the order is not proved to be at least 1");
    }
    let twice = f.order.scale(&Rational::from(2));
    if !facts.sign(&to_expr(&f.argument.sub(&twice))).is_nonnegative() {
        return Err("the argument is not proved to be at least twice the order");
    }
    // mu = nu^2 - 1/4 and the phase shift (2 nu + 1) pi/4.
    let square = f.order.mul(&f.order).map_err(|_| LARGE)?;
    let mu = to_expr(&square.sub(&Poly::number(Rational::from((1, 4)))));
    let shift = times(to_expr(&twice.add(&Poly::number(1)).scale(&Rational::from((1, 4)))), Arc::new(Node::Pi));
    let front = |inside: Expr| call(Function::Sqrt, over(number(2), inside));
    let pi_z = times(Arc::new(Node::Pi), z.clone());
    let cos = |phase: Expr| call(Function::Cos, Arc::new(Node::Sub(phase, shift.clone())));
    let (main, error) = if which == Known::Cosine {
        (times(front(pi_z.clone()), cos(z.clone())), over(mu, z))
    } else {
        let ratio = over(mu.clone(), pow(z.clone(), number(2)));
        let c = call(Function::Sqrt, Arc::new(Node::Sub(number(1), ratio)));
        let root = call(Function::Sqrt, mu);
        let angle = call(Function::Asin, over(root.clone(), z.clone()));
        let phase = Arc::new(Node::Add(times(c.clone(), z.clone()), times(root, angle)));
        let error = over(number(Rational::from((3, 10))), z);
        (times(front(times(pi_z.clone(), c)), cos(phase)), error)
    };
    let error = times(front(pi_z), error);
    Ok(Arc::new(if upper { Node::Add(main, error) } else { Node::Sub(main, error) }))
}
