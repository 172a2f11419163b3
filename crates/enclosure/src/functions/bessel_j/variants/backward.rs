//! Backward recurrence `J_{k-1} = (2k/x) J_k - J_{k+1}` (DLMF 10.6.1) for orders above x, where `J_k` is the solution that
//! grows downwards.

use super::super::mag::Mag;
use rug::{Assign, Float};

/// Ratios `J_k / J_base`, `k = base .. top` in steps of 1 (orders as `2k`), with one relative error bound.
pub struct Ratios {
    /// `y_k` up to a common factor, from `base` upwards.
    pub values: Vec<Float>,
    /// Bound of the relative error of every `y_k / y_base`.
    pub relative: Mag,
}

/// Bound BJ-07 (docs/theory/bessel.md): started from `y_{T+1} = y_T = 1` with `T >= top`, the ratios `y_k/y_base`,
/// `base + 1 >= x`, are off by at most `4 (top - base) / y_top^2` (truncation) plus `16 (T - base)^2 2^-w` (rounding), relatively.
///
/// `base/2` is the lowest order, `top/2` the highest; `goal` relative bits are aimed at. `None` when `base + 1 < x` or the
/// exponent range would be left.
#[must_use]
pub fn backward(base: u32, top: u32, x: &Float, goal: u32) -> Option<Ratios> {
    if Float::with_val(64, base + 2) / 2u32 < *x || top < base {
        return None;
    }
    let xf = x.to_f64();
    let wide = f64::from(top - base) * 0.5 * (f64::from(top) / xf.max(1e-300)).log2().max(1.0);
    if xf < 1e-290 || wide > 2e8 {
        return None;
    }
    let mut extra = start_above(top, xf, f64::from(goal));
    for _ in 0..6 {
        let last = top.checked_add(extra.checked_mul(2)?)?;
        let steps = u64::from(last - base) / 2 + 1;
        let w = goal + 2 * (64 - steps.leading_zeros()) + 6;
        let inv = Float::with_val(w, x.recip_ref());
        let mut values = Vec::with_capacity((top - base) as usize / 2 + 1);
        let (mut above, mut here) = (Float::with_val(w, 1), Float::with_val(w, 1));
        let mut t = Float::new(w);
        let mut twice = last;
        while twice > base {
            if twice <= top {
                values.push(here.clone());
            }
            t.assign(&here * &inv);
            t *= twice;
            t -= &above;
            std::mem::swap(&mut above, &mut here);
            std::mem::swap(&mut here, &mut t);
            twice -= 2;
        }
        values.push(here);
        values.reverse();
        let at_top = i64::from(values.last()?.get_exp()?) - 1;
        let count = Mag::new(u64::from(top - base) / 2, 2);
        let cut = count.times(Mag::pow2(-2 * at_top));
        let rounding = Mag::new(steps, 4).times(Mag::new(steps, -i64::from(w)));
        if cut.bits() < -i64::from(goal) {
            return Some(Ratios { values, relative: cut.plus(rounding) });
        }
        extra = extra * 3 / 2 + 8;
    }
    None
}

/// Estimate of how far above `top/2` to start so that the truncation is below `2^-goal`: `J` has to fall by
/// `goal/2` bits, at `acosh(k/x)` nats per order. Checked afterwards.
fn start_above(top: u32, x: f64, goal: f64) -> u32 {
    let (mut fallen, mut extra) = (0.0, 1u32);
    let need = (goal + 10.0 + f64::from(top).max(1.0).log2()) * 0.5 * std::f64::consts::LN_2;
    while fallen < need && extra < 1 << 20 {
        let k = 0.5 * f64::from(top) + f64::from(extra);
        fallen += (k / x).max(1.0).acosh();
        extra += 1;
    }
    extra
}
