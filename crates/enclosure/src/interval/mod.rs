//! The interval type: two `rug::Float` end points, rounded outward by every operation.

mod arith;
mod compare;
mod elementary;
mod power;
mod text;
mod trig;

use crate::{Error, Prec, Result};
use rug::float::{Constant, Round, Special};
use rug::{Float, Integer, Rational};

/// A non-empty closed interval `[lo, hi]` of real numbers; an infinite end point means "unbounded on that side".
///
/// Invariant: neither end point is NaN, `lo <= hi`, `lo < +inf` and `hi > -inf` (so the interval holds a real number).
#[derive(Clone, Debug)]
pub struct Interval {
    lo: Float,
    hi: Float,
}

impl Interval {
    /// The interval `[lo, hi]`.
    ///
    /// # Errors
    /// [`Error::Domain`] when an end point is NaN, when `lo > hi`, or when no real number lies in it.
    pub fn new(lo: Float, hi: Float) -> Result<Self> {
        if lo.is_nan() || hi.is_nan() {
            return Err(Error::domain("interval", "end point", "NaN", "end points must be numbers"));
        }
        let no_real = (lo.is_infinite() && lo.is_sign_positive()) || (hi.is_infinite() && hi.is_sign_negative());
        if lo > hi || no_real {
            return Err(Error::domain("interval", "lo, hi", format!("{lo}, {hi}"), "lo <= hi must hold a real number"));
        }
        Ok(Self { lo, hi })
    }

    /// End points that an operation of this crate has produced: same invariant, checked in debug builds only.
    pub(crate) fn raw(lo: Float, hi: Float) -> Self {
        debug_assert!(lo <= hi, "interval [{lo}, {hi}]");
        Self { lo, hi }
    }

    /// The one-point interval of a finite float, exact.
    ///
    /// # Errors
    /// [`Error::Domain`] for NaN and infinities.
    pub fn point(x: Float) -> Result<Self> {
        if x.is_finite() {
            Ok(Self { lo: x.clone(), hi: x })
        } else {
            Err(Error::domain("interval", "x", x, "a point must be finite"))
        }
    }

    /// The exact value of an `f64`. `0.1` is the double nearest to one tenth, not one tenth: use
    /// [`Interval::decimal`] or [`Interval::ratio`] for that.
    ///
    /// # Errors
    /// [`Error::Domain`] for NaN and infinities.
    pub fn exact_f64(x: f64) -> Result<Self> {
        Self::point(Float::with_val(53, x))
    }

    /// The integer `n`, exact.
    #[must_use]
    pub fn int(n: i64) -> Self {
        let x = Float::with_val(64, n);
        Self { lo: x.clone(), hi: x }
    }

    /// Encloses the integer `n`: exact when it fits in `p` bits.
    #[must_use]
    pub fn integer(n: &Integer, p: Prec) -> Self {
        Self::both(p, |q, r| Float::with_val_round(q, n, r).0)
    }

    /// Encloses the rational `q`, at most 1 ulp wide.
    #[must_use]
    pub fn rational(q: &Rational, p: Prec) -> Self {
        Self::both(p, |bits, r| Float::with_val_round(bits, q, r).0)
    }

    /// Encloses `num/den`, at most 1 ulp wide.
    ///
    /// # Errors
    /// [`Error::Domain`] when `den` is 0.
    pub fn ratio(num: i64, den: i64, p: Prec) -> Result<Self> {
        if den == 0 {
            return Err(Error::domain("ratio", "den", den, "it must not be 0"));
        }
        Ok(Self::rational(&Rational::from((num, den)), p))
    }

    /// The interval `[0, 0]`.
    #[must_use]
    pub fn zero() -> Self {
        Self::int(0)
    }

    /// The interval `[1, 1]`.
    #[must_use]
    pub fn one() -> Self {
        Self::int(1)
    }

    /// The whole line.
    #[must_use]
    pub fn whole() -> Self {
        Self { lo: Float::with_val(2, Special::NegInfinity), hi: Float::with_val(2, Special::Infinity) }
    }

    /// The half line `[lo, +inf)`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `lo` is NaN or `+inf`.
    pub fn from_below(lo: Float) -> Result<Self> {
        Self::new(lo, Float::with_val(2, Special::Infinity))
    }

    /// The half line `(-inf, hi]`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `hi` is NaN or `-inf`.
    pub fn from_above(hi: Float) -> Result<Self> {
        Self::new(Float::with_val(2, Special::NegInfinity), hi)
    }

    /// Encloses pi, at most 1 ulp wide.
    #[must_use]
    pub fn pi(p: Prec) -> Self {
        Self::both(p, |q, r| Float::with_val_round(q, Constant::Pi, r).0)
    }

