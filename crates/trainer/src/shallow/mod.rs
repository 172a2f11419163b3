//! Shallow baselines, architecture (1): `x -> sum_j w_j s(<u_j, x> + b_j) + b_0`, every weight trained.
//!
//! The other side of the comparison: what full-batch training of a shallow network of the given width finds. It bounds
//! nothing from below; the lower bounds are proved elsewhere.

mod activation;
mod model;

pub use activation::Activation;
pub use model::ShallowNetwork;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result, at_least, positive};
use crate::law::NamedLaw;
use crate::run::thread_pool;
use crate::sampler::{BLOCK, PointSampler, Points, check_lambda};
use crate::stream::Purpose;

/// How the gradient is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Optimizer {
    /// `theta -= eta g`.
    GradientDescent,
    /// Adam (Kingma and Ba 2015) with decay rates 0.9 and 0.999 and 1e-8 in the denominator; `eta` decays to zero as a
    /// half cosine over the run.
    Adam,
}

/// One baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct ShallowConfig {
    /// Dimension of the points.
    pub d: usize,
    /// Width of the network.
    pub width: usize,
    /// Activation.
    pub activation: Activation,
    /// Training points.
    pub n: usize,
    /// Fresh points on which a finished network is measured.
    pub test_points: usize,
    /// Radius of the target ball.
    pub lambda: f64,
    /// Seed; restart `k` starts from its own weights, all use the same points.
    pub seed: u64,
    /// Optimizer.
    pub optimizer: Optimizer,
    /// Step size.
    pub eta: f64,
    /// Steps of each restart, each on the whole training set.
    pub steps: u64,
    /// Restarts, at least 1.
    pub restarts: u64,
    /// Threads; 0 for one per core.
    pub threads: usize,
}

impl ShallowConfig {
    /// Checks every argument.
    ///
    /// # Errors
    /// The first argument that is outside its domain, by name.
    pub fn check(&self) -> Result<()> {
        at_least("train_shallow", "d", self.d, 2)?;
        at_least("train_shallow", "width", self.width, 1)?;
        at_least("train_shallow", "n", self.n, 1)?;
        at_least("train_shallow", "test_points", self.test_points, 2)?;
        check_lambda("train_shallow", self.lambda)?;
        positive("train_shallow", "eta", self.eta)?;
        if self.restarts < 1 {
            return Err(Error::argument("train_shallow", "restarts", "must be at least 1, got 0"));
        }
        if self.width.checked_mul(self.d + 2).is_none_or(|p| p > 1 << 30) {
            return Err(Error::argument(
                "train_shallow",
                "width",
                format!("{} neurons on R^{} are too many", self.width, self.d),
            ));
        }
        Ok(())
    }
}

/// What the restarts of one baseline found.
#[derive(Clone, Debug)]
pub struct ShallowOutcome {
    /// The network of the smallest measured risk.
    pub best: ShallowNetwork,
    /// Its risk on the fresh points (selected among the restarts: a slight underestimate).
    pub risk: f64,
    /// Standard error of that mean.
    pub standard_error: f64,
    /// Risk on the fresh points of every restart that was finished.
    pub all: Vec<f64>,
    /// Empirical risk of the best network's last step.
    pub empirical_risk: f64,
}

/// Trains a baseline. After an interrupt the network in work is measured as it is and no further restart begins. The
/// loss is not bounded (the architecture has no clipping), so the risk comes with a standard error, not with a bound.
///
/// # Errors
/// A bad argument; training that diverged to a non-finite risk in every restart (a smaller `eta` is needed).
pub fn train_shallow(
    config: &ShallowConfig,
    law: &NamedLaw,
    interrupt: &AtomicBool,
    progress: &mut (dyn FnMut(u64, u64, f64) + Send),
) -> Result<ShallowOutcome> {
    config.check()?;
    thread_pool(config.threads)?.install(|| {
        let sampler = PointSampler::new(config.d, law.law.clone(), config.seed)?;
        let sample = blocks(&sampler, Purpose::Train, config.n);
        let fresh = blocks(&sampler, Purpose::Fresh, config.test_points);
        let mut all = Vec::new();
        let mut best: Option<(f64, f64, f64, ShallowNetwork)> = None;
        for restart in 0..config.restarts {
            if restart > 0 && interrupt.load(Ordering::Relaxed) {
                break;
            }
            let mut network = ShallowNetwork::random(config.d, config.width, config.activation, config.seed, restart);
            let empirical =
                descend(config, &mut network, &sample, interrupt, &mut |step, risk| progress(restart, step, risk));
            let (risk, error) = network.measure(&fresh, config.lambda, config.test_points);
            all.push(risk);
            if risk.is_finite() && best.as_ref().is_none_or(|b| risk < b.0) {
                best = Some((risk, error, empirical, network));
            }
        }
        let Some((risk, standard_error, empirical_risk, best)) = best else {
            return Err(Error::argument(
                "train_shallow",
                "eta",
                format!("{} is too large: every restart diverged", config.eta),
            ));
        };
        Ok(ShallowOutcome { best, risk, standard_error, all, empirical_risk })
    })
}

fn blocks(sampler: &PointSampler, purpose: Purpose, n: usize) -> Vec<Points> {
    (0..n.div_ceil(BLOCK))
        .map(|block| {
            let mut points = Points::default();
            sampler.fill(purpose, block as u64, &mut points);
            points.truncate(n - block * BLOCK);
            points
        })
        .collect()
}

/// All steps of one restart; returns the last empirical risk.
fn descend(
    config: &ShallowConfig,
    network: &mut ShallowNetwork,
    sample: &[Points],
    interrupt: &AtomicBool,
    progress: &mut dyn FnMut(u64, f64),
) -> f64 {
    let count = network.parameters().len();
    let (mut mean, mut square) = (vec![0.0f32; count], vec![0.0f32; count]);
    let (mut mean_decay, mut square_decay) = (1.0f64, 1.0f64);
    let mut risk = f64::INFINITY;
    for step in 0..config.steps {
        if interrupt.load(Ordering::Relaxed) {
            break;
        }
        let (here, gradient) = network.gradient(sample, config.lambda, config.n);
        risk = here;
        progress(step, risk);
        if !risk.is_finite() {
            break;
        }
        match config.optimizer {
            Optimizer::GradientDescent => {
                let eta = crate::features::narrow(config.eta);
                for (p, g) in network.parameters_mut().iter_mut().zip(&gradient) {
                    *p -= eta * g;
                }
            }
            Optimizer::Adam => {
                mean_decay *= 0.9;
                square_decay *= 0.999;
                #[allow(clippy::cast_precision_loss)]
                let done = step as f64 / config.steps as f64;
                let eta = config.eta * 0.5 * (1.0 + (std::f64::consts::PI * done).cos());
                let rate = crate::features::narrow(eta / (1.0 - mean_decay));
                let unbias = crate::features::narrow(1.0 / (1.0 - square_decay));
                let moments = mean.iter_mut().zip(&mut square);
                for ((p, g), (m, s)) in network.parameters_mut().iter_mut().zip(&gradient).zip(moments) {
                    *m = 0.9 * *m + 0.1 * g;
                    *s = 0.999 * *s + 0.001 * g * g;
                    *p -= rate * *m / ((*s * unbias).sqrt() + 1e-8);
                }
            }
        }
    }
    risk
}
