//! `depthsep train deep`.

use super::super::recorded;
use super::setting::{Setting, as_flags, fits, theorem_nu, whole};
use super::shallow::progress_bar;
use crate::cli::{self, DeepMethod, LawName, Plain, StepRule};
use crate::failure::{Ending, Failure, Result};
use crate::ledger::Kind;
use crate::run::interrupt_flag;
use crate::talk;
use serde_json::{Value, json};
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use trainer::config::{CheckpointTo, Method, StepSize, TrainConfig, theorem_steps};
use trainer::presets::Preset;
use trainer::risk::{MeasuredRisk, fresh_risk};
use trainer::run::{Ended, Outcome, Progress, train};
use trainer::sampler::PointSampler;

/// The accuracy at which `--step-size theorem` says how many steps the theorem would need.
const THEOREM_EPS: f64 = 0.1;

/// What decides the size of a run; what is not given is taken from the preset of the dimension.
pub struct Plan<'a> {
    /// Features.
    pub width: Option<&'a str>,
    /// Flag the features came from.
    pub width_flag: &'static str,
    /// Training points.
    pub samples: Option<u64>,
    /// Steps.
    pub steps: Option<u64>,
    /// Step size.
    pub step_size: StepRule,
    /// Method.
    pub method: DeepMethod,
}

/// Result of a deep run.
pub struct Deep {
    /// What the trainer returned.
    pub outcome: Outcome,
    /// Risk on fresh points; none after an interrupt.
    pub risk: Option<MeasuredRisk>,
    /// Seconds of everything in this process.
    pub seconds: f64,
}

/// The trainer's configuration.
///
/// # Errors
/// On bad input.
pub fn config(setting: &Setting, law: LawName, plan: &Plan, seed: u64, threads: u16) -> Result<TrainConfig> {
    let d = setting.d as usize;
    let preset = Preset::of(d).map_err(as_flags)?;
    let mut config = preset.config(d, seed);
    config.lambda = setting.lambda;
    config.threads = usize::from(threads);
    config.method = match plan.method {
        DeepMethod::Gd => Method::GradientDescent,
        DeepMethod::Nesterov => Method::Nesterov,
    };
    config.step = match plan.step_size {
        // The extrapolated point is stable up to 1/L only.
        StepRule::Auto if plan.method == DeepMethod::Nesterov => StepSize::Spectral { factor: 1.0 },
        StepRule::Auto => StepSize::Spectral { factor: 1.9 },
        StepRule::Remeasured if plan.method == DeepMethod::Nesterov => {
            return Err(Failure::argument("--step-size", "remeasured goes with --method gd only"));
        }
        StepRule::Remeasured => {
            config.stop.steps = preset.steps_remeasured;
            StepSize::Remeasured { factor: 1.9, every: Preset::EVERY }
        }
        StepRule::Theorem => StepSize::Theorem { nu: theorem_nu(law) },
        StepRule::Given(eta) => StepSize::Given(eta),
    };
    if let Some(width) = plan.width {
        config.r = whole(plan.width_flag, width, setting.d)?;
    }
    if let Some(n) = plan.samples {
        config.n = usize::try_from(n).map_err(|e| Failure::argument("--samples", e))?;
    }
    if let Some(steps) = plan.steps {
        config.stop.steps = steps;
    }
    // The weights of the random layer and the feature matrix, four bytes an entry, rows padded to sixteen entries.
    let bytes = config.r.checked_next_multiple_of(16).and_then(|s| s.checked_mul(4));
    fits(plan.width_flag, bytes.and_then(|b| b.checked_mul(d + 2)))?;
    fits(&format!("{} times --samples", plan.width_flag), bytes.and_then(|b| b.checked_mul(config.n)))?;
    Ok(config)
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
    let mut show = |p: Progress| match p {
        Progress::Step { step, risk, rate, .. } => {
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
    Ok(Deep { outcome, risk, seconds: clock.elapsed().as_secs_f64() })
}

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &cli::Deep, out: &mut impl Write) -> Result {
    let learning = &args.learning;
    let plan = Plan {
        width: args.width.as_deref(),
        width_flag: "--width",
        samples: args.samples,
        steps: args.steps,
        step_size: args.step_size,
        method: args.method,
    };
    recorded::ready(&args.to)?;
    let setting = Setting::new(args.dim, learning)?;
    let mut config = config(&setting, learning.law, &plan, learning.seed, learning.threads)?;
    config.stop.empirical_risk = args.stop_at;
    config.stop.time = args.budget;
    config.checkpoint = checkpoint(args)?;
    let interrupt = interrupt_flag()?;
    let found = run_deep(&setting, &config, args.fresh, args.delta, talk::quiet(), &interrupt)?;
    if let Some(error) = found.outcome.not_saved.clone() {
        return Err(as_flags(error));
    }
    let value = to_json(args, &setting, &config, &found)?;
    if found.outcome.ended != Ended::Interrupted && found.risk.is_some() {
        let key =
            format!("{} method={} fresh={} delta={}", value["config"], config.method.name(), args.fresh, args.delta);
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
            "law": args.learning.law.name(), "alpha": if args.learning.law == LawName::Mixture { json!(setting.alpha) } else { Value::Null },
            "d": config.d, "lambda": args.learning.lambda, "radius": config.lambda, "width": config.r, "samples": config.n,
            "steps": config.stop.steps, "seed": config.seed, "step_rule": rule(config.step), "isa": config.isa.name(),
        },
        "method": config.method.name(), "steps": outcome.step, "ended": ended(outcome.ended), "step_size": outcome.eta,
        "top_eigenvalue": outcome.top_eigenvalue, "theorem": theorem, "empirical_risk": outcome.empirical_risk, "active": outcome.active,
        "fresh": found.risk.map(|r| json!({
            "points": r.points, "risk": r.mean, "variance": r.variance, "upper": r.upper, "delta": r.delta,
            "bound": "empirical Bernstein, one-sided",
        })),
        "fingerprint": fingerprint(outcome.network.weights()), "descent_seconds": outcome.seconds, "seconds": found.seconds,
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
