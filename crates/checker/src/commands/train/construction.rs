//! `depthsep train construction`: the weights that the proof of Theorem 9 writes down beside those gradient descent finds.

use super::deep::{config, run_deep};
use super::setting::{Setting, as_flags};
use crate::cli::{self, Layer, Plain};
use crate::failure::{Ending, Failure, Result};
use crate::output::table::{Align, Table};
use crate::run::interrupt_flag;
use crate::talk;
use serde_json::{Value, json};
use std::io::Write;
use trainer::config::{Start, TrainConfig};
use trainer::construct::{Construction, Margins, construct, margins};
use trainer::features::{FeatureMap, FeatureMatrix, initial_weights};
use trainer::risk::MeasuredRisk;
use trainer::sampler::PointSampler;

/// Probability `delta` in what Eq. (38) allows, and that an upper bound of the risk is wrong.
const DELTA: f64 = 1e-9;

/// Output weights and what was measured of them.
struct Row {
    name: &'static str,
    norm: f64,
    /// Distance from the random start.
    distance: f64,
    /// Cosine of the angle with the printed v.
    cosine: f64,
    margins: Margins,
    risk: Option<MeasuredRisk>,
}

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &cli::ConstructionArgs, out: &mut impl Write) -> Result {
    let descent = &args.task.descent;
    if descent.layer != Layer::Paper || descent.weight_deviation.is_some() || descent.bias_deviation.is_some() {
        return Err(Failure::argument("--layer", "the construction needs the features of Assumption 7"));
    }
    let setting = Setting::new(args.task.dim, &args.task.learning)?;
    let config = config(&setting, &args.task.learning, (args.task.width.as_deref(), "--width"), descent)?;
    config.check().map_err(as_flags)?;
    let interrupt = interrupt_flag()?;
    let map = FeatureMap::random(config.d, config.r, &config.deviations, config.seed).map_err(as_flags)?;
    let w0 = initial_weights(config.r, &config.deviations, config.seed).map_err(as_flags)?;
    let sampler = PointSampler::new(config.d, setting.law.law.clone(), config.seed).map_err(as_flags)?;
    let built = |which| construct(&map, &w0, config.lambda, which).map_err(as_flags);
    let (printed, balanced) = (built(Construction::Printed)?.v, built(Construction::Balanced)?.v);
    let matrix = FeatureMatrix::generate(&map, &sampler, config.n, config.lambda, config.isa).map_err(as_flags)?;
    let with_steps = |steps: u64, start: Start| {
        let mut config = config.clone();
        (config.stop.steps, config.start) = (steps, start);
        config
    };
    let all = config.stop.steps;
    let runs: [(&'static str, TrainConfig); 5] = [
        ("random start", with_steps(0, Start::Random)),
        ("v as printed", with_steps(0, Start::Constructed(Construction::Printed))),
        ("v balanced", with_steps(0, Start::Constructed(Construction::Balanced))),
        ("descent from the random start", with_steps(all, Start::Random)),
        ("descent from v balanced", with_steps(all, Start::Constructed(Construction::Balanced))),
    ];
    let mut rows = Vec::new();
    for (name, config) in runs {
        let found = run_deep(&setting, &config, descent.fresh, DELTA, talk::quiet(), &interrupt)?;
        let w = found.outcome.network.weights();
        let apart: Vec<f64> = w.iter().zip(&w0).map(|(a, b)| a - b).collect();
        rows.push(Row {
            name,
            norm: norm(w),
            distance: norm(&apart),
            cosine: dot(w, &printed) / (norm(w) * norm(&printed)),
            margins: margins(w, config.lambda, &matrix, DELTA).map_err(as_flags)?,
            risk: found.risk,
        });
        if found.risk.is_none() {
            break;
        }
    }
    // The theorem's own bounds: |v|^2 <= r^-0.5 and |w_0 - v|^2 < |v|^2.
    let limit = sqrt_of(config.r).powf(-0.5);
    match args.format {
        Plain::Json => writeln!(out, "{:#}", to_json(&rows, &config, limit, norm(&balanced)))?,
        Plain::Table => print(&rows, &config, limit, out)?,
    }
    Ok(if rows.len() == 5 && rows.iter().all(|r| r.risk.is_some()) { Ending::Good } else { Ending::Open })
}

fn sqrt_of(r: usize) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let r = r as f64;
    r.sqrt()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

fn to_json(rows: &[Row], config: &TrainConfig, limit: f64, balanced: f64) -> Value {
    let rows: Vec<Value> = rows
        .iter()
        .map(|r| {
            json!({
                "weights": r.name, "norm": r.norm, "distance_from_start": r.distance, "cosine_with_v": r.cosine,
                "deviation": r.margins.deviation, "allowed": r.margins.allowed, "exact": r.margins.exact,
                "empirical_risk": r.margins.empirical_risk, "risk": r.risk.map(|m| m.mean), "upper": r.risk.map(|m| m.upper),
            })
        })
        .collect();
    json!({
        "d": config.d, "radius": config.lambda, "width": config.r, "samples": config.n, "seed": config.seed,
        "steps": config.stop.steps, "norm_allowed": limit, "norm_balanced": balanced, "delta": DELTA, "rows": rows,
    })
}

fn print(rows: &[Row], config: &TrainConfig, limit: f64, out: &mut impl Write) -> Result<()> {
    let mut table = Table::new(&[
        ("weights", Align::Left),
        ("norm", Align::Right),
        ("from start", Align::Right),
        ("cos with v", Align::Right),
        ("deviation", Align::Right),
        ("exact", Align::Right),
        ("empirical risk", Align::Right),
        ("risk at most", Align::Right),
    ]);
    for r in rows {
        table.push(vec![
            r.name.into(),
            format!("{:.4}", r.norm),
            format!("{:.4}", r.distance),
            format!("{:.3}", r.cosine),
            format!("{:.3}", r.margins.deviation),
            format!("{:.3}", r.margins.exact),
            format!("{:.5}", r.margins.empirical_risk),
            r.risk.map_or_else(|| "-".into(), |m| format!("{:.5}", (m.upper * 1e5).ceil() / 1e5)),
        ]);
    }
    writeln!(out, "{}\n", table.render())?;
    let allowed = rows.first().map_or(f64::NAN, |r| r.margins.allowed);
    writeln!(
        out,
        "d = {}, {} features, {} samples, {} steps. deviation: largest |<w, x> - r^(1/4) f_xi(|x|)| over the sample, of which Eq. (38) \
         allows {allowed:.3}; exact: part of the sample with the clipped output equal to the label; the theorem wants norm at most \
         r^(-1/4) = {limit:.4}. balanced: the groups weighted so that the mean output is the profile (theory note TR-07).",
        config.d, config.r, config.n, config.stop.steps
    )?;
    Ok(())
}
