//! The least width that a given accuracy asks for.

use super::bound::{Evaluator, check_radius};
use super::harmonic::check_dim;
use super::spectrum::Threshold;
use enclosure::rug::{Float, Integer};
use enclosure::{Error, Interval, Prec, Result};

/// Largest width searched, as a power of two.
const MAX_BITS: u32 = 1 << 13;

/// Answer of [`smallest_width_for`].
#[derive(Clone, Debug)]
pub struct SmallestWidth {
    /// Every shallow network with error at most `eps` has at least this many neurons (proved).
    pub width: Integer,
    /// Whether the rank bound cannot prove more: its value at `width` is certainly at most `eps`.
    pub sharp: bool,
}

/// Finds a width that every shallow network with `E (N - 1{|x| <= lambda})^2 <= eps` must have, from the rank bound
/// (RB-01): the value at `width - 1` is certainly above `eps`. The bound decreases in the width, so bisection finds the
/// largest such number up to the accuracy of `p` bits. 1 says that nothing was proved. The search ends at `2^8192`.
///
/// # Errors
/// As [`super::rank_bound`], and [`Error::Domain`] naming `eps` unless `eps > 0`.
pub fn smallest_width_for(d: u32, lambda: &Interval, eps: &Interval, p: Prec) -> Result<SmallestWidth> {
    const NAME: &str = "smallest_width_for";
    check_dim(NAME, d)?;
    check_radius(NAME, lambda)?;
    if !eps.is_positive() || !eps.is_bounded() {
        return Err(Error::domain(NAME, "eps", eps, "it must be bounded and > 0"));
    }
    let one = Integer::from(1);
    if *lambda.hi() >= 2 {
        return Ok(SmallestWidth { width: one, sharp: *lambda.lo() >= 2 });
    }
    let mut evaluator = Evaluator::new(d, Threshold::from_radius(NAME, lambda)?);
    let mut at = |r: &Integer| -> Result<Interval> {
        let bits = r.significant_bits().max(2);
        Ok(evaluator.at(&Float::with_val(bits, r), p)?.0)
    };
    if !eps.certainly_lt(&at(&one)?) {
        let sharp = at(&one)?.certainly_le(eps);
        return Ok(SmallestWidth { width: one, sharp });
    }
    // Invariant: low is certified, high is not (or is the end of the search). First the exponent, then the number.
    let (mut low, mut bits) = (one.clone(), 1u32);
    let mut high = loop {
        let candidate = Integer::from(1) << bits;
        if !eps.certainly_lt(&at(&candidate)?) {
            break candidate;
        }
        low = candidate;
        if bits >= MAX_BITS {
            return Ok(SmallestWidth { width: low + 1u32, sharp: false });
        }
        bits = (bits + bits.div_ceil(4)).min(MAX_BITS);
    };
    while Integer::from(&high - &low) > 1 {
        let mid = Integer::from(&low + &high) / 2u32;
        if eps.certainly_lt(&at(&mid)?) { low = mid } else { high = mid }
    }
    let sharp = at(&high)?.certainly_le(eps);
    Ok(SmallestWidth { width: high, sharp })
}
