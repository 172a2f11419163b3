//! Hankel's expansion for large x (DLMF 10.17.3), in real arithmetic; exact and finite for half-integer orders.

use super::super::ball::{Ball, fixed};
use super::super::mag::Mag;
use rug::float::{Constant, Round};
use rug::{Assign, Float, Integer};

/// Arguments of more integer bits than this are not reduced modulo pi.
pub const MAX_ARGUMENT_BITS: i32 = 1 << 17;

/// `sin x`, `cos x` and `1/x` in fixed point, shared by all orders at one x.
pub struct Wave<'a> {
    x: &'a Float,
    q: u32,
    sin: Integer,
    cos: Integer,
    /// `2^(q+e)/(8x)` in `(2^q, 2^(q+1)]`, two units off at most.
    recip: Integer,
    e: u32,
}

impl<'a> Wave<'a> {
    /// Prepares `x > 0` at `q` fraction bits.
    #[must_use]
    pub fn new(x: &'a Float, q: u32) -> Option<Self> {
        let exp = x.get_exp()?;
        if exp > MAX_ARGUMENT_BITS {
            return None;
        }
        let e = u32::try_from(exp + 3).ok()?;
        let (mut s, mut c) = (Float::new(q + 2), Float::new(q + 2));
        (&mut s, &mut c).assign(x.sin_cos_ref());
        let mut r = Float::with_val(q + 4, x.recip_ref());
        r <<= exp;
        Some(Self { x, q, sin: fixed(&s, q), cos: fixed(&c, q), recip: fixed(&r, q), e })
    }
}

/// Number of terms, size of the largest, bound of the remainder.
struct Plan {
    terms: u64,
    largest: i64,
    tail: Mag,
}

/// Terms `a_k(nu)/x^k` until they are below `2^-stop` (BJ-04 needs `k >= nu - 1/2`), `None` when they start to grow first.
fn plan(n: u64, x: &Float, stop: i64) -> Option<Plan> {
    let inv = Float::with_val_round(40, x.recip_ref(), Round::Up).0;
    let w = Mag::of(&inv).times(Mag::pow2(-3));
    let mut term = Mag::pow2(0);
    let mut largest = 1;
    let mut k = 0u64;
    loop {
        k += 1;
        let odd = 2 * k - 1;
        if odd == n {
            return Some(Plan { terms: k, largest, tail: Mag::ZERO });
        }
        // |n^2 - odd^2| as a product of factors below 2^32.
        let next = term.times(Mag::new(n.abs_diff(odd), 0)).times(Mag::new(n + odd, 0)).times_ratio(w, k);
        if odd > n {
            if next.bits() < -stop {
                return Some(Plan { terms: k, largest, tail: next });
            }
            if next.bits() > term.bits() || k > (1 << 20) {
                return None;
            }
        }
        largest = largest.max(next.bits());
        if largest > 8 * stop + 4096 {
            return None;
        }
        term = next;
    }
}

/// `J_{n/2}(x) = sqrt(2/(pi x)) (P cos w - Q sin w)` for one order; the absolute error relative to the amplitude is
/// that of BJ-03.
fn combine(n: u32, wave: &Wave, plan: &Plan, goal: u32) -> Ball {
    let q = wave.q;
    let (mut t, mut scratch) = (Integer::from(1) << q, Integer::new());
    let (mut even, mut odd) = (t.clone(), Integer::new());
    let n_big = i64::from(n);
    let down = q + wave.e;
    for k in 1..plan.terms as i64 {
        t *= n_big - 2 * k + 1;
        t *= n_big + 2 * k - 1;
        scratch.assign(&t * &wave.recip);
        scratch >>= down;
        std::mem::swap(&mut t, &mut scratch);
        t /= k;
        match k % 4 {
            0 => even += &t,
            1 => odd += &t,
            2 => even -= &t,
            _ => odd -= &t,
        }
    }
    // Bound BJ-03: each of the sums is 4 N^2 A units off.
    let units =
        Mag::new(plan.terms, 0).times(Mag::new(4 * plan.terms, 0)).times(Mag::pow2(plan.largest - i64::from(q)));
    let sums = units.plus(plan.tail);
    // w = x - (n + 1) pi/4: cos w and sin w are combinations of cos x and sin x with weights 0, +-1 (times 1/sqrt 2
    // when n + 1 is odd).
    let (c8, s8): (i32, i32) = match (n + 1) % 8 {
        0 => (1, 0),
        1 => (1, 1),
        2 => (0, 1),
        3 => (-1, 1),
        4 => (-1, 0),
        5 => (-1, -1),
        6 => (0, -1),
        _ => (1, -1),
    };
    let cos_w = Integer::from(&wave.cos * c8) + Integer::from(&wave.sin * s8);
    let sin_w = Integer::from(&wave.sin * c8) - Integer::from(&wave.cos * s8);
    let size = Mag::of_integer(&even, -i64::from(q)).plus(Mag::of_integer(&odd, -i64::from(q)));
    let mut value = cos_w * even;
    value -= sin_w * odd;
    let trig = Mag::new(6, -i64::from(q));
    let err = size.times(trig).plus(sums.times(Mag::new(4, 0)));
    let scale = amplitude(wave.x, goal + 8, n.is_multiple_of(2));
    let mid = Float::with_val(goal + 6, &value) >> (2 * q);
    let mid = Float::with_val(goal + 6, &mid * &scale);
    let relative = Mag::of(&mid).times(Mag::pow2(-i64::from(goal) - 4));
    Ball { err: Mag::of(&scale).times(err).times(Mag::new(17, -4)).plus(relative), mid }
}

/// `sqrt(1/(pi x))` (`split`) or `sqrt(2/(pi x))`: three roundings.
fn amplitude(x: &Float, w: u32, split: bool) -> Float {
    let mut a = Float::with_val(w, Constant::Pi);
    a *= x;
    if !split {
        a >>= 1u32;
    }
    a.recip_sqrt_mut();
    a
}

/// `J_{n/2 + i}(x)`, `i = 0 .. count-1`, by Hankel's expansion, each to about `goal` bits relative to the amplitude
/// `sqrt(2/(pi x))`. `None` when x is too small for the accuracy asked for.
#[must_use]
pub fn hankel(n: u32, count: u32, x: &Float, goal: u32) -> Option<Vec<Ball>> {
    if *x < 1 {
        return None;
    }
    let stop = i64::from(goal) + 4;
    let mut plans = Vec::with_capacity(count as usize);
    for i in 0..count {
        plans.push(plan(u64::from(n + 2 * i), x, stop)?);
    }
    let worst = plans.iter().map(|p| p.largest + 2 * i64::from(64 - p.terms.leading_zeros())).max()?;
    let q = u32::try_from(stop + 6 + worst).ok()?;
    let wave = Wave::new(x, q)?;
    Some(plans.iter().enumerate().map(|(i, p)| combine(n + 2 * i as u32, &wave, p, goal)).collect())
}
