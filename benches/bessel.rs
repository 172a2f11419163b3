//! Times of `J_nu(x)`: single values, all orders at one x, many x at one order. The arguments are those of
//! `benches/arb/points.csv`, so that `benches/arb/bessel_j.py` can put Arb's times beside these.
//!
//! `cargo bench --bench bessel` runs criterion; `cargo bench --bench bessel -- --csv FILE` writes
//! `nu,x,bits,mode,ns,width_bits`, where `width_bits` is the least relative accuracy delivered.

use criterion::{BenchmarkId, Criterion};
use enclosure::functions::bessel_j::{Order, bessel_j, orders, points};
use enclosure::{Interval, Prec};
use rug::{Float, Integer};
use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

/// One thing to be timed: what `points.csv` calls a case.
struct Case {
    mode: String,
    place: String,
    nu: String,
    bits: u32,
    x: String,
    xs: Vec<Interval>,
}

impl Case {
    /// The order, as `2 nu`.
    fn twice(&self) -> Result<u32, Failure> {
        Ok(match self.nu.split_once('/') {
            Some((top, _)) => top.parse()?,
            None => 2 * self.nu.parse::<u32>()?,
        })
    }

    /// The values of the case.
    fn run(&self) -> Result<Vec<Interval>, Failure> {
        let (n, p) = (self.twice()?, Prec::new(self.bits)?);
        Ok(match self.mode.as_str() {
            "goal" => vec![bessel_j(Order::half(n)?, &self.xs[0], p)?],
            "orders" => orders(Order::half(n % 2)?, n as usize / 2 + 1, &self.xs[0], p)?,
            _ => points(Order::half(n)?, &self.xs, p)?,
        })
    }
}

/// Reads `1a3fp-57`.
fn exact(text: &str) -> Result<Interval, Failure> {
    let (man, exp) = text.split_once('p').ok_or("no exponent")?;
    let man = Integer::from_str_radix(man, 16)?;
    let x = Float::with_val(man.significant_bits().max(2), &man) << exp.parse::<i32>()?;
    Ok(Interval::point(x)?)
}

fn cases() -> Result<Vec<Case>, Failure> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/arb/points.csv");
    let mut out: Vec<Case> = Vec::new();
    for line in std::fs::read_to_string(path)?.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [mode, place, nu, bits, x] = fields[..] else { return Err(format!("points.csv: {line}").into()) };
        let value = exact(x)?;
        let same = |c: &&mut Case| mode == "grid" && c.mode == mode && c.place == place && c.nu == nu;
        if let Some(case) = out.iter_mut().find(same) {
            case.xs.push(value);
            continue;
        }
        let x = if mode == "grid" { place } else { x };
        let (mode, place, nu, x) = (mode.into(), place.into(), nu.into(), x.into());
        out.push(Case { mode, place, nu, bits: bits.parse()?, x, xs: vec![value] });
    }
    Ok(out)
}

/// Nanoseconds of one call: the least mean of nine batches of at least 2 ms.
fn nanoseconds(mut call: impl FnMut()) -> f64 {
    let mut batch = |number: u32| {
        let start = Instant::now();
        for _ in 0..number {
            call();
        }
        start.elapsed().as_nanos() as f64
    };
    let mut number = 1;
    while batch(number) < 2e6 {
        number *= 2;
    }
    (0..9).map(|_| batch(number) / f64::from(number)).fold(f64::INFINITY, f64::min)
}

/// Least relative accuracy of the values in bits.
fn accuracy(values: &[Interval]) -> i64 {
    values.iter().filter_map(Interval::accuracy_bits).min().unwrap_or(i64::MAX)
}

fn write_csv(path: &str) -> Result<(), Failure> {
    let mut out = std::fs::File::create(path)?;
    writeln!(out, "nu,x,bits,mode,ns,width_bits")?;
    for case in cases()? {
        let values = case.run()?;
        let ns = nanoseconds(|| {
            let _ = black_box(case.run());
        });
        writeln!(out, "{},{},{},{},{ns:.0},{}", case.nu, case.x, case.bits, case.mode, accuracy(&values))?;
    }
    Ok(())
}

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|a| a == "--csv") {
        return write_csv(args.get(at + 1).ok_or("--csv FILE")?);
    }
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("bessel_j");
    group.sample_size(20).warm_up_time(std::time::Duration::from_millis(200));
    group.measurement_time(std::time::Duration::from_millis(500));
    for case in cases()? {
        let width = accuracy(&case.run()?);
        let name = format!("{}/nu={} x~{} {} bits, {width} good", case.mode, case.nu, case.place, case.bits);
        group.bench_function(BenchmarkId::from_parameter(name), |b| b.iter(|| black_box(case.run())));
    }
    group.finish();
    criterion.final_summary();
    Ok(())
}
