//! Functions with kinks and jumps: jets exist where the piece is decided over the whole range (JE-07).

use super::Jet;
use crate::{Error, Interval, Prec, Result};

impl Jet {
    /// `|f|`.
    ///
    /// # Errors
    /// [`Error::Domain`] above order 0 when the range of `f` has 0 inside.
    pub fn abs(&self) -> Result<Self> {
        let u = self.value();
        if u.is_positive() {
            Ok(self.clone())
        } else if u.is_negative() {
            Ok(self.neg())
        } else if self.order() == 0 {
            Ok(Self::raw(vec![u.abs()]))
        } else {
            Err(Error::domain("abs", "x", u, "it must not contain 0 for derivatives"))
        }
    }

    /// `max(f, g)`.
    ///
    /// # Errors
    /// [`Error::Domain`] above order 0 when it is not decided which of the two is larger.
    pub fn max(&self, g: &Self) -> Result<Self> {
        let n = self.order().min(g.order());
        if g.value().certainly_lt(self.value()) {
            Ok(self.truncate(n))
        } else if self.value().certainly_lt(g.value()) {
            Ok(g.truncate(n))
        } else if n == 0 {
            Ok(Self::raw(vec![self.value().max(g.value())]))
        } else {
            Err(undecided("max", self, g))
        }
    }

    /// `min(f, g)`.
    ///
    /// # Errors
    /// [`Error::Domain`] above order 0 when it is not decided which of the two is smaller.
    pub fn min(&self, g: &Self) -> Result<Self> {
        let n = self.order().min(g.order());
        if self.value().certainly_lt(g.value()) {
            Ok(self.truncate(n))
        } else if g.value().certainly_lt(self.value()) {
            Ok(g.truncate(n))
        } else if n == 0 {
            Ok(Self::raw(vec![self.value().min(g.value())]))
        } else {
            Err(undecided("min", self, g))
        }
    }

    /// `floor(f)`: locally constant between jumps.
    ///
    /// # Errors
    /// [`Error::Domain`] above order 0 when an integer may lie in the range of `f`.
    pub fn floor(&self) -> Result<Self> {
        self.step("floor", self.value().floor())
    }

    /// `ceil(f)`: locally constant between jumps.
    ///
    /// # Errors
    /// [`Error::Domain`] above order 0 when an integer may lie in the range of `f`.
    pub fn ceil(&self) -> Result<Self> {
        self.step("ceil", self.value().ceil())
    }

    fn step(&self, function: &'static str, value: Interval) -> Result<Self> {
        // On an integer itself the step function has no derivative, even where the value interval is one point.
        let u = self.value();
        if self.order() > 0 && (!value.is_point() || u.lo().is_integer() || u.hi().is_integer()) {
            return Err(Error::domain(function, "x", u, "it must not contain an integer for derivatives"));
        }
        Ok(self.constant_like(value))
    }

    /// The sign of `f` times `one`: 1, -1, or 0 at an exact zero of order 0.
    ///
    /// # Errors
    /// [`Error::Domain`] above order 0 when the range of `f` holds 0.
    pub fn sign(&self) -> Result<Self> {
        let u = self.value();
        let side = |x: &crate::rug::Float| i64::from(*x > 0) - i64::from(*x < 0);
        let (a, b) = (Interval::int(side(u.lo())), Interval::int(side(u.hi())));
        if self.order() > 0 && u.contains_zero() {
            return Err(Error::domain("sign", "x", u, "it must not contain 0 for derivatives"));
        }
        Ok(self.constant_like(a.hull(&b)))
    }
}

fn undecided(function: &'static str, f: &Jet, g: &Jet) -> Error {
    let gap = f.value().sub(g.value(), Prec::DOUBLE);
    Error::domain(function, "x - y", gap, "it must not contain 0 for derivatives")
}
