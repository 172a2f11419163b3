//! `depthsep train deep`.

use super::super::recorded;
use super::setting::{Setting, as_flags, fits, theorem_nu, whole};
use super::shallow::progress_bar;
use crate::cli::{self, DeepMethod, Descent, LawName, Layer, Learning, Plain, StepRule};
use crate::failure::{Ending, Failure, Result};
use crate::ledger::Kind;
use crate::run::interrupt_flag;
use crate::talk;
use serde_json::{Value, json};
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use trainer::config::{CheckpointTo, Method, StepSize, TrainConfig, theorem_steps};
use trainer::features::Deviations;
use trainer::presets::Preset;
use trainer::risk::{MeasuredRisk, fresh_risk};
use trainer::run::{Ended, Outcome, Progress, milestone, train};
use trainer::sampler::PointSampler;

/// The accuracy at which `--step-size theorem` says how many steps the theorem would need.
const THEOREM_EPS: f64 = 0.1;

/// Result of a deep run.
pub struct Deep {
    /// What the trainer returned.
    pub outcome: Outcome,
    /// Risk on fresh points; none after an interrupt.
    pub risk: Option<MeasuredRisk>,
    /// Steps with the empirical risk there, for a training curve; from the step on at which this process began.
    pub curve: Vec<(u64, f64)>,
    /// Seconds of everything in this process.
    pub seconds: f64,
}

