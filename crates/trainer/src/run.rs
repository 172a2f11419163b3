//! One training run from configuration to weights.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::checkpoint::{self, State, fnv};
use crate::config::{Method, Start, StepSize, TrainConfig};
use crate::construct::construct;
use crate::error::{Error, Result};
use crate::features::{FeatureMap, FeatureMatrix, initial_weights};
use crate::gd::{Evaluation, Objective};
use crate::law::NamedLaw;
use crate::network::Network;
use crate::sampler::PointSampler;

/// Relative tolerance of the power iteration for `L`. The estimate is from below, so `1.9/L` is at most this much too
/// long: far from the limit of stability `2/L`.
const POWER_TOLERANCE: f64 = 1e-6;
/// The same for a Hessian measured again and again; a start at random in every measurement keeps a run resumable.
const REMEASURED_TOLERANCE: f64 = 1e-5;
/// Most passes of the power iteration.
const POWER_LIMIT: usize = 10_000;

/// What a run tells while it goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// The feature matrix is there.
    Generated {
        /// Seconds it took.
        seconds: f64,
    },
    /// The step size is settled.
    StepSize {
        /// The step size.
        eta: f64,
        /// Measured top eigenvalue of `(2/n) X^T X`, if it was asked for.
        top_eigenvalue: Option<f64>,
    },
    /// Going on from a checkpoint.
    Resumed {
        /// Steps done before.
        step: u64,
    },
    /// After an evaluation: at every [`milestone`], and else at most about ten times a second.
    Step {
        /// Updates done.
        step: u64,
        /// `Fhat(w_step)`.
        risk: f64,
        /// Fraction of samples with `0 < <w, x> < 1`.
        active: f64,
        /// Steps per second since the start of this process' loop.
        rate: f64,
    },
    /// A checkpoint was written.
    Saved {
        /// Updates done.
        step: u64,
    },
    /// A checkpoint could not be written. The run goes on and tries again; the last good file is untouched.
    NotSaved(Error),
}

/// Whether the step is a power of two or three times one: the places of a training curve, which depend on no clock.
#[must_use]
pub const fn milestone(step: u64) -> bool {
    step > 0 && matches!(step >> step.trailing_zeros(), 1 | 3)
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// `Fhat(w_t)` reached the stopping rule.
    Risk,
    /// All steps done.
    Steps,
    /// Time is up.
    Time,
    /// The interrupt flag was set.
    Interrupted,
}

/// Result of a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The network found.
    pub network: Network,
    /// Updates done, over all processes of this run.
    pub step: u64,
    /// `Fhat` at the returned weights.
    pub empirical_risk: f64,
    /// Fraction of active samples there.
    pub active: f64,
    /// Step size used (the last one, if it was measured anew).
    pub eta: f64,
    /// Measured top eigenvalue, if asked for.
    pub top_eigenvalue: Option<f64>,
    /// Seconds in the descent loop, over all processes of this run.
    pub seconds: f64,
    /// Why it ended.
    pub ended: Ended,
    /// The last error of a checkpoint, if the last try failed.
    pub not_saved: Option<Error>,
}

/// Trains as configured. `interrupt` may be set from another thread (or a signal handler): the run then saves, if it has a
/// checkpoint, and returns what it has.
///
/// # Errors
/// A bad argument; a checkpoint that cannot be read, is damaged or belongs to another run; a folder where no checkpoint can
/// be written (found out before the work starts).
pub fn train(
    config: &TrainConfig,
    law: &NamedLaw,
    interrupt: &AtomicBool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome> {
    config.check()?;
    let pool = thread_pool(config.threads)?;
    pool.install(|| run(config, law, interrupt, progress))
}

/// A rayon pool of `threads` threads, 0 for one per core.
pub(crate) fn thread_pool(threads: usize) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Error::argument("train", "threads", format!("cannot start {threads} threads: {e}")))
}

fn run(
    config: &TrainConfig,
    law: &NamedLaw,
    interrupt: &AtomicBool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Outcome> {
    let clock = Instant::now();
    let sampler = PointSampler::new(config.d, law.law.clone(), config.seed)?;
    let map = FeatureMap::random(config.d, config.r, &config.deviations, config.seed)?;
    let matrix = FeatureMatrix::generate(&map, &sampler, config.n, config.lambda, config.isa)?;
    progress(Progress::Generated { seconds: clock.elapsed().as_secs_f64() });

    let mut objective = Objective::new(&matrix, config.isa);
    let identity = fnv(config.identity(&law.name).bytes());
    let data = fnv(matrix.norms().iter().flat_map(|v| v.to_bits().to_le_bytes()));
    let saved = match &config.checkpoint {
        Some(c) => checkpoint::load(&c.path, identity, data)?,
        None => None,
    };
    let resumed = saved.is_some();
    let state = match saved {
        Some(state) if state.w.len() == config.r => state,
        Some(_) => {
            let path = &config.checkpoint.as_ref().map(|c| c.path.clone()).unwrap_or_default();
            return Err(Error::file("train", path, "has another number of weights"));
        }
        None => start(config, &map, &mut objective)?,
    };
    progress(Progress::StepSize { eta: state.eta, top_eigenvalue: known(state.top) });
    if resumed {
        progress(Progress::Resumed { step: state.step });
    }
    if let Some(c) = &config.checkpoint {
        // Finds a read-only folder before the work, not after the first minute.
        checkpoint::save(&c.path, &state, identity, data)?;
    }
    descend(config, &mut objective, state, &mut Keeper { identity, data, interrupt, progress }).map(
        |(state, last, ended, not_saved)| {
            #[allow(clippy::cast_precision_loss)]
            let active = last.active as f64 / config.n as f64;
            Outcome {
                network: Network::new(map, state.w, config.isa),
                step: state.step,
                empirical_risk: last.risk,
                active,
                eta: state.eta,
                top_eigenvalue: known(state.top),
                seconds: state.seconds,
                ended,
                not_saved,
            }
        },
    )
}

/// 0 stands for "not measured" in a checkpoint.
fn known(top: f64) -> Option<f64> {
    (top > 0.0).then_some(top)
}

/// State before the first step.
fn start(config: &TrainConfig, map: &FeatureMap, objective: &mut Objective<'_>) -> Result<State> {
    let mut w = initial_weights(config.r, &config.deviations, config.seed)?;
    if let Start::Constructed(which) = config.start {
        w = construct(map, &w, config.lambda, which)?.v;
    }
    #[allow(clippy::cast_precision_loss)]
    let r = config.r as f64;
    let (eta, top) = match config.step {
        StepSize::Given(eta) => (eta, 0.0),
        StepSize::Spectral { factor } | StepSize::Remeasured { factor, .. } => {
            let top = objective.top_eigenvalue(config.seed, POWER_TOLERANCE, POWER_LIMIT)?;
            (factor / top, top)
        }
        StepSize::Theorem { nu } => (0.99 * nu / (8.0 * r), 0.0),
    };
    let previous = if config.method == Method::GradientDescent { Vec::new() } else { w.clone() };
    Ok(State { step: 0, eta, top, seconds: 0.0, w, previous })
}

/// What the loop needs besides the mathematics.
struct Keeper<'a> {
    identity: u64,
    data: u64,
    interrupt: &'a AtomicBool,
    progress: &'a mut (dyn FnMut(Progress) + Send),
}

