//! Empirical risk along gradient descent.

use super::chart::{Axis, Chart, Join, Panel, Scale, Series};
use crate::failure::{Failure, Result};
use serde::Deserialize;

/// A run of `train deep` as docs/json.md has it.
#[derive(Deserialize)]
struct Run {
    config: Config,
    method: String,
    steps: u64,
    empirical_risk: f64,
    fresh: Option<Fresh>,
    #[serde(default)]
    curve: Vec<(u64, f64)>,
}

#[derive(Deserialize)]
struct Config {
    d: u32,
    width: u64,
    seed: u64,
}

#[derive(Deserialize)]
struct Fresh {
    risk: f64,
}

/// The figure: one curve a run, its risk on fresh points as a marker at its end.
///
/// # Errors
/// When there is no run, or a record is not one.
pub fn chart(records: &[String]) -> Result<Chart> {
    let mut runs: Vec<Run> = Vec::new();
    for text in records {
        runs.push(
            serde_json::from_str(text)
                .map_err(|e| Failure::argument("--data or --ledger", format!("a record of a training run: {e}")))?,
        );
    }
    if runs.is_empty() {
        return Err(Failure::argument("--data or --ledger", "no training run to draw; depthsep train deep makes them"));
    }
    runs.sort_by_key(|r| (r.config.d, r.config.width, r.config.seed, r.steps));
    let mut series = Vec::new();
    #[allow(clippy::cast_precision_loss, reason = "a place on an axis")]
    let at = |step: u64| step as f64;
    for (look, run) in runs.iter().enumerate() {
        let points = run.curve.iter().copied().filter(|(s, _)| *s < run.steps).chain([(run.steps, run.empirical_risk)]);
        let points: Vec<_> = points.filter(|(step, _)| *step > 0).map(|(step, risk)| (at(step), risk)).collect();
        let name =
            format!("d = {}, {} features, {}, seed {}", run.config.d, run.config.width, run.method, run.config.seed);
        series.push(Series::new(&name, look, Join::Curve, points));
        if let Some(fresh) = &run.fresh {
            series.push(Series::new("on fresh points", look, Join::Points, [(at(run.steps), fresh.risk)]));
        }
    }
    // Markers come last, above the curves and at the end of the legend.
    series.sort_by_key(|s| s.join == Join::Points);
    Ok(Chart {
        title: "Empirical risk along gradient descent".into(),
        description:
            "Empirical risk against the number of steps, one curve a run; markers: risk on fresh points at the end."
                .into(),
        panels: vec![Panel {
            title: String::new(),
            x: Axis::new("steps", Scale::Log),
            y: Axis::new("mean squared error", Scale::Log),
            series,
        }],
    })
}
