//! Arithmetic. Infinite end points follow the set rule: `0 * [0, inf) = 0` because every member is a real number.

use super::Interval;
use crate::{Error, Prec, Result};
use rug::Float;
use rug::float::Round;

/// `a * b` rounded to direction `r`, with `0 * inf = 0`.
fn product(p: u32, a: &Float, b: &Float, r: Round) -> Float {
    if a.is_zero() || b.is_zero() { Float::new(p) } else { Float::with_val_round(p, a * b, r).0 }
}

/// `a / b` for `b != 0` rounded to direction `r`; `inf / inf` is only asked for as a limit and gives 0.
fn quotient(p: u32, a: &Float, b: &Float, r: Round) -> Float {
    if a.is_zero() || b.is_infinite() { Float::new(p) } else { Float::with_val_round(p, a / b, r).0 }
}

impl Interval {
    /// `x + y`.
    #[must_use]
    pub fn add(&self, y: &Self, p: Prec) -> Self {
        let lo = Float::with_val_round(p.bits(), &self.lo + &y.lo, Round::Down).0;
        let hi = Float::with_val_round(p.bits(), &self.hi + &y.hi, Round::Up).0;
        Self::raw(lo, hi)
    }

    /// `x - y`.
    #[must_use]
    pub fn sub(&self, y: &Self, p: Prec) -> Self {
        let lo = Float::with_val_round(p.bits(), &self.lo - &y.hi, Round::Down).0;
        let hi = Float::with_val_round(p.bits(), &self.hi - &y.lo, Round::Up).0;
        Self::raw(lo, hi)
    }

    /// `-x`, exact.
    #[must_use]
    pub fn neg(&self) -> Self {
        let flip = |x: &Float| Float::with_val(x.prec(), -x);
        Self::raw(flip(&self.hi), flip(&self.lo))
    }

    /// `|x|`, exact.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_non_negative() {
            self.clone()
        } else if self.is_non_positive() {
            self.neg()
        } else {
            Self::raw(Float::new(2), self.mag())
        }
    }

    /// `x * y`.
    #[must_use]
    pub fn mul(&self, y: &Self, p: Prec) -> Self {
        let (down, up) = (Round::Down, Round::Up);
        let m = |a: &Float, b: &Float, r: Round| product(p.bits(), a, b, r);
        let (a, b, c, d) = (&self.lo, &self.hi, &y.lo, &y.hi);
        let (lo, hi) = if *a >= 0 {
            (m(if *c >= 0 { a } else { b }, c, down), m(if *d >= 0 { b } else { a }, d, up))
        } else if *b <= 0 {
            (m(if *d >= 0 { a } else { b }, d, down), m(if *c >= 0 { b } else { a }, c, up))
        } else if *c >= 0 {
            (m(a, d, down), m(b, d, up))
        } else if *d <= 0 {
            (m(b, c, down), m(a, c, up))
        } else {
            let (l1, l2) = (m(a, d, down), m(b, c, down));
            let (h1, h2) = (m(a, c, up), m(b, d, up));
            (if l1 < l2 { l1 } else { l2 }, if h1 > h2 { h1 } else { h2 })
        };
        Self::raw(lo, hi)
    }

    /// `x * n` for an integer.
    #[must_use]
    pub fn mul_int(&self, n: i64, p: Prec) -> Self {
        self.mul(&Self::int(n), p)
    }

    /// `x * 2^k`, exact; beyond the exponent range rounded outward like everything else.
    #[must_use]
    pub fn mul_2exp(&self, k: i32) -> Self {
        let lo = Float::with_val_round(self.lo.prec(), &self.lo << k, Round::Down).0;
        let hi = Float::with_val_round(self.hi.prec(), &self.hi << k, Round::Up).0;
        Self::raw(lo, hi)
    }

    /// `x / y`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `y` holds 0.
    pub fn div(&self, y: &Self, p: Prec) -> Result<Self> {
        if y.contains_zero() {
            return Err(Error::domain("division", "denominator", y, "it must not contain 0"));
        }
        if y.is_negative() {
            return self.neg().div(&y.neg(), p);
        }
        let q = |a: &Float, b: &Float, r: Round| quotient(p.bits(), a, b, r);
        let (c, d) = (&y.lo, &y.hi);
        let lo = q(&self.lo, if self.lo >= 0 { d } else { c }, Round::Down);
        let hi = q(&self.hi, if self.hi >= 0 { c } else { d }, Round::Up);
        Ok(Self::raw(lo, hi))
    }

    /// `x / n` for a non-zero integer.
    ///
    /// # Errors
    /// [`Error::Domain`] when `n` is 0.
    pub fn div_int(&self, n: i64, p: Prec) -> Result<Self> {
        self.div(&Self::int(n), p)
    }

    /// `1 / x`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `x` holds 0.
    pub fn recip(&self, p: Prec) -> Result<Self> {
        Self::one().div(self, p)
    }

    /// `x^2`, never below 0.
    #[must_use]
    pub fn sqr(&self, p: Prec) -> Self {
        let a = self.abs();
        Self::raw(product(p.bits(), &a.lo, &a.lo, Round::Down), product(p.bits(), &a.hi, &a.hi, Round::Up))
    }

    /// `sqrt(x)`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `x` holds a negative number.
    pub fn sqrt(&self, p: Prec) -> Result<Self> {
        if self.lo < 0 {
            return Err(Error::domain("sqrt", "x", self, "it must be >= 0"));
        }
        let lo = Float::with_val_round(p.bits(), self.lo.sqrt_ref(), Round::Down).0;
        let hi = Float::with_val_round(p.bits(), self.hi.sqrt_ref(), Round::Up).0;
        Ok(Self::raw(lo, hi))
    }

    /// Largest integer at most `x`, as an interval of integers.
    #[must_use]
    pub fn floor(&self) -> Self {
        Self::raw(self.lo.clone().floor(), self.hi.clone().floor())
    }

    /// Least integer at least `x`, as an interval of integers.
    #[must_use]
    pub fn ceil(&self) -> Self {
        Self::raw(self.lo.clone().ceil(), self.hi.clone().ceil())
    }
}
