//! Canonical forms: sums of monomials with rational coefficients, monomials being products of atoms to symbolic powers.

use crate::tree::{Expr, Function, Symbol};
use enclosure::rug::{Integer, Rational};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// More terms than this and the normal form is given up: a decider then works on the formula as written.
const MAX_TERMS: usize = 1500;

/// The normal form was given up: too large, or a rule's side condition failed in a way that leaves no form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// An expression the normal form does not look into, compared by its printed structure.
#[derive(Clone, Debug)]
pub struct Opaque {
    key: String,
    /// The expression itself.
    pub expr: Expr,
}

impl Opaque {
    /// Wraps an expression.
    #[must_use]
    pub fn new(expr: Expr) -> Self {
        Self { key: format!("{expr:?}"), expr }
    }
}

impl PartialEq for Opaque {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
impl Eq for Opaque {}
impl PartialOrd for Opaque {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Opaque {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// What monomials are made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// A prime (or a cofactor without small factors) under a power that is not an integer.
    Prime(Integer),
    /// The circle constant.
    Pi,
    /// Euler's number; `exp(p)` is its power `p`.
    Euler,
    /// A variable.
    Variable(Symbol),
    /// A built-in function of canonical arguments.
    Call(Function, Vec<Poly>),
    /// A sum of several terms as the base of a power; its leading coefficient is 1.
    Sum(Box<Poly>),
    /// Anything else.
    Opaque(Opaque),
}

/// A product of atoms to exponents; no exponent is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Monomial(pub BTreeMap<Atom, Poly>);

/// A sum of monomials with non-zero rational coefficients.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Poly(pub BTreeMap<Monomial, Rational>);

impl Poly {
    /// The number `q`.
    #[must_use]
    pub fn number(q: impl Into<Rational>) -> Self {
        Self::term(Monomial::default(), q.into())
    }

    /// `q` times a monomial.
    #[must_use]
    pub fn term(m: Monomial, q: Rational) -> Self {
        let mut terms = BTreeMap::new();
        if !q.is_zero() {
            terms.insert(m, q);
        }
        Self(terms)
    }

    /// One atom.
    #[must_use]
    pub fn atom(a: Atom) -> Self {
        Self::term(Monomial(BTreeMap::from([(a, Self::number(1))])), Rational::from(1))
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Its value when it is a number.
    #[must_use]
    pub fn as_number(&self) -> Option<Rational> {
        match self.0.len() {
            0 => Some(Rational::new()),
            1 => self.0.first_key_value().filter(|(m, _)| m.0.is_empty()).map(|(_, q)| q.clone()),
            _ => None,
        }
    }

    /// Its value when it is an integer that fits.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        self.as_number().filter(|q| q.is_integer()).and_then(|q| q.numer().to_i64())
    }

    /// Coefficient and monomial when it has one term.
    #[must_use]
    pub fn as_term(&self) -> Option<(&Monomial, &Rational)> {
        if self.0.len() == 1 { self.0.first_key_value() } else { None }
    }

    /// The rational constant term.
    #[must_use]
    pub fn constant(&self) -> Rational {
        self.0.get(&Monomial::default()).cloned().unwrap_or_default()
    }

    /// Sum.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        let mut out = self.clone();
        for (m, q) in &other.0 {
            out.push(m.clone(), q.clone());
        }
        out
    }

    /// Adds one term in place.
    pub fn push(&mut self, m: Monomial, q: Rational) {
        use std::collections::btree_map::Entry;
        if q.is_zero() {
            return;
        }
        match self.0.entry(m) {
            Entry::Vacant(e) => {
                e.insert(q);
            }
            Entry::Occupied(mut e) => {
                *e.get_mut() += q;
                if e.get().is_zero() {
                    e.remove();
                }
            }
        }
    }

    /// `q` times it.
    #[must_use]
    pub fn scale(&self, q: &Rational) -> Self {
        if q.is_zero() {
            return Self::default();
        }
        Self(self.0.iter().map(|(m, c)| (m.clone(), Rational::from(c * q))).collect())
    }

    /// `-1` times it.
    #[must_use]
    pub fn neg(&self) -> Self {
        self.scale(&Rational::from(-1))
    }

    /// Difference.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        self.add(&other.neg())
    }

