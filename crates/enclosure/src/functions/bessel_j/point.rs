//! Values at one float argument: which variant runs where, and how often the precision is raised.

use super::ball::Ball;
use super::mag::Mag;
use super::variants::{forward, hankel, series};
use rug::Float;

/// Largest number of times the precision is raised for one value.
const ROUNDS: usize = 12;

/// `J_{n/2 + i}(x)`, `i = 0 .. count-1` (`count` 1 or 2), `x > 0`, to about `goal` bits relative to the size of
/// neighbouring values. Chooses a variant; `None` when every variant is out of its depth.
pub fn evaluate(n: u32, count: u32, x: &Float, goal: u32) -> Option<Vec<Ball>> {
    let (nu, xf) = (0.5 * f64::from(n), x.to_f64());
    let odd = n % 2 == 1;
    let power = || -> Option<Vec<Ball>> { (0..count).map(|i| series::series(n + 2 * i, x, goal)).collect() };
    // Below the order, and at small x, the series has few terms and little cancellation.
    if xf < nu + f64::from(count - 1) || xf < 1.0 {
        return power();
    }
    // Bits that the largest term of Hankel's expansion costs, about nu^2/(2x) nats.
    let growth = nu * nu / xf * 0.72;
    let far = 2.88 * xf > f64::from(goal) + 24.0;
    let direct = growth < 0.15 * f64::from(goal) + 8.0;
    let asymptotic = || hankel::hankel(n, count, x, goal);
    let climbing = || {
        if odd { forward::elementary(n, count, x, goal) } else { forward::from_hankel(n, count, x, goal) }
    };
    if odd {
        return if direct { asymptotic().or_else(climbing) } else { climbing() }.or_else(power);
    }
    // Next to the turning point the series loses about 0.6 x bits, less than the climb from order 0 costs.
    if xf < 1.3 * nu && xf < 300.0 {
        return power();
    }
    if far {
        let found = if direct { asymptotic().or_else(climbing) } else { climbing().or_else(asymptotic) };
        return found.or_else(power);
    }
    power()
}

/// `J_{n/2}(x)` with `bits` good relative bits if bounded work allows, otherwise the best found.
pub fn value(n: u32, x: &Float, bits: u32) -> Option<Ball> {
    refined(x, bits, bits + 2, |goal| evaluate(n, 1, x, goal)?.pop())
}

/// The result of `at(goal)` for a growing `goal`, until it has `bits` good relative bits; otherwise the last one.
fn refined(x: &Float, bits: u32, mut goal: u32, at: impl Fn(u32) -> Option<Ball>) -> Option<Ball> {
    let mut best: Option<Ball> = None;
    for _ in 0..ROUNDS {
        let Some(ball) = at(goal) else { break };
        let good = ball.good_bits();
        if good >= i64::from(bits) {
            return Some(ball);
        }
        goal = raised(goal, i64::from(bits) - good, bits, x)?;
        best = Some(ball);
    }
    best
}

/// The next precision to try after `lost` bits were missing; at most about doubled, for a middle of 0 says nothing about
/// how many bits are missing.
fn raised(goal: u32, lost: i64, bits: u32, x: &Float) -> Option<u32> {
    let cap = bits.max(x.prec()).saturating_mul(4).saturating_add(8192);
    let step = u32::try_from(lost.max(1)).unwrap_or(u32::MAX).min(goal + 64);
    Some(goal.saturating_add(step).saturating_add(4).min(cap))
}

/// `J_nu(x)` and `J_nu'(x) = (nu/x) J_nu - J_{nu+1}` (DLMF 10.6.2) at about `goal` bits relative to neighbouring values.
pub fn with_slope(n: u32, x: &Float, goal: u32) -> Option<(Ball, Ball)> {
    let mut pair = evaluate(n, 2, x, goal)?;
    let (next, here) = (pair.pop()?, pair.pop()?);
    if n == 0 {
        return Some((here, next.negated()));
    }
    // Exact product and sum would be long: round to goal + 8 bits and count two roundings of each term.
    let w = goal + 8;
    let mut first = Float::with_val(w, &here.mid * n);
    first /= x;
    first >>= 1u32;
    let mid = Float::with_val(w, &first - &next.mid);
    let inv = Mag::of(&Float::with_val(32, x.recip_ref())).times(Mag::new(17, -4));
    let round = Mag::of(&first).times_int(4).plus(Mag::of(&mid)).times(Mag::pow2(-i64::from(w)));
    let err = here.err.times(inv).times_int(n).times(Mag::pow2(-1)).plus(next.err).plus(round);
    Some((here, Ball { mid, err }))
}

/// As [`value`], for `J_nu'`.
pub fn slope(n: u32, x: &Float, bits: u32) -> Option<Ball> {
    refined(x, bits, bits + 4, |goal| Some(with_slope(n, x, goal)?.1))
}

/// Sign of `J_nu'(x)`, if it can be settled.
pub fn slope_sign(n: u32, x: &Float) -> Option<bool> {
    let ball = slope(n, x, 8)?;
    (ball.good_bits() >= 1).then(|| ball.mid.is_sign_positive())
}
