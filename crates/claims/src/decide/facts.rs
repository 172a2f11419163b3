//! Signs proved over a scope (`DE-02`): by enclosures over its hull, by its own conditions, by the rules of signs.

use super::enclose::{Values, eval, truth};
use super::scope::{Hull, Scope};
use crate::algebra::{Facts, Monomial, NoFacts, Normalizer, Poly, number, to_expr};
use crate::eval::Truth;
use crate::tree::{Expr, Formula, Function, Node, Relation};
use enclosure::Prec;
use enclosure::rug::Rational;
use std::cell::RefCell;
use std::collections::HashMap;

/// What is proved of the sign of an expression on a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `> 0`
    Positive,
    /// `>= 0`
    NonNegative,
    /// `= 0`
    Zero,
    /// `<= 0`
    NonPositive,
    /// `< 0`
    Negative,
    /// Nothing.
    Unknown,
}

impl Sign {
    fn flip(self) -> Self {
        match self {
            Self::Positive => Self::Negative,
            Self::NonNegative => Self::NonPositive,
            Self::NonPositive => Self::NonNegative,
            Self::Negative => Self::Positive,
            same => same,
        }
    }

    /// `>= 0` or better.
    #[must_use]
    pub fn is_nonnegative(self) -> bool {
        matches!(self, Self::Positive | Self::NonNegative | Self::Zero)
    }

    /// `<= 0` or better.
    #[must_use]
    pub fn is_nonpositive(self) -> bool {
        matches!(self, Self::Negative | Self::NonPositive | Self::Zero)
    }

    fn plus(self, o: Self) -> Self {
        match (self, o) {
            (Self::Zero, s) | (s, Self::Zero) => s,
            (a, b) if a.is_nonnegative() && b.is_nonnegative() => {
                if a == Self::Positive || b == Self::Positive {
                    Self::Positive
                } else {
                    Self::NonNegative
                }
            }
            (a, b) if a.is_nonpositive() && b.is_nonpositive() => {
                if a == Self::Negative || b == Self::Negative {
                    Self::Negative
                } else {
                    Self::NonPositive
                }
            }
            _ => Self::Unknown,
        }
    }

    fn times(self, o: Self) -> Self {
        match (self, o) {
            (Self::Zero, _) | (_, Self::Zero) => Self::Zero,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Positive, s) | (s, Self::Positive) => s,
            (Self::Negative, s) | (s, Self::Negative) => s.flip(),
            (a, b) => {
                if a == b {
                    Self::NonNegative
                } else {
                    Self::NonPositive
                }
            }
        }
    }
}

/// Most nodes of an expression that is compared with the conditions of a scope.
const MAX_STEPS: usize = 2_000;

/// The facts of one scope at one precision.
pub struct ScopeFacts<'a> {
    scope: &'a Scope,
    prec: Prec,
    values: Option<Values>,
    known: RefCell<Option<Vec<(Poly, bool)>>>,
    signs: RefCell<HashMap<Expr, Sign>>,
}

impl<'a> ScopeFacts<'a> {
    /// Facts of a scope.
    #[must_use]
    pub fn new(scope: &'a Scope, prec: Prec) -> Self {
        let values = match scope.hull(prec) {
            Hull::Box(v) => Some(v),
            Hull::Empty => None,
        };
        Self::over(scope, prec, values)
    }

    /// Facts of a scope inside known enclosures of its variables.
    #[must_use]
    pub fn over(scope: &'a Scope, prec: Prec, values: Option<Values>) -> Self {
        Self { scope, prec, values, known: RefCell::new(None), signs: RefCell::default() }
    }

    /// The conditions of the scope as canonical forms that are `>= 0` (`true`: `> 0`).
    fn known(&self) -> Vec<(Poly, bool)> {
        if let Some(k) = self.known.borrow().as_ref() {
            return k.clone();
        }
        let mut out = Vec::new();
        for f in self.scope.conditions() {
            if let Formula::Compare(a, r, b) = &f {
                let (big, small, strict) = match r {
                    Relation::Less => (b, a, true),
                    Relation::LessEq => (b, a, false),
                    Relation::Greater => (a, b, true),
                    Relation::GreaterEq => (a, b, false),
                    _ => continue,
                };
                let n = Normalizer::new(&NoFacts);
                if let (Ok(x), Ok(y)) = (n.poly(big), n.poly(small)) {
                    out.push((x.sub(&y), strict));
                }
            }
        }
        *self.known.borrow_mut() = Some(out.clone());
        out
    }

