//! All orders at one argument.

use super::ball::Ball;
use super::bounds::second_bound;
use super::mag::Mag;
use super::point::{evaluate, value};
use super::variants::{backward::backward, forward::climb};
use super::{Order, bessel_j, wide};
use crate::{Interval, Prec, Result};
use rug::float::Round;
use rug::{Assign, Float};

/// `J_{first + k}(x)`, `k = 0 .. count - 1`, at one `x >= 0`.
///
/// Forward recurrence up to order x, backward above it; a value that comes out less accurate than asked for (next to a
/// zero) is computed again by itself, so at a point argument every entry is below 8 ulp wide. A narrow `x` adds the
/// slope times its radius; a wide one is treated order by order. Bounds BJ-05 and BJ-07 in `docs/theory/bessel.md`.
///
/// # Errors
/// [`crate::Error::Domain`] when `x` holds a negative number or the last order is too large.
pub fn orders(first: Order, count: usize, x: &Interval, p: Prec) -> Result<Vec<Interval>> {
    super::check("bessel_j orders", x)?;
    let Some(more) = count.checked_sub(1) else { return Ok(Vec::new()) };
    let last = first.shift(u32::try_from(more).unwrap_or(u32::MAX))?;
    let m = x.mid();
    let narrow = x.is_point() || is_narrow(x, last.twice());
    if count > 2 && narrow && !m.is_zero() {
        // One order more: the slope of the last needs it.
        let spare = u32::from(!x.is_point()) * 2;
        if let Some(table) = table(first.twice(), last.twice() + spare, &m, p.bits() + 10) {
            return Ok(finish(first.twice(), count, &table, x, &m, p));
        }
    }
    let mut out = Vec::with_capacity(count);
    for k in 0..count as u32 {
        out.push(bessel_j(first.shift(k)?, x, p)?);
    }
    Ok(out)
}

/// Whether the first-order treatment of the radius is good: `nu w/lo < 1/8` and `w < 1/8`.
fn is_narrow(x: &Interval, last: u32) -> bool {
    if !x.is_positive() || !x.is_bounded() {
        return false;
    }
    let w = x.width();
    let t = Float::with_val_round(53, &w * last, Round::Up).0;
    let t = Float::with_val_round(53, &t / x.lo(), Round::Up).0;
    w < 0.125 && t < 0.125
}

/// Balls for `first/2 ..= last/2` at a float `x > 0`.
fn table(first: u32, last: u32, x: &Float, goal: u32) -> Option<Vec<Ball>> {
    let x2 = Float::with_val(x.prec() + 1, x << 1u32);
    // Highest order of the parity of `first` that does not exceed x, if it is in the table.
    let below = if x2 >= first {
        let whole = x2.clone().floor().min(&Float::with_val(64, last)).to_f64() as u32;
        Some(whole - (whole - first) % 2)
    } else {
        None
    };
    let mut out = match below {
        None => vec![value(first, x, goal)?],
        Some(top) if top == first => vec![value(first, x, goal)?],
        Some(top) => {
            let e = x.get_exp()?.max(0).unsigned_abs();
            let more = e + (32 - (top - first).leading_zeros()) + 6;
            let start = evaluate(first, 2, x, goal + more)?;
            if top == first + 2 { start } else { climb(first, &start, top, x, goal + 8)? }
        }
    };
    let base = first + 2 * (out.len() as u32 - 1);
    if base < last {
        let ratios = backward(base, last, x, goal)?;
        let w = goal + 8;
        let anchor = out.last()?.clone();
        let bottom = ratios.values.first()?;
        let factor = Float::with_val(w, &anchor.mid / bottom);
        // Relative error of the anchor, of the ratios, and two roundings; the factor 17/16 covers their products.
        let own = anchor.err.times(Mag::of(&Float::with_val(32, anchor.mid.recip_ref()))).times(Mag::new(17, -4));
        let relative = own.plus(ratios.relative).plus(Mag::pow2(1 - i64::from(w))).times(Mag::new(17, -4));
        for y in &ratios.values[1..] {
            let mid = Float::with_val(w, y * &factor);
            let err = Mag::of(&mid).times(relative);
            out.push(Ball { mid, err });
        }
    }
    Some(out)
}

/// Adds the effect of the radius of `x`, repeats what is too inaccurate, rounds to intervals.
fn finish(first: u32, count: usize, table: &[Ball], x: &Interval, m: &Float, p: Prec) -> Vec<Interval> {
    let exact = x.is_point();
    let w = Mag::of(&x.width()).times(Mag::new((1 << 20) + 1, -21));
    let inv = Mag::of(&Float::with_val_round(32, x.lo().recip_ref(), Round::Up).0);
    let mut slope = Float::new(53);
    let twice_hi = Float::with_val(x.hi().prec() + 1, x.hi() << 1u32);
    let mut out = Vec::with_capacity(count);
    for (i, ball) in table.iter().take(count).enumerate() {
        let n = first + 2 * i as u32;
        if ball.good_bits() < i64::from(p.bits()) + 1 {
            out.push(wide::hull(n, x, p));
            continue;
        }
        if exact {
            out.push(ball.interval(p));
            continue;
        }
        let Some(next) = table.get(i + 1) else {
            out.push(wide::hull(n, x, p));
            continue;
        };
        // J' = (nu/x) J_nu - J_{nu+1} at m, to 40 bits or so.
        slope.assign(&ball.mid * n);
        slope /= m;
        slope >>= 1u32;
        let steep = Mag::of(&slope).plus(Mag::of(&next.mid));
        slope -= &next.mid;
        // Below the order everything is monotone in x and changes by a factor 1 + 2 nu w/lo at most; above it the slope
        // changes by at most w sup|J''|.
        let change = if twice_hi <= n {
            steep.times(w).times(inv).times_int(n + 2).times_int(2)
        } else {
            w.times(second_bound(n, x.lo()))
        };
        let size = Mag::of(&slope).plus(steep.times(Mag::pow2(-40))).plus(change);
        out.push(Ball { mid: ball.mid.clone(), err: ball.err.plus(size.times(w)) }.interval(p));
    }
    out
}
