//! Growth towards infinity, carried along by jets over a half line.
//!
//! Over `|x| >= Y` a range such as `[Y, inf) * [0, e^-Y]` says nothing about `x e^-x`. A jet over a half line therefore also carries
//! comparison functions (JE-05): with `r = |x|`,
//! `|f(x)| <= U (r/Y)^s e^(l (r - Y))` and `|f(x)| >= L (r/Y)^t e^(m (r - Y))`.
//! They multiply, divide and take powers exactly; a sum takes the larger exponents; `exp` turns a bound of the derivative
//! into a rate. They bound the integral over the half line, and often the range.

use super::Jet;
use crate::{Interval, Prec};

/// Bits for rates: they need to be safe, not sharp.
const BITS: Prec = Prec::DOUBLE;

/// `size (r/Y)^power e^(rate (r - Y))`. In an upper bound the right ends of the three numbers count, in a lower bound the left ends.
#[derive(Clone, Debug, PartialEq)]
struct Comparison {
    size: Interval,
    power: Interval,
    rate: Interval,
}

impl Comparison {
    fn constant(size: Interval) -> Self {
        Self { size, power: Interval::zero(), rate: Interval::zero() }
    }

    fn mul(&self, y: &Self) -> Self {
        Self {
            size: self.size.mul(&y.size, BITS),
            power: self.power.add(&y.power, BITS),
            rate: self.rate.add(&y.rate, BITS),
        }
    }

    /// `None` for a size that may be 0.
    fn recip(&self) -> Option<Self> {
        let size = self.size.recip(BITS).ok()?;
        Some(Self { size, power: self.power.neg(), rate: self.rate.neg() })
    }

    fn pow(&self, s: &Interval) -> Option<Self> {
        let size = self.size.pow(s, BITS).ok()?;
        Some(Self { size, power: self.power.mul(s, BITS), rate: self.rate.mul(s, BITS) })
    }

    /// Above the sum of two upper bounds.
    fn above_sum(&self, y: &Self) -> Self {
        Self { size: self.size.add(&y.size, BITS), power: self.power.max(&y.power), rate: self.rate.max(&y.rate) }
    }

    /// The one that grows faster.
    fn faster<'a>(&'a self, y: &'a Self) -> &'a Self {
        let (a, b) = (self.rate.lo(), y.rate.lo());
        let first = if a == b { self.power.lo() >= y.power.lo() } else { a > b };
        if first { self } else { y }
    }
}

/// Comparison functions over a half line that starts at distance `start > 0` from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Growth {
    start: Interval,
    /// Whether the half line is `(-inf, -start]`.
    left: bool,
    upper: Option<Comparison>,
    lower: Option<Comparison>,
}

impl Growth {
    /// Of the identity over `x`; `None` unless `x` is a half line away from 0.
    pub(super) fn of_variable(x: &Interval) -> Option<Box<Self>> {
        let left = x.lo().is_infinite();
        if left == x.hi().is_infinite() || x.contains_zero() {
            return None;
        }
        let start = if left { x.hi_point()?.neg() } else { x.lo_point()? };
        let linear = Comparison { size: start.clone(), power: Interval::one(), rate: Interval::zero() };
        Some(Box::new(Self { start, left, upper: Some(linear.clone()), lower: Some(linear) }))
    }

    /// The comparison functions of `f`, or what its range alone gives, over the half line of `self`.
    fn over_same(&self, f: &Jet) -> Option<Self> {
        let known = match &f.growth {
            Some(g) if g.start != self.start || g.left != self.left => return None,
            Some(g) => (g.upper.clone(), g.lower.clone()),
            None => (None, None),
        };
        let constant = |size| Interval::point(size).ok().map(Comparison::constant);
        let mig = f.value().mig();
        Some(Self {
            start: self.start.clone(),
            left: self.left,
            upper: known.0.or_else(|| constant(f.value().mag())),
            lower: known.1.or_else(|| if mig > 0 { constant(mig) } else { None }),
        })
    }

