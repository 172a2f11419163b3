//! The tube bound and its kernel.
//!
//! `cargo bench --bench euclid` prints width and method of each bound before it is timed. With `TUBE_BOUND_CSV=FILE` it also writes
//! the best of three wall times over d = 16 .. 1024 at width 2^(d/2), radius sqrt(2) and 128 bits, the data of the log-log figure.

#![allow(missing_docs, reason = "the criterion macros write public functions")]

use criterion::{Criterion, criterion_group, criterion_main};
use enclosure::{Interval, Prec};
use fourier::euclid::{Target, bound, mass_above, spectral_kernel};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

fn prec(bits: u32) -> Prec {
    Prec::new(bits).expect("a small precision")
}

fn target(d: u32) -> Target {
    let lambda = Interval::int(2).sqrt(prec(512)).expect("positive");
    Target::new(d, &Interval::one(), &lambda).expect("a valid target")
}

/// `2^(d/2)`.
fn width(d: u32) -> Interval {
    Interval::int(2).powi(i64::from(d) / 2, prec(64)).expect("positive")
}

fn bounds(c: &mut Criterion) {
    let mut group = c.benchmark_group("tube bound");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(2));
    for d in [2, 16, 64, 256, 1000] {
        for bits in [64, 128] {
            let run = || bound(&target(d), &width(d), prec(bits)).expect("a bound");
            let b = run();
            let good = b.value.accuracy_bits().unwrap_or(0);
            println!("d {d} at {bits} bits: {good} good bits, {:?}, {} panels", b.closing, b.panels);
            group.bench_function(format!("d={d} bits={bits}"), |g| g.iter(|| black_box(run())));
        }
    }
    group.finish();
}

fn kernels(c: &mut Criterion) {
    let mut group = c.benchmark_group("spectral kernel");
    group.sample_size(20).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    for d in [4, 16, 64, 1000] {
        let target = target(d);
        for t in ["1.1", "2", "5"] {
            let x = Interval::point(Interval::decimal(t, prec(256)).expect("a number").mid()).expect("finite");
            group.bench_function(format!("d={d} t={t} bits=128"), |g| {
                g.iter(|| black_box(spectral_kernel(&target, &x, prec(128)).expect("a value")));
            });
        }
        let two = Interval::int(2);
        group.bench_function(format!("mass above 2 d={d} bits=64"), |g| {
            g.iter(|| black_box(mass_above(&target, &two, prec(64)).expect("a value")));
        });
    }
    group.finish();
}

fn growth(_: &mut Criterion) {
    let Ok(file) = std::env::var("TUBE_BOUND_CSV") else { return };
    let mut text = String::from("d,seconds,good_bits,closing,panels\n");
    for d in [16, 23, 32, 45, 64, 91, 128, 181, 256, 362, 512, 724, 1024] {
        let mut best = f64::INFINITY;
        let mut row = String::new();
        for _ in 0..3 {
            let clock = Instant::now();
            let b = bound(&target(d), &width(d), prec(128)).expect("a bound");
            best = best.min(clock.elapsed().as_secs_f64());
            row = format!("{},{:?},{}", b.value.accuracy_bits().unwrap_or(0), b.closing, b.panels);
        }
        let _ = writeln!(text, "{d},{best:.5},{row}");
    }
    std::fs::write(&file, text).expect("the file named in TUBE_BOUND_CSV can be written");
}

criterion_group!(benches, bounds, kernels, growth);
criterion_main!(benches);
