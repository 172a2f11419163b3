//! Powers.

use super::Interval;
use crate::{Error, Prec, Result};
use rug::Float;
use rug::float::Round;
use rug::ops::Pow;

/// MPFR's correctly rounded `x^y`.
fn power(x: &Float, y: &Float, p: Prec, r: Round) -> Float {
    Float::with_val_round(p.bits(), x.pow(y), r).0
}

impl Interval {
    /// `x^n` for an integer `n`; `x^0 = 1` for every `x`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `n < 0` and `x` holds 0.
    pub fn powi(&self, n: i64, p: Prec) -> Result<Self> {
        if n == 0 {
            return Ok(Self::one());
        }
        if n < 0 && self.contains_zero() {
            return Err(Error::domain("power", "base", self, "it must not contain 0 for a negative exponent"));
        }
        let base = if n % 2 == 0 { self.abs() } else { self.clone() };
        // Monotone on `base`: it holds no sign change unless n is odd and positive, where x^n increases on the line.
        let e = Float::with_val(64, n);
        let (a, b) = if n > 0 { (base.lo(), base.hi()) } else { (base.hi(), base.lo()) };
        Ok(Self::raw(power(a, &e, p, Round::Down), power(b, &e, p, Round::Up)))
    }

    /// `x^y = exp(y ln x)` for real `y`, `x > 0`; `x = 0` is allowed when `y > 0`. An integer `y` (point) allows
    /// negative `x`.
    ///
    /// # Errors
    /// [`Error::Domain`] when `x` holds a negative number and `y` is not an integer, or `x` holds 0 and `y <= 0` is possible.
    pub fn pow(&self, y: &Self, p: Prec) -> Result<Self> {
        // The exponent check keeps an integer such as 2^(2^40) from being written out.
        let small = y.is_point() && y.lo().is_integer() && y.lo().get_exp().is_none_or(|e| e < 63);
        if let Some(n) = small.then(|| y.lo().to_integer()).flatten().and_then(|n| n.to_i64()) {
            return self.powi(n, p);
        }
        if *self.lo() < 0 {
            return Err(Error::domain("power", "base", self, "it must be >= 0 for an exponent that is not an integer"));
        }
        if self.contains_zero() && !y.is_positive() {
            return Err(Error::domain("power", "base", self, "it must be > 0 unless the exponent is > 0"));
        }
        // x^y is monotone in x for fixed y and in y for fixed x, so its extremes over a box are at the corners.
        let mut lo: Option<Float> = None;
        let mut hi: Option<Float> = None;
        for a in [self.lo(), self.hi()] {
            for b in [y.lo(), y.hi()] {
                let (down, up) = (power(a, b, p, Round::Down), power(a, b, p, Round::Up));
                lo = Some(lo.map_or(down.clone(), |l| if down < l { down } else { l }));
                hi = Some(hi.map_or(up.clone(), |h| if up > h { up } else { h }));
            }
        }
        match (lo, hi) {
            (Some(lo), Some(hi)) => Self::new(lo, hi),
            _ => Err(Error::unable("power", "no corner")),
        }
    }
}
