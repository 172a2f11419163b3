//! `depthsep separate`: a certified bound for every shallow network against the measured risk of a deep one.

use super::quantity::{Quantity, show};
use super::recorded;
use super::train::{Deep, Setting, best_shallow, config, features, run_deep, whole};
use crate::cli::{LawName, Separate, TableFormat};
use crate::failure::{Ending, Failure, Result};
use crate::output::table::{Align, Table};
use crate::output::{csv, latex};
use crate::run::interrupt_flag;
use crate::talk;
use enclosure::{Interval, Prec};
use fourier::{euclid, sphere};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use trainer::config::{CheckpointTo, TrainConfig};
use trainer::run::Ended;

/// Probability that the upper bound of the deep network's risk is wrong.
const DELTA: f64 = 1e-9;
/// Working precision of the lower bounds, in bits.
const BITS: u32 = 128;
/// Digits of the lower bound in JSON and CSV.
const DATA_DIGITS: usize = 20;
/// Part of the budget that the shallow baseline may use, and part kept for the fresh points, in percent.
const SHARES: (u32, u32) = (20, 15);

/// One dimension.
struct Row {
    setting: Setting,
    width: Interval,
    lower: Interval,
    shallow: Option<(f64, &'static str)>,
    config: TrainConfig,
    deep: Deep,
    separated: bool,
    seconds: f64,
}

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Separate, out: &mut impl Write) -> Result {
    let width = width_text(args);
    if let Some(d) = args.dims.0.iter().find(|d| !(2..=4096).contains(*d)) {
        return Err(Failure::argument("--dims", format!("{d}: it must be between 2 and 4096")));
    }
    recorded::shard_needs_ledger(&args.to, &args.part)?;
    if let Some(folder) = &args.checkpoints {
        std::fs::create_dir_all(folder)
            .map_err(|e| Failure::argument("--checkpoints", format!("{}: {e}", folder.display())))?;
    }
    if let Some(path) = &args.to.ledger {
        return recorded::separations(args, path, out);
    }
    // Every dimension's input is looked at before the first one costs half an hour.
    let mut prepared = Vec::new();
    for &d in &args.dims.0 {
        prepared.push(prepare(d, &width, args)?);
    }
    let interrupt = interrupt_flag()?;
    let mut rows: Vec<Row> = Vec::new();
    for (setting, width, config) in prepared {
        if interrupt.load(Ordering::Relaxed) {
            break;
        }
        rows.push(row(setting, width, config, args, &interrupt)?);
    }
    match args.format {
        TableFormat::Json => writeln!(out, "{:#}", Value::Array(rows.iter().map(|r| to_json(r, args)).collect()))?,
        TableFormat::Csv => print_csv(&rows, args, out)?,
        TableFormat::Latex => writeln!(out, "{}", to_latex(&rows, args, &width))?,
        TableFormat::Table => print_table(&rows, args, &width, out)?,
    }
    let all = rows.len() == args.dims.0.len() && rows.iter().all(|r| r.separated);
    Ok(if all { Ending::Good } else { Ending::Open })
}

/// Width of the shallow networks as typed.
fn width_text(args: &Separate) -> String {
    match (&args.width, args.width_exponent) {
        (Some(text), _) => text.clone(),
        (None, n) => format!("d^{}", n.unwrap_or(3)),
    }
}

/// One dimension as documented in docs/json.md.
///
/// # Errors
/// On bad input.
pub fn row_json(args: &Separate, d: u32, interrupt: &AtomicBool) -> Result<Value> {
    let (setting, width, config) = prepare(d, &width_text(args), args)?;
    Ok(to_json(&row(setting, width, config, args, interrupt)?, args))
}

/// What determines the row of a dimension, the speed of the machine apart.
#[must_use]
pub fn key(args: &Separate, d: u32) -> String {
    let l = &args.learning;
    format!(
        "{} d={d} alpha={} lambda={} seed={} width={} budget={:?} shallow={} features={} {}",
        l.law.name(),
        l.alpha,
        l.lambda,
        l.seed,
        width_text(args),
        args.budget,
        !args.no_shallow,
        args.deep_width.as_deref().unwrap_or("-"),
        args.descent.key()
    )
}