    /// Sign of `e` on the scope.
    #[must_use]
    pub fn sign(&self, e: &Expr) -> Sign {
        if let Some(s) = self.signs.borrow().get(e) {
            return *s;
        }
        // While it is being found nothing is known of it: bounds may refer to each other.
        self.signs.borrow_mut().insert(e.clone(), Sign::Unknown);
        let s = self.find(e);
        self.signs.borrow_mut().insert(e.clone(), s);
        s
    }

    fn find(&self, e: &Expr) -> Sign {
        let Some(values) = &self.values else { return Sign::Zero };
        if crate::eval::passed() {
            return Sign::Unknown;
        }
        let by_enclosure = match eval(e, values, self.prec) {
            Ok(i) if i.is_positive() => Sign::Positive,
            Ok(i) if i.is_negative() => Sign::Negative,
            Ok(i) if i.is_point() && i.contains_zero() => Sign::Zero,
            Ok(i) if i.is_non_negative() => Sign::NonNegative,
            Ok(i) if i.is_non_positive() => Sign::NonPositive,
            _ => Sign::Unknown,
        };
        if matches!(by_enclosure, Sign::Positive | Sign::Negative | Sign::Zero) {
            return by_enclosure;
        }
        let by_rule = self.by_rule(e);
        if matches!(by_rule, Sign::Positive | Sign::Negative | Sign::Zero) {
            return by_rule;
        }
        let by_condition = self.by_condition(e);
        if matches!(by_condition, Sign::Unknown | Sign::NonNegative | Sign::NonPositive) {
            let by_shift = super::shift::sign(self.scope, e);
            if by_shift != Sign::Unknown {
                return by_shift;
            }
        }
        [by_condition, by_rule].into_iter().find(|s| *s != Sign::Unknown).unwrap_or(by_enclosure)
    }

    /// A variable above something positive, or below something negative.
    fn by_bound(&self, x: &crate::tree::Symbol) -> Sign {
        let Some(v) = self.scope.find(x) else { return Sign::Unknown };
        let mut best = Sign::Unknown;
        for b in &v.lower {
            match self.sign(&b.expr) {
                Sign::Positive => return Sign::Positive,
                Sign::NonNegative | Sign::Zero if !b.closed => return Sign::Positive,
                Sign::NonNegative | Sign::Zero => best = Sign::NonNegative,
                _ => {}
            }
        }
        for b in &v.upper {
            match self.sign(&b.expr) {
                Sign::Negative => return Sign::Negative,
                Sign::NonPositive | Sign::Zero if !b.closed => return Sign::Negative,
                Sign::NonPositive | Sign::Zero if best == Sign::Unknown => best = Sign::NonPositive,
                _ => {}
            }
        }
        best
    }

    /// `e` is a condition times a positive number.
    fn by_condition(&self, e: &Expr) -> Sign {
        if !matches!(&**e, Node::Variable(_) | Node::Add(..) | Node::Sub(..) | Node::Neg(_)) {
            return Sign::Unknown;
        }
        let n = Normalizer::limited(&NoFacts, MAX_STEPS);
        let Ok(p) = n.poly(e) else { return Sign::Unknown };
        let direct = self.multiple(&p);
        if direct != Sign::Unknown {
            return direct;
        }
        // e = m r with r a condition and m a product of signed factors.
        let common = p.common();
        let Ok(p) = p.mul(&Poly::term(common.invert(), Rational::from(1))) else { return Sign::Unknown };
        let Ok((content, rest)) = n.clear(&p) else { return Sign::Unknown };
        let whole = common.times(&content);
        let inner = self.multiple(&rest);
        if whole.0.is_empty() || inner == Sign::Unknown {
            return Sign::Unknown;
        }
        let mut s = inner;
        for (a, k) in &whole.0 {
            let single = Poly::term(Monomial(std::iter::once((a.clone(), k.clone())).collect()), Rational::from(1));
            s = s.times(self.sign(&to_expr(&single)));
        }
        s
    }

    /// `p` is a condition times a number.
    fn multiple(&self, p: &Poly) -> Sign {
        let mut best = Sign::Unknown;
        for (k, strict) in self.known() {
            let Some(c) = ratio(p, &k) else { continue };
            let s = if strict { Sign::Positive } else { Sign::NonNegative };
            let s = if c > 0 { s } else { s.flip() };
            if strict || best == Sign::Unknown {
                best = s;
            }
        }
        best
    }

