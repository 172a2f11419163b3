//! Limits at infinity by truncated expansions in `u = 1/x` (`AL-17`): exponents of `u` are rational, coefficients are
//! canonical forms free of `x` except for powers of `ln x`.

use super::build::Normalizer;
use super::derivative::derivative;
use super::expr::to_expr;
use super::poly::{Atom, Monomial, Poly};
use super::substitute::substitute;
use crate::tree::{Expr, Function, Node, Symbol};
use enclosure::rug::Rational;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A proved limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A finite value.
    Value(Poly),
    /// `+inf`
    PlusInfinity,
    /// `-inf`
    MinusInfinity,
}

/// Terms kept beyond the leading one.
const SPAN: u32 = 5;
/// Nesting of expansions.
const MAX_DEPTH: usize = 24;

/// `sum terms[k] u^k + O(u^order log^j)`; no order: exact up to terms smaller than every power of `u`.
#[derive(Clone, Debug, Default)]
struct Series {
    terms: BTreeMap<Rational, Poly>,
    order: Option<Rational>,
}

struct Expander<'a, 'b> {
    n: &'a Normalizer<'b>,
    x: &'a Symbol,
}

/// Limit of `e` as `x -> +inf`, the other variables fixed. `None`: not found.
#[must_use]
pub fn limit_at_infinity(n: &Normalizer<'_>, e: &Expr, x: &Symbol) -> Option<Limit> {
    let p = n.poly(e).ok()?;
    let s = Expander { n, x }.poly(&p, 0)?;
    for (k, c) in &s.terms {
        if *k > 0 {
            return Some(Limit::Value(Poly::default()));
        }
        if n.is_identically_zero(c).ok()? {
            continue;
        }
        let (power, lead) = log_lead(c, x)?;
        if *k == 0 && power == 0 {
            return (!c.mentions(x)).then(|| Limit::Value(c.clone()));
        }
        return if n.positive(&lead) {
            Some(Limit::PlusInfinity)
        } else if n.positive(&lead.neg()) {
            Some(Limit::MinusInfinity)
        } else {
            None
        };
    }
    match s.order {
        Some(o) if o <= 0 => None,
        _ => Some(Limit::Value(Poly::default())),
    }
}

fn log_atom(x: &Symbol) -> Atom {
    Atom::Call(Function::Ln, vec![Poly::atom(Atom::Variable(x.clone()))])
}

/// Highest power of `ln x` and its coefficient.
fn log_lead(c: &Poly, x: &Symbol) -> Option<(i64, Poly)> {
    let l = log_atom(x);
    let mut best: Option<(i64, Poly)> = None;
    for (m, q) in c.terms() {
        let mut m = m.clone();
        let k = m.0.remove(&l).map_or(Some(0), |e| e.as_integer())?;
        if m.mentions(x) {
            return None;
        }
        match &mut best {
            Some((b, p)) if *b == k => p.push(m, q.clone()),
            Some((b, _)) if *b > k => {}
            _ => best = Some((k, Poly::term(m, q.clone()))),
        }
    }
    best
}

impl Series {
    fn constant(p: Poly) -> Self {
        Self::power(p, Rational::new())
    }

    fn power(p: Poly, k: Rational) -> Self {
        let mut terms = BTreeMap::new();
        if !p.is_zero() {
            terms.insert(k, p);
        }
        Self { terms, order: None }
    }

    fn add(mut self, o: &Self) -> Self {
        for (k, c) in &o.terms {
            let slot = self.terms.entry(k.clone()).or_default();
            *slot = slot.add(c);
        }
        self.terms.retain(|_, c| !c.is_zero());
        self.order = match (self.order, &o.order) {
            (None, b) => b.clone(),
            (a, None) => a,
            (Some(a), Some(b)) => Some(a.min(b.clone())),
        };
        self.trim()
    }

    fn valuation(&self) -> Option<&Rational> {
        self.terms.keys().next()
    }

    fn trim(mut self) -> Self {
        if let Some(o) = self.order.clone() {
            self.terms.retain(|k, _| *k < o);
        }
        if let Some(v) = self.valuation().cloned() {
            let cap = v + SPAN;
            // What is dropped begins at the first exponent beyond the cap.
            if let Some(next) = self.terms.keys().find(|k| **k > cap).cloned() {
                self.terms.retain(|k, _| *k <= cap);
                self.order = Some(self.order.map_or_else(|| next.clone(), |o| o.min(next.clone())));
            }
        }
        self
    }

