//! Forward recurrence `J_{k+1} = (2k/x) J_k - J_{k-1}` (DLMF 10.6.1) in fixed point, for orders up to x.

use super::super::ball::{Ball, fixed};
use super::super::mag::Mag;
use super::hankel::MAX_ARGUMENT_BITS;
use rug::float::{Constant, Round};
use rug::{Assign, Float, Integer};

/// `1/x` scaled to `(2^q, 2^(q+1)]`, and the shift that belongs to it.
fn reciprocal(x: &Float, q: u32) -> Option<(Integer, u32)> {
    let e = x.get_exp()?;
    let mut r = Float::with_val(q + 4, x.recip_ref());
    r <<= e;
    Some((fixed(&r, q), q.checked_add(u32::try_from(e).ok()?)?))
}

/// Bound BJ-05 (docs/theory/bessel.md): with every order in `[0, x]` (order -1/2 counts as 1/2), errors `e0`, `e1` in
/// the first two values and at most 6 units per step, each value is off by at most
/// `2.6 x^(1/3) (e0 + e1 + 6 steps 2^-q)`.
fn error(x: &Float, start: Mag, steps: u64, q: u32) -> Mag {
    let growth = Float::with_val_round(32, x, Round::Up).0;
    let growth = Float::with_val_round(32, growth.cbrt_ref(), Round::Up).0;
    let growth = Mag::of(&growth).times(Mag::new(26, 0)).times_ratio(Mag::pow2(0), 10);
    start.plus(Mag::new(6 * steps, -i64::from(q))).times(growth)
}

/// Runs the recurrence from orders `first/2`, `first/2 + 1` (`first` may be -1) and hands `(2 order, value 2^q)` of each
/// new order up to `last/2` to `emit`.
fn run(y: [Integer; 2], first: i64, last: i64, recip: &(Integer, u32), mut emit: impl FnMut(i64, &Integer)) {
    let [mut a, mut b] = y;
    let mut t = Integer::new();
    let mut twice = first + 2;
    while twice < last {
        t.assign(&b * &recip.0);
        t *= twice;
        t >>= recip.1;
        t -= &a;
        std::mem::swap(&mut a, &mut b);
        std::mem::swap(&mut b, &mut t);
        twice += 2;
        emit(twice, &b);
    }
}

/// Guard bits that keep about `goal` bits relative to the amplitude at x after `steps` steps.
fn guard(x: &Float, steps: u64) -> u32 {
    let e = x.get_exp().unwrap_or(0).max(0).unsigned_abs();
    // 6 steps * 2.6 x^(1/3) over an amplitude of at least about 0.6 x^(-1/2).
    9 + (64 - steps.leading_zeros()) + e / 3 + e / 2
}

/// All orders `first/2 ..= last/2` (same parity, `last/2 <= x`) from balls for the first two.
#[must_use]
pub fn climb(first: u32, start: &[Ball], last: u32, x: &Float, goal: u32) -> Option<Vec<Ball>> {
    let [y0, y1] = start else { return None };
    if Float::with_val(64, last) / 2u32 > *x || last < first + 2 {
        return None;
    }
    let steps = u64::from(last - first) / 2;
    let q = goal + guard(x, steps);
    let recip = reciprocal(x, q)?;
    let begin = y0.err.plus(y1.err).plus(Mag::new(2, -i64::from(q)));
    let err = error(x, begin, steps, q);
    let mut out = Vec::with_capacity(steps as usize + 1);
    out.extend([y0.clone(), y1.clone()]);
    let y = [fixed(&y0.mid, q), fixed(&y1.mid, q)];
    run(y, i64::from(first), i64::from(last), &recip, |_, v| out.push(Ball::from_fixed(v, q, err)));
    Some(out)
}

/// `J_{n/2 + i}(x)`, `i = 0 .. count-1` (`count` 1 or 2), for half-integer orders not above x, from `sin x` and `cos x`
/// (DLMF 10.16.1).
#[must_use]
pub fn elementary(n: u32, count: u32, x: &Float, goal: u32) -> Option<Vec<Ball>> {
    let last = i64::from(n + 2 * (count - 1));
    if n.is_multiple_of(2) || Float::with_val(64, last) / 2u32 > *x || x.get_exp()? > MAX_ARGUMENT_BITS {
        return None;
    }
    let steps = u64::from(n) / 2 + 2;
    let q = goal + guard(x, steps);
    let (mut s, mut c) = (Float::new(q + 2), Float::new(q + 2));
    (&mut s, &mut c).assign(x.sin_cos_ref());
    let mut scale = Float::with_val(q + 2, Constant::Pi);
    scale *= x;
    scale >>= 1u32;
    scale.recip_sqrt_mut();
    s *= &scale;
    c *= &scale;
    // J_{-1/2} and J_{1/2}: at most 3 units off each, for the amplitude is below 1 (x >= 1/2 and count the roundings).
    let recip = reciprocal(x, q)?;
    let err = error(x, Mag::new(6, -i64::from(q)), steps, q);
    let mut out = Vec::with_capacity(2);
    if n == 1 {
        out.push(Ball { mid: s.clone(), err });
    }
    run([fixed(&c, q), fixed(&s, q)], -1, last, &recip, |twice, v| {
        if twice >= i64::from(n) {
            out.push(Ball::from_fixed(v, q, err));
        }
    });
    Some(out)
}

/// `J_{n/2 + i}(x)`, `i = 0 .. count-1` (`count` 1 or 2), for integer orders not above x, from Hankel's expansion of
/// `J_0`, `J_1`.
#[must_use]
pub fn from_hankel(n: u32, count: u32, x: &Float, goal: u32) -> Option<Vec<Ball>> {
    let last = n + 2 * (count - 1);
    if n % 2 == 1 || n < 4 || Float::with_val(64, last) / 2u32 > *x {
        return None;
    }
    let more = guard(x, u64::from(n) / 2);
    let start = super::hankel::hankel(0, 2, x, goal + more)?;
    let mut all = climb(0, &start, last, x, goal)?;
    let from = all.len().checked_sub(count as usize)?;
    Some(all.split_off(from))
}
