//! Infinite sums with a proved rest: by a bound on the ratio of terms, or alternating.

use crate::integrate::Goal;
use crate::{Error, Interval, Prec, Result};

/// An enclosed infinite sum.
#[derive(Clone, Debug)]
pub struct Sum {
    /// Encloses the sum, whether or not the goal was met.
    pub value: Interval,
    /// Terms that were added.
    pub terms: u64,
    /// Whether the goal was met.
    pub reached: bool,
}

/// `sum_{k >= first} t_k`, where `ratio(n, p)` encloses some `r` with `|t_{k+1}| <= r |t_k|` for *all* `k >= n` (the
/// caller's hypothesis). Terms are added until `|t_n| r/(1 - r)` is below the goal, which encloses the rest (SU-01).
///
/// # Errors
/// [`Error::Unable`] when no ratio below 1 came within `max_terms` terms; the errors of `term` and `ratio`.
pub fn by_ratio<T, R>(term: T, ratio: R, first: u64, goal: &Goal, p: Prec, max_terms: u64) -> Result<Sum>
where
    T: Fn(u64, Prec) -> Result<Interval>,
    R: Fn(u64, Prec) -> Result<Interval>,
{
    let q = p.plus(64 - max_terms.leading_zeros() + 4);
    let mut sum = Interval::zero();
    let mut best: Option<Sum> = None;
    let one = Interval::one();
    for n in 0..max_terms {
        let k = first.saturating_add(n);
        let t = term(k, q)?;
        sum = sum.add(&t, q);
        let r = ratio(k, q)?.abs();
        let gap = one.sub(&r, q);
        if gap.is_positive() {
            let rest = t.abs().mul(&r, q).div(&gap, q)?;
            let value = sum.add(&rest.neg().hull(&rest), p);
            let reached = goal.is_met(&value);
            if reached || best.as_ref().is_none_or(|b| value.width() < b.value.width()) {
                best = Some(Sum { value, terms: n + 1, reached });
            }
            if reached {
                break;
            }
        }
    }
    best.ok_or_else(|| Error::unable("sum", format!("no ratio of terms below 1 within {max_terms} terms")))
}

/// `sum_{k >= first} t_k` for terms that alternate in sign and decrease in absolute value to 0 from `first` on (the
/// caller's hypothesis; a computed pair that contradicts it is an error). The rest lies between 0 and the first term left out (SU-02).
///
/// # Errors
/// [`Error::Domain`] when two terms show that the hypothesis is false; the errors of `term`.
pub fn alternating<T>(term: T, first: u64, goal: &Goal, p: Prec, max_terms: u64) -> Result<Sum>
where
    T: Fn(u64, Prec) -> Result<Interval>,
{
    let q = p.plus(64 - max_terms.leading_zeros() + 4);
    let mut sum = Interval::zero();
    let mut t = term(first, q)?;
    for n in 0..=max_terms {
        // The rest from t on lies between 0 and t.
        let value = sum.add(&t.hull(&Interval::zero()), p);
        let reached = goal.is_met(&value);
        if reached || n == max_terms {
            return Ok(Sum { value, terms: n, reached });
        }
        let next = term(first.saturating_add(n).saturating_add(1), q)?;
        let same_sign = (t.is_positive() && next.is_positive()) || (t.is_negative() && next.is_negative());
        if same_sign || t.mag() < next.mig() {
            let needs = "the terms must alternate in sign and decrease";
            return Err(Error::domain("alternating sum", "term", format!("{t} then {next}"), needs));
        }
        sum = sum.add(&t, q);
        t = next;
    }
    Err(Error::unable("alternating sum", "no term"))
}
