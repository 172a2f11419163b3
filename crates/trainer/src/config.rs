//! What a run is made of, checked before anything is computed.

use std::path::PathBuf;
use std::time::Duration;

use crate::construct::Construction;
use crate::error::{Error, Result, at_least, positive};
use crate::features::Deviations;
use crate::kernel::Isa;

/// Step size of gradient descent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepSize {
    /// A given `eta`.
    Given(f64),
    /// `factor / L` with `L` the measured top eigenvalue of `(2/n) X^T X`; 1.9 is the usual choice, below 2 the quadratic
    /// part is stable.
    Spectral {
        /// Numerator.
        factor: f64,
    },
    /// `factor / L_t` with `L_t` the top eigenvalue of the Hessian at `w_t` itself, where only samples with
    /// `0 < <w_t, x> < 1` count, measured anew every `every` steps. Still plain gradient descent, but with a step size that
    /// grows as samples saturate.
    Remeasured {
        /// Numerator.
        factor: f64,
        /// Steps between two measurements.
        every: u64,
    },
    /// The theorem's bound `eta < nu/(8 r)`, of which 0.99 is taken.
    Theorem {
        /// `nu = alpha^4 beta / 840`.
        nu: f64,
    },
}

impl StepSize {
    fn check(self) -> Result<()> {
        match self {
            Self::Given(eta) => positive("train", "eta", eta),
            Self::Spectral { factor } => positive("train", "factor", factor),
            Self::Remeasured { factor, every } => {
                if every == 0 {
                    return Err(Error::argument("train", "every", "must be at least 1, got 0"));
                }
                positive("train", "factor", factor)
            }
            Self::Theorem { nu } => {
                positive("train", "nu", nu)?;
                if nu > 1.0 {
                    return Err(Error::argument("train", "nu", format!("must be at most 1, got {nu}")));
                }
                Ok(())
            }
        }
    }
}

/// Steps `T = (2 / (eta nu)) ln(r / (8 eps))` that Theorem 8 allows for step size `eta`; infinite if it overflows.
///
/// # Errors
/// An argument that is not finite and positive.
pub fn theorem_steps(r: usize, eta: f64, nu: f64, eps: f64) -> Result<f64> {
    at_least("theorem_steps", "r", r, 1)?;
    positive("theorem_steps", "eta", eta)?;
    positive("theorem_steps", "nu", nu)?;
    positive("theorem_steps", "eps", eps)?;
    #[allow(clippy::cast_precision_loss)]
    let log = (r as f64 / (8.0 * eps)).ln().max(0.0);
    Ok((2.0 / (eta * nu) * log).ceil())
}

/// Where the output weights start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// `N(0, (1/r^2) I)`, Assumption 7.
    Random,
    /// The vector v of the proof of Theorem 9 for the random start.
    Constructed(Construction),
}

/// How the gradient is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Plain gradient descent, the paper's method.
    GradientDescent,
    /// Polyak's heavy ball, `w_{t+1} = w_t - eta g_t + momentum (w_t - w_{t-1})`. Not the paper's method.
    HeavyBall {
        /// In `[0, 1)`.
        momentum: f64,
    },
    /// Nesterov's accelerated gradient with the `t/(t + 3)` momentum, gradient at the extrapolated point. Not the paper's
    /// method.
    Nesterov,
}

impl Method {
    fn check(self) -> Result<()> {
        if let Self::HeavyBall { momentum } = self
            && !(0.0..1.0).contains(&momentum)
        {
            return Err(Error::argument("train", "momentum", format!("must be in [0, 1), got {momentum}")));
        }
        Ok(())
    }

    /// Name for reports: only the first is the paper's.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GradientDescent => "gradient descent",
            Self::HeavyBall { .. } => "heavy ball (accelerated)",
            Self::Nesterov => "Nesterov (accelerated)",
        }
    }
}

