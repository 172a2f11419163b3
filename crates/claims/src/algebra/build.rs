//! From expression trees to canonical forms. Every rewriting that is not an identity of commutative rings asks
//! [`Facts`] for its side condition first (rules `AL-01`..`AL-16` of `docs/theory/deciders.md`).

use super::expr::to_expr;
use super::poly::{Atom, Monomial, Opaque, Poly, TooLarge};
use super::substitute::substitute;
use crate::tree::{Domain, Expr, Formula, Function, Node, Relation};
use enclosure::rug::{Integer, Rational};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is known on the domain at hand.
pub trait Facts {
    /// Whether the formula is proved for every point of the domain. `false` means "not proved".
    fn holds(&self, f: &Formula) -> bool;
}

/// Nothing but what holds of numbers.
pub struct NoFacts;

impl Facts for NoFacts {
    fn holds(&self, _: &Formula) -> bool {
        false
    }
}

/// Most nodes one normal form may visit.
const MAX_STEPS: usize = 60_000;
/// Longest sum that is written out.
const MAX_SUM: i64 = 64;

/// Builder of canonical forms over a domain.
pub struct Normalizer<'a> {
    pub(super) facts: &'a dyn Facts,
    rules: RefCell<BTreeSet<&'static str>>,
    steps: Cell<usize>,
    most: usize,
}

impl<'a> Normalizer<'a> {
    /// A builder that may use `facts`.
    #[must_use]
    pub fn new(facts: &'a dyn Facts) -> Self {
        Self::limited(facts, MAX_STEPS)
    }

    /// A builder that visits at most `most` nodes.
    #[must_use]
    pub fn limited(facts: &'a dyn Facts, most: usize) -> Self {
        Self { facts, rules: RefCell::default(), steps: Cell::new(0), most }
    }

