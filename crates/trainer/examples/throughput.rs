//! Measurements on request, for `benches/trainer/compare.py`: each line on standard input names one, each answer is its time
//! in seconds. So the peers can be measured in turns, under the same load.
//!
//! Usage: `throughput D N R THREADS`; requests: `read` (sum of the whole matrix), `step` (risk and gradient), `features`
//! (sampling and a new feature matrix), `erf` (of 2^24 values in place), `points` (2^20 points), `norms` (2^20 norms).

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::time::Instant;

use rayon::prelude::*;
use trainer::features::{Deviations, FeatureMap, FeatureMatrix, initial_weights};
use trainer::gd::Objective;
use trainer::kernel::{Isa, Lanes};
use trainer::norm::{NormTable, SphereSum};
use trainer::sampler::{NormMixture, PointSampler, Points};
use trainer::stream::Purpose;

fn read(matrix: &FeatureMatrix) -> u32 {
    (0..matrix.len())
        .into_par_iter()
        .with_min_len(64)
        .map(|i| {
            let mut sums = [0u32; 16];
            for lanes in matrix.row(i) {
                for (s, v) in sums.iter_mut().zip(&lanes.0) {
                    *s ^= v.to_bits();
                }
            }
            sums.iter().fold(0, |a, b| a ^ b)
        })
        .reduce(|| 0, |a, b| a ^ b)
}

fn serve(d: usize, n: usize, r: usize) -> Result<(), Box<dyn std::error::Error>> {
    let isa = Isa::detect();
    let table = NormTable::build(Arc::new(SphereSum::new(d)?))?;
    let sampler = PointSampler::new(d, NormMixture::single(Arc::new(table)), 1)?;
    let map = FeatureMap::random(d, r, &Deviations::default(), 1)?;
    let matrix = FeatureMatrix::generate(&map, &sampler, n, std::f64::consts::SQRT_2, isa)?;
    let mut objective = Objective::new(&matrix, isa);
    let mut w = initial_weights(r, &Deviations::default(), 1)?;
    let mut gradient = vec![0.0; r];
    // A few steps, so that almost every row is active: the dearest case for the fused step.
    let eta = 1.9 / objective.top_eigenvalue(1, 1e-4, 1000)?;
    for _ in 0..16 {
        objective.evaluate(&w, &mut gradient)?;
        w.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= eta * g);
    }
    let active = objective.evaluate(&w, &mut gradient)?.active;
    let mut values = vec![Lanes::splat(0.7); 1 << 20];
    let (mut points, mut norms) = (Points::default(), Vec::new());
    println!("ready {} active {active}", isa.name());
    for line in std::io::stdin().lock().lines() {
        let clock = Instant::now();
        match line?.trim() {
            "read" => {
                black_box(read(&matrix));
            }
            "step" => {
                black_box(objective.evaluate(&w, &mut gradient)?);
            }
            "features" => {
                black_box(FeatureMatrix::generate(&map, &sampler, n, std::f64::consts::SQRT_2, isa)?);
            }
            "erf" => values.par_chunks_mut(1 << 14).for_each(|part| isa.erf_slice(part)),
            "points" => (0..1024).for_each(|block| sampler.fill(Purpose::Probe, block, &mut points)),
            "norms" => (0..1024).for_each(|block| sampler.fill_norms(Purpose::Probe, block, &mut norms)),
            other => return Err(format!("unknown request {other:?}").into()),
        }
        println!("{:.9}", clock.elapsed().as_secs_f64());
        std::io::stdout().flush()?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<usize> = std::env::args().skip(1).map(|a| a.parse()).collect::<Result<_, _>>()?;
    let [d, n, r, threads] = args[..] else { return Err("usage: throughput D N R THREADS".into()) };
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?
        .install(|| serve(d, n, r).map_err(|e| e.to_string()))?;
    Ok(())
}