/// The trainer's configuration; `width` is the number of features with the flag it came from.
///
/// # Errors
/// On bad input.
pub fn config(
    setting: &Setting,
    learning: &Learning,
    width: (Option<&str>, &'static str),
    descent: &Descent,
) -> Result<TrainConfig> {
    let d = setting.d as usize;
    let preset = match descent.layer {
        Layer::Paper => Preset::paper(d),
        Layer::Wide => Preset::wide(d),
    };
    let preset = preset.map_err(as_flags)?;
    let mut config = preset.config(d, learning.seed);
    config.lambda = setting.lambda;
    config.threads = usize::from(learning.threads);
    config.deviations = deviations(descent)?;
    config.method = match descent.method {
        DeepMethod::Gd => Method::GradientDescent,
        DeepMethod::Nesterov => Method::Nesterov,
    };
    config.step = match descent.step_size {
        // The extrapolated point is stable up to 1/L only.
        StepRule::Auto if descent.method == DeepMethod::Nesterov => StepSize::Spectral { factor: 1.0 },
        StepRule::Auto => StepSize::Spectral { factor: 1.9 },
        StepRule::Remeasured if descent.method == DeepMethod::Nesterov => {
            return Err(Failure::argument("--step-size", "remeasured goes with --method gd only"));
        }
        StepRule::Remeasured => {
            config.stop.steps = preset.steps_remeasured;
            StepSize::Remeasured { factor: 1.9, every: Preset::EVERY }
        }
        StepRule::Theorem => StepSize::Theorem { nu: theorem_nu(learning.law) },
        StepRule::Given(eta) => StepSize::Given(eta),
    };
    let (width, width_flag) = width;
    if let Some(width) = width {
        config.r = whole(width_flag, width, setting.d)?;
    }
    if let Some(n) = descent.samples {
        config.n = usize::try_from(n).map_err(|e| Failure::argument("--samples", e))?;
    }
    if let Some(steps) = descent.steps {
        config.stop.steps = steps;
    }
    // The weights of the random layer and the feature matrix, four bytes an entry, rows padded to sixteen entries.
    let bytes = config.r.checked_next_multiple_of(16).and_then(|s| s.checked_mul(4));
    fits(width_flag, bytes.and_then(|b| b.checked_mul(d + 2)))?;
    fits(&format!("{} times --samples", width_flag), bytes.and_then(|b| b.checked_mul(config.n)))?;
    Ok(config)
}

/// The law of the random features.
fn deviations(descent: &Descent) -> Result<Deviations> {
    let mut found = match descent.layer {
        Layer::Paper => Deviations::default(),
        Layer::Wide => Deviations::WIDE,
    };
    for (given, flag, place) in [
        (descent.weight_deviation, "--weight-deviation", &mut found.hidden),
        (descent.bias_deviation, "--bias-deviation", &mut found.bias),
    ] {
        let Some(sigma) = given else { continue };
        // Weights are single precision numbers.
        if !(1e-30..=1e30).contains(&sigma) {
            return Err(Failure::argument(flag, format!("{sigma}: it must be between 1e-30 and 1e30")));
        }
        *place = sigma;
    }
    Ok(found)
}

/// The random features in words.
#[must_use]
pub fn features(deviations: &Deviations) -> String {
    let Deviations { hidden, bias, .. } = deviations;
    let source = if *deviations == Deviations::default() { " (Assumption 7)" } else { "" };
    format!("weights N(0, {}), biases N(0, {}){source}", hidden * hidden, bias * bias)
}

/// Trains, then measures the risk on fresh points.
///
/// # Errors
/// On bad input.
pub fn run_deep(
    setting: &Setting,
    config: &TrainConfig,
    fresh: u64,
    delta: f64,
    quiet: bool,
    interrupt: &AtomicBool,
) -> Result<Deep> {
    let clock = Instant::now();
    let fresh = usize::try_from(fresh).map_err(|e| Failure::argument("--fresh", e))?;
    if !(delta > 0.0 && delta < 1.0) {
        return Err(Failure::argument("--delta", format!("{delta}: it must be between 0 and 1")));
    }
    let label = format!("d = {}", setting.d);
    let bar = progress_bar(config.stop.steps, quiet, &label);
    let mut curve = Vec::new();
    let mut show = |p: Progress| match p {
        Progress::Step { step, risk, rate, .. } => {
            if milestone(step) {
                curve.push((step, risk));
            }
            bar.set_position(step);
            bar.set_message(format!("empirical risk {risk:.6}, {rate:.0} steps/s"));
        }
        Progress::StepSize { eta, top_eigenvalue } => {
            bar.println(match top_eigenvalue {
                Some(top) => format!("{label}: step size {eta:.4e}, top eigenvalue {top:.4}"),
                None => format!("{label}: step size {eta:.4e}"),
            });
        }
        Progress::Resumed { step } => bar.println(format!("{label}: going on from step {step}")),
        // The run goes on and tries again in a minute; a user away from the terminal must find this in the log.
        Progress::NotSaved(error) => bar.suspend(|| eprintln!("warning: {error}")),
        Progress::Generated { .. } | Progress::Saved { .. } => {}
    };
    let outcome = train(config, &setting.law, interrupt, &mut show).map_err(as_flags)?;
    bar.finish_and_clear();
    let bar = progress_bar(fresh as u64, quiet, &format!("{label}: fresh points"));
    let sampler = PointSampler::new(config.d, setting.law.law.clone(), config.seed).map_err(as_flags)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(config.threads)
        .build()
        .map_err(|e| Failure::argument("--threads", e))?;
    let risk = pool
        .install(|| {
            let mut count = |done: usize| bar.set_position(done as u64);
            fresh_risk(&outcome.network, &sampler, config.lambda, fresh, delta, interrupt, &mut count)
        })
        .map_err(as_flags)?;
    bar.finish_and_clear();
    Ok(Deep { outcome, risk, curve, seconds: clock.elapsed().as_secs_f64() })
}

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &cli::Deep, out: &mut impl Write) -> Result {
    let learning = &args.task.learning;
    recorded::ready(&args.to)?;
    let setting = Setting::new(args.task.dim, learning)?;
    let mut config = config(&setting, learning, (args.task.width.as_deref(), "--width"), &args.task.descent)?;
    config.stop.empirical_risk = args.stop_at;
    config.stop.time = args.budget;
    config.checkpoint = checkpoint(args)?;
    let interrupt = interrupt_flag()?;
    let found = run_deep(&setting, &config, args.task.descent.fresh, args.delta, talk::quiet(), &interrupt)?;
    if let Some(error) = found.outcome.not_saved.clone() {
        return Err(as_flags(error));
    }
    let value = to_json(args, &setting, &config, &found)?;
    if found.outcome.ended != Ended::Interrupted && found.risk.is_some() {
        let key = format!(
            "{} method={} fresh={} delta={}",
            value["config"],
            config.method.name(),
            args.task.descent.fresh,
            args.delta
        );
        recorded::save(&args.to, Kind::Deep, &[(key, value.clone(), found.seconds)])?;
    }
    match args.format {
        Plain::Json => writeln!(out, "{value:#}")?,
        Plain::Table => print(&value, &config, &found, out)?,
    }
    Ok(if found.outcome.ended == Ended::Interrupted || found.risk.is_none() { Ending::Open } else { Ending::Good })
}

/// A file that exists is gone on from only when asked, so that no run is continued, or lost, by accident.
fn checkpoint(args: &cli::Deep) -> Result<Option<CheckpointTo>> {
    let Some(path) = &args.checkpoint else { return Ok(None) };
    let there = path.try_exists().map_err(|e| Failure::argument("--checkpoint", format!("{}: {e}", path.display())))?;
    match (there, args.resume) {
        (true, false) => Err(Failure::argument(
            "--checkpoint",
            format!("{} exists; add --resume to go on from it, or give another file", path.display()),
        )),
        (false, true) => Err(Failure::argument("--resume", format!("there is no checkpoint {}", path.display()))),
        _ => Ok(Some(CheckpointTo::each_minute(path.clone()))),
    }
}

