//! The two series of one tail: ascending (positive terms) and descending (positive, then alternating).

use crate::functions::rounding::{MAX_TERMS, ball, prec, widen};
use crate::{Error, Interval, Result};
use rug::float::Round;
use rug::{Assign, Float};

/// One tail: `I_x(a, b)` with `y = 1 - x`, both rounded to nearest at the working precision.
pub(super) struct Side<'a> {
    pub a: &'a Float,
    pub b: &'a Float,
    pub x: Float,
    pub y: Float,
}

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

fn up(x: &Float) -> Float {
    let mut x = Float::with_val_round(64, x, Round::Up).0;
    x.next_up();
    x
}

fn too_many(what: &str) -> Error {
    Error::unable("incomplete beta", format!("the {what} series needs more than {MAX_TERMS} terms"))
}

/// `A = sum_n x^n (a+b)_n / (a+1)_n`, so that `I_x(a, b) = x^a y^b / (a B(a, b)) A` (DLMF 8.17.8).
///
/// Bound IB-01: the ratio of later terms is at most `r = x max(1, (a+b+n)/(a+1+n))`; for `r < 1` the rest after `t_n`
/// was left out is positive and at most `t_n/(1-r)`. At most 9 roundings a step.
pub(super) fn ascending(s: &Side<'_>, w: u32) -> Result<Interval> {
    let total = Float::with_val(w, s.a + s.b);
    let total_up = up(&Float::with_val_round(64, s.a + s.b, Round::Up).0);
    let x_up = up(&s.x);
    let mut term = Float::with_val(w, 1);
    let mut sum = Float::with_val(w, 1);
    let (mut num, mut den) = (Float::new(w), Float::new(w));
    let mut threshold = i64::from(w);
    for n in 1..MAX_TERMS {
        num.assign(&total + (n - 1));
        den.assign(s.a + n);
        term *= &s.x;
        term *= &num;
        term /= &den;
        if exponent(&term) < exponent(&sum) - threshold {
            let top = Float::with_val_round(64, &total_up + n, Round::Up).0;
            let bottom = Float::with_val_round(64, s.a + (n + 1), Round::Down).0;
            let mut r = Float::with_val_round(64, &top / &bottom, Round::Up).0;
            if r < 1 {
                r.assign(1);
            }
            let r = Float::with_val_round(64, &r * &x_up, Round::Up).0;
            let gap = Float::with_val_round(64, 1 - &r, Round::Down).0;
            if gap > 0 {
                if exponent(&term) < exponent(&sum) - i64::from(w) + exponent(&gap) {
                    let rest = Float::with_val_round(64, &term * 2u32, Round::Up).0;
                    let rest = Float::with_val_round(64, &rest / &gap, Round::Up).0;
                    let kept = widen(&sum, 9 * u64::from(n) + 9, w);
                    let hi = Float::with_val_round(w, kept.hi() + &rest, Round::Up).0;
                    return Ok(Interval::raw(kept.into_bounds().0, hi));
                }
                threshold = i64::from(w) - exponent(&gap);
            }
        }
        sum += &term;
    }
    Err(too_many("ascending"))
}

/// `F = sum_n (b-1)(b-2)...(b-n) / ((a+1)...(a+n)) (x/y)^n`, so that `I_x(a, b) = x^a y^(b-1) / (a B(a, b)) F`.
///
/// Bound IB-02: after `N` terms the rest is `t_N F(a+N, b-N)` with `0 < F <= max(1, 1/(1-r))`,
/// `r = (b-N-1)/(a+N+1) x/y`, whatever the sign of `b - N`. At most 8 roundings a step.
pub(super) fn descending(s: &Side<'_>, w: u32) -> Result<Sum> {
    let z = Float::with_val(w, &s.x / &s.y);
    let z_up = up(&z);
    let mut term = Float::with_val(w, 1);
    let mut sum = Float::with_val(w, 1);
    let (mut num, mut den, mut factor) = (Float::new(w), Float::new(w), Float::new(w));
    let mut threshold = i64::from(w);
    for n in 1..MAX_TERMS {
        num.assign(s.b - n);
        den.assign(s.a + n);
        factor.assign(&num * &z);
        factor /= &den;
        // With x > y the alternating terms grow again in the end: nothing more is to be gained.
        if factor <= -1 || factor > 1 {
            return Ok(Sum::Stalled);
        }
        term *= &factor;
        if term.is_zero() {
            return Ok(Sum::Reached(widen(&sum, 8 * u64::from(n) + 8, w)));
        }
        if exponent(&term) < exponent(&sum) - threshold {
            let top = Float::with_val_round(64, s.b - (n + 1), Round::Up).0;
            let bottom = Float::with_val_round(64, s.a + (n + 1), if top > 0 { Round::Down } else { Round::Up }).0;
            let r = Float::with_val_round(64, &top / &bottom, Round::Up).0;
            let r = if r > 0 { Float::with_val_round(64, &r * &z_up, Round::Up).0 } else { Float::new(64) };
            let gap = Float::with_val_round(64, 1 - &r, Round::Down).0;
            if gap > 0 {
                if exponent(&term) < exponent(&sum) - i64::from(w) + exponent(&gap) {
                    return Ok(Sum::Reached(finish(&sum, &term, &gap, n, *s.b < n, w)));
                }
                threshold = i64::from(w) - exponent(&gap);
            }
        }
        sum += &term;
    }
    Err(too_many("descending"))
}

/// Adds the rounding errors and the rest `term * (0, 1/gap]`. With terms of both signs (`signed`), all of size at most
/// 1 since every factor was, the rounding error is bounded absolutely: `n` terms of at most `8 n` roundings, `n` additions.
fn finish(sum: &Float, term: &Float, gap: &Float, n: u32, signed: bool, w: u32) -> Interval {
    let n = u64::from(n) + 1;
    let kept = if signed {
        let mut err = Float::with_val_round(64, n * n * 20, Round::Up).0;
        err >>= w;
        ball(sum, &err, w)
    } else {
        widen(sum, 8 * n, w)
    };
    let mut rest = Float::with_val_round(64, term.abs_ref(), Round::Up).0 * 2u32;
    rest = Float::with_val_round(64, &rest / gap, Round::Up).0;
    let zero = Float::new(2);
    let rest = if *term < 0 { Interval::raw(-rest, zero) } else { Interval::raw(zero, rest) };
    kept.add(&rest, prec(w))
}