    fn by_rule(&self, e: &Expr) -> Sign {
        use Function as F;
        let s = |e: &Expr| self.sign(e);
        match &**e {
            Node::Neg(a) => s(a).flip(),
            Node::Add(a, b) => s(a).plus(s(b)),
            Node::Sub(a, b) => s(a).plus(s(b).flip()),
            Node::Mul(a, b) => s(a).times(s(b)),
            Node::Div(a, b) => match s(b) {
                Sign::Positive | Sign::NonNegative => s(a),
                Sign::Negative | Sign::NonPositive => s(a).flip(),
                _ => Sign::Unknown,
            },
            Node::Pow(a, b) => match (s(a), &**b) {
                (Sign::Positive, _) => Sign::Positive,
                (_, Node::Number(q)) if q.is_integer() && q.numer().is_even() => match s(a) {
                    Sign::Negative => Sign::Positive,
                    Sign::Zero => Sign::Unknown,
                    _ => Sign::NonNegative,
                },
                (Sign::NonNegative, _) => Sign::NonNegative,
                _ => Sign::Unknown,
            },
            Node::Call(f, args) => match (f, args.as_slice()) {
                (F::Exp | F::Cosh | F::NormalCdf | F::NormalPdf | F::Erfc, _) => Sign::Positive,
                (F::Sqrt, [a]) => match s(a) {
                    Sign::Positive => Sign::Positive,
                    _ => Sign::NonNegative,
                },
                (F::Erf | F::Atan | F::Sinh | F::Tanh | F::Asin | F::ErfInv, [a]) => s(a),
                (F::Abs, [a]) => match s(a) {
                    Sign::Positive | Sign::Negative => Sign::Positive,
                    _ => Sign::NonNegative,
                },
                (F::Gamma | F::Factorial | F::Binet, [a]) => match s(a) {
                    Sign::Positive => Sign::Positive,
                    _ => Sign::Unknown,
                },
                (F::OwenT, [_, a]) => s(a),
                (F::Max, [a, b]) if s(a) == Sign::Positive || s(b) == Sign::Positive => Sign::Positive,
                (F::Min, [a, b]) => match (s(a), s(b)) {
                    (Sign::Positive, Sign::Positive) => Sign::Positive,
                    (x, y) if x.is_nonnegative() && y.is_nonnegative() => Sign::NonNegative,
                    _ => Sign::Unknown,
                },
                _ => Sign::Unknown,
            },
            Node::Defined { body, .. } => s(body),
            Node::Variable(x) => self.by_bound(x),
            _ => Sign::Unknown,
        }
    }

    /// Whether the formula holds everywhere on the scope.
    #[must_use]
    pub fn proves(&self, f: &Formula) -> bool {
        let Some(values) = &self.values else { return true };
        if self.scope.given.contains(f) {
            return true;
        }
        if let Formula::Not(g) = f
            && super::scope::negate(g).is_some_and(|h| self.proves(&h))
        {
            return true;
        }
        if let Formula::And(fs) = f {
            return fs.iter().all(|g| self.proves(g));
        }
        if let Formula::Compare(a, r, b) = f {
            let difference =
                if *b == number(0) { a.clone() } else { std::sync::Arc::new(Node::Sub(a.clone(), b.clone())) };
            let s = self.sign(&difference);
            let holds = match r {
                Relation::Greater => s == Sign::Positive,
                Relation::Less => s == Sign::Negative,
                Relation::GreaterEq => s.is_nonnegative(),
                Relation::LessEq => s.is_nonpositive(),
                Relation::Equal => s == Sign::Zero,
                Relation::NotEqual => matches!(s, Sign::Positive | Sign::Negative),
            };
            if holds {
                return true;
            }
        }
        truth(f, values, self.prec) == Truth::True
    }
}

impl Facts for ScopeFacts<'_> {
    fn holds(&self, f: &Formula) -> bool {
        self.proves(f)
    }
}

/// `c` with `p = c k`, when there is one.
fn ratio(p: &Poly, k: &Poly) -> Option<Rational> {
    let (m, a) = k.0.last_key_value()?;
    let b = p.0.get(m)?;
    let c = Rational::from(b / a);
    (p.0.len() == k.0.len() && p.sub(&k.scale(&c)).is_zero()).then_some(c)
}