    /// Product, settled.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn mul(&self, other: &Self) -> Result<Self, TooLarge> {
        if self.0.len().saturating_mul(other.0.len()) > 4 * MAX_TERMS {
            return Err(TooLarge);
        }
        let mut out = Self::default();
        // Long products look at the clock: none is worth a late answer.
        let long = self.0.len().saturating_mul(other.0.len()) > 64;
        for (m, a) in &self.0 {
            if long && crate::eval::passed() {
                return Err(TooLarge);
            }
            for (n, b) in &other.0 {
                out = out.add_settled(m.times(n), Rational::from(a * b))?;
            }
        }
        if out.0.len() > MAX_TERMS { Err(TooLarge) } else { Ok(out) }
    }

    /// Adds `q m` after rewriting `m` so that no prime carries an integer power and no sum a power with constant part >= 1.
    fn add_settled(mut self, m: Monomial, q: Rational) -> Result<Self, TooLarge> {
        match settle(m, q)? {
            Settled::Term(m, q) => self.push(m, q),
            Settled::Sum(p) => {
                for (m, q) in p.0 {
                    self.push(m, q);
                }
            }
        }
        Ok(self)
    }

    /// Integer power by repeated multiplication, for `n >= 0`.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn power(&self, n: u32) -> Result<Self, TooLarge> {
        let mut out = Self::number(1);
        for _ in 0..n {
            out = out.mul(self)?;
        }
        Ok(out)
    }

    /// The largest monomial that divides every term: for each atom whose exponents differ by numbers only, the least.
    #[must_use]
    pub fn common(&self) -> Monomial {
        let mut out = Monomial::default();
        let atoms: std::collections::BTreeSet<&Atom> = self.0.keys().flat_map(|m| m.0.keys()).collect();
        for a in atoms {
            let mut least: Option<(Self, Rational)> = None;
            let mut same = true;
            for m in self.0.keys() {
                let e = m.0.get(a).cloned().unwrap_or_default();
                let c = e.constant();
                let symbolic = e.sub(&Self::number(c.clone()));
                match &mut least {
                    None => least = Some((symbolic, c)),
                    Some((s, l)) => {
                        same &= *s == symbolic;
                        if c < *l {
                            *l = c;
                        }
                    }
                }
            }
            if let (true, Some((s, l))) = (same, least) {
                let e = s.add(&Self::number(l));
                if !e.is_zero() {
                    out.raise(a.clone(), &e);
                }
            }
        }
        out
    }

    /// The terms as a vector, for reading.
    pub fn terms(&self) -> impl Iterator<Item = (&Monomial, &Rational)> {
        self.0.iter()
    }

    /// Whether the variable occurs anywhere.
    #[must_use]
    pub fn mentions(&self, x: &Symbol) -> bool {
        self.0.keys().any(|m| m.mentions(x))
    }
}

impl Monomial {
    /// Product: exponents add.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut out = self.clone();
        for (a, e) in &other.0 {
            out.raise(a.clone(), e);
        }
        out
    }

    /// Multiplies by `a^e` in place.
    pub fn raise(&mut self, a: Atom, e: &Poly) {
        let sum = self.0.get(&a).map_or_else(|| e.clone(), |f| f.add(e));
        if sum.is_zero() {
            self.0.remove(&a);
        } else {
            self.0.insert(a, sum);
        }
    }

    /// The reciprocal.
    #[must_use]
    pub fn invert(&self) -> Self {
        Self(self.0.iter().map(|(a, e)| (a.clone(), e.neg())).collect())
    }

    /// Whether the variable occurs.
    #[must_use]
    pub fn mentions(&self, x: &Symbol) -> bool {
        self.0.iter().any(|(a, e)| a.mentions(x) || e.mentions(x))
    }
}

impl Atom {
    /// Whether the variable occurs.
    #[must_use]
    pub fn mentions(&self, x: &Symbol) -> bool {
        match self {
            Self::Variable(y) => x == y,
            Self::Call(_, args) => args.iter().any(|p| p.mentions(x)),
            Self::Sum(p) => p.mentions(x),
            Self::Opaque(o) => super::substitute::free_variables(&o.expr).contains(x),
            Self::Prime(_) | Self::Pi | Self::Euler => false,
        }
    }
}

enum Settled {
    Term(Monomial, Rational),
    Sum(Poly),
}

/// Largest integer power that is taken out of an exponent.
const MAX_POWER: i64 = 64;

/// Integer part of the constant term of an exponent.
fn whole(e: &Poly) -> Option<i64> {
    e.constant().floor().numer().to_i64()
}

/// Moves integer powers of primes into the coefficient, multiplies out sums with positive integer power, and writes
/// sin^2 as 1 - cos^2.
fn settle(mut m: Monomial, mut q: Rational) -> Result<Settled, TooLarge> {
    use enclosure::rug::ops::Pow;
    let keys: Vec<Atom> = m.0.keys().cloned().collect();
    let mut factor: Option<Poly> = None;
    let push = |factor: &mut Option<Poly>, p: Poly| -> Result<(), TooLarge> {
        *factor = Some(match factor.take() {
            None => p,
            Some(f) => f.mul(&p)?,
        });
        Ok(())
    };
    for a in keys {
        let Some(e) = m.0.get(&a) else { continue };
        match &a {
            Atom::Prime(p) => {
                let n = whole(e).filter(|n| *n != 0 && n.abs() <= 4096);
                if let Some(n) = n {
                    let power = Integer::from(p.pow(n.unsigned_abs() as u32));
                    if n > 0 {
                        q *= power;
                    } else {
                        q /= power;
                    }
                    m.raise(a.clone(), &Poly::number(-n));
                }
            }
            Atom::Sum(s) => {
                let n = whole(e).filter(|n| *n >= 1 && *n <= MAX_POWER);
                if let Some(n) = n {
                    m.raise(a.clone(), &Poly::number(-n));
                    push(&mut factor, s.power(n as u32)?)?;
                }
            }
            Atom::Call(Function::Sin, args) => {
                if let Some(n) = e.as_integer().filter(|n| *n >= 2) {
                    let n = n / 2;
                    m.raise(a.clone(), &Poly::number(-2 * n));
                    let cos = Poly::atom(Atom::Call(Function::Cos, args.clone()));
                    let one_minus = Poly::number(1).sub(&cos.mul(&cos)?);
                    push(&mut factor, one_minus.power(n.min(MAX_POWER) as u32)?)?;
                    if n > MAX_POWER {
                        return Err(TooLarge);
                    }
                }
            }
            _ => {}
        }
    }
    match factor {
        None => Ok(Settled::Term(m, q)),
        Some(f) => Ok(Settled::Sum(Poly::term(m, q).mul(&f)?)),
    }
}
