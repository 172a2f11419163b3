//! `Q(1/2, m) = erfc(sqrt m)` without the square root, faster than a general-purpose `erfc` in the middle range.

use super::series::{Sum, ascending, descending};
use crate::functions::rounding::{enclose, exp_tight, prec};
use crate::{Interval, Result};
use rug::Float;

/// `erfc(sqrt m)` for a float `m >= 0` with a relative width near `2^-w`.
pub(crate) fn erfc_sqrt(m: &Float, w: u32) -> Result<Interval> {
    let half = Float::with_val(2, 0.5);
    let thin = Interval::raw(m.clone(), m.clone());
    if *m < 2 {
        let q = prec(w + 8);
        let root = thin.sqrt(q)?;
        let at = |x: &Float| enclose(q, |bits, r| Float::with_val_round(bits, x.erfc_ref(), r));
        return Ok(if root.is_point() { at(root.lo()) } else { at(root.hi()).hull(&at(root.lo())) });
    }
    // Its least term is near e^-m: below w ln 2 it would stall.
    let attempt = *m > 0.69 * f64::from(w);
    if let (true, Sum::Reached(sum)) = (attempt, if attempt { descending(&half, m, w)? } else { Sum::Stalled }) {
        // x^(a-1) e^-x / Gamma(a) at a = 1/2.
        let q = prec(w);
        let scale = Interval::pi(q).mul(&thin, q).sqrt(q)?;
        return exp_tight(&thin.neg(), q).mul(&sum, q).div(&scale, q);
    }
    // Stalled: m is below about w ln 2, and 1 - P loses log2 (1/Q) < 1.45 m + 8 + log2 m bits.
    let w = w + (m.to_f64() * 1.45) as u32 + 24;
    let q = prec(w);
    let scale = thin.div(&Interval::pi(q), q)?.sqrt(q)?.mul_2exp(1);
    let lower = exp_tight(&thin.neg(), q).mul(&ascending(&half, m, w)?, q).mul(&scale, q);
    Ok(Interval::one().sub(&lower, q))
}
