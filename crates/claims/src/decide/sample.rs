//! Points of a scope, for pruning the search and for finding counterexamples. Points are exact rationals; that a point
//! lies in the scope and violates the claim is certified by enclosures (`DE-20`).

use super::enclose::{Values, eval, truth};
use super::scope::Scope;
use crate::eval::Truth;
use crate::tree::{Formula, Symbol};
use enclosure::rug::{Float, Rational};
use enclosure::{Interval, Prec};
use std::collections::BTreeMap;

/// Exact values of the variables.
pub type Point = BTreeMap<Symbol, Rational>;

/// A fixed linear congruential generator: runs are reproducible.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// Next number in `0..n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n.max(1)
    }

    /// A fraction in `[0, 1]`, the ends and simple fractions more often than others.
    fn fraction(&mut self) -> f64 {
        match self.below(12) {
            0 => 0.0,
            1 => 1.0,
            2 => 0.5,
            3 => 1e-3 * self.below(100) as f64,
            4 => 1.0 - 1e-3 * self.below(100) as f64,
            _ => self.below(1 << 20) as f64 / f64::from(1u32 << 20),
        }
    }
}

/// Enclosures of a point.
#[must_use]
pub fn values(point: &Point, prec: Prec) -> Values {
    point.iter().map(|(x, q)| (x.clone(), Interval::rational(q, prec))).collect()
}

/// A point of the scope, or `None` when this draw missed it.
pub fn draw(scope: &Scope, rng: &mut Random, prec: Prec) -> Option<Point> {
    let mut point = Point::new();
    let mut known = Values::new();
    for v in &scope.variables {
        let (mut lo, mut hi): (Option<Float>, Option<Float>) = (None, None);
        let (mut lo_open, mut hi_open) = (false, false);
        for b in &v.lower {
            if let Ok(i) = eval(&b.expr, &known, prec)
                && i.hi().is_finite()
                && lo.as_ref().is_none_or(|l| i.hi() > l)
            {
                lo = Some(i.hi().clone());
                lo_open = !b.closed;
            }
        }
        for b in &v.upper {
            if let Ok(i) = eval(&b.expr, &known, prec)
                && i.lo().is_finite()
                && hi.as_ref().is_none_or(|h| i.lo() < h)
            {
                hi = Some(i.lo().clone());
                hi_open = !b.closed;
            }
        }
        let t = rng.fraction();
        let integer = v.integer;
        let far = |rng: &mut Random| match rng.below(8) {
            0 if integer => 1000.0,
            1 | 2 if integer => 60.0,
            _ if integer => 9.0,
            0 => 1e6,
            1 => 1e4,
            2 => 100.0,
            3 => 1e-4,
            4 => 1.0,
            _ => 4.0,
        };
        let q = match (&lo, &hi) {
            (Some(a), Some(b)) => {
                if a > b {
                    return None;
                }
                let (qa, qb) = (a.to_rational()?, b.to_rational()?);
                if (t == 0.0 && !lo_open) || a == b {
                    qa
                } else if t == 1.0 && !hi_open {
                    qb
                } else {
                    let t = t.clamp(1e-6, 1.0 - 1e-6);
                    let wide = *a >= 0 && Float::with_val(53, b) > 1000;
                    let t = if wide && rng.below(2) == 0 { t * t * t * t } else { t };
                    qa.clone() + (qb - qa) * short(t)?
                }
            }
            (Some(a), None) => {
                let qa = a.to_rational()?;
                if t == 0.0 && !lo_open { qa } else { qa + short(t.max(1e-6) * far(rng))? }
            }
            (None, Some(b)) => {
                let qb = b.to_rational()?;
                if t == 1.0 && !hi_open { qb } else { qb - short(t.max(1e-6) * far(rng))? }
            }
            (None, None) => short((t - 0.5) * far(rng))?,
        };
        let q = if v.integer { Rational::from(q.floor_ref()) } else { q };
        let q = match (&lo, v.integer) {
            (Some(a), true) if q < *a => q + 1u32,
            _ => q,
        };
        known.insert(v.name.clone(), Interval::rational(&q, prec));
        point.insert(v.name.clone(), q);
    }
    contains(scope, &point, prec).then_some(point)
}

/// A rational near `t` with few bits.
fn short(t: f64) -> Option<Rational> {
    Float::with_val(16, t).to_rational()
}

/// Whether the point certainly lies in the scope.
#[must_use]
pub fn contains(scope: &Scope, point: &Point, prec: Prec) -> bool {
    let vals = values(point, prec);
    scope.variables.iter().all(|v| !v.integer || point.get(&v.name).is_some_and(|q| q.is_integer()))
        && scope.conditions().iter().all(|f| holds(f, point, &vals, prec))
}

/// Certain truth at a point: by enclosures, equal exact numbers counting as equal.
fn holds(f: &Formula, point: &Point, vals: &Values, prec: Prec) -> bool {
    if truth(f, vals, prec) == Truth::True {
        return true;
    }
    // Rationals that are no floats are enclosed in intervals: compare closed bounds exactly.
    let exact = exactly(f, point);
    super::kernel::apply(
        &super::kernel::Goal { scope: Scope::default(), claim: exact, defined: false },
        &super::step::Step::Identity,
        prec,
    )
    .is_ok_and(|rest| rest.is_empty())
}

/// The formula with the exact values put in.
#[must_use]
pub fn exactly(f: &Formula, point: &Point) -> Formula {
    point.iter().fold(f.clone(), |f, (x, q)| {
        crate::algebra::substitute::substitute_formula(&f, x, &crate::algebra::number(q.clone()))
    })
}

/// Whether the claim is certainly false at the point.
#[must_use]
pub fn refutes(claim: &Formula, point: &Point, prec: Prec) -> bool {
    truth(claim, &values(point, prec), prec) == Truth::False
}