    fn scale(&self, q: &Rational) -> Self {
        Self { terms: self.terms.iter().map(|(k, c)| (k.clone(), c.scale(q))).collect(), order: self.order.clone() }
    }

    fn mul(&self, o: &Self) -> Option<Self> {
        let mut out = Self::default();
        for (k, a) in &self.terms {
            for (l, b) in &o.terms {
                let slot = out.terms.entry(Rational::from(k + l)).or_default();
                *slot = slot.add(&a.mul(b).ok()?);
            }
        }
        out.terms.retain(|_, c| !c.is_zero());
        let bound = |v: Option<&Rational>, own: &Option<Rational>, e: &Option<Rational>| -> Option<Rational> {
            let e = e.as_ref()?;
            let v = v.cloned().or_else(|| own.clone()).unwrap_or_default();
            Some(v + e)
        };
        let a = bound(self.valuation(), &self.order, &o.order);
        let b = bound(o.valuation(), &o.order, &self.order);
        out.order = match (a, b) {
            (None, x) | (x, None) => x,
            (Some(a), Some(b)) => Some(a.min(b)),
        };
        Some(out.trim())
    }

    /// `sum_j c_j w^j` for `w` of positive valuation, with the error of cutting after the given coefficients.
    fn compose(w: &Self, coefficients: &[Poly]) -> Option<Self> {
        let v = w.valuation().cloned().or_else(|| w.order.clone()).unwrap_or_else(|| Rational::from(SPAN));
        if v <= 0 {
            return None;
        }
        let mut out = Self::default();
        let mut power = Self::constant(Poly::number(1));
        for c in coefficients {
            out = out.add(&power.mul(&Self::constant(c.clone()))?);
            power = power.mul(w)?;
        }
        let cut = v * Rational::from(coefficients.len());
        out.order = Some(out.order.map_or_else(|| cut.clone(), |o| o.min(cut.clone())));
        Some(out.trim())
    }
}

/// Number of Taylor coefficients.
const TERMS: usize = 6;

