//! Closed bounds of `|J_nu|` and its derivatives, used where nothing sharper is needed.

use super::mag::Mag;
use crate::{Interval, Prec};
use rug::Float;
use rug::float::Round;

/// Bound BJ-08 (Watson, section 13.74): `J_nu(x)^2 <= 2/(pi sqrt(x^2 - nu^2))` for `x > nu >= 1/2`, and
/// `J_0(x)^2 <= 2/(pi x)`; with `|J_nu| <= 1` (BJ-15) for the rest. Decreasing in x.
pub fn envelope(n: u32, x: &Float) -> Float {
    let one = Float::with_val(32, 1);
    let (down, up) = (Round::Down, Round::Up);
    let square = Float::with_val_round(64, x.square_ref(), down).0;
    let order = Float::with_val_round(64, u64::from(n) * u64::from(n), up).0 >> 2u32;
    let gap = Float::with_val_round(64, &square - &order, down).0;
    if gap <= 0 {
        return one;
    }
    let root = Float::with_val_round(64, gap.sqrt_ref(), down).0;
    // 2/pi < 0.6367
    let top = Float::with_val_round(64, 0.6367, up).0;
    let bound = Float::with_val_round(64, &top / &root, up).0;
    let bound = Float::with_val_round(64, bound.sqrt_ref(), up).0;
    if bound < 1 { bound } else { one }
}

/// `[-b, b]`.
pub fn symmetric(b: &Float, p: Prec) -> Interval {
    let b = Float::with_val_round(p.bits(), b, Round::Up).0;
    Interval::raw(Float::with_val(p.bits(), -&b), b)
}

/// At least `max |J_nu'|` on `[a, inf)`, `a > 0`: 1 for `nu >= 1` or `nu = 0` (BJ-15), `1 + 1/(2a)` for `nu = 1/2`.
pub fn slope_bound(n: u32, a: &Float) -> Mag {
    let one = Mag::pow2(0);
    if n == 1 { one.plus(Mag::of(&Float::with_val_round(32, a.recip_ref(), Round::Up).0)) } else { one }
}

/// At least `max |J_nu''|` on `[a, inf)`, `a > 0`: `J'' = -J'/x - (1 - nu^2/x^2) J` (DLMF 10.2.1).
pub fn second_bound(n: u32, a: &Float) -> Mag {
    let inv = Mag::of(&Float::with_val_round(32, a.recip_ref(), Round::Up).0);
    let ratio = inv.times_int(n).times(Mag::pow2(-1));
    let curve = ratio.times(ratio);
    let curve = if curve.bits() <= 0 { Mag::pow2(0) } else { curve };
    slope_bound(n, a).times(inv).plus(curve)
}

/// At least `|J_nu'|` on `[x, inf)`, decreasing (BJ-11): `J' = (J_{nu-1} - J_{nu+1})/2` and BJ-08.
pub fn tail_bound(n: u32, x: &Float) -> Float {
    let up = Round::Up;
    match n {
        0 => envelope(2, x),
        1 => {
            let inv = Float::with_val_round(64, x.recip_ref(), up).0 >> 1u32;
            let factor = Float::with_val_round(64, 1 + &inv, up).0;
            // J_{-1/2}^2 <= 2/(pi x) as well.
            let base = envelope(0, x);
            Float::with_val_round(64, &base * &factor, up).0
        }
        _ => {
            let (below, above) = (envelope(n - 2, x), envelope(n + 2, x));
            let sum = Float::with_val_round(64, &below + &above, up).0;
            sum >> 1u32
        }
    }
}

/// At least `max |J_nu^{(4)}|` on `[a, inf)` (BJ-12): the least of 1, `1.27 a^(-1/3)` and the envelope of order `nu + 4`
/// for integer orders and for `nu >= 4`, otherwise by the differentiated equation.
pub fn fourth_bound(n: u32, a: &Float) -> Mag {
    if n.is_multiple_of(2) || n >= 8 {
        let root = Float::with_val_round(32, a, Round::Down).0;
        let root = Float::with_val_round(32, root.cbrt_ref(), Round::Down).0;
        // 1.2701 in binary, rounded up, is above sqrt(1.61) = 1.2688..
        let turning = Float::with_val_round(32, 1.2701 / &root, Round::Up).0;
        return Mag::of(&envelope(n + 8, a).min(&turning));
    }
    let inv = Mag::of(&Float::with_val_round(32, a.recip_ref(), Round::Up).0);
    let inv2 = inv.times(inv);
    let one = Mag::pow2(0);
    let mut b = vec![one, slope_bound(n, a)];
    for k in 0..3u32 {
        let i = k as usize;
        // |1 + (k^2 - nu^2)/x^2| <= 1 + max(k, nu)^2 / a^2
        let top = (2 * k).max(n);
        let middle = one.plus(inv2.times_int(top * top).times(Mag::pow2(-2)));
        let mut s = b[i + 1].times(inv).times_int(2 * k + 1).plus(b[i].times(middle));
        if k >= 1 {
            s = s.plus(b[i - 1].times(inv).times_int(2 * k));
        }
        if k >= 2 {
            s = s.plus(b[i - 2].times(inv2).times_int(k * (k - 1)));
        }
        b.push(s);
    }
    b[4]
}
