//! Symbolic differentiation of every built-in function (`AL-14`).

use super::build::number;
use super::substitute::free_variables;
use crate::tree::{Binder, Domain, Expr, Function, Node, Symbol};
use enclosure::rug::Rational;
use std::sync::Arc;

/// The expression has no derivative in closed form here: which operator is to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotDifferentiable(pub String);

fn no<T>(what: &str) -> Result<T, NotDifferentiable> {
    Err(NotDifferentiable(what.to_owned()))
}

fn q(a: i64, b: i64) -> Expr {
    number(Rational::from((a, b)))
}
fn value(e: &Expr) -> Option<&Rational> {
    if let Node::Number(q) = &**e { Some(q) } else { None }
}
/// `a + b` with zeros left out.
pub(crate) fn add(a: Expr, b: Expr) -> Expr {
    match (value(&a), value(&b)) {
        (Some(x), Some(y)) => number(Rational::from(x + y)),
        (Some(x), _) if x.is_zero() => b,
        (_, Some(y)) if y.is_zero() => a,
        _ => Arc::new(Node::Add(a, b)),
    }
}
/// `a - b` with zeros left out.
pub(crate) fn sub(a: Expr, b: Expr) -> Expr {
    match (value(&a), value(&b)) {
        (Some(x), Some(y)) => number(Rational::from(x - y)),
        (_, Some(y)) if y.is_zero() => a,
        (Some(x), _) if x.is_zero() => Arc::new(Node::Neg(b)),
        _ => Arc::new(Node::Sub(a, b)),
    }
}
/// `a b` with zeros and ones left out.
pub(crate) fn mul(a: Expr, b: Expr) -> Expr {
    match (value(&a), value(&b)) {
        (Some(x), Some(y)) => number(Rational::from(x * y)),
        (Some(x), _) | (_, Some(x)) if x.is_zero() => number(0),
        (Some(x), _) if *x == 1 => b,
        (_, Some(y)) if *y == 1 => a,
        _ => Arc::new(Node::Mul(a, b)),
    }
}
/// `a / b`.
pub(crate) fn div(a: Expr, b: Expr) -> Expr {
    match (value(&a), value(&b)) {
        (Some(x), _) if x.is_zero() => number(0),
        (_, Some(y)) if *y == 1 => a,
        _ => Arc::new(Node::Div(a, b)),
    }
}
fn neg(a: Expr) -> Expr {
    sub(number(0), a)
}
fn pow(a: Expr, b: Expr) -> Expr {
    Arc::new(Node::Pow(a, b))
}
fn call(f: Function, a: Vec<Expr>) -> Expr {
    Arc::new(Node::Call(f, a))
}
fn sqr(a: &Expr) -> Expr {
    pow(a.clone(), number(2))
}
fn sqrt(a: Expr) -> Expr {
    call(Function::Sqrt, vec![a])
}
fn exp(a: Expr) -> Expr {
    call(Function::Exp, vec![a])
}
fn pi() -> Expr {
    Arc::new(Node::Pi)
}

