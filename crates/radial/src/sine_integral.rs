//! The tail of the sine integral, `int_z^inf sin(t)/t dt = pi/2 - Si(z)`, for large `z`.

use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};

/// Encloses `int_z^inf sin(t)/t dt` for `z > 0` by the auxiliary functions (DLMF 6.2.19, 6.12.3-4):
/// `f(z) cos z + g(z) sin z`. Bound RL-02 (`docs/theory/radial-laws.md`): cut after `n` terms, the error of `f` and
/// of `g` is at most the first term left out. The result is therefore useful from `z` of about `0.7 p` on; below, it
/// is correct but wide.
///
/// # Errors
/// [`Error::Domain`] unless `z > 0`.
pub fn sine_integral_tail(z: &Interval, p: Prec) -> Result<Interval> {
    if !z.is_positive() || !z.is_bounded() {
        return Err(Error::domain("sine_integral_tail", "z", z, "it must be > 0 and bounded"));
    }
    let q = p.plus(16);
    let w = z.sqr(q).recip(q)?;
    let f = auxiliary(&w, 0, q).div(z, q)?;
    let g = auxiliary(&w, 1, q).mul(&w, q);
    Ok(f.mul(&z.cos(q), q).add(&g.mul(&z.sin(q), q), p))
}

/// `sum_k (-1)^k (2k + odd)! w^k`, cut at its least term, plus or minus that term.
fn auxiliary(w: &Interval, odd: i64, p: Prec) -> Interval {
    let mut sum = Interval::one();
    let mut term = Interval::one();
    let small = Float::with_val(2, 1) >> (p.bits() + 8);
    let mut k: i64 = 0;
    loop {
        let ratio = w.mul_int((2 * k + odd + 1) * (2 * k + odd + 2), p);
        let next = term.mul(&ratio, p);
        // The terms shrink while the ratio is below 1; past that, or below the precision, the next one bounds the rest.
        if *ratio.hi() >= 1 || *next.hi() < small {
            let bound = Float::with_val_round(p.bits(), next.hi(), Round::Up).0;
            let slack = Interval::new(-bound.clone(), bound).unwrap_or_else(|_| Interval::whole());
            return sum.add(&slack, p);
        }
        sum = if k % 2 == 0 { sum.sub(&next, p) } else { sum.add(&next, p) };
        term = next;
        k += 1;
    }
}
