//! Infinite, huge, tiny and out-of-domain arguments: an enclosure or an error that names function and argument, in
//! bounded time, never a panic.

use enclosure::functions::{
    beta_i, beta_i_complement, binet, digamma, erf_inv, erfc_inv, gamma, gamma_p, gamma_q, lgamma, log_beta, owen_t,
    polygamma,
};
use enclosure::rug::Float;
use enclosure::rug::float::Special;
use enclosure::{Error, Interval, Prec, Result};
use std::time::{Duration, Instant};

fn pow2(sign: i32, exp: i32) -> Float {
    Float::with_val(2, Float::i_exp(sign, exp))
}

/// End points from the least to the largest float, with odd ones between.
fn ends() -> Vec<Float> {
    let mut v = vec![Float::with_val(2, Special::NegInfinity)];
    for e in [(1 << 30) - 2, 1 << 29, 70, 40, 3, 0, -1, -60, -3000, -(1 << 29), -(1 << 30)] {
        v.push(pow2(-1, e));
    }
    v.push(Float::new(2));
    for e in [-(1 << 30), -(1 << 29), -3000, -60, -1, 0, 3, 40, 70, 1 << 29, (1 << 30) - 2] {
        v.push(pow2(1, e));
    }
    let third = Float::with_val(100, 1) / 3u32;
    for x in [third.clone(), -third.clone(), third.clone() + 1_000_000u32, 1 - third.clone() * pow2(1, -90)] {
        v.push(x);
    }
    v.push(Float::with_val(2, Special::Infinity));
    v.sort_by(|a, b| a.total_cmp(b));
    v
}

fn intervals() -> Vec<Interval> {
    let ends = ends();
    let mut v = Vec::new();
    for (i, a) in ends.iter().enumerate() {
        for b in [i, i + 1, i + 4, ends.len() - 1] {
            if let Some(b) = ends.get(b) {
                v.extend(Interval::new(a.clone(), b.clone()).ok());
            }
        }
    }
    v
}

/// Runs `f` and checks that it ends soon and that an error is one of the two promised kinds.
fn settle(what: &str, f: impl FnOnce() -> Result<Interval>) -> Option<Interval> {
    let clock = Instant::now();
    let got = f();
    let spent = clock.elapsed();
    assert!(spent < Duration::from_secs(20), "{what}: {spent:?}");
    match got {
        Ok(x) => {
            assert!(x.lo() <= x.hi(), "{what}: {x}");
            Some(x)
        }
        Err(Error::Domain { .. } | Error::Unable { .. }) => None,
        Err(e) => panic!("{what}: {e}"),
    }
}

#[test]
fn one_argument() {
    let p = Prec::DOUBLE;
    type F = fn(&Interval, Prec) -> Result<Interval>;
    let functions: [(&str, F); 8] = [
        ("gamma", gamma),
        ("lgamma", lgamma),
        ("digamma", digamma),
        ("binet", binet),
        ("trigamma", |x, p| polygamma(1, x, p)),
        ("polygamma 50", |x, p| polygamma(50, x, p)),
        ("erf_inv", erf_inv),
        ("erfc_inv", erfc_inv),
    ];
    for x in intervals() {
        for (name, f) in functions {
            settle(&format!("{name}({x:.5})"), || f(&x, p));
        }
    }
}

#[test]
fn two_arguments() {
    let p = Prec::DOUBLE;
    type F = fn(&Interval, &Interval, Prec) -> Result<Interval>;
    let functions: [(&str, F); 4] =
        [("gamma_p", gamma_p), ("gamma_q", gamma_q), ("owen_t", owen_t), ("log_beta", log_beta)];
    let all = intervals();
    for x in all.iter().step_by(2) {
        for y in all.iter().step_by(3) {
            for (name, f) in functions {
                settle(&format!("{name}({x:.5}, {y:.5})"), || f(x, y, p));
            }
        }
    }
}

#[test]
fn three_arguments() {
    let p = Prec::DOUBLE;
    let positive: Vec<Interval> = intervals().into_iter().filter(Interval::is_positive).collect();
    let unit: Vec<Interval> =
        intervals().into_iter().filter(|x| x.is_non_negative() && *x.hi() <= 1).step_by(2).collect();
    for x in &unit {
        for a in positive.iter().step_by(3) {
            for b in positive.iter().step_by(4) {
                settle(&format!("beta_i({x:.5}, {a:.5}, {b:.5})"), || beta_i(x, a, b, p));
                settle(&format!("complement({x:.5}, {a:.5}, {b:.5})"), || beta_i_complement(x, a, b, p));
            }
        }
    }
}