/// When to stop. The paper's rule is `empirical_risk = Some(eps / 2)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// After this many steps.
    pub steps: u64,
    /// As soon as `Fhat(w_t)` is at most this.
    pub empirical_risk: Option<f64>,
    /// After this much time in this process. The one rule that makes the stopping point depend on the machine.
    pub time: Option<Duration>,
}

/// Where and how often to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointTo {
    /// The file. If it exists and belongs to this run, the run goes on from it.
    pub path: PathBuf,
    /// Time between two saves; a minute by default.
    pub every: Duration,
}

impl CheckpointTo {
    /// A save every minute to `path`.
    #[must_use]
    pub fn each_minute(path: PathBuf) -> Self {
        Self { path, every: Duration::from_secs(60) }
    }
}

/// One training run, apart from the law of the points.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainConfig {
    /// Dimension of the points.
    pub d: usize,
    /// Number of random features.
    pub r: usize,
    /// Number of training points.
    pub n: usize,
    /// Radius of the target ball.
    pub lambda: f64,
    /// Seed of everything.
    pub seed: u64,
    /// Standard deviations of the random layer.
    pub deviations: Deviations,
    /// Output weights at the start.
    pub start: Start,
    /// Step size.
    pub step: StepSize,
    /// Method.
    pub method: Method,
    /// Stopping rule.
    pub stop: Stop,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Instruction set of the kernels.
    pub isa: Isa,
    /// Checkpoint, if wanted.
    pub checkpoint: Option<CheckpointTo>,
}

impl TrainConfig {
    /// The paper's method at `d`, `r`, `n` for `steps` steps: deviations of Assumption 7, `eta = 1.9/L`, `lambda = sqrt 2`.
    #[must_use]
    pub fn paper(d: usize, r: usize, n: usize, steps: u64, seed: u64) -> Self {
        Self {
            d,
            r,
            n,
            lambda: std::f64::consts::SQRT_2,
            seed,
            deviations: Deviations::default(),
            start: Start::Random,
            step: StepSize::Spectral { factor: 1.9 },
            method: Method::GradientDescent,
            stop: Stop { steps, empirical_risk: None, time: None },
            threads: 0,
            isa: Isa::detect(),
            checkpoint: None,
        }
    }

    /// Checks every argument.
    ///
    /// # Errors
    /// The first argument that is outside its domain, by name.
    pub fn check(&self) -> Result<()> {
        at_least("train", "d", self.d, 2)?;
        at_least("train", "r", self.r, 1)?;
        at_least("train", "n", self.n, 1)?;
        crate::sampler::check_lambda("train", self.lambda)?;
        self.deviations.check()?;
        if self.start != Start::Random && self.deviations != Deviations::default() {
            return Err(Error::argument("train", "start", "the construction needs the deviations of Assumption 7"));
        }
        self.step.check()?;
        self.method.check()?;
        if let Some(target) = self.stop.empirical_risk
            && !(target.is_finite() && target >= 0.0)
        {
            return Err(Error::argument(
                "train",
                "empirical_risk",
                format!("must be finite and not negative, got {target}"),
            ));
        }
        if let Some(c) = &self.checkpoint
            && c.path.file_name().is_none()
        {
            return Err(Error::argument("train", "checkpoint", format!("{} does not name a file", c.path.display())));
        }
        Ok(())
    }

    /// What decides the numbers of a run: a checkpoint of a run with another text is refused.
    pub(crate) fn identity(&self, law: &str) -> String {
        let bits = |v: f64| format!("{:016x}", v.to_bits());
        let d = &self.deviations;
        format!(
            "1;{law};{};{};{};{};{};{},{},{};{:?};{:?};{:?};{}",
            self.d,
            self.r,
            self.n,
            bits(self.lambda),
            self.seed,
            bits(d.hidden),
            bits(d.bias),
            bits(d.output_times_r),
            self.start,
            self.step,
            self.method,
            self.isa.name()
        )
    }
}
