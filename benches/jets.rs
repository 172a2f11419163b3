//! Time of jets and of integrals, with the width of each integral.
//!
//! `cargo bench --bench jets` prints width and number of evaluations of each integral before it is timed.

#![allow(missing_docs, reason = "criterion's macro makes a public function without documentation")]

use criterion::{Criterion, criterion_group, criterion_main};
use enclosure::functions::bessel_j::Order;
use enclosure::integrate::{Goal, Limits, integrate, integrate_to_infinity};
use enclosure::roots::{self, isolate, supremum};
use enclosure::rug::Float;
use enclosure::{Interval, Jet, Prec, Result};
use std::hint::black_box;

type Function = fn(&Jet, Prec) -> Result<Jet>;

/// Name, integrand, ends (`None`: infinity), bits of the goal relative to the integral.
const INTEGRALS: &[(&str, Function, i64, Option<i64>, u32)] = &[
    ("exp(-x^2) [0,10]", |x, p| Ok(x.sqr(p).neg().exp(p)), 0, Some(10), 100),
    ("cos(e^x sin x) [0,4]", |x, p| Ok(x.exp(p).mul(&x.sin(p), p).cos(p)), 0, Some(4), 100),
    ("sqrt [0,1]", |x, p| x.sqrt(p), 0, Some(1), 100),
    ("gamma_p(5/2) [1,20]", |x, p| x.gamma_p(&Interval::int(5).mul_2exp(-1), p), 1, Some(20), 100),
    ("J_3^2 [0,30]", |x, p| Ok(x.bessel_j(Order::half(6)?, p)?.sqr(p)), 0, Some(30), 100),
    ("J_5/2^2 [1,30]", |x, p| Ok(x.bessel_j(Order::half(5)?, p)?.sqr(p)), 1, Some(30), 100),
    ("exp(-x^2) [0,inf)", |x, p| Ok(x.sqr(p).neg().exp(p)), 0, None, 100),
    ("1/(1+x^2) [0,inf)", |x, p| x.sqr(p).shift(&Interval::one(), p).recip(p), 0, None, 60),
];

/// Name and function of the jets timed at order 30 over the point 1.25.
const JETS: &[(&str, Function)] = &[
    ("exp of x^2", |x, p| Ok(x.sqr(p).exp(p))),
    ("ln", |x, p| x.ln(p)),
    ("sin", |x, p| Ok(x.sin(p))),
    ("erf", |x, p| x.erf(p)),
    ("power -7/3", |x, p| x.pow_const(&Interval::ratio(-7, 3, p)?, p)),
    ("lgamma", |x, p| x.lgamma(p)),
    ("gamma_p(5/2)", |x, p| x.gamma_p(&Interval::int(5).mul_2exp(-1), p)),
    ("J_3", |x, p| x.bessel_j(Order::half(6)?, p)),
];

fn run(case: &(&str, Function, i64, Option<i64>, u32), p: Prec) -> Option<enclosure::integrate::Integral> {
    let (_, f, a, b, goal) = case;
    let (goal, limits) = (Goal::relative_bits(*goal), Limits::default());
    match b {
        Some(b) => integrate(f, &Interval::int(*a), &Interval::int(*b), &goal, p, &limits).ok(),
        None => integrate_to_infinity(f, &Interval::int(*a), &goal, p, &limits).ok(),
    }
}

fn bench_integrals(c: &mut Criterion) {
    let p = Prec::new(128).unwrap_or(Prec::DOUBLE);
    let mut group = c.benchmark_group("integral 128 bits");
    group.sample_size(10);
    for case in INTEGRALS {
        if let Some(r) = run(case, p) {
            let bits = r.value.accuracy_bits().unwrap_or(i64::from(p.bits()));
            println!("{}: {bits} bits, {} evaluations, reached {}", case.0, r.evaluations, r.reached());
        }
        group.bench_function(case.0, |b| b.iter(|| run(black_box(case), p)));
    }
    group.finish();
}

fn bench_jets(c: &mut Criterion) {
    let x = Interval::exact_f64(1.25).unwrap_or_else(|_| Interval::one());
    for bits in [128, 512] {
        let p = Prec::new(bits).unwrap_or(Prec::DOUBLE);
        let mut group = c.benchmark_group(format!("jet order 30, {bits} bits"));
        group.sample_size(20);
        let jet = Jet::variable(x.clone(), 30);
        for (name, f) in JETS {
            group.bench_function(*name, |b| b.iter(|| f(black_box(&jet), p)));
        }
        group.finish();
    }
}

fn bench_roots(c: &mut Criterion) {
    let p = Prec::new(128).unwrap_or(Prec::DOUBLE);
    let on = Interval::int(-10).hull(&Interval::int(10));
    let limits = roots::Limits::default();
    let mut group = c.benchmark_group("roots 128 bits");
    group.sample_size(10);
    group.bench_function("sin on [-10,10]", |b| {
        b.iter(|| isolate(|x: &Jet, p| Ok(x.sin(p)), black_box(&on), p, &limits));
    });
    let tolerance = Float::with_val(53, 1) >> 100u32;
    group.bench_function("sup x sin x on [-10,10]", |b| {
        b.iter(|| supremum(|x: &Jet, p| Ok(x.sin(p).mul(x, p)), black_box(&on), &tolerance, p, &limits));
    });
    group.finish();
}

criterion_group!(benches, bench_integrals, bench_jets, bench_roots);
criterion_main!(benches);