    /// The rules used so far, by id.
    #[must_use]
    pub fn rules(&self) -> Vec<&'static str> {
        self.rules.borrow().iter().copied().collect()
    }

    pub(super) fn used(&self, rule: &'static str) {
        self.rules.borrow_mut().insert(rule);
    }

    /// The canonical form of `e`, equal to `e` at every point of the domain at which `e` is defined.
    ///
    /// # Errors
    /// [`TooLarge`] when it would exceed the stated sizes.
    pub fn poly(&self, e: &Expr) -> Result<Poly, TooLarge> {
        self.steps.set(self.steps.get() + 1);
        let late = self.steps.get().is_multiple_of(16) && crate::eval::passed();
        if self.steps.get() > self.most || late {
            return Err(TooLarge);
        }
        Ok(match &**e {
            Node::Number(q) => Poly::number(q.clone()),
            Node::Pi => Poly::atom(Atom::Pi),
            Node::Euler => Poly::atom(Atom::Euler),
            Node::Variable(x) => Poly::atom(Atom::Variable(x.clone())),
            Node::Neg(a) => self.poly(a)?.neg(),
            Node::Add(a, b) => self.poly(a)?.add(&self.poly(b)?),
            Node::Sub(a, b) => self.poly(a)?.sub(&self.poly(b)?),
            Node::Mul(a, b) => self.poly(a)?.mul(&self.poly(b)?)?,
            Node::Div(a, b) => {
                let (a, b) = (self.poly(a)?, self.poly(b)?);
                if b.is_zero() {
                    return Ok(opaque(e));
                }
                a.mul(&self.integer_power(&b, -1)?)?
            }
            Node::Pow(a, b) => self.power(&self.poly(a)?, &self.poly(b)?)?,
            Node::Call(f, args) => self.call(*f, args, e)?,
            Node::Defined { body, .. } => self.poly(body)?,
            Node::If(c, a, b) => {
                if self.facts.holds(c) {
                    self.used("AL-12");
                    self.poly(a)?
                } else if self.facts.holds(&Formula::Not(c.clone())) {
                    self.used("AL-12");
                    self.poly(b)?
                } else {
                    opaque(e)
                }
            }
            Node::Sum(b, body) | Node::Product(b, body) => {
                let is_sum = matches!(&**e, Node::Sum(..));
                let Domain::Integer { lower, upper: Some(upper) } = &b.domain else {
                    return Ok(opaque(e));
                };
                let (Some(lo), Some(hi)) = (self.poly(lower)?.as_integer(), self.poly(upper)?.as_integer()) else {
                    return Ok(opaque(e));
                };
                if hi.saturating_sub(lo) >= MAX_SUM {
                    return Ok(opaque(e));
                }
                self.used("AL-13");
                let mut out = Poly::number(i64::from(!is_sum));
                for k in lo..=hi {
                    let term = self.poly(&substitute(body, &b.variable, &number(k)))?;
                    out = if is_sum { out.add(&term) } else { out.mul(&term)? };
                }
                out
            }
            Node::Derivative { variable, order, at, body } => {
                let mut f = body.clone();
                for _ in 0..*order {
                    match super::derivative::derivative(&f, variable) {
                        // A derivative kept as an operator would come back to this place.
                        Ok(g) if !holds_operator(&g) => f = g,
                        _ => return Ok(opaque(e)),
                    }
                    if *order > 1 {
                        f = to_expr(&Normalizer::new(&NoFacts).poly(&f)?);
                    }
                }
                self.used("AL-14");
                self.poly(&substitute(&f, variable, at))?
            }
            Node::Integral(..) | Node::Limit { .. } | Node::Supremum(..) | Node::Infimum(..) => opaque(e),
        })
    }

    /// Whether `p > 0` is proved.
    pub(super) fn positive(&self, p: &Poly) -> bool {
        match p.as_number() {
            Some(q) => q > 0,
            None => self.facts.holds(&compare(p, Relation::Greater)),
        }
    }

    /// Whether `p >= 0` is proved.
    pub(super) fn nonnegative(&self, p: &Poly) -> bool {
        match p.as_number() {
            Some(q) => q >= 0,
            None => self.facts.holds(&compare(p, Relation::GreaterEq)),
        }
    }

    fn atom_is(&self, a: &Atom, strictly: bool) -> bool {
        if matches!(a, Atom::Pi | Atom::Euler | Atom::Prime(_)) {
            return true;
        }
        let p = Poly::atom(a.clone());
        if strictly { self.positive(&p) } else { self.nonnegative(&p) }
    }

    /// `base^n` (`AL-02`).
    pub(super) fn integer_power(&self, base: &Poly, n: i64) -> Result<Poly, TooLarge> {
        if n == 0 {
            return Ok(Poly::number(1));
        }
        if let Some((m, q)) = base.as_term() {
            let e = Poly::number(n);
            let mut out = Monomial::default();
            for (a, k) in &m.0 {
                out.raise(a.clone(), &k.mul(&e)?);
            }
            let size = q.numer().significant_bits().max(q.denom().significant_bits());
            if u64::from(size).saturating_mul(n.unsigned_abs()) > 100_000 {
                return Err(TooLarge);
            }
            use enclosure::rug::ops::Pow;
            let c = q.clone().pow(i32::try_from(n).map_err(|_| TooLarge)?);
            return Poly::number(c).mul(&Poly::term(out, Rational::from(1)));
        }
        if base.is_zero() {
            return if n > 0 { Ok(Poly::default()) } else { Err(TooLarge) };
        }
        if (1..=12).contains(&n) {
            return base.power(n as u32);
        }
        let (c, m, s) = self.split(base)?;
        let outer = self.integer_power(&Poly::term(m, c), n)?;
        outer.mul(&Poly::term(Monomial(std::iter::once((Atom::Sum(Box::new(s)), Poly::number(n))).collect()), 1.into()))
    }

    /// Writes a sum as `c * m * s` with `s` of leading coefficient 1 (or -1 when `-s > 0` is what is proved) and `m`
    /// the common monomial.
    pub(super) fn split(&self, p: &Poly) -> Result<(Rational, Monomial, Poly), TooLarge> {
        let m = p.common();
        let mut s = p.mul(&Poly::term(m.invert(), Rational::from(1)))?;
        let Some((_, lead)) = s.0.last_key_value() else {
            return Err(TooLarge);
        };
        let mut c = lead.clone();
        s = s.scale(&Rational::from(c.recip_ref()));
        if s.0.len() > 1 && !self.positive(&s) && self.positive(&s.neg()) {
            s = s.neg();
            c = -c;
        }
        Ok((c, m, s))
    }

    /// `base^e` for any exponent (`AL-02`, `AL-03`); stays opaque unless the base is proved >= 0.
    pub(super) fn power(&self, base: &Poly, e: &Poly) -> Result<Poly, TooLarge> {
        if let Some(n) = e.as_integer() {
            if base.is_zero() && n < 0 {
                return Err(TooLarge);
            }
            return self.integer_power(base, n);
        }
        let stuck = || Ok(Poly::atom(Atom::Opaque(Opaque::new(Arc::new(Node::Pow(to_expr(base), to_expr(e)))))));
        if base.is_zero() {
            return stuck();
        }
        if let Some((m, q)) = base.as_term() {
            if *q <= 0 || !m.0.keys().all(|a| self.atom_is(a, false)) {
                return self.even_root(base, e).unwrap_or_else(stuck);
            }
            self.used("AL-03");
            let mut out = Monomial::default();
            for (p, k) in factor(q.numer()) {
                out.raise(Atom::Prime(p), &e.scale(&Rational::from(k)));
            }
            for (p, k) in factor(q.denom()) {
                out.raise(Atom::Prime(p), &e.scale(&Rational::from(-k)));
            }
            for (a, k) in &m.0 {
                out.raise(a.clone(), &k.mul(e)?);
            }
            return Poly::number(1).mul(&Poly::term(out, Rational::from(1)));
        }
        let (c, m, s) = self.split(base)?;
        if !(c > 0 && m.0.keys().all(|a| self.atom_is(a, true)) && self.nonnegative(&s)) {
            if !self.nonnegative(base) {
                return stuck();
            }
            let whole = Monomial(std::iter::once((Atom::Sum(Box::new(base.clone())), e.clone())).collect());
            return Ok(Poly::term(whole, Rational::from(1)));
        }
        self.used("AL-02");
        let outer = if m.0.is_empty() && c == 1 { Poly::number(1) } else { self.power(&Poly::term(m, c), e)? };
        outer.mul(&Poly::term(Monomial(std::iter::once((Atom::Sum(Box::new(s)), e.clone())).collect()), 1.into()))
    }

    /// `(a^2)^e = (-a)^(2 e)` when `a <= 0` is proved.
    fn even_root(&self, base: &Poly, e: &Poly) -> Option<Result<Poly, TooLarge>> {
        let (m, q) = base.as_term()?;
        let (a, k) = m.0.first_key_value()?;
        let k = k.as_integer()?;
        if m.0.len() != 1 || *q != 1 || k % 2 != 0 || !self.nonnegative(&Poly::atom(a.clone()).neg()) {
            return None;
        }
        self.used("AL-02");
        Some(self.power(&Poly::atom(a.clone()).neg(), &e.scale(&Rational::from(k))))
    }

    /// `ln p` (`AL-04`): of a product of proved positive factors, the sum of the logarithms.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn ln(&self, p: &Poly) -> Result<Poly, TooLarge> {
        let stuck = || Ok(Poly::atom(Atom::Call(Function::Ln, vec![p.clone()])));
        if p.is_zero() {
            return stuck();
        }
        let (c, m, s) = if p.0.len() == 1 {
            let (m, q) = p.as_term().ok_or(TooLarge)?;
            (q.clone(), m.clone(), None)
        } else {
            let (c, m, s) = self.split(p)?;
            (c, m, Some(s))
        };
        if c <= 0 || !m.0.keys().all(|a| self.atom_is(a, true)) {
            return stuck();
        }
        self.used("AL-04");
        let ln_atom = |a: Atom| -> Poly { Poly::atom(Atom::Call(Function::Ln, vec![Poly::atom(a)])) };
        let mut out = Poly::default();
        for (sign, n) in [(1, c.numer()), (-1, c.denom())] {
            for (q, k) in factor(n) {
                let l = Poly::atom(Atom::Call(Function::Ln, vec![Poly::number(q)]));
                out = out.add(&l.scale(&Rational::from(sign * k)));
            }
        }
        for (a, e) in &m.0 {
            let l = match a {
                Atom::Euler => Poly::number(1),
                Atom::Prime(q) => Poly::atom(Atom::Call(Function::Ln, vec![Poly::number(q.clone())])),
                Atom::Sum(s) => Poly::atom(Atom::Call(Function::Ln, vec![(**s).clone()])),
                _ => ln_atom(a.clone()),
            };
            out = out.add(&l.mul(e)?);
        }
        if let Some(s) = s {
            out = out.add(&Poly::atom(Atom::Call(Function::Ln, vec![s])));
        }
        Ok(out)
    }

    /// `exp p` (`AL-04`): a term `c ln a` becomes the factor `a^c`.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn exp(&self, p: &Poly) -> Result<Poly, TooLarge> {
        let mut rest = Poly::default();
        let mut out = Poly::number(1);
        for (m, c) in p.terms() {
            let log = m.0.iter().find(|(a, e)| matches!(a, Atom::Call(Function::Ln, _)) && e.as_integer() == Some(1));
            if let Some((a @ Atom::Call(_, args), _)) = log {
                self.used("AL-04");
                let mut m = m.clone();
                m.raise(a.clone(), &Poly::number(-1));
                let base = args.first().ok_or(TooLarge)?;
                let factor = self.power(base, &Poly::term(m, c.clone()))?;
                out = out.mul(&factor)?;
            } else {
                rest.push(m.clone(), c.clone());
            }
        }
        let mut e = Monomial::default();
        e.raise(Atom::Euler, &rest);
        out.mul(&Poly::term(e, Rational::from(1)))
    }

    /// Canonical forms of the arguments of a call.
    pub(super) fn args(&self, args: &[Expr]) -> Result<Vec<Poly>, TooLarge> {
        args.iter().map(|a| self.poly(a)).collect()
    }
}