fn prepare(d: u32, width: &str, args: &Separate) -> Result<(Setting, Interval, TrainConfig)> {
    let learning = &args.learning;
    let setting = Setting::new(d, learning)?;
    let width = Quantity::parse("--width", width, true)?.at(d, precision()?.plus(64))?;
    if *width.lo() < 1 {
        return Err(Failure::argument("--width", format!("it must be at least 1 at d = {d}")));
    }
    let mut config = config(&setting, learning, (args.deep_width.as_deref(), "--deep-width"), &args.descent)?;
    if let Some(folder) = &args.checkpoints {
        let path = folder.join(format!("{}-d{d}.checkpoint", learning.law.name()));
        config.checkpoint = Some(CheckpointTo::each_minute(path));
    }
    let kept = args.budget * (100 - SHARES.1) / 100;
    config.stop.time = Some(if args.no_shallow { kept } else { kept - args.budget * SHARES.0 / 100 });
    Ok((setting, width, config))
}

fn precision() -> Result<Prec> {
    Prec::new(BITS).map_err(|e| Failure::new(e.to_string()))
}

/// Both halves in one dimension. They are about the same target: the ball whose radius is the double the trainer uses.
fn row(setting: Setting, width: Interval, config: TrainConfig, args: &Separate, stop: &AtomicBool) -> Result<Row> {
    let clock = Instant::now();
    let learning = &args.learning;
    let lower = lower_bound(&setting, &width, learning.law)?;
    let mut shallow = None;
    if !args.no_shallow {
        // A width that is no whole number of moderate size bounds networks that cannot be trained here.
        if let Ok(r) = whole("--width", &show(&width, DATA_DIGITS), setting.d) {
            let limit = args.budget * SHARES.0 / 100;
            let found = best_shallow(&setting, r, learning.seed, learning.threads, talk::quiet(), stop, limit)?;
            shallow = found.map(|(risk, activation)| (risk, activation.name()));
        }
    }
    let deep = run_deep(&setting, &config, args.descent.fresh, DELTA, talk::quiet(), stop)?;
    let separated = match &deep.risk {
        // The double is a number like any other: this comparison is exact.
        Some(risk) => Interval::exact_f64(risk.upper)
            .map_err(|e| Failure::new(format!("the risk of the deep network: {e}")))?
            .certainly_lt(&lower),
        None => false,
    };
    Ok(Row { setting, width, lower, shallow, config, deep, separated, seconds: clock.elapsed().as_secs_f64() })
}

fn lower_bound(setting: &Setting, width: &Interval, law: LawName) -> Result<Interval> {
    let p = precision()?;
    let named = |e: enclosure::Error| Failure::new(format!("--dims {}: lower bound: {e}", setting.d));
    let radius = Interval::exact_f64(setting.lambda).map_err(named)?;
    match law {
        LawName::Compact => Ok(sphere::rank_bound(setting.d, &radius, width, p).map_err(named)?.value),
        LawName::Mixture => {
            let alpha = Interval::exact_f64(setting.alpha).map_err(named)?;
            // The mixture of eq. (4) gives the heavy-tailed law half of its mass.
            Ok(euclid::tube_bound(setting.d, &alpha, &radius, width, p).map_err(named)?.value.mul_2exp(-1))
        }
    }
}

/// The verdict's word.
const fn verdict(separated: bool) -> &'static str {
    if separated { "separated" } else { "not separated" }
}

const fn theorem(law: LawName) -> &'static str {
    match law {
        LawName::Compact => "RB-01",
        LawName::Mixture => "TB-01",
    }
}

fn to_json(row: &Row, args: &Separate) -> Value {
    let (outcome, risk) = (&row.deep.outcome, row.deep.risk);
    json!({
        "law": args.learning.law.name(), "d": row.setting.d, "lambda": args.learning.lambda, "radius": row.setting.lambda,
        "width": show(&row.width, DATA_DIGITS), "lower": row.lower.to_decimal(DATA_DIGITS).0, "theorem": theorem(args.learning.law),
        "shallow": row.shallow.map(|(risk, activation)| json!({ "risk": risk, "activation": activation })),
        "deep": {
            "width": row.config.r, "samples": row.config.n, "seed": row.config.seed,
            "weight_deviation": row.config.deviations.hidden, "bias_deviation": row.config.deviations.bias, "method": row.config.method.name(),
            "step_size": outcome.eta, "steps": outcome.step, "interrupted": outcome.ended == Ended::Interrupted,
            "empirical_risk": outcome.empirical_risk, "risk": risk.map(|r| r.mean), "upper": risk.map(|r| r.upper),
            "fresh_points": risk.map(|r| r.points), "delta": DELTA,
        },
        "seconds": row.seconds, "verdict": verdict(row.separated),
    })
}