/// Derivative of `e` in `x`, equal to the true derivative wherever the result is defined.
///
/// # Errors
/// [`NotDifferentiable`] for operators without a derivative rule (cases, floor, suprema, limits).
pub fn derivative(e: &Expr, x: &Symbol) -> Result<Expr, NotDifferentiable> {
    if !free_variables(e).contains(x) {
        return Ok(number(0));
    }
    let d = |a: &Expr| derivative(a, x);
    Ok(match &**e {
        Node::Number(_) | Node::Pi | Node::Euler => number(0),
        Node::Variable(y) => number(i64::from(y == x)),
        Node::Neg(a) => neg(d(a)?),
        Node::Add(a, b) => add(d(a)?, d(b)?),
        Node::Sub(a, b) => sub(d(a)?, d(b)?),
        Node::Mul(a, b) => add(mul(d(a)?, b.clone()), mul(a.clone(), d(b)?)),
        Node::Div(a, b) => {
            let db = d(b)?;
            let first = div(d(a)?, b.clone());
            sub(first, div(mul(a.clone(), db), sqr(b)))
        }
        Node::Pow(a, b) => {
            let free = |e: &Expr| free_variables(e).contains(x);
            let ln_a = || if matches!(**a, Node::Euler) { number(1) } else { call(Function::Ln, vec![a.clone()]) };
            if !free(b) {
                mul(mul(b.clone(), pow(a.clone(), sub(b.clone(), number(1)))), d(a)?)
            } else if !free(a) {
                mul(mul(e.clone(), ln_a()), d(b)?)
            } else {
                mul(e.clone(), add(mul(d(b)?, ln_a()), div(mul(b.clone(), d(a)?), a.clone())))
            }
        }
        Node::Call(f, args) => {
            let mut out = number(0);
            for (i, a) in args.iter().enumerate() {
                if free_variables(a).contains(x) {
                    out = add(out, mul(partial(*f, args, i)?, d(a)?));
                }
            }
            out
        }
        Node::Defined { body, .. } => d(body)?,
        Node::Sum(b, body) if b.variable != *x => {
            let Domain::Integer { lower, upper: Some(upper) } = &b.domain else { return no("an infinite sum") };
            if free_variables(lower).contains(x) || free_variables(upper).contains(x) {
                return no("a sum with variable range");
            }
            Arc::new(Node::Sum(b.clone(), d(body)?))
        }
        Node::Integral(b, body) if b.variable != *x => integral(b, body, x)?,
        Node::Derivative { variable, order, at, body } => {
            if free_variables(body).contains(x) && variable != x {
                return no("a derivative with a parameter");
            }
            let higher =
                Node::Derivative { variable: variable.clone(), order: order + 1, at: at.clone(), body: body.clone() };
            mul(Arc::new(higher), d(at)?)
        }
        Node::If(..) => return no("if"),
        Node::Sum(..) => return no("sum"),
        Node::Product(..) => return no("prod"),
        Node::Integral(..) => return no("integral"),
        Node::Limit { .. } => return no("limit"),
        Node::Supremum(..) => return no("sup"),
        Node::Infimum(..) => return no("inf"),
    })
}

/// Fundamental theorem of calculus, the integrand free of `x`.
fn integral(b: &Binder, body: &Expr, x: &Symbol) -> Result<Expr, NotDifferentiable> {
    if free_variables(body).contains(x) {
        return no("an integral with a parameter in its integrand");
    }
    let Domain::Real { lower, upper } = &b.domain else { return no("integral") };
    let mut out = number(0);
    for (bound, sign) in [(upper, 1), (lower, -1)] {
        if let Some((e, _)) = bound {
            let at = super::substitute::substitute(body, &b.variable, e);
            out = add(out, mul(number(sign), mul(at, derivative(e, x)?)));
        }
    }
    Ok(out)
}

/// A derivative that has no closed form: kept as an operator, for the jets.
fn operator(f: Function, args: &[Expr], i: usize) -> Expr {
    let taken: Vec<_> = args.iter().map(free_variables).collect();
    let v = super::substitute::fresh(&Symbol::from("t"), &taken);
    let mut inner = args.to_vec();
    let at = std::mem::replace(&mut inner[i], Arc::new(Node::Variable(v.clone())));
    Arc::new(Node::Derivative { variable: v, order: 1, at, body: call(f, inner) })
}