/// Whether a derivative operator is left in the expression.
fn holds_operator(e: &Expr) -> bool {
    let mut found = matches!(&**e, Node::Derivative { .. });
    e.for_each_child(&mut |c| found |= holds_operator(c));
    found
}

/// `p R 0`.
fn compare(p: &Poly, r: Relation) -> Formula {
    Formula::Compare(to_expr(p), r, number(0))
}

/// An integer as an expression.
#[must_use]
pub fn number(n: impl Into<Rational>) -> Expr {
    Arc::new(Node::Number(n.into()))
}

pub(super) fn opaque(e: &Expr) -> Poly {
    Poly::atom(Atom::Opaque(Opaque::new(e.clone())))
}

/// Trial division up to this bound; a cofactor beyond is kept as one factor (a missed merge, never a wrong one).
const MAX_TRIAL: u32 = 20_000;

/// Prime factors with multiplicities of a positive integer.
fn factor(n: &Integer) -> Vec<(Integer, i64)> {
    let mut n = n.clone();
    let mut out = Vec::new();
    let mut p = 2u32;
    while p <= MAX_TRIAL && n > 1 {
        let mut k = 0;
        while n.is_divisible_u(p) {
            n.div_exact_u_mut(p);
            k += 1;
        }
        if k > 0 {
            out.push((Integer::from(p), k));
        }
        if u64::from(p) * u64::from(p) > n.to_u64().unwrap_or(u64::MAX) {
            break;
        }
        p += if p == 2 { 1 } else { 2 };
    }
    if n > 1 {
        out.push((n, 1));
    }
    out
}
