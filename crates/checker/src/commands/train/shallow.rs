//! `depthsep train shallow`: the baselines.

use super::super::recorded;
use super::setting::{Setting, as_flags, fits, whole};
use crate::cli::{self, Format, OptimizerName};
use crate::failure::{Ending, Failure, Result};
use crate::ledger::Kind;
use crate::output::csv;
use crate::output::table::{Align, Table};
use crate::run::interrupt_flag;
use crate::talk;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use trainer::shallow::{Activation, Optimizer, ShallowConfig, ShallowOutcome, train_shallow};

/// Training points, fresh points, steps and restarts of the baseline that `separate` trains.
const QUICK: (usize, usize, u64, u64) = (8000, 100_000, 400, 2);

/// A bar on standard error, shown only on a terminal.
pub fn progress_bar(total: u64, quiet: bool, label: &str) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:24} {pos}/{len} {msg} {elapsed}, about {eta} left") {
        bar.set_style(style);
    }
    bar.set_prefix(label.to_owned());
    bar
}

/// One baseline that was trained.
struct Row {
    config: ShallowConfig,
    width: String,
    outcome: ShallowOutcome,
    seconds: f64,
}

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &cli::Shallow, out: &mut impl Write) -> Result {
    let learning = &args.learning;
    if !(args.step_size.is_finite() && args.step_size > 0.0) {
        return Err(Failure::argument("--step-size", format!("{}: it must be finite and positive", args.step_size)));
    }
    recorded::ready(&args.to)?;
    let setting = Setting::new(args.dim, learning)?;
    let size = |name, n: u64| usize::try_from(n).map_err(|e| Failure::argument(name, e));
    let mut configs = Vec::new();
    for text in &args.width {
        let width = whole("--width", text, args.dim)?;
        for activation in &args.activation {
            let config = ShallowConfig {
                d: args.dim as usize,
                width,
                activation: activation.activation(),
                n: size("--samples", args.samples)?,
                test_points: size("--fresh", args.fresh)?,
                lambda: setting.lambda,
                seed: learning.seed,
                optimizer: match args.optimizer {
                    OptimizerName::Gd => Optimizer::GradientDescent,
                    OptimizerName::Adam => Optimizer::Adam,
                },
                eta: args.step_size,
                steps: args.steps,
                restarts: args.restarts,
                threads: usize::from(learning.threads),
            };
            check(&config)?;
            configs.push((text, config));
        }
    }
    let interrupt = interrupt_flag()?;
    let mut rows = Vec::new();
    for (text, config) in configs {
        if interrupt.load(Ordering::Relaxed) {
            break;
        }
        let clock = Instant::now();
        let outcome = one(&config, &setting, talk::quiet(), &interrupt, None)?;
        let row = Row { config, width: text.clone(), outcome, seconds: clock.elapsed().as_secs_f64() };
        // A baseline that an interrupt cut short is not the one that was asked for.
        if !interrupt.load(Ordering::Relaxed) {
            let body = to_json(&row, args);
            recorded::save(&args.to, Kind::Shallow, &[(key(&row, args), body, row.seconds)])?;
        }
        rows.push(row);
    }
    match args.format {
        Format::Json => writeln!(out, "{:#}", Value::Array(rows.iter().map(|r| to_json(r, args)).collect()))?,
        Format::Csv => print_csv(&rows, out)?,
        Format::Table => print_table(&rows, out)?,
    }
    Ok(if interrupt.load(Ordering::Relaxed) { Ending::Open } else { Ending::Good })
}

/// What determines a baseline.
fn key(row: &Row, args: &cli::Shallow) -> String {
    let (c, l) = (&row.config, &args.learning);
    format!(
        "{} d={} alpha={} lambda={} seed={} width={} activation={} optimizer={:?} step-size={} steps={} restarts={} samples={} fresh={}",
        l.law.name(),
        c.d,
        l.alpha,
        l.lambda,
        c.seed,
        c.width,
        c.activation.name(),
        args.optimizer,
        c.eta,
        c.steps,
        c.restarts,
        c.n,
        c.test_points
    )
}

/// Refuses what the trainer refuses, and what does not fit in memory.
fn check(config: &ShallowConfig) -> Result<()> {
    config.check().map_err(as_flags)?;
    let points = config.n.checked_add(config.test_points);
    // Coordinates as singles and the norm as a double.
    fits("--samples and --fresh", points.and_then(|n| n.checked_mul(4 * config.d + 8)))?;
    // One gradient for every 256 points is kept until they are added in order.
    let chunks = config.n.div_ceil(256).checked_add(8);
    fits("--width", chunks.and_then(|c| c.checked_mul(4 * (config.width * (config.d + 2) + 1))))
}

