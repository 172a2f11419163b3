//! The rank bound of the compact law: single values at several dimensions, and the table d = 3..10^4.

#![allow(missing_docs, reason = "the criterion macros write public functions")]

use criterion::{Criterion, criterion_group, criterion_main};
use enclosure::{Interval, Prec};
use fourier::sphere::{best_lambda, fbar_distance, rank_bound, rank_bound_power};
use std::hint::black_box;

fn setting() -> (Prec, Interval) {
    let p = Prec::new(128).expect("128 bits");
    (p, Interval::int(2).sqrt(p).expect("positive"))
}

fn values(c: &mut Criterion) {
    let (p, root2) = setting();
    for (d, k) in [(3u32, 3), (8, 3), (64, 3), (10_000, 3), (1_000_000, 3)] {
        let width = Interval::int(i64::from(d).pow(k));
        c.bench_function(&format!("rank_bound d={d} r=d^{k} 128 bits"), |b| {
            b.iter(|| rank_bound(black_box(d), &root2, &width, p).expect("in the domain"));
        });
    }
    let off_centre = Interval::decimal("1.2", p).expect("a decimal");
    let width = Interval::int(1_000_000_000_000_000_000);
    c.bench_function("rank_bound d=1000000 lambda=1.2 r=d^3 128 bits", |b| {
        b.iter(|| rank_bound(1_000_000, &off_centre, &width, p).expect("in the domain"));
    });
}

fn searches(c: &mut Criterion) {
    let (p, _) = setting();
    let mut group = c.benchmark_group("ranges and searches");
    group.sample_size(10);
    for (d, k) in [(3u32, 1), (8, 2), (64, 3)] {
        let width = Interval::int(i64::from(d).pow(k));
        group.bench_function(format!("best_lambda d={d} r=d^{k}"), |b| {
            b.iter(|| best_lambda(black_box(d), &width).expect("in the domain"));
        });
    }
    let from = |n: i64| Interval::from_below(Interval::int(n).lo().clone()).expect("finite");
    let (dims, degrees, two) = (from(3), from(1), Interval::int(2));
    group.bench_function("rank_bound_power d in [3, inf), r=d^3", |b| {
        b.iter(|| rank_bound_power(black_box(&dims), &two, 3, p).expect("in the domain"));
    });
    group.bench_function("fbar_distance d in [3, inf), m in [1, inf)", |b| {
        b.iter(|| fbar_distance(black_box(&dims), &degrees, p).expect("in the domain"));
    });
    group.bench_function("fbar_distance d=20, m=8", |b| {
        let (d, m) = (Interval::int(20), Interval::int(8));
        b.iter(|| fbar_distance(black_box(&d), &m, p).expect("in the domain"));
    });
    group.finish();
}

fn table(c: &mut Criterion) {
    let p = Prec::DOUBLE;
    let (_, root2) = setting();
    let mut group = c.benchmark_group("table");
    group.sample_size(10);
    group.bench_function("d=3..10000, r in {d, d^2, d^3}, 53 bits", |b| {
        b.iter(|| {
            for d in 3..=10_000u32 {
                for k in 1..=3 {
                    let width = Interval::int(i64::from(d).pow(k));
                    black_box(rank_bound(d, &root2, &width, p).expect("in the domain"));
                }
            }
        });
    });
    group.finish();
}

criterion_group!(benches, values, searches, table);
criterion_main!(benches);
