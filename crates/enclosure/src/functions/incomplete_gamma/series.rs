//! The two series of positive terms, one for each tail.

use crate::functions::rounding::{MAX_TERMS, ball, prec, widen};
use crate::{Error, Interval, Result};
use rug::float::Round;
use rug::{Assign, Float};

/// What a sum of rounded terms came to: an enclosure, or the news that it does not reach the accuracy.
pub(super) enum Sum {
    /// The sum with its truncation and rounding errors.
    Reached(Interval),
    /// The terms stop shrinking too early.
    Stalled,
}

fn exponent(x: &Float) -> i64 {
    x.get_exp().map_or(i64::MIN / 2, i64::from)
}

/// `A(a, x) = sum_n x^n / ((a+1)(a+2)...(a+n))`, so that `P(a, x) = x^a e^-x / Gamma(a+1) A(a, x)` (DLMF 8.11.4).
///
/// Bound IG-01: when the ratio `r = x/(a+N+1)` after the last term kept is below 1, the rest is positive and at most
/// `t_N r/(1-r)`; at most 5 roundings a step (SF-01).
pub(super) fn ascending(a: &Float, x: &Float, w: u32) -> Result<Interval> {
    let mut term = Float::with_val(w, 1);
    let mut sum = Float::with_val(w, 1);
    let mut den = Float::new(w);
    let z = Float::with_val(w, x);
    let mut threshold = i64::from(w);
    for n in 1..MAX_TERMS {
        den.assign(a + n);
        term *= &z;
        term /= &den;
        if exponent(&term) < exponent(&sum) - threshold {
            // 1 - r from below, the next ratio r = x/(a+n) rounded up serving this and every later one.
            let bottom = Float::with_val_round(64, a + n, Round::Down).0;
            let r = Float::with_val_round(64, x / &bottom, Round::Up).0;
            let gap = Float::with_val_round(64, 1 - &r, Round::Down).0;
            if gap > 0 {
                if exponent(&term) < exponent(&sum) - i64::from(w) + exponent(&gap) {
                    let rest = Float::with_val_round(64, &term * 2u32, Round::Up).0;
                    let rest = Float::with_val_round(64, &rest / &gap, Round::Up).0;
                    let kept = widen(&sum, 5 * u64::from(n) + 5, w);
                    let hi = Float::with_val_round(w, kept.hi() + &rest, Round::Up).0;
                    return Ok(Interval::raw(kept.into_bounds().0, hi));
                }
                threshold = i64::from(w) - exponent(&gap);
            }
        }
        sum += &term;
    }
    Err(Error::unable("incomplete gamma", format!("the series of P needs more than {MAX_TERMS} terms")))
}

/// `G(a, x) = 1 + (a-1)/x + (a-1)(a-2)/x^2 + ...`, so that `Q(a, x) = x^(a-1) e^-x / Gamma(a) G(a, x)` (DLMF 8.11.2),
/// for `x >= a - 1`.
///
/// Bound IG-02: after `N` terms the rest is `t_N G(a-N, x)` with `0 < G(a-N, x) <= max(1, 1/(1-r))`, `r = (a-N-1)/x`,
/// whatever the sign of `a - N`; the sum stops at the first term below the goal, or stalls when terms begin to grow.
pub(super) fn descending(a: &Float, x: &Float, w: u32) -> Result<Sum> {
    let mut term = Float::with_val(w, 1);
    let mut sum = Float::with_val(w, 1);
    let mut num = Float::new(w);
    let inv = Float::with_val(w, x.recip_ref());
    let mut threshold = i64::from(w);
    for n in 1..MAX_TERMS {
        num.assign(a - n);
        // The ratio grows again once a - n < -x: nothing more is to be gained.
        if num < 0 && num.cmp_abs(x) != Some(std::cmp::Ordering::Less) {
            return Ok(Sum::Stalled);
        }
        term *= &num;
        term *= &inv;
        if term.is_zero() {
            return Ok(Sum::Reached(widen(&sum, 5 * u64::from(n) + 5, w)));
        }
        if exponent(&term) < exponent(&sum) - threshold {
            let r = Float::with_val_round(64, &num / x, Round::Up).0;
            let gap = Float::with_val_round(64, 1 - &r, Round::Down).0;
            if gap > 0 {
                if num < 0 || exponent(&term) < exponent(&sum) - i64::from(w) + exponent(&gap) {
                    return Ok(Sum::Reached(finish(&sum, &term, &gap, n, *a < n, w)));
                }
                threshold = i64::from(w) - exponent(&gap);
            }
        }
        sum += &term;
    }
    Err(Error::unable("incomplete gamma", format!("the series of Q needs more than {MAX_TERMS} terms")))
}

/// Adds the rounding errors and the rest `term * (0, max(1, 1/gap)]`. With terms of both signs (`signed`), all of
/// size at most 1, the rounding error is bounded absolutely: `n` terms of at most `5 n + 5` roundings each, and the additions.
fn finish(sum: &Float, term: &Float, gap: &Float, n: u32, signed: bool, w: u32) -> Interval {
    let n = u64::from(n) + 1;
    let kept = if signed {
        let mut err = Float::with_val_round(64, n * n * 12, Round::Up).0;
        err >>= w;
        ball(sum, &err, w)
    } else {
        widen(sum, 5 * n, w)
    };
    let mut rest = Float::with_val_round(64, term.abs_ref(), Round::Up).0 * 2u32;
    if *gap < 1 {
        rest = Float::with_val_round(64, &rest / gap, Round::Up).0;
    }
    let zero = Float::new(2);
    let rest = if *term < 0 { Interval::raw(-rest, zero) } else { Interval::raw(zero, rest) };
    kept.add(&rest, prec(w))
}