type Descended = (State, Evaluation, Ended, Option<Error>);

fn descend(
    config: &TrainConfig,
    objective: &mut Objective<'_>,
    mut state: State,
    keeper: &mut Keeper<'_>,
) -> Result<Descended> {
    let clock = Instant::now();
    let (first, before) = (state.step, state.seconds);
    let mut gradient = vec![0.0; config.r];
    let mut point = state.w.clone();
    let mut shown = None::<Instant>;
    let mut saved = Instant::now();
    let mut not_saved = None;
    loop {
        // Nesterov's gradient is taken at the extrapolated point; the others' at w itself.
        let extrapolated = config.method == Method::Nesterov && state.step > 0;
        if extrapolated {
            let m = nesterov(state.step);
            for ((p, w), old) in point.iter_mut().zip(&state.w).zip(&state.previous) {
                *p = w + m * (w - old);
            }
        } else {
            point.copy_from_slice(&state.w);
        }
        let here = objective.evaluate(&point, &mut gradient)?;
        let elapsed = clock.elapsed();
        let ended = if config.stop.empirical_risk.is_some_and(|t| here.risk <= t) {
            Some(Ended::Risk)
        } else if state.step >= config.stop.steps {
            Some(Ended::Steps)
        } else if keeper.interrupt.load(Ordering::Relaxed) {
            Some(Ended::Interrupted)
        } else if config.stop.time.is_some_and(|t| elapsed >= t) {
            Some(Ended::Time)
        } else {
            None
        };
        if ended.is_some() || milestone(state.step) || shown.is_none_or(|t| t.elapsed().as_millis() >= 100) {
            #[allow(clippy::cast_precision_loss)]
            let (active, rate) =
                (here.active as f64 / config.n as f64, (state.step - first) as f64 / elapsed.as_secs_f64().max(1e-9));
            (keeper.progress)(Progress::Step { step: state.step, risk: here.risk, active, rate });
            shown = Some(Instant::now());
        }
        state.seconds = before + elapsed.as_secs_f64();
        if let Some(c) = &config.checkpoint
            && (ended.is_some() || saved.elapsed() >= c.every)
        {
            not_saved = checkpoint::save(&c.path, &state, keeper.identity, keeper.data).err();
            (keeper.progress)(match &not_saved {
                None => Progress::Saved { step: state.step },
                Some(e) => Progress::NotSaved(e.clone()),
            });
            saved = Instant::now();
        }
        if let Some(ended) = ended {
            if extrapolated {
                // The returned weights are the point whose risk was evaluated.
                state.w.copy_from_slice(&point);
            }
            return Ok((state, here, ended, not_saved));
        }
        if let StepSize::Remeasured { factor, every } = config.step
            && state.step > 0
            && state.step.is_multiple_of(every)
        {
            let top = objective.active_eigenvalue(config.seed, REMEASURED_TOLERANCE, POWER_LIMIT)?;
            // Without an active sample the gradient is zero and the step size does not matter.
            if top > 0.0 {
                (state.top, state.eta) = (top, factor / top);
            }
        }
        advance(config.method, &mut state, &point, &gradient);
    }
}

#[allow(clippy::cast_precision_loss)]
fn nesterov(step: u64) -> f64 {
    step as f64 / (step as f64 + 3.0)
}

/// One update from the gradient at `point`.
fn advance(method: Method, state: &mut State, point: &[f64], gradient: &[f64]) {
    let eta = state.eta;
    match method {
        Method::GradientDescent => {
            for (w, g) in state.w.iter_mut().zip(gradient) {
                *w -= eta * g;
            }
        }
        Method::HeavyBall { momentum } => {
            for ((w, old), g) in state.w.iter_mut().zip(&mut state.previous).zip(gradient) {
                let next = *w - eta * g + momentum * (*w - *old);
                *old = *w;
                *w = next;
            }
        }
        Method::Nesterov => {
            for (((w, old), p), g) in state.w.iter_mut().zip(&mut state.previous).zip(point).zip(gradient) {
                *old = *w;
                *w = p - eta * g;
            }
        }
    }
    state.step += 1;
}
