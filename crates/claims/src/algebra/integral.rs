//! Two improper integrals in closed form (`AL-18`).

use super::build::{Facts, Normalizer};
use super::poly::{Atom, Monomial, Poly};
use super::substitute::{free_in_formula, substitute};
use crate::tree::{Binder, Domain, Expr, Formula, Function, Node, Relation, Symbol};
use enclosure::rug::Rational;
use std::sync::Arc;

/// The facts of a scope, and that one more variable is positive.
struct WithPositive<'a> {
    inner: &'a dyn Facts,
    x: Symbol,
}

impl Facts for WithPositive<'_> {
    fn holds(&self, f: &Formula) -> bool {
        if !free_in_formula(f).contains(&self.x) {
            return self.inner.holds(f);
        }
        let Formula::Compare(a, Relation::Greater | Relation::GreaterEq, b) = f else { return false };
        matches!((&**a, &**b), (Node::Variable(x), Node::Number(q)) if *x == self.x && q.is_zero())
    }
}

/// `int_a^inf c t^(-p) dt = c a^(1-p)/(p-1)` for a > 0, p > 1, and `int_0^inf (c/t) J_nu(b t)^2 dt = c/(2 nu)` for
/// nu, b > 0.
pub fn closed_form(facts: &dyn Facts, binder: &Binder, body: &Expr) -> Option<Poly> {
    let Domain::Real { lower: Some((low, _)), upper: None } = &binder.domain else { return None };
    let x = Symbol::from("x#");
    let with = WithPositive { inner: facts, x: x.clone() };
    let n = Normalizer::new(&with);
    let p = n.poly(&substitute(body, &binder.variable, &Arc::new(Node::Variable(x.clone())))).ok()?;
    let low = n.poly(low).ok()?;
    let (m, c) = p.as_term()?;
    let mut rest = m.clone();
    let power = rest.0.remove(&Atom::Variable(x.clone()))?.as_number()?;
    let me = Poly::atom(Atom::Variable(x.clone()));
    if !rest.mentions(&x) {
        let q = (-power) - 1u32;
        if q <= 0 || !n.positive(&low) {
            return None;
        }
        let value = n.power(&low, &Poly::number(-q.clone())).ok()?;
        return value.mul(&Poly::term(rest, c / q)).ok();
    }
    let bessel = rest.0.keys().find(|a| matches!(a, Atom::Call(Function::BesselJ, _)))?.clone();
    let Atom::Call(_, args) = &bessel else { return None };
    let [nu, arg] = args.as_slice() else { return None };
    let exponent = rest.0.remove(&bessel)?;
    let scale = arg.mul(&n.integer_power(&me, -1).ok()?).ok()?;
    let fits = power == -1 && exponent.as_integer() == Some(2) && low.is_zero() && !rest.mentions(&x);
    if !fits || nu.mentions(&x) || scale.mentions(&x) || !n.positive(&scale) || !n.positive(nu) {
        return None;
    }
    let half = n.integer_power(nu, -1).ok()?.scale(&Rational::from((1, 2)));
    half.mul(&Poly::term(Monomial(rest.0), c.clone())).ok()
}
