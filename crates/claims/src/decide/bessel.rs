//! Standing inequalities for the Bessel functions of a goal (`DE-24`), for use as hypotheses in `DE-18`.

use super::facts::{ScopeFacts, Sign};
use super::kernel::{Goal, Refusal};
use crate::algebra::{Atom, Monomial, NoFacts, Normalizer, Poly, number, to_expr};
use crate::tree::{Expr, Function, Node};
use enclosure::Prec;
use enclosure::rug::Rational;
use std::sync::Arc;

/// Bounds for each power of a Bessel function, in this order: 1, the first term of the power series, the envelope.
pub const BOUNDS: usize = 3;

const LARGE: Refusal = "normal form too large";

/// A factor `J_nu(z)^k` or `|J_nu(z)|^k`, `k >= 1` an integer.
#[derive(Clone, Debug, PartialEq)]
struct Factor {
    atom: Atom,
    order: Poly,
    argument: Poly,
    exponent: i64,
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
        Atom::Call(Function::Abs, args) => {
            let (m, c) = args.first()?.as_term()?;
            let (inner, k) = m.0.first_key_value()?;
            let alone = m.0.len() == 1 && *c == 1 && k.as_integer() == Some(1);
            if alone && matches!(inner, Atom::Call(Function::BesselJ, _)) { bessel(inner) } else { None }
        }
        _ => None,
    }
}

fn factor(m: &Monomial) -> Option<Factor> {
    m.0.iter().find_map(|(a, k)| {
        let (order, argument) = bessel(a)?;
        let exponent = k.as_integer().filter(|k| *k > 0)?;
        Some(Factor { atom: a.clone(), order, argument, exponent })
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

/// How many inequalities there are for a goal.
#[must_use]
pub fn count(goal: &Goal) -> usize {
    goal.sign().and_then(|(e, _)| plain(&e).ok()).map_or(0, |p| factors(&p).len() * BOUNDS)
}

/// `e - c (B^k - J^k)`, where `J^k` is the factor `index / 3` of `e`, `B >= |J|` the bound `index % 3`, and `-c` the
/// coefficient of `J^k` in `e`: the factor no longer occurs. Its sign gives that of `e`, as `c >= 0`.
///
/// # Errors
/// When there is no such factor, or the sign of `c` or the conditions of the bound are not proved.
pub fn subtract(goal: &Goal, index: usize, prec: Prec) -> Result<Goal, Refusal> {
    let (e, strict) = goal.sign().ok_or("not a sign goal")?;
    let p = plain(&e)?;
    let all = factors(&p);
    let f = all.get(index / BOUNDS).ok_or("no such Bessel function")?;
    let facts = ScopeFacts::new(&goal.scope, prec);
    let (mut rest, mut c) = (Poly::default(), Poly::default());
    for (m, q) in p.terms() {
        if factor(m).as_ref() == Some(f) {
            let mut m = m.clone();
            m.raise(f.atom.clone(), &Poly::number(-f.exponent));
            c.push(m, Rational::from(-q));
        } else {
            rest.push(m.clone(), q.clone());
        }
    }
    let c = to_expr(&c);
    if !facts.sign(&c).is_nonnegative() {
        return Err("the coefficient of the Bessel function is not proved to be non-positive");
    }
    let bound = Arc::new(Node::Mul(c, bound(&facts, f, index % BOUNDS)?));
    Ok(goal.sign_goal(Arc::new(Node::Sub(to_expr(&rest), bound)), strict))
}

/// `B^k`, once the conditions under which `|J_nu(z)| <= B` and `B` is defined are proved.
fn bound(facts: &ScopeFacts<'_>, f: &Factor, which: usize) -> Result<Expr, Refusal> {
    let (nu, z, k) = (to_expr(&f.order), to_expr(&f.argument), f.exponent);
    let (of_nu, of_z) = (facts.sign(&nu), facts.sign(&z));
    if !of_nu.is_nonnegative() || !of_z.is_nonnegative() {
        return Err("order and argument are not proved non-negative");
    }
    let call = |f, x| -> Expr { Arc::new(Node::Call(f, vec![x])) };
    let pow = |a, b| -> Expr { Arc::new(Node::Pow(a, b)) };
    let over = |a, b| -> Expr { Arc::new(Node::Div(a, b)) };
    match which {
        0 => Ok(number(1)),
        1 => {
            if of_nu != Sign::Positive && of_z != Sign::Positive {
                return Err("neither order nor argument is proved positive");
            }
            let half = to_expr(&f.argument.scale(&Rational::from((1, 2))));
            let power = pow(half, to_expr(&f.order.scale(&Rational::from(k))));
            let gamma = call(Function::Gamma, to_expr(&f.order.add(&Poly::number(1))));
            Ok(over(power, pow(gamma, number(k))))
        }
        _ => {
            if facts.sign(&to_expr(&f.argument.sub(&f.order))) != Sign::Positive {
                return Err("the argument is not proved to exceed the order");
            }
            let inside: Expr = Arc::new(Node::Sub(pow(z, number(2)), pow(nu, number(2))));
            let square = over(number(2), Arc::new(Node::Mul(Arc::new(Node::Pi), call(Function::Sqrt, inside))));
            Ok(if k == 2 { square } else { pow(square, number(Rational::from((k, 2)))) })
        }
    }
}
