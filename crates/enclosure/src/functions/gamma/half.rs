//! Exact values at small integers and half-integers.

use crate::Interval;
use crate::functions::rounding::prec;
use rug::{Float, Integer};

/// Above this the factorials cost more than Stirling's series.
const MAX_ARGUMENT: f64 = 400.0;

/// `Gamma(x)` for `x = n/2`, `1 <= n <= 800`: `(k-1)!` or `(2k-1)!! sqrt(pi) / 2^k` at `x = k + 1/2` (DLMF 5.4.1, 5.4.6);
/// `None` elsewhere. A few ulp wide at `w` bits.
pub(crate) fn gamma_half(x: &Float, w: u32) -> Option<Interval> {
    if !(*x > 0 && *x <= MAX_ARGUMENT) {
        return None;
    }
    let twice = Float::with_val(x.prec(), x << 1u32);
    if !twice.is_integer() {
        return None;
    }
    let twice = twice.to_integer()?.to_u32()?;
    let q = prec(w);
    let k = twice / 2;
    if twice % 2 == 0 {
        return Some(Interval::integer(&Integer::from(Integer::factorial(k - 1)), q));
    }
    let odd = if k == 0 { Integer::from(1) } else { Integer::from(Integer::factorial_2(2 * k - 1)) };
    let root = Interval::pi(q).sqrt(q).ok()?;
    Some(Interval::integer(&odd, q).mul(&root, q).mul_2exp(-i32::try_from(k).ok()?))
}
