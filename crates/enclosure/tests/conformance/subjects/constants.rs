//! Constants and conversions.

use super::arithmetic::integer;
use crate::harness::oracle;
use crate::harness::{Arg, Judge, Subject, point, values};
use enclosure::functions::digamma;
use enclosure::rug::{Integer, Rational};
use enclosure::{Interval, Prec, Result};

fn constant(name: &'static str, f: fn(Prec) -> Interval, judge: fn(Prec) -> Result<Interval>) -> Subject {
    Subject::new(name, Vec::new(), move |_, p| Ok(vec![f(p)]), values(move |_, p| judge(p))).checks(200)
}

/// `num` times a power of two that makes it long, over `den`.
fn fraction(x: &[Interval]) -> Rational {
    let num = Integer::from(integer(&x[0])) * Integer::from(integer(&x[0]) + 7).square() + 1u32;
    Rational::from((num, Integer::from(integer(&x[1]))))
}

pub fn all() -> Vec<Subject> {
    let numbers = || vec![Arg::integers(-1_000_000_000, 1_000_000_000), Arg::integers(1, 1_000_000)];
    vec![
        constant("pi", Interval::pi, oracle::pi),
        constant("ln2", Interval::ln2, oracle::ln2),
        constant("e", Interval::e, |p| oracle::exp(&Interval::one(), p)),
        // digamma(1) = -gamma (DLMF 5.4.12)
        constant("euler_gamma", Interval::euler_gamma, |p| Ok(digamma(&Interval::one(), p)?.neg())),
        Subject::new(
            "ratio",
            numbers(),
            |x, p| Ok(vec![Interval::ratio(integer(&x[0]), integer(&x[1]), p)?]),
            Judge::Holds(Box::new(|x, y, p| Ok(y[0].mul(&point(&x[1]), p).contains(&x[0])))),
        ),
        Subject::new(
            "rational",
            numbers(),
            |x, p| Ok(vec![Interval::rational(&fraction(x), p)]),
            Judge::Holds(Box::new(|x, y, _| {
                let q = fraction(&[point(&x[0]), point(&x[1])]);
                Ok(*y[0].lo() <= q && *y[0].hi() >= q)
            })),
        ),
        Subject::new(
            "integer",
            numbers(),
            |x, p| Ok(vec![Interval::integer(fraction(x).numer(), p)]),
            Judge::Holds(Box::new(|x, y, _| {
                let n = fraction(&[point(&x[0]), point(&x[1])]).into_numer_denom().0;
                Ok(*y[0].lo() <= n && *y[0].hi() >= n)
            })),
        ),
        Subject::new(
            "decimal",
            vec![Arg::integers(-1_000_000_000, 1_000_000_000), Arg::integers(-60, 60)],
            |x, p| Ok(vec![Interval::decimal(&format!("{}e{}", integer(&x[0]), integer(&x[1])), p)?]),
            Judge::Holds(Box::new(|x, y, _| {
                let (n, e) = (integer(&point(&x[0])), integer(&point(&x[1])));
                let ten = Rational::from(Integer::from(Integer::u_pow_u(10, e.unsigned_abs() as u32)));
                let q = if e >= 0 { ten * n } else { Rational::from(n) / ten };
                Ok(*y[0].lo() <= q && *y[0].hi() >= q)
            })),
        ),
    ]
}
