//! Sums with a proved rest, against closed forms.

use enclosure::integrate::Goal;
use enclosure::sum::{alternating, by_ratio};
use enclosure::{Error, Interval, Prec, Result};

fn p128() -> Prec {
    Prec::new(128).unwrap_or(Prec::DOUBLE)
}

/// `sum_{k >= 1} k/2^k = 2`; the ratio `(k+1)/(2k)` decreases.
#[test]
fn su_01_ratio() -> Result<()> {
    let term = |k: u64, p| Interval::int(k as i64).mul_2exp(-i32::try_from(k).unwrap_or(i32::MAX)).round(p);
    let ratio = |k: u64, p| Interval::ratio(k as i64 + 1, 2 * k as i64, p);
    for terms in [2, 5, 30, 300] {
        let s = by_ratio(|k, p| Ok(term(k, p)), ratio, 1, &Goal::absolute_bits(100), p128(), terms)?;
        assert!(s.value.contains(Interval::int(2).lo()), "{s:?}");
        assert_eq!(s.reached, terms == 300);
    }
    // The first ratio is 1: nothing is known.
    let none = by_ratio(|k, p| Ok(term(k, p)), ratio, 1, &Goal::absolute_bits(100), p128(), 1);
    assert!(matches!(none, Err(Error::Unable { .. })));
    Ok(())
}

/// `sum_{k >= 0} (-1)^k/(2k+1) = pi/4`, and `sum (-1)^k/k! = 1/e`.
#[test]
fn su_02_alternating() -> Result<()> {
    let leibniz = |k: u64, p| Interval::ratio(if k.is_multiple_of(2) { 1 } else { -1 }, 2 * k as i64 + 1, p);
    let quarter_pi = Interval::pi(p128()).mul_2exp(-2);
    for terms in [0, 1, 2, 3, 100, 1001] {
        let s = alternating(leibniz, 0, &Goal::absolute_bits(60), p128(), terms)?;
        assert!(s.value.encloses(&quarter_pi) && !s.reached, "{s:?}");
    }
    let exponential = |k: u64, p| {
        let mut t = Interval::one();
        for j in 1..=k {
            t = t.div_int(-(j as i64), p)?;
        }
        Ok(t)
    };
    let s = alternating(exponential, 1, &Goal::absolute_bits(120), p128(), 100)?;
    let exact = Interval::int(-1).exp(p128()).sub(&Interval::one(), p128());
    assert!(s.reached && s.value.overlaps(&exact), "{s:?}");
    let bad = alternating(|k, p| Interval::ratio(1, k as i64 + 1, p), 0, &Goal::absolute_bits(20), p128(), 10);
    assert!(matches!(bad, Err(Error::Domain { function: "alternating sum", .. })));
    Ok(())
}