/// All restarts of one baseline; after `limit` it is measured as it is.
fn one(
    config: &ShallowConfig,
    setting: &Setting,
    quiet: bool,
    interrupt: &AtomicBool,
    limit: Option<Duration>,
) -> Result<ShallowOutcome> {
    let label = format!("{} neurons, {}", config.width, config.activation.name());
    let bar = progress_bar(config.steps.saturating_mul(config.restarts), quiet, &label);
    let clock = Instant::now();
    // The trainer looks at one flag; time and Ctrl-C both end in it.
    let stop = AtomicBool::new(false);
    let mut show = |restart: u64, step: u64, risk: f64| {
        if interrupt.load(Ordering::Relaxed) || limit.is_some_and(|l| clock.elapsed() >= l) {
            stop.store(true, Ordering::Relaxed);
        }
        bar.set_position(restart * config.steps + step);
        #[allow(clippy::cast_precision_loss)]
        let rate = (restart * config.steps + step) as f64 / clock.elapsed().as_secs_f64().max(1e-9);
        bar.set_message(format!("empirical risk {risk:.6}, {rate:.0} steps/s"));
    };
    let outcome = train_shallow(config, &setting.law, &stop, &mut show).map_err(as_flags)?;
    bar.finish_and_clear();
    Ok(outcome)
}

/// The best of the baselines that `separate` trains at this width within `limit`: its measured risk and activation.
/// `None` if the width is too large to train here.
///
/// # Errors
/// On bad input.
pub fn best_shallow(
    setting: &Setting,
    width: usize,
    seed: u64,
    threads: u16,
    quiet: bool,
    interrupt: &AtomicBool,
    limit: Duration,
) -> Result<Option<(f64, Activation)>> {
    let (n, test_points, steps, restarts) = QUICK;
    let mut best: Option<(f64, Activation)> = None;
    for activation in Activation::ALL {
        let config = ShallowConfig {
            d: setting.d as usize,
            width,
            activation,
            n,
            test_points,
            lambda: setting.lambda,
            seed,
            optimizer: Optimizer::Adam,
            eta: 0.01,
            steps,
            restarts,
            threads: usize::from(threads),
        };
        if check(&config).is_err() || interrupt.load(Ordering::Relaxed) {
            return Ok(best);
        }
        let share = limit / u32::try_from(Activation::ALL.len()).unwrap_or(1);
        // An activation whose every restart diverged is no candidate; the others are.
        if let Ok(found) = one(&config, setting, quiet, interrupt, Some(share)) {
            if best.is_none_or(|b| found.risk < b.0) {
                best = Some((found.risk, activation));
            }
        }
    }
    Ok(best)
}

fn to_json(row: &Row, args: &cli::Shallow) -> Value {
    let c = &row.config;
    json!({
        "law": args.learning.law.name(), "d": c.d, "lambda": args.learning.lambda, "radius": c.lambda, "width": c.width,
        "activation": c.activation.name(), "optimizer": if c.optimizer == Optimizer::Adam { "Adam" } else { "gradient descent" },
        "step_size": c.eta, "steps": c.steps, "restarts": c.restarts, "samples": c.n, "seed": c.seed, "fresh_points": c.test_points,
        "empirical_risk": row.outcome.empirical_risk, "risk": row.outcome.risk, "standard_error": row.outcome.standard_error,
        // A restart that diverged has no finite risk and is null.
        "all": row.outcome.all, "seconds": row.seconds,
    })
}

fn print_csv(rows: &[Row], out: &mut impl Write) -> Result<()> {
    writeln!(out, "d,width,activation,restarts,empirical_risk,risk,standard_error,seconds")?;
    for row in rows {
        let (c, o) = (&row.config, &row.outcome);
        let fields = [
            c.d.to_string(),
            c.width.to_string(),
            c.activation.name().into(),
            o.all.len().to_string(),
            o.empirical_risk.to_string(),
            o.risk.to_string(),
            o.standard_error.to_string(),
            format!("{:.1}", row.seconds),
        ];
        writeln!(out, "{}", csv::record(&fields))?;
    }
    Ok(())
}

fn print_table(rows: &[Row], out: &mut impl Write) -> Result<()> {
    let mut table = Table::new(&[
        ("width", Align::Left),
        ("activation", Align::Left),
        ("empirical risk", Align::Right),
        ("risk", Align::Right),
        ("standard error", Align::Right),
        ("seconds", Align::Right),
    ]);
    for row in rows {
        let (c, o) = (&row.config, &row.outcome);
        let width = c.width.to_string();
        table.push(vec![
            if width == row.width { width } else { format!("{} = {width}", row.width) },
            c.activation.name().into(),
            format!("{:.6}", o.empirical_risk),
            format!("{:.6}", o.risk),
            format!("{:.1e}", o.standard_error),
            format!("{:.1}", row.seconds),
        ]);
    }
    writeln!(out, "{}", table.render())?;
    Ok(())
}
