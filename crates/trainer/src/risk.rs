//! Risk on fresh points with a one-sided confidence bound (theory note TR-03).

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::error::{Error, Result, at_least};
use crate::network::Network;
use crate::sampler::{BLOCK, PointSampler, Points, check_lambda};
use crate::stream::Purpose;

/// Points of the default measurement.
pub const DEFAULT_POINTS: usize = 10_000_000;
/// Failure probability of the default bound.
pub const DEFAULT_DELTA: f64 = 1e-9;
/// Blocks between two looks at the interrupt flag.
const BATCH: usize = 256;

/// A measured risk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasuredRisk {
    /// Fresh points used.
    pub points: usize,
    /// Mean loss.
    pub mean: f64,
    /// Sample variance of the loss.
    pub variance: f64,
    /// With probability at least `1 - delta` over the fresh points the risk is at most this.
    pub upper: f64,
    /// The `delta` of the bound.
    pub delta: f64,
}

/// Upper bound of the mean of i.i.d. variables in `[0, 1]` from their sample mean and variance: Maurer and Pontil 2009,
/// Theorem 4. `mean + sqrt(2 V ln(2/delta)/m) + 7 ln(2/delta)/(3 (m - 1))`, at most 1.
///
/// # Errors
/// `m < 2`; `delta` outside (0, 1); `mean` outside [0, 1]; a negative or non-finite variance.
pub fn empirical_bernstein(mean: f64, variance: f64, m: usize, delta: f64) -> Result<f64> {
    const NAME: &str = "empirical_bernstein";
    at_least(NAME, "m", m, 2)?;
    if !(delta > 0.0 && delta < 1.0) {
        return Err(Error::argument(NAME, "delta", format!("must be in (0, 1), got {delta}")));
    }
    if !(0.0..=1.0).contains(&mean) {
        return Err(Error::argument(NAME, "mean", format!("must be in [0, 1], got {mean}")));
    }
    if !(variance.is_finite() && variance >= 0.0) {
        return Err(Error::argument(NAME, "variance", format!("must be finite and not negative, got {variance}")));
    }
    #[allow(clippy::cast_precision_loss)]
    let m = m as f64;
    let log = (2.0 / delta).ln();
    Ok((mean + (2.0 * variance * log / m).sqrt() + 7.0 * log / (3.0 * (m - 1.0))).min(1.0))
}

/// Measures the risk of `network` at `points` fresh points of `sampler` (its `Fresh` streams, never its training points),
/// streamed. Runs on the current rayon pool; the result does not depend on the number of threads. `None` if interrupted.
///
/// The bound allows for the rounding of the sums; it is about the function that the kernels compute.
///
/// # Errors
/// `points < 2`, `delta` outside (0, 1), `lambda` not finite and positive, dimensions that differ.
pub fn fresh_risk(
    network: &Network,
    sampler: &PointSampler,
    lambda: f64,
    points: usize,
    delta: f64,
    interrupt: &AtomicBool,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<Option<MeasuredRisk>> {
    at_least("fresh_risk", "points", points, 2)?;
    check_lambda("fresh_risk", lambda)?;
    if sampler.dimension() != network.features().dimension() {
        return Err(Error::argument("fresh_risk", "sampler", "its dimension differs from the network's"));
    }
    // Checks delta before the work.
    empirical_bernstein(0.0, 0.0, points, delta)?;
    let blocks = points.div_ceil(BLOCK);
    let (mut sum, mut square) = (0.0f64, 0.0f64);
    for batch in (0..blocks).step_by(BATCH) {
        if interrupt.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let parts: Vec<(f64, f64)> = (batch..blocks.min(batch + BATCH))
            .into_par_iter()
            .map_init(
                || (Points::default(), Vec::new()),
                |(fresh, out), block| {
                    sampler.fill(Purpose::Fresh, block as u64, fresh);
                    network.outputs_into(fresh, out);
                    block_sums(out, fresh.norms(), lambda, points - block * BLOCK)
                },
            )
            .collect();
        for (s, q) in parts {
            sum += s;
            square += q;
        }
        progress(points.min((batch + BATCH) * BLOCK));
    }
    #[allow(clippy::cast_precision_loss)]
    let (m, additions) = (points as f64, (blocks + BLOCK) as f64);
    // Each sum of non-negative terms passes through at most `additions` roundings, each loss through four.
    let slack = (additions + 8.0) * f64::EPSILON;
    let mean = (sum / m).min(1.0);
    let variance = ((square - sum * sum / m) / (m - 1.0)).max(0.0);
    let mean_up = (mean * (1.0 + slack)).min(1.0);
    let variance_up = variance + 3.0 * slack * square / (m - 1.0);
    let upper = (empirical_bernstein(mean_up, variance_up, points, delta)? * (1.0 + 8.0 * f64::EPSILON)).min(1.0);
    Ok(Some(MeasuredRisk { points, mean, variance, upper, delta }))
}

/// Sum of the losses and of their squares over the first `count` points of a block.
fn block_sums(outputs: &[f64], norms: &[f64], lambda: f64, count: usize) -> (f64, f64) {
    let (mut sum, mut square) = (0.0, 0.0);
    for (z, norm) in outputs.iter().zip(norms).take(count) {
        let y = if *norm <= lambda { 1.0 } else { 0.0 };
        // A NaN output (there is none: features and weights are finite) would count as the worst loss.
        let e = if z.is_nan() { 1.0 } else { z.clamp(0.0, 1.0) - y };
        let loss = e * e;
        sum += loss;
        square += loss * loss;
    }
    (sum, square)
}