    /// Both growths over the half line that at least one of `f`, `g` knows.
    fn pair(f: &Jet, g: &Jet) -> Option<(Self, Self)> {
        let reference = f.growth.as_ref().or(g.growth.as_ref())?;
        Some((reference.over_same(f)?, reference.over_same(g)?))
    }

    fn with(&self, upper: Option<Comparison>, lower: Option<Comparison>) -> Option<Box<Self>> {
        if upper.is_none() && lower.is_none() {
            return None;
        }
        Some(Box::new(Self { start: self.start.clone(), left: self.left, upper, lower }))
    }

    /// Of `f g`.
    pub(super) fn product(f: &Jet, g: &Jet) -> Option<Box<Self>> {
        let (a, b) = Self::pair(f, g)?;
        let both = |x: Option<Comparison>, y: Option<Comparison>| Some(x?.mul(&y?));
        a.with(both(a.upper.clone(), b.upper), both(a.lower.clone(), b.lower))
    }

    /// Of `f / g`.
    pub(super) fn quotient(f: &Jet, g: &Jet) -> Option<Box<Self>> {
        let (a, b) = Self::pair(f, g)?;
        let over = |x: Option<Comparison>, y: Option<Comparison>| Some(x?.mul(&y?.recip()?));
        a.with(over(a.upper.clone(), b.lower), over(a.lower.clone(), b.upper))
    }

    /// Of `f + g`; a lower bound only when both have the same sign.
    pub(super) fn sum(f: &Jet, g: &Jet) -> Option<Box<Self>> {
        let (a, b) = Self::pair(f, g)?;
        let upper = match (&a.upper, &b.upper) {
            (Some(x), Some(y)) => Some(x.above_sum(y)),
            _ => None,
        };
        let (u, v) = (f.value(), g.value());
        let same = (u.is_non_negative() && v.is_non_negative()) || (u.is_non_positive() && v.is_non_positive());
        let lower = match (&a.lower, &b.lower) {
            (Some(x), Some(y)) if same => Some(x.faster(y).clone()),
            (Some(x), None) | (None, Some(x)) if same => Some(x.clone()),
            _ => None,
        };
        a.with(upper, lower)
    }

    /// Of `|f|^s` for a constant `s`.
    pub(super) fn power(f: &Jet, s: &Interval) -> Option<Box<Self>> {
        let a = f.growth.as_ref()?.over_same(f)?;
        let raise = |c: &Option<Comparison>| c.as_ref().and_then(|c| c.pow(s));
        if s.is_non_negative() {
            a.with(raise(&a.upper), raise(&a.lower))
        } else if s.is_non_positive() {
            a.with(raise(&a.lower), raise(&a.upper))
        } else {
            None
        }
    }

    /// Of `e^f`: from `f(x) <= max f + (r - Y) max f'`, and likewise below.
    pub(super) fn exponential(f: &Jet) -> Option<Box<Self>> {
        let a = f.growth.as_ref()?;
        let slope = f.coefficient(1)?;
        let slope = if a.left { slope.neg() } else { slope.clone() };
        let line = |at: Option<Interval>, rate: Option<Interval>| {
            Some(Comparison { size: at?.exp(BITS), power: Interval::zero(), rate: rate? })
        };
        let upper = line(f.value().hi_point(), slope.hi_point());
        let lower = line(f.value().lo_point(), slope.lo_point()).filter(|c| c.size.is_positive());
        a.with(upper, lower)
    }

    /// Of `erfc(f)` for `f >= 0` increasing in `r`: its logarithmic derivative is at most `-2 f f'` (Mills' ratio).
    pub(super) fn gauss_tail(f: &Jet) -> Option<Box<Self>> {
        let a = f.growth.as_ref()?;
        let slope = f.coefficient(1)?;
        let slope = if a.left { slope.neg() } else { slope.clone() };
        if !f.value().is_non_negative() || !slope.is_non_negative() {
            return None;
        }
        let (at, slope) = (f.value().lo_point()?, slope.lo_point()?);
        let rate = at.mul(&slope, BITS).mul_int(-2, BITS);
        a.with(Some(Comparison { size: at.erfc(BITS), power: Interval::zero(), rate }), None)
    }