    /// Encloses ln 2, at most 1 ulp wide.
    #[must_use]
    pub fn ln2(p: Prec) -> Self {
        Self::both(p, |q, r| Float::with_val_round(q, Constant::Log2, r).0)
    }

    /// Encloses Euler's constant, at most 1 ulp wide.
    #[must_use]
    pub fn euler_gamma(p: Prec) -> Self {
        Self::both(p, |q, r| Float::with_val_round(q, Constant::Euler, r).0)
    }

    /// Encloses Euler's number `e`, at most 1 ulp wide.
    #[must_use]
    pub fn e(p: Prec) -> Self {
        Self::one().exp(p)
    }

    /// `[f(Down), f(Up)]` for a correctly rounded `f`.
    pub(crate) fn both(p: Prec, f: impl Fn(u32, Round) -> Float) -> Self {
        Self::raw(f(p.bits(), Round::Down), f(p.bits(), Round::Up))
    }

    /// Left end point.
    #[must_use]
    pub const fn lo(&self) -> &Float {
        &self.lo
    }

    /// Right end point.
    #[must_use]
    pub const fn hi(&self) -> &Float {
        &self.hi
    }

    /// Takes the end points out.
    #[must_use]
    pub fn into_bounds(self) -> (Float, Float) {
        (self.lo, self.hi)
    }

    /// The left end point as a one-point interval; `None` when it is infinite.
    #[must_use]
    pub fn lo_point(&self) -> Option<Self> {
        Self::point(self.lo.clone()).ok()
    }

    /// The right end point as a one-point interval; `None` when it is infinite.
    #[must_use]
    pub fn hi_point(&self) -> Option<Self> {
        Self::point(self.hi.clone()).ok()
    }

    /// Whether both end points are finite.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.lo.is_finite() && self.hi.is_finite()
    }

    /// Whether the interval is one point.
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.lo == self.hi
    }

    /// A finite float inside the interval, near its middle (exactly the point for a point interval). For an unbounded
    /// interval some finite member.
    #[must_use]
    pub fn mid(&self) -> Float {
        if self.is_point() {
            return self.lo.clone();
        }
        let q = self.lo.prec().max(self.hi.prec()) + 1;
        match (self.lo.is_finite(), self.hi.is_finite()) {
            (true, true) => {
                let half = |x: &Float| Float::with_val(q, x) >> 1u32;
                let m = half(&self.lo) + half(&self.hi);
                m.clamp(&self.lo, &self.hi)
            }
            (true, false) => {
                let m = Float::with_val(q, &self.lo).abs() + 1u32;
                (m * 2u32).max(&self.lo)
            }
            (false, true) => {
                let m = Float::with_val(q, &self.hi).abs() + 1u32;
                (-(m * 2u32)).min(&self.hi)
            }
            (false, false) => Float::new(q),
        }
    }

    /// Upper bound of the width `hi - lo`.
    #[must_use]
    pub fn width(&self) -> Float {
        if !self.is_bounded() {
            return Float::with_val(2, Special::Infinity);
        }
        Float::with_val_round(53, &self.hi - &self.lo, Round::Up).0
    }

    /// Upper bound of `max |x|`.
    #[must_use]
    pub fn mag(&self) -> Float {
        let a = Float::with_val(self.lo.prec(), self.lo.abs_ref());
        let b = Float::with_val(self.hi.prec(), self.hi.abs_ref());
        if a > b { a } else { b }
    }

    /// Lower bound of `min |x|` (0 when 0 is inside).
    #[must_use]
    pub fn mig(&self) -> Float {
        if self.contains_zero() {
            return Float::new(2);
        }
        let a = Float::with_val(self.lo.prec(), self.lo.abs_ref());
        let b = Float::with_val(self.hi.prec(), self.hi.abs_ref());
        if a < b { a } else { b }
    }

    /// Number of bits on which both end points agree, `-log2(width/mag)` rounded down; `None` for a point.
    #[must_use]
    pub fn accuracy_bits(&self) -> Option<i64> {
        let w = self.width();
        if w.is_zero() {
            return None;
        }
        let (Some(we), Some(me)) = (w.get_exp(), self.mag().get_exp()) else {
            return Some(0);
        };
        Some(i64::from(me) - i64::from(we))
    }

    /// Outward rounding to `p` bits.
    #[must_use]
    pub fn round(&self, p: Prec) -> Self {
        let lo = Float::with_val_round(p.bits(), &self.lo, Round::Down).0;
        let hi = Float::with_val_round(p.bits(), &self.hi, Round::Up).0;
        Self::raw(lo, hi)
    }

    /// The two halves at the middle.
    #[must_use]
    pub fn split(&self) -> (Self, Self) {
        let m = self.mid();
        (Self::raw(self.lo.clone(), m.clone()), Self::raw(m, self.hi.clone()))
    }
}