impl Expander<'_, '_> {
    fn poly(&self, p: &Poly, depth: usize) -> Option<Series> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut out = Series::default();
        for (m, q) in p.terms() {
            if let Some(t) = self.monomial(m, depth)? {
                out = out.add(&t.scale(q));
            }
        }
        Some(out)
    }

    /// A product; `None` inside when it is smaller than every power of `u`.
    #[allow(clippy::option_option)]
    fn monomial(&self, m: &Monomial, depth: usize) -> Option<Option<Series>> {
        let mut out = Series::constant(Poly::number(1));
        let mut exponent = Poly::default();
        for (a, e) in &m.0 {
            if e.mentions(self.x) {
                // a^e = exp(e ln a)
                let l = if *a == Atom::Euler { Poly::number(1) } else { self.n.ln(&Poly::atom(a.clone())).ok()? };
                exponent = exponent.add(&e.mul(&l).ok()?);
            } else {
                out = out.mul(&self.power(a, e, depth)?)?;
            }
        }
        if exponent.is_zero() {
            return Some(Some(out));
        }
        let s = self.poly(&exponent, depth + 1)?;
        // Split into the growing part, the multiples of ln x, the constant, and the rest.
        let mut rest = Series { terms: BTreeMap::new(), order: s.order.clone() };
        if s.order.as_ref().is_some_and(|o| *o <= 0) {
            return None;
        }
        for (k, c) in &s.terms {
            if *k > 0 {
                rest.terms.insert(k.clone(), c.clone());
                continue;
            }
            if self.n.is_identically_zero(c).ok()? {
                continue;
            }
            let (j, lead) = log_lead(c, self.x)?;
            if *k < 0 || j > 1 {
                // Dominates everything after it.
                return if self.n.positive(&lead.neg()) { Some(None) } else { None };
            }
            let mut constant = c.clone();
            if j == 1 {
                let times = lead.as_number()?;
                constant = constant.sub(&Poly::atom(log_atom(self.x)).mul(&lead).ok()?);
                out = out.mul(&Series::power(Poly::number(1), -times))?;
            }
            if constant.mentions(self.x) {
                return None;
            }
            out = out.mul(&Series::constant(self.n.exp(&constant).ok()?))?;
        }
        let mut coefficients = vec![Poly::number(1)];
        let mut f = Rational::from(1);
        for j in 1..TERMS {
            f /= Rational::from(j as u32);
            coefficients.push(Poly::number(f.clone()));
        }
        if !rest.terms.is_empty() || rest.order.is_some() {
            out = out.mul(&Series::compose(&rest, &coefficients)?)?;
        }
        Some(Some(out))
    }

    /// `a^e` for an exponent free of `x`.
    fn power(&self, a: &Atom, e: &Poly, depth: usize) -> Option<Series> {
        if !a.mentions(self.x) {
            return Some(Series::constant(
                Poly::number(1)
                    .mul(&Poly::term(Monomial(std::iter::once((a.clone(), e.clone())).collect()), 1.into()))
                    .ok()?,
            ));
        }
        if matches!(a, Atom::Variable(_)) {
            return Some(Series::power(Poly::number(1), -e.as_number()?));
        }
        let base = match a {
            Atom::Sum(p) => self.poly(p, depth + 1)?,
            Atom::Call(f, args) => self.call(*f, args, depth)?,
            _ => return None,
        };
        if let Some(k) = e.as_integer().filter(|k| (1..=8).contains(k)) {
            let mut out = Series::constant(Poly::number(1));
            for _ in 0..k {
                out = out.mul(&base)?;
            }
            return Some(out);
        }
        let q = e.as_number()?;
        let (k, c, w) = self.lead(&base)?;
        if !q.is_integer() && !self.n.positive(&c) {
            return None;
        }
        let mut coefficients = vec![Poly::number(1)];
        let mut b = Rational::from(1);
        for j in 0..TERMS - 1 {
            b *= (&q - Rational::from(j as u32)) / Rational::from(j as u32 + 1);
            coefficients.push(Poly::number(b.clone()));
        }
        let outer = Series::power(self.n.power(&c, e).ok()?, k * q);
        outer.mul(&Series::compose(&w, &coefficients)?)
    }

    /// `s = c u^k (1 + w)` with `c` free of `ln x` and of proved sign.
    fn lead(&self, s: &Series) -> Option<(Rational, Poly, Series)> {
        for (k, c) in &s.terms {
            if self.n.is_identically_zero(c).ok()? {
                continue;
            }
            if c.mentions(self.x) || !(self.n.positive(c) || self.n.positive(&c.neg())) {
                return None;
            }
            let inverse = Series::power(self.n.integer_power(c, -1).ok()?, Rational::from(-k));
            let mut w = s.mul(&inverse)?;
            w.terms.retain(|j, _| *j > 0);
            return Some((k.clone(), c.clone(), w));
        }
        None
    }

    fn ln(&self, s: &Series) -> Option<Series> {
        let (k, c, w) = self.lead(s)?;
        if !self.n.positive(&c) {
            return None;
        }
        let mut constant = self.n.ln(&c).ok()?;
        if !k.is_zero() {
            constant = constant.add(&Poly::atom(log_atom(self.x)).scale(&Rational::from(-&k)));
        }
        let mut coefficients = vec![Poly::default()];
        for j in 1..TERMS as i64 {
            coefficients.push(Poly::number(Rational::from((if j % 2 == 1 { 1 } else { -1 }, j))));
        }
        Some(Series::constant(constant).add(&Series::compose(&w, &coefficients)?))
    }

    fn inverse(&self, s: &Series, power: i64) -> Option<Series> {
        let (k, c, w) = self.lead(s)?;
        let mut coefficients = vec![Poly::number(1)];
        for _ in 1..TERMS {
            let last = coefficients.last()?.neg();
            coefficients.push(last);
        }
        let one = Series::power(self.n.integer_power(&c, -1).ok()?, -k).mul(&Series::compose(&w, &coefficients)?)?;
        let mut out = one.clone();
        for _ in 1..power {
            out = out.mul(&one)?;
        }
        Some(out)
    }

    fn call(&self, f: Function, args: &[Poly], depth: usize) -> Option<Series> {
        use Function as F;
        if let (F::Ln, [p]) = (f, args) {
            if let Some((Atom::Call(F::Gamma, z), k)) =
                p.as_term().filter(|(m, q)| **q == 1 && m.0.len() == 1).and_then(|(m, _)| m.0.first_key_value())
                && k.as_integer() == Some(1)
            {
                return self.stirling(&self.poly(z.first()?, depth + 1)?);
            }
            return self.ln(&self.poly(p, depth + 1)?);
        }
        let moving: Vec<usize> = (0..args.len()).filter(|i| args[*i].mentions(self.x)).collect();
        let [i] = moving.as_slice() else { return None };
        let s = self.poly(&args[*i], depth + 1)?;
        let v = s.valuation().cloned().or_else(|| s.order.clone())?;
        if v < 0 {
            let (_, c, _) = self.lead(&s)?;
            let up = self.n.positive(&c);
            let sign = if up { 1 } else { -1 };
            let flat = |k: i64| Some(Series::constant(Poly::number(k)));
            return match f {
                // The distance to the limit is below every power of u.
                F::Erf | F::Tanh => flat(sign),
                F::Erfc => flat(1 - sign),
                F::NormalCdf => flat((1 + sign) / 2),
                F::GammaP if *i == 1 && up => flat(1),
                F::Atan => {
                    // atan z = +-pi/2 - 1/z + 1/(3 z^3) - ...
                    let half = Poly::atom(Atom::Pi).scale(&Rational::from((sign, 2)));
                    let mut out = Series::constant(half);
                    for (j, k) in [(1, -1), (3, 3), (5, -5)] {
                        let term = self.inverse(&s, j)?.scale(&Rational::from((1, k)));
                        out = out.add(&term);
                    }
                    let cut = -v * 7u32;
                    out.order = Some(out.order.map_or_else(|| cut.clone(), |o: Rational| o.min(cut.clone())));
                    Some(out.trim())
                }
                _ => None,
            };
        }
        // A finite argument: Taylor series, for functions analytic where they are defined.
        let a0 = s.terms.get(&Rational::new()).cloned().unwrap_or_default();
        if a0.mentions(self.x) {
            return None;
        }
        let mut w = s.clone();
        w.terms.remove(&Rational::new());
        let t = Symbol::from("t#");
        let mut whole: Vec<Expr> = args.iter().map(to_expr).collect();
        whole[*i] = Arc::new(Node::Variable(t.clone()));
        if matches!(
            f,
            F::Abs
                | F::Floor
                | F::Ceil
                | F::Sign
                | F::Max
                | F::Min
                | F::Clip
                | F::BesselJ
                | F::BesselJPrime
                | F::GammaP
                | F::BetaI
        ) {
            return None;
        }
        let mut g: Expr = Arc::new(Node::Call(f, whole));
        let mut coefficients = Vec::new();
        let mut factorial = Rational::from(1);
        for j in 0..TERMS as u32 {
            let at = substitute(&g, &t, &to_expr(&a0));
            if !super::defined::obligations(&at)?.iter().all(|f| self.n.facts.holds(f)) {
                return None;
            }
            coefficients.push(self.n.poly(&at).ok()?.scale(&factorial));
            g = derivative(&g, &t).ok()?;
            factorial /= Rational::from(j + 1);
        }
        Series::compose(&w, &coefficients)
    }

    /// Stirling's series of `ln gamma(z)` (DLMF 5.11.1) for `z -> inf`.
    fn stirling(&self, z: &Series) -> Option<Series> {
        let v = z.valuation()?.clone();
        if v >= 0 {
            return None;
        }
        let half = Rational::from((1, 2));
        let c = self.n.ln(&Poly::atom(Atom::Pi).scale(&Rational::from(2))).ok()?.scale(&half);
        let shifted = z.clone().add(&Series::constant(Poly::number(-half)));
        let mut out = shifted.mul(&self.ln(z)?)?.add(&z.scale(&Rational::from(-1))).add(&Series::constant(c));
        out = out.add(&self.inverse(z, 1)?.scale(&Rational::from((1, 12))));
        out = out.add(&self.inverse(z, 3)?.scale(&Rational::from((-1, 360))));
        let cut = -v * 5u32;
        out.order = Some(out.order.map_or_else(|| cut.clone(), |o| o.min(cut.clone())));
        Some(out.trim())
    }
}
