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