fn print_csv(rows: &[Row], args: &Separate, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "law,d,lambda,width,lower,shallow,activation,deep_width,samples,risk,upper,delta,steps,seconds,method,weight_deviation,bias_deviation,verdict"
    )?;
    for row in rows {
        let risk = |f: fn(&trainer::risk::MeasuredRisk) -> f64| {
            row.deep.risk.as_ref().map_or(String::new(), |r| f(r).to_string())
        };
        let fields = [
            args.learning.law.name().to_owned(),
            row.setting.d.to_string(),
            args.learning.lambda.clone(),
            show(&row.width, DATA_DIGITS),
            row.lower.to_decimal(DATA_DIGITS).0,
            row.shallow.map_or(String::new(), |s| s.0.to_string()),
            row.shallow.map_or("", |s| s.1).to_owned(),
            row.config.r.to_string(),
            row.config.n.to_string(),
            risk(|r| r.mean),
            risk(|r| r.upper),
            DELTA.to_string(),
            row.deep.outcome.step.to_string(),
            format!("{:.1}", row.seconds),
            row.config.method.name().to_owned(),
            row.config.deviations.hidden.to_string(),
            row.config.deviations.bias.to_string(),
            verdict(row.separated).to_owned(),
        ];
        writeln!(out, "{}", csv::record(&fields))?;
    }
    Ok(())
}

/// An upper bound to six digits, rounded up.
fn upper(row: &Row) -> String {
    row.deep.risk.map_or_else(|| "-".into(), |r| format!("{:.6}", (r.upper * 1e6).ceil() / 1e6))
}

fn to_latex(rows: &[Row], args: &Separate, width: &str) -> String {
    let heads = ["$d$", "$\\lambda$", "width", "shallow $\\geq$", "shallow found", "deep $\\leq$", "steps", "verdict"];
    let body: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            vec![
                r.setting.d.to_string(),
                latex::expression(&args.learning.lambda),
                latex::expression(width),
                latex::number(&r.lower.to_decimal(4).0),
                r.shallow.map_or_else(|| "--".into(), |s| format!("${:.4}$", s.0)),
                r.deep.risk.map_or_else(|| "--".into(), |_| format!("${}$", upper(r))),
                r.deep.outcome.step.to_string(),
                verdict(r.separated).into(),
            ]
        })
        .collect();
    format!(
        "% needs \\usepackage{{booktabs}}; lower bounds are certified and rounded down, upper bounds hold with confidence 1 - 1e-9 each\n{}",
        latex::tabular(&format!("{}l", "r".repeat(heads.len() - 1)), &heads, &body)
    )
}

fn print_table(rows: &[Row], args: &Separate, width: &str, out: &mut impl Write) -> Result<()> {
    let mut table = Table::new(&[
        ("d", Align::Right),
        ("lambda", Align::Left),
        ("R", Align::Left),
        ("shallow at least", Align::Right),
        ("shallow found", Align::Left),
        ("deep at most", Align::Right),
        ("steps", Align::Right),
        ("seconds", Align::Right),
        ("method", Align::Left),
        ("verdict", Align::Left),
    ]);
    for row in rows {
        let interrupted = row.deep.outcome.ended == Ended::Interrupted || row.deep.risk.is_none();
        let number = show(&row.width, 6);
        table.push(vec![
            row.setting.d.to_string(),
            args.learning.lambda.clone(),
            if number == width { number } else { format!("{width} = {number}") },
            row.lower.to_decimal(6).0,
            row.shallow.map_or_else(|| "-".into(), |(risk, name)| format!("{risk:.6} ({name})")),
            upper(row),
            row.deep.outcome.step.to_string(),
            format!("{:.1}", row.seconds),
            row.config.method.name().into(),
            format!("{}{}", verdict(row.separated), if interrupted { " (interrupted)" } else { "" }),
        ]);
    }
    writeln!(out, "{}\n", table.render())?;
    if let Some(row) = rows.first() {
        writeln!(
            out,
            "deep: random erf features with {}; only the output neuron is trained.",
            features(&row.config.deviations)
        )?;
    }
    writeln!(
        out,
        "shallow at least: proved ({}) for every network with one hidden layer of at most R neurons. deep at most: measured on {} \
         fresh points, each row with confidence 1 - {DELTA:e}. separated: the second is below the first.",
        theorem(args.learning.law),
        args.descent.fresh
    )?;
    Ok(())
}
