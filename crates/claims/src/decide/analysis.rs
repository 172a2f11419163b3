//! Steps that rewrite a sign goal: normal form, logarithms, Binet's formula, multiples of hypotheses.

use super::facts::{ScopeFacts, Sign};
use super::kernel::{Goal, Refusal};
use crate::algebra::{Atom, Monomial, NoFacts, Normalizer, Poly, to_expr};
use crate::tree::{Formula, Function, Relation};
use enclosure::Prec;
use enclosure::rug::Rational;

const LARGE: Refusal = "normal form too large";

fn sign_of(goal: &Goal) -> Result<(crate::tree::Expr, bool), Refusal> {
    if !goal.defined {
        return Err("not shown to be defined");
    }
    goal.sign().ok_or("not a sign goal")
}

fn term(m: Monomial) -> Poly {
    Poly::term(m, Rational::from(1))
}

/// `DE-10`: `e = m r` with `m` of proved sign; the sign of `r` is left.
///
/// # Errors
/// When nothing changes or the sign of the factor is not proved.
pub fn normalize(goal: &Goal, clear: bool, prec: Prec) -> Result<Goal, Refusal> {
    let (e, strict) = sign_of(goal)?;
    let facts = ScopeFacts::new(&goal.scope, prec);
    let n = Normalizer::new(&facts);
    let p = n.poly(&e).map_err(|_| LARGE)?;
    let single = |a: &Atom, k: &Poly| Monomial(std::iter::once((a.clone(), k.clone())).collect());
    let mut negative = false;
    // Of the common factors those of proved sign leave; the others stay where they are.
    let leave = |rest: Poly, negative: &mut bool| -> Result<Poly, Refusal> {
        let mut common = rest.common();
        if let Some(e) = rest.0.keys().next_back().and_then(|m| m.0.get(&Atom::Euler)) {
            common.0.insert(Atom::Euler, e.clone());
        }
        let mut taken = Monomial::default();
        for (a, k) in &common.0 {
            let s = facts.sign(&to_expr(&term(single(a, k))));
            let usable = match s {
                Sign::Positive | Sign::Negative => true,
                Sign::NonNegative | Sign::NonPositive => !strict,
                _ => false,
            };
            if usable {
                *negative ^= s.is_nonpositive();
                taken = taken.times(&single(a, k));
            }
        }
        rest.mul(&term(taken.invert())).map_err(|_| LARGE)
    };
    let mut rest = leave(p, &mut negative)?;
    if clear {
        let (content, cleared) = n.clear(&rest).map_err(|_| LARGE)?;
        for (a, k) in &content.0 {
            match facts.sign(&to_expr(&term(single(a, k)))) {
                Sign::Positive => {}
                Sign::Negative => negative = !negative,
                _ => return Err("the sign of a denominator is not proved"),
            }
        }
        rest = leave(cleared, &mut negative)?;
    }
    if negative {
        rest = rest.neg();
    }
    if let Some((_, c)) = rest.0.last_key_value() {
        let c = Rational::from(c.abs_ref());
        rest = rest.scale(&c.recip());
    }
    let g = goal.sign_goal(to_expr(&rest), strict);
    if g.claim == goal.claim { Err("already in normal form") } else { Ok(g) }
}

/// `DE-11`: `A - B > 0` with `A, B > 0` is `ln A - ln B > 0`.
///
/// # Errors
/// When the two parts are not proved positive.
pub fn logarithm(goal: &Goal, prec: Prec) -> Result<Goal, Refusal> {
    let (e, strict) = sign_of(goal)?;
    let facts = ScopeFacts::new(&goal.scope, prec);
    let n = Normalizer::new(&facts);
    let p = n.poly(&e).map_err(|_| LARGE)?;
    let (mut a, mut b) = (Poly::default(), Poly::default());
    for (m, c) in p.terms() {
        if *c > 0 {
            a.push(m.clone(), c.clone());
        } else {
            b.push(m.clone(), Rational::from(-c));
        }
    }
    if a.is_zero() || b.is_zero() {
        return Err("no difference");
    }
    let (x, y) = (to_expr(&a), to_expr(&b));
    if facts.sign(&x) != Sign::Positive || facts.sign(&y) != Sign::Positive {
        return Err("the parts are not proved positive");
    }
    let (la, lb) = (n.ln(&a).map_err(|_| LARGE)?, n.ln(&b).map_err(|_| LARGE)?);
    Ok(goal.sign_goal(to_expr(&la.sub(&lb)), strict))
}

