//! Integer ranges and values that are certainly one integer.

use super::{EvalError, Evaluator, MAX_TERMS};
use crate::tree::{Domain, Expr};
use enclosure::Interval;
use enclosure::rug::Integer;

/// The integer an enclosure pins down: a point, or `None`.
pub(super) fn exact_integer(x: &Interval) -> Option<Integer> {
    // The exponent limit keeps 2^(2^40) from being written out.
    let small = x.is_point() && x.lo().is_integer() && x.lo().get_exp().is_none_or(|e| e <= 1 << 16);
    if small { x.lo().to_integer() } else { None }
}

/// Its value as an `i64`, when it has one.
pub(super) fn small_integer(x: &Interval) -> Option<i64> {
    exact_integer(x).and_then(|n| n.to_i64())
}

/// Integers that are certainly (`inner`) and possibly (`outer`) in a range; ends included, `None` above is infinite.
pub(super) struct Range {
    pub outer: (i64, Option<i64>),
    pub inner: (i64, i64),
}

impl<'t> Evaluator<'t> {
    /// The integers `a..=b` of a sum: the bounds must pin them down, and there may be at most [`MAX_TERMS`].
    pub(super) fn terms(
        &mut self,
        expr: &'t Expr,
        domain: &'t Domain,
    ) -> Result<std::ops::RangeInclusive<i64>, EvalError> {
        let Domain::Integer { lower, upper } = domain else {
            return Err(EvalError::unable(expr, "an integer range is needed"));
        };
        let Some(upper) = upper else {
            return Err(EvalError::unable(expr, "infinite sums are not evaluated"));
        };
        let (a, b) = (self.eval(lower)?.ceil(), self.eval(upper)?.floor());
        let (Some(first), Some(last)) = (small_integer(&a), small_integer(&b)) else {
            let reason = format!("the range {a}..={b} is not one range of integers");
            return Err(EvalError::unable(expr, reason));
        };
        if last >= first && last.abs_diff(first) >= MAX_TERMS {
            return Err(EvalError::unable(expr, format!("the range {first}..={last} has more than {MAX_TERMS} terms")));
        }
        Ok(first..=last)
    }

    /// The integers of a quantifier's range, as far as the bounds tell.
    pub(super) fn range(
        &mut self,
        place: &'t Expr,
        lower: &'t Expr,
        upper: Option<&'t Expr>,
    ) -> Result<Range, EvalError> {
        let a = self.eval(lower)?;
        let integer =
            |x: &enclosure::rug::Float| if x.is_finite() { x.to_integer().and_then(|n| n.to_i64()) } else { None };
        let (Some(least), Some(first)) = (integer(a.ceil().lo()), integer(a.ceil().hi())) else {
            return Err(EvalError::unable(place, format!("the first value {a} of the range is not bounded")));
        };
        let Some(upper) = upper else {
            return Ok(Range { outer: (least, None), inner: (first, i64::MAX) });
        };
        let b = self.eval(upper)?.floor();
        let most = integer(b.hi());
        let last = integer(b.lo()).unwrap_or(i64::MIN);
        Ok(Range { outer: (least, most), inner: (first, last) })
    }
}