/// The half line from `x`.
fn above(x: i64) -> Interval {
    Interval::from_below(Float::with_val(64, x)).expect("finite")
}

#[test]
fn half_lines() {
    let p = Prec::new(100).expect("valid");
    let whole = |what: &str, f: Result<Interval>| f.unwrap_or_else(|e| panic!("{what}: {e}"));
    let one = Interval::one();
    let x = whole("gamma", gamma(&above(2), p));
    assert!(*x.lo() == 1 && x.hi().is_infinite(), "{x}");
    let x = whole("gamma", gamma(&above(1), p));
    assert!(*x.lo() > 0.8856 && *x.lo() < 0.885_61 && x.hi().is_infinite(), "{x}");
    let x = whole("lgamma", lgamma(&above(1), p));
    assert!(*x.lo() < -0.1214 && *x.lo() > -0.1215 && x.hi().is_infinite(), "{x}");
    let x = whole("digamma", digamma(&above(1), p));
    assert!(x.lo() == Interval::euler_gamma(p).neg().lo() && x.hi().is_infinite(), "{x}");
    let x = whole("trigamma", polygamma(1, &above(1), p));
    assert!(x.lo().is_zero() && *x.hi() > 1.6449 && *x.hi() < 1.645, "{x}");
    let x = whole("gamma_p", gamma_p(&one, &above(3), p));
    assert!(*x.lo() > 0.95 && *x.hi() == 1, "{x}");
    let x = whole("gamma_p", gamma_p(&above(1), &one, p));
    assert!(x.lo().is_zero() && *x.hi() < 0.64, "{x}");
    let x = whole("gamma_q", gamma_q(&above(1), &above(0), p));
    assert!(x.lo().is_zero() && *x.hi() == 1, "{x}");
    let half = Interval::one().mul_2exp(-1);
    let x = whole("beta_i", beta_i(&half, &one, &above(2), p));
    assert!(*x.lo() <= 0.75 && *x.lo() > 0.749_999 && *x.hi() == 1, "{x}");
    let x = whole("owen_t", owen_t(&Interval::zero(), &above(1), p));
    assert!(*x.lo() <= 0.125 && *x.lo() > 0.124_999 && *x.hi() >= 0.25 && *x.hi() < 0.250_001, "{x}");
    let x = whole("owen_t", owen_t(&Interval::whole(), &Interval::whole(), p));
    assert!(*x.lo() <= -0.25 && *x.hi() >= 0.25 && x.mag() < 0.250_001, "{x}");
}

#[test]
fn errors_name_function_and_argument() {
    let p = Prec::DOUBLE;
    let (zero, one, minus) = (Interval::zero(), Interval::one(), Interval::int(-1));
    let cases: [(Result<Interval>, &str, &str); 14] = [
        (gamma(&minus, p), "gamma", "x"),
        (gamma(&Interval::whole(), p), "gamma", "x"),
        (lgamma(&zero, p), "lgamma", "x"),
        (digamma(&minus, p), "digamma", "x"),
        (polygamma(2, &zero, p), "polygamma", "x"),
        (polygamma(u32::MAX, &one, p), "polygamma", "n"),
        (binet(&zero, p), "binet", "x"),
        (erf_inv(&one, p), "erf_inv", "y"),
        (erfc_inv(&zero, p), "erfc_inv", "z"),
        (gamma_p(&zero, &one, p), "gamma_p", "a"),
        (gamma_q(&one, &minus, p), "gamma_q", "x"),
        (beta_i(&Interval::int(2), &one, &one, p), "beta_i", "x"),
        (beta_i_complement(&one, &one, &zero, p), "beta_i_complement", "b"),
        (log_beta(&minus, &one, p), "log_beta", "a"),
    ];
    for (got, name, which) in cases {
        match got {
            Err(Error::Domain { function, argument, .. }) => assert_eq!((function, argument), (name, which)),
            other => panic!("{name}, {which}: {other:?}"),
        }
    }
    let huge = Prec::new(1 << 20).expect("valid");
    assert!(matches!(gamma(&one, huge), Err(Error::Unable { .. })));
    assert!(matches!(owen_t(&one, &one, huge), Err(Error::Unable { .. })));
}