/// Name of the way a run ended.
const fn ended(ended: Ended) -> &'static str {
    match ended {
        Ended::Risk => "risk",
        Ended::Steps => "steps",
        Ended::Time => "time",
        Ended::Interrupted => "interrupted",
    }
}

/// Name of the step rule.
fn rule(step: StepSize) -> String {
    match step {
        StepSize::Given(_) => "given".into(),
        StepSize::Spectral { factor } => format!("{factor}/L"),
        StepSize::Remeasured { factor, every } => format!("{factor}/L_t, measured every {every} steps"),
        StepSize::Theorem { .. } => "0.99 nu/(8r)".into(),
    }
}

/// FNV-1a over the bits of the weights: two runs have the same one when they ended at the same weights, bit for bit.
fn fingerprint(weights: &[f64]) -> String {
    let bytes = weights.iter().flat_map(|w| w.to_bits().to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

fn to_json(args: &cli::Deep, setting: &Setting, config: &TrainConfig, found: &Deep) -> Result<Value> {
    let outcome = &found.outcome;
    let theorem = match config.step {
        StepSize::Theorem { nu } => {
            let steps = theorem_steps(config.r, outcome.eta, nu, THEOREM_EPS).map_err(as_flags)?;
            json!({ "nu": nu, "eps": THEOREM_EPS, "steps": steps })
        }
        _ => Value::Null,
    };
    Ok(json!({
        "config": {
            "law": args.task.learning.law.name(), "alpha": if args.task.learning.law == LawName::Mixture { json!(setting.alpha) } else { Value::Null },
            "d": config.d, "lambda": args.task.learning.lambda, "radius": config.lambda, "width": config.r, "samples": config.n,
            "steps": config.stop.steps, "seed": config.seed,
            "weight_deviation": config.deviations.hidden, "bias_deviation": config.deviations.bias, "step_rule": rule(config.step), "isa": config.isa.name(),
        },
        "method": config.method.name(), "steps": outcome.step, "ended": ended(outcome.ended), "step_size": outcome.eta,
        "top_eigenvalue": outcome.top_eigenvalue, "theorem": theorem, "empirical_risk": outcome.empirical_risk, "active": outcome.active,
        "fresh": found.risk.map(|r| json!({
            "points": r.points, "risk": r.mean, "variance": r.variance, "upper": r.upper, "delta": r.delta,
            "bound": "empirical Bernstein, one-sided",
        })),
        "curve": found.curve, "fingerprint": fingerprint(outcome.network.weights()), "descent_seconds": outcome.seconds, "seconds": found.seconds,
    }))
}

fn print(value: &Value, config: &TrainConfig, found: &Deep, out: &mut impl Write) -> Result<()> {
    let outcome = &found.outcome;
    writeln!(
        out,
        "{}, {} law, d = {}, radius {}, {} features, {} training points, seed {}",
        config.method.name(),
        value["config"]["law"].as_str().unwrap_or_default(),
        config.d,
        value["config"]["lambda"].as_str().unwrap_or_default(),
        config.r,
        config.n,
        config.seed
    )?;
    writeln!(out, "features        {}", features(&config.deviations))?;
    writeln!(out, "steps           {} (ended by: {})", outcome.step, ended(outcome.ended))?;
    writeln!(out, "step size       {:.6e} ({})", outcome.eta, rule(config.step))?;
    if let Some(steps) = value["theorem"]["steps"].as_f64() {
        writeln!(out, "                at this step size the theorem needs {steps:.3e} steps for risk {THEOREM_EPS}")?;
    }
    writeln!(out, "empirical risk  {:.8}", outcome.empirical_risk)?;
    match &found.risk {
        Some(r) => {
            writeln!(out, "fresh risk      {:.8} on {} fresh points", r.mean, r.points)?;
            // One unit up in the eighth digit, so that what is printed is a bound too.
            writeln!(out, "at most         {:.8} with confidence 1 - {:e}", r.upper + 1e-8, r.delta)?;
        }
        None => writeln!(out, "fresh risk      not measured (interrupted)")?,
    }
    writeln!(out, "weights         {}", value["fingerprint"].as_str().unwrap_or_default())?;
    writeln!(out, "seconds         {:.1}", found.seconds)?;
    Ok(())
}
