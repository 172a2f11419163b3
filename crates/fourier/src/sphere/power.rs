//! The rank bound at width `d^k` over whole ranges of dimensions (RB-07).

use super::bound::rank_bound;
use super::limit::{at_infinity, check_exponent, first_coefficient, ratio, share};
use super::ranges::{Range, integers, over};
use enclosure::{Error, Interval, Prec, Result};

const NAME: &str = "rank_bound_power";

/// Dimensions up to this one are computed one by one even inside a range.
const SINGLE: u32 = 12;

/// The two-sided bracket of RB-07 at `lambda = sqrt 2`, hulled over the dimensions of a range from 3 on:
/// `(1 - d^k/N_n)_+ K <= B <= K`, `K = 1/4 - sum_(odd j < n) a_j^2`, `n` the first odd degree above `k`.
pub(super) fn bracket(k: u32, range: Range, p: Prec) -> Result<Interval> {
    let g = p.plus(64);
    let degree = i64::from(k + 1 + k % 2);
    let one = Interval::one();
    over(range, g, |y, (from, to)| {
        let (mut kept, mut a, mut n) = (one.mul_2exp(-2), first_coefficient(from, to, g)?, 1);
        while n < degree {
            kept = kept.sub(&a, g);
            a = a.mul(&ratio(n, y, g)?, g);
            n += 2;
        }
        let kept = kept.max(&Interval::zero());
        let least = one.sub(&share(k, degree, y, g)?, g).max(&Interval::zero()).mul(&kept, g);
        Ok(least.hull(&kept))
    })
}

/// Encloses the rank bound `B(d, sqrt(q), d^k)` (RB-01) for every integer dimension in `d`, which may be unbounded above,
/// and every squared radius in `q`.
///
/// One dimension up to `10^6` is computed as by [`rank_bound`]. For more of them and `q` exactly 2 the enclosure is that of
/// RB-07, two-sided: its lower end is proved for every dimension of the range. As the range moves up, both ends tend to the
/// limit `d -> inf`. For more of them and another `q` only `0 <= B <= P(1-P) <= 1/4` is known (0 for `q >= 4`).
///
/// # Errors
/// [`Error::Domain`] naming `d` (an integer, all of them `>= 2`), `q` (bounded, `> 0`) or `k` (at most 12).
pub fn rank_bound_power(d: &Interval, q: &Interval, k: u32, p: Prec) -> Result<Interval> {
    check_exponent(NAME, k)?;
    if !q.is_bounded() || !q.is_positive() {
        return Err(Error::domain(NAME, "q", q, "it must be bounded and > 0"));
    }
    let (low, high) = integers(NAME, "d", d, 2)?;
    if *q.lo() >= 4 {
        return Ok(Interval::zero());
    }
    let single = |n: u32| -> Result<Interval> {
        let g = p.plus(64);
        let width = Interval::int(i64::from(n)).powi(i64::from(k), g.plus(20 * k))?;
        Ok(rank_bound(n, &q.sqrt(g)?, &width, p)?.value)
    };
    if high == Some(low) {
        return single(low);
    }
    if !q.is_point() || *q.lo() != 2 {
        return Ok(Interval::zero().hull(&Interval::one().mul_2exp(-2)));
    }
    // The bracket of RB-07 is weak in small dimensions: those are taken one by one.
    let last = high.map_or(SINGLE, |h| h.min(SINGLE));
    let mut value = if high.is_none_or(|h| h > last) { Some(bracket(k, (low.max(last + 1), high), p)?) } else { None };
    for n in low..=last {
        let here = single(n)?;
        value = Some(value.map_or(here.clone(), |v| v.hull(&here)));
    }
    let value = value.ok_or_else(|| Error::unable(NAME, "no dimension"))?;
    // The limit itself belongs to an unbounded range's closure; it tells how sharp the lower end can be.
    let value = if high.is_none() { value.hull(&at_infinity(k, p)?) } else { value };
    Ok(value.round(p))
}
