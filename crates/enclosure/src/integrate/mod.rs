//! Rigorous integration of functions that can be evaluated on jets.
//!
//! Adaptive Taylor quadrature (IN-01): over `[m - h, m + h]` the integral is the sum of the even central Taylor terms and
//! a remainder enclosed by one coefficient of the jet over the whole piece. Pieces where the jet does not exist or is too wide are cut;
//! near an algebraic end point singularity with a bounded integrand the range times the length is used (IN-02).
//! No step estimates an error: the width of the result is the error bound.

mod adaptive;
mod infinite;
mod piece;
mod substitute;

pub use infinite::{integrate_to_infinity, integrate_with_tail};
pub use substitute::{with_left_weight, with_right_weight};

use crate::rug::Float;
use crate::{Error, Interval, Jet, Prec, Result};

/// How narrow the enclosure is asked to be: its width at most `width`, or at most `relative` times the integral.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    width: Float,
    relative: Float,
}

impl Goal {
    /// Width at most `width`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `width` is positive and finite.
    pub fn width(width: Float) -> Result<Self> {
        positive("width", &width)?;
        Ok(Self { width, relative: Float::new(2) })
    }

    /// Width at most `2^-bits`.
    #[must_use]
    pub fn absolute_bits(bits: u32) -> Self {
        Self { width: Float::with_val(2, 1) >> bits.min(1 << 28), relative: Float::new(2) }
    }

    /// Width at most `2^-bits` times the absolute value of the integral. Cannot be reached when the integral is 0.
    #[must_use]
    pub fn relative_bits(bits: u32) -> Self {
        Self { width: Float::new(2), relative: Float::with_val(2, 1) >> bits.min(1 << 28) }
    }

    /// Whichever of the two goals is easier.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let larger = |a: Float, b: Float| if a > b { a } else { b };
        Self { width: larger(self.width, other.width), relative: larger(self.relative, other.relative) }
    }

    /// Whether `value` is narrow enough.
    #[must_use]
    pub fn is_met(&self, value: &Interval) -> bool {
        value.width() <= self.target(&value.mig())
    }

    /// The width asked for when the integral is at least `size` in absolute value (rounded down).
    fn target(&self, size: &Float) -> Float {
        use crate::rug::float::Round;
        let relative = Float::with_val_round(53, &self.relative * size, Round::Down).0;
        if relative > self.width { relative } else { Float::with_val_round(53, &self.width, Round::Down).0 }
    }
}

fn positive(argument: &'static str, x: &Float) -> Result<()> {
    if x.is_finite() && *x > 0 {
        Ok(())
    } else {
        Err(Error::domain("integration goal", argument, x, "it must be positive and finite"))
    }
}

/// What an integration may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most evaluations of the integrand on a jet, over all pieces.
    pub evaluations: usize,
    /// Order of the jets; chosen from the goal when `None`.
    pub order: Option<usize>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { evaluations: 20_000, order: None }
    }
}

/// An enclosed integral.
#[derive(Clone, Debug)]
pub struct Integral {
    /// Encloses the integral, whether or not the goal was met.
    pub value: Interval,
    /// What kept the goal from being met; `None` when it was.
    pub short: Option<Shortfall>,
    /// Evaluations of the integrand on a jet.
    pub evaluations: usize,
}

/// What ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shortfall {
    /// The evaluations allowed by [`Limits`].
    Evaluations,
    /// All pieces were narrow, but rounding at the working precision (or the width of an end point) is wider than the goal.
    Precision,
    /// A piece next to a singularity could not be cut further.
    Singularity,
    /// The bound on the rest of an infinite interval.
    Tail,
}

impl Integral {
    /// Whether the goal was met.
    #[must_use]
    pub const fn reached(&self) -> bool {
        self.short.is_none()
    }

    /// The enclosure when the goal was met.
    ///
    /// # Errors
    /// [`Error::Unable`] with the best enclosure and what ran out, otherwise.
    pub fn required(self) -> Result<Interval> {
        match self.short {
            None => Ok(self.value),
            Some(what) => Err(Error::unable(
                "integral",
                format!(
                    "best enclosure {:.20} after {} evaluations; ran out of {what:?}",
                    self.value, self.evaluations
                ),
            )),
        }
    }
}

/// `int_a^b f(x) dx` to the goal. The end points may be intervals (then the result holds the integral for every choice
/// of them) and in any order.
///
/// # Errors
/// [`Error::Domain`] for unbounded end points, and the integrand's own error where it has no enclosure however small the piece.
pub fn integrate<F>(f: F, a: &Interval, b: &Interval, goal: &Goal, p: Prec, limits: &Limits) -> Result<Integral>
where
    F: Fn(&Jet, Prec) -> Result<Jet>,
{
    for (name, x) in [("a", a), ("b", b)] {
        if !x.is_bounded() {
            return Err(Error::domain("integral", name, x, "it must be finite"));
        }
    }
    let (from, to) = (a.mid(), b.mid());
    let backwards = from > to;
    let (left, right) = if backwards { (&to, &from) } else { (&from, &to) };
    let mut result = if left == right {
        Integral { value: Interval::zero(), short: None, evaluations: 0 }
    } else {
        adaptive::run(&f, left, right, goal, p, limits)?
    };
    if backwards {
        result.value = result.value.neg();
    }
    // int_a^b = int_a^from + int_from^to + int_to^b, the outer two over at most the width of the end point.
    for (end, at, forward) in [(a, &from, true), (b, &to, false)] {
        if !end.is_point() {
            let at = Interval::point(at.clone())?;
            let length = if forward { at.sub(end, p) } else { end.sub(&at, p) };
            let height = f(&Jet::variable(end.clone(), 0), p)?;
            result.value = result.value.add(&length.mul(height.value(), p), p);
        }
    }
    if result.short.is_none() && !goal.is_met(&result.value) {
        result.short = Some(Shortfall::Precision);
    }
    if goal.is_met(&result.value) {
        result.short = None;
    }
    Ok(result)
}
