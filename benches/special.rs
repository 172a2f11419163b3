//! Time and width of the special functions other than Bessel, at full-mantissa points.
//!
//! `cargo bench --bench special` prints the width in ulp of each case before it is timed.

#![allow(missing_docs, reason = "the criterion macros write public functions")]

use criterion::{Criterion, criterion_group, criterion_main};
use enclosure::functions::{
    beta_i, beta_i_complement, binet, digamma, erf_inv, erfc_inv, gamma, gamma_p, gamma_q, lgamma, owen_t, polygamma,
};
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};
use std::hint::black_box;
use std::time::Duration;

type Function = fn(&[Interval], Prec) -> Result<Interval>;

/// Name, function, arguments as decimal doubles (each multiplied by `1 + sqrt(2) 2^-40` to fill the mantissa unless
/// it is a half-integer parameter, marked by `true`).
type Case = (&'static str, Function, &'static [(f64, bool)]);

const CASES: &[Case] = &[
    ("gamma 6.9", |a, p| gamma(&a[0], p), &[(6.9, false)]),
    ("lgamma 6.9", |a, p| lgamma(&a[0], p), &[(6.9, false)]),
    ("digamma 6.9", |a, p| digamma(&a[0], p), &[(6.9, false)]),
    ("trigamma 6.9", |a, p| polygamma(1, &a[0], p), &[(6.9, false)]),
    ("polygamma 8 6.9", |a, p| polygamma(8, &a[0], p), &[(6.9, false)]),
    ("binet 6.9", |a, p| binet(&a[0], p), &[(6.9, false)]),
    ("binet 1e6", |a, p| binet(&a[0], p), &[(1e6, false)]),
    ("erf_inv 0.3", |a, p| erf_inv(&a[0], p), &[(0.3, false)]),
    ("erf_inv 0.9", |a, p| erf_inv(&a[0], p), &[(0.9, false)]),
    ("erfc_inv 1e-30", |a, p| erfc_inv(&a[0], p), &[(1e-30, false)]),
    ("gamma_p 3/2 1", |a, p| gamma_p(&a[0], &a[1], p), &[(1.5, true), (1.0, false)]),
    ("gamma_p 16 12", |a, p| gamma_p(&a[0], &a[1], p), &[(16.0, true), (12.0, false)]),
    ("gamma_q 16 24", |a, p| gamma_q(&a[0], &a[1], p), &[(16.0, true), (24.0, false)]),
    ("gamma_q 33/2 24", |a, p| gamma_q(&a[0], &a[1], p), &[(16.5, true), (24.0, false)]),
    ("gamma_q 3/2 300", |a, p| gamma_q(&a[0], &a[1], p), &[(1.5, true), (300.0, false)]),
    ("gamma_q 1e6 1e6", |a, p| gamma_q(&a[0], &a[1], p), &[(1e6, true), (1e6, false)]),
    ("beta_i 0.3 8 8", |a, p| beta_i(&a[0], &a[1], &a[2], p), &[(0.3, false), (8.0, true), (8.0, true)]),
    ("beta_i 0.3 15/2 1/2", |a, p| beta_i(&a[0], &a[1], &a[2], p), &[(0.3, false), (7.5, true), (0.5, true)]),
    (
        "beta_c 0.95 63/2 1/2",
        |a, p| beta_i_complement(&a[0], &a[1], &a[2], p),
        &[(0.95, false), (31.5, true), (0.5, true)],
    ),
    ("beta_i 0.5 1e6 1e6", |a, p| beta_i(&a[0], &a[1], &a[2], p), &[(0.5, false), (1e6, true), (1e6, true)]),
    ("owen_t 0.5 0.5", |a, p| owen_t(&a[0], &a[1], p), &[(0.5, false), (0.5, false)]),
    ("owen_t 2 0.9", |a, p| owen_t(&a[0], &a[1], p), &[(2.0, false), (0.9, false)]),
    ("owen_t 1 3", |a, p| owen_t(&a[0], &a[1], p), &[(1.0, false), (3.0, false)]),
    ("owen_t 5 8", |a, p| owen_t(&a[0], &a[1], p), &[(5.0, false), (8.0, false)]),
];

fn argument(value: f64, exact: bool, p: Prec) -> Interval {
    let x = Float::with_val(p.bits(), value);
    let x = if exact { x } else { x + Float::with_val(p.bits(), 2).sqrt() * (value * 2f64.powi(-40)) };
    Interval::point(x).expect("finite")
}

fn width_in_ulps(x: &Interval, p: Prec) -> f64 {
    let exp = x.mag().get_exp().unwrap_or(0);
    let width = x.width() >> exp;
    (width << p.bits()).to_f64()
}

fn special(c: &mut Criterion) {
    for bits in [53, 128, 256, 1024] {
        let p = Prec::new(bits).expect("a valid precision");
        let mut group = c.benchmark_group(format!("{bits} bits"));
        group.sample_size(10).warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_millis(300));
        for (name, f, args) in CASES {
            let args: Vec<Interval> = args.iter().map(|&(v, exact)| argument(v, exact, p)).collect();
            let value = f(&args, p).expect("inside the domain");
            println!("{name}, {bits} bits: {:.1} ulp wide", width_in_ulps(&value, p));
            group.bench_function(*name, |b| b.iter(|| f(black_box(&args), p)));
        }
        group.finish();
    }
}

criterion_group!(benches, special);
criterion_main!(benches);