/// `DE-11` backwards: `sum c_i ln a_i + c > 0` is `prod a_i^c_i e^c > 1`.
///
/// # Errors
/// When a term is not a rational multiple of a logarithm.
pub fn exponential(goal: &Goal, prec: Prec) -> Result<Goal, Refusal> {
    let (e, strict) = sign_of(goal)?;
    let facts = ScopeFacts::new(&goal.scope, prec);
    let n = Normalizer::new(&facts);
    let p = n.poly(&e).map_err(|_| LARGE)?;
    let (mut up, mut down) = (Poly::default(), Poly::default());
    let mut logs = 0;
    for (m, c) in p.terms() {
        let log = m.0.iter().all(|(a, k)| matches!(a, Atom::Call(Function::Ln, _)) && k.as_integer() == Some(1));
        if !log || m.0.len() > 1 {
            return Err("not a combination of logarithms");
        }
        logs += m.0.len();
        if *c > 0 {
            up.push(m.clone(), c.clone());
        } else {
            down.push(m.clone(), Rational::from(-c));
        }
    }
    if logs == 0 {
        return Err("no logarithm");
    }
    let (a, b) = (n.exp(&up).map_err(|_| LARGE)?, n.exp(&down).map_err(|_| LARGE)?);
    Ok(goal.sign_goal(to_expr(&a.sub(&b)), strict))
}

/// `DE-17`: every `c ln gamma(z)` becomes `c ((z - 1/2) ln z - z + ln(2 pi)/2)` plus the worse end of
/// `c [1/(12 z) - 1/(360 z^3), 1/(12 z)]`.
///
/// # Errors
/// When log-gamma does not occur linearly with rational coefficients.
pub fn binet(goal: &Goal, prec: Prec) -> Result<Goal, Refusal> {
    let (e, strict) = sign_of(goal)?;
    let facts = ScopeFacts::new(&goal.scope, prec);
    let n = Normalizer::new(&facts);
    let p = n.poly(&e).map_err(|_| LARGE)?;
    let mut out = Poly::default();
    let mut found = false;
    for (m, c) in p.terms() {
        let gamma =
            m.0.iter().find_map(|(a, k)| gamma_argument(a).filter(|_| k.as_integer() == Some(1)).map(|z| (a, z)));
        let Some((a, z)) = gamma else {
            out.push(m.clone(), c.clone());
            continue;
        };
        found = true;
        let mut factor = m.clone();
        factor.raise(a.clone(), &Poly::number(-1));
        let sign = facts.sign(&to_expr(&term(factor.clone())));
        let nonnegative = if sign.is_nonnegative() {
            *c > 0
        } else if sign.is_nonpositive() {
            *c < 0
        } else {
            return Err("the sign of a coefficient of log-gamma is not proved");
        };
        if facts.sign(&to_expr(&z)) != Sign::Positive {
            return Err("an argument of log-gamma is not proved positive");
        }
        let number = |a: i64, b: i64| Poly::number(Rational::from((a, b)));
        let build = || -> Result<Poly, crate::algebra::TooLarge> {
            let over = n.poly(&to_expr(&term(Monomial(
                std::iter::once((Atom::Sum(Box::new(z.clone())), Poly::number(-1))).collect(),
            ))))?;
            let half_log = n.ln(&Poly::atom(Atom::Pi).scale(&Rational::from(2)))?.scale(&Rational::from((1, 2)));
            let mut s = z.sub(&number(1, 2)).mul(&n.ln(&z)?)?.sub(&z).add(&half_log);
            s = s.add(&over.scale(&Rational::from((1, 12))));
            if nonnegative {
                s = s.sub(&over.mul(&over)?.mul(&over)?.scale(&Rational::from((1, 360))));
            }
            s.mul(&Poly::term(factor, c.clone()))
        };
        out = out.add(&build().map_err(|_| LARGE)?);
    }
    if found { Ok(goal.sign_goal(to_expr(&out), strict)) } else { Err("no log-gamma") }
}

/// `z` when the atom is `ln(gamma(z))`.
fn gamma_argument(a: &Atom) -> Option<Poly> {
    let Atom::Call(Function::Ln, args) = a else { return None };
    let (m, q) = args.first()?.as_term()?;
    let (inner, k) = m.0.first_key_value()?;
    match inner {
        Atom::Call(Function::Gamma, z) if m.0.len() == 1 && *q == 1 && k.as_integer() == Some(1) => z.first().cloned(),
        _ => None,
    }
}

/// `DE-18`: from `h >= 0` and `e - c h >= 0`, `c >= 0`, follows `e >= 0`. `h` is a condition of the scope.
///
/// # Errors
/// When the condition is not an inequality or the factor is negative.
pub fn combine(goal: &Goal, given: usize, factor: &str) -> Result<Goal, Refusal> {
    let (e, strict) = sign_of(goal)?;
    let conditions = goal.scope.conditions();
    let factor = &super::kernel::rational(factor)?;
    if *factor < 0 {
        return Err("a negative multiple");
    }
    let Some(Formula::Compare(a, r, b)) = conditions.get(given) else { return Err("no such inequality") };
    let (big, small, sharp) = match r {
        Relation::Greater => (a, b, true),
        Relation::GreaterEq => (a, b, false),
        Relation::Less => (b, a, true),
        Relation::LessEq => (b, a, false),
        _ => return Err("no such inequality"),
    };
    let n = Normalizer::new(&NoFacts);
    let p = |e| n.poly(e).map_err(|_| LARGE);
    let h = p(big)?.sub(&p(small)?);
    let rest = p(&e)?.sub(&h.scale(factor));
    // e = rest + c h: rest >= 0 is enough for e > 0 when h > 0 and c > 0.
    Ok(goal.sign_goal(to_expr(&rest), strict && !(sharp && *factor > 0)))
}