/// Partial derivative of `f(args)` in argument `i`.
fn partial(f: Function, args: &[Expr], i: usize) -> Result<Expr, NotDifferentiable> {
    use Function as F;
    let whole = || call(f, args.to_vec());
    let a = |k: usize| args[k].clone();
    let x = a(i);
    let one_plus = |s: Expr| add(number(1), s);
    let two_over_root_pi = || div(number(2), sqrt(pi()));
    Ok(match (f, i) {
        (F::Sqrt, _) => div(q(1, 2), whole()),
        (F::Exp, _) => whole(),
        (F::Ln, _) => div(number(1), x),
        (F::Log2, _) => div(number(1), mul(x, call(F::Ln, vec![number(2)]))),
        (F::Sin, _) => call(F::Cos, vec![x]),
        (F::Cos, _) => neg(call(F::Sin, vec![x])),
        (F::Tan, _) => one_plus(sqr(&whole())),
        (F::Asin, _) => div(number(1), sqrt(sub(number(1), sqr(&x)))),
        (F::Acos, _) => neg(div(number(1), sqrt(sub(number(1), sqr(&x))))),
        (F::Atan, _) => div(number(1), one_plus(sqr(&x))),
        (F::Sinh, _) => call(F::Cosh, vec![x]),
        (F::Cosh, _) => call(F::Sinh, vec![x]),
        (F::Tanh, _) => sub(number(1), sqr(&whole())),
        (F::Erf, _) => mul(two_over_root_pi(), exp(neg(sqr(&x)))),
        (F::Erfc, _) => neg(mul(two_over_root_pi(), exp(neg(sqr(&x))))),
        (F::ErfInv, _) => mul(div(sqrt(pi()), number(2)), exp(sqr(&whole()))),
        (F::Gamma, _) => mul(whole(), call(F::Digamma, vec![x])),
        (F::Factorial, _) => mul(whole(), call(F::Digamma, vec![add(x, number(1))])),
        (F::LnGamma, _) => call(F::Digamma, vec![x]),
        (F::Binet, _) => {
            let l = sub(call(F::Digamma, vec![x.clone()]), call(F::Ln, vec![x.clone()]));
            add(l, div(q(1, 2), x))
        }
        (F::GammaP | F::GammaQ, 1) => {
            let s = a(0);
            let top = mul(pow(x.clone(), sub(s.clone(), number(1))), exp(neg(x)));
            let density = div(top, call(F::Gamma, vec![s]));
            if f == F::GammaP { density } else { neg(density) }
        }
        (F::BetaI, 0) => {
            let (s, t) = (a(1), a(2));
            let one = number(1);
            let left = pow(x.clone(), sub(s.clone(), one.clone()));
            let right = pow(sub(one.clone(), x), sub(t.clone(), one));
            let gamma = |e: Expr| call(F::Gamma, vec![e]);
            div(mul(mul(left, right), gamma(add(s.clone(), t.clone()))), mul(gamma(s), gamma(t)))
        }
        (F::OwenT, 0) => {
            // dT/dh = -exp(-h^2/2) erf(a h/sqrt 2)/(2 sqrt(2 pi))
            let e = exp(neg(div(sqr(&x), number(2))));
            let g = call(F::Erf, vec![div(mul(a(1), x), sqrt(number(2)))]);
            neg(div(mul(e, g), mul(number(2), sqrt(mul(number(2), pi())))))
        }
        (F::OwenT, 1) => {
            // dT/da = exp(-h^2 (1+a^2)/2)/(2 pi (1+a^2))
            let w = one_plus(sqr(&x));
            div(exp(neg(div(mul(sqr(&a(0)), w.clone()), number(2)))), mul(mul(number(2), pi()), w))
        }
        (F::BesselJ, 1) => call(F::BesselJPrime, args.to_vec()),
        (F::BesselJPrime, 1) => {
            // Bessel's equation: J'' = -J'/x - (1 - nu^2/x^2) J.
            let j = call(F::BesselJ, args.to_vec());
            let c = sub(number(1), div(sqr(&a(0)), sqr(&x)));
            sub(neg(div(whole(), x)), mul(c, j))
        }
        (F::NormalCdf, _) => call(F::NormalPdf, vec![x]),
        (F::NormalPdf, _) => neg(mul(x, whole())),
        (F::HeavyCdf, 2) => {
            // Density of the heavy-tailed norm: (d/x) J_{d/2}(2 pi alpha sqrt(d) R_d x)^2, R_d = gamma(d/2+1)^(1/d)/sqrt(pi).
            let (d, alpha) = (a(0), a(1));
            let nu = div(d.clone(), number(2));
            let gamma = call(F::Gamma, vec![add(nu.clone(), number(1))]);
            let radius = div(pow(gamma, div(number(1), d.clone())), sqrt(pi()));
            let scale = mul(mul(mul(number(2), pi()), alpha), mul(sqrt(d.clone()), radius));
            mul(div(d, x.clone()), sqr(&call(F::BesselJ, vec![nu, mul(scale, x)])))
        }
        (F::Digamma, _) | (F::GammaP | F::GammaQ, 0) | (F::LegendreD, 2) | (F::BinomialCdf, 2) => operator(f, args, i),
        (F::Binomial, _) => {
            let (n, k) = (a(0), a(1));
            let psi = |e: Expr| call(F::Digamma, vec![add(e, number(1))]);
            let other = psi(sub(n.clone(), k.clone()));
            mul(whole(), if i == 0 { sub(psi(n), other) } else { sub(other, psi(k)) })
        }
        _ => return no(f.name()),
    })
}