    /// Of `ln f` for `f >= 1` of at most algebraic growth: `ln(U t^s) <= ln U + 4 s t^(1/4)` for `t = r/Y >= 1`.
    pub(super) fn logarithm(f: &Jet) -> Option<Box<Self>> {
        let a = f.growth.as_ref()?;
        let u = a.upper.as_ref()?;
        if *f.value().lo() < 1 || !u.rate.is_non_positive() {
            return None;
        }
        let power = u.power.max(&Interval::zero());
        let size = u.size.max(&Interval::one()).ln(BITS).ok()?.add(&power.mul_2exp(2), BITS);
        let quarter = Interval::one().mul_2exp(-2);
        a.with(Some(Comparison { size, power: quarter, rate: Interval::zero() }), None)
    }

    /// The exponential rate that dominates the upper bound: a positive power is absorbed by `t^s <= e^(s (r - Y)/Y)`.
    fn pure_rate(&self, c: &Comparison) -> Option<Interval> {
        if c.power.is_non_positive() {
            return c.rate.hi_point();
        }
        let s = c.power.hi_point()?.div(&self.start, BITS).ok()?;
        c.rate.hi_point()?.add(&s, BITS).hi_point()
    }

    /// Upper bound of `|f|` on the half line.
    fn supremum(&self) -> Option<Interval> {
        let c = self.upper.as_ref()?;
        if self.pure_rate(c)?.is_non_positive() { c.size.hi_point() } else { None }
    }

    /// Upper bound of `int |f|` over the half line (IN-03).
    fn integral(&self) -> Option<Interval> {
        let c = self.upper.as_ref()?;
        let size = c.size.hi_point()?;
        let exponential = self
            .pure_rate(c)
            .filter(Interval::is_negative)
            .and_then(|l| size.div(&l.neg(), BITS).ok())
            .and_then(|x| x.hi_point());
        // int (r/Y)^s = Y/(-s - 1) for s < -1, when the exponential does not grow.
        let excess = c.power.neg().sub(&Interval::one(), BITS);
        let algebraic = if c.rate.is_non_positive() && excess.is_positive() {
            size.mul(&self.start, BITS).div(&excess, BITS).ok().and_then(|x| x.hi_point())
        } else {
            None
        };
        match (exponential, algebraic) {
            (Some(x), Some(y)) => Some(x.min(&y)),
            (x, y) => x.or(y),
        }
    }
}

impl Jet {
    /// Attaches comparison functions and lets them narrow the range.
    pub(super) fn grown(mut self, growth: Option<Box<Growth>>) -> Self {
        if let Some(bound) = growth.as_ref().and_then(|g| g.supremum())
            && let Some(both) = bound.neg().hull(&bound).intersect(&self.c[0])
        {
            self.c[0] = both;
        }
        self.growth = growth;
        self
    }

    /// For a jet over a half line away from 0 that was made from [`Jet::variable`]: encloses the integral of `f` over the
    /// half line by an integrable comparison function (JE-05, IN-03). `None` when none was found, for instance for a decay that is neither algebraic
    /// (faster than `1/x`) nor exponential. Needs order 1 or more for exponentials.
    #[must_use]
    pub fn tail_integral(&self) -> Option<Interval> {
        let bound = self.growth.as_ref()?.integral()?;
        let zero = Interval::zero();
        Some(if self.value().is_non_negative() {
            zero.hull(&bound)
        } else if self.value().is_non_positive() {
            bound.neg().hull(&zero)
        } else {
            bound.neg().hull(&bound)
        })
    }
}
