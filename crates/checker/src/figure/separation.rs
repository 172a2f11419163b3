//! What every shallow network must err, what one was found to err, and what a deep one errs, against the dimension.

use super::chart::{Axis, Chart, Join, Panel, Point, Scale, Series};
use crate::failure::{Failure, Result};
use serde::Deserialize;

/// One separation as docs/json.md has it.
#[derive(Deserialize)]
struct Row {
    law: String,
    d: u32,
    lower: String,
    shallow: Option<Shallow>,
    deep: Deep,
}

#[derive(Deserialize)]
struct Shallow {
    risk: f64,
}

#[derive(Deserialize)]
struct Deep {
    risk: Option<f64>,
    upper: Option<f64>,
    delta: f64,
}

/// The figure: one panel a law.
///
/// # Errors
/// When there is no separation, or a record is not one.
pub fn chart(records: &[String]) -> Result<Chart> {
    let mut rows: Vec<Row> = Vec::new();
    for text in records {
        rows.push(
            serde_json::from_str(text)
                .map_err(|e| Failure::argument("--data or --ledger", format!("a record of a separation: {e}")))?,
        );
    }
    if rows.is_empty() {
        return Err(Failure::argument("--data or --ledger", "no separation to draw; depthsep separate makes them"));
    }
    rows.sort_by_key(|r| r.d);
    let mut laws: Vec<&str> = rows.iter().map(|r| r.law.as_str()).collect();
    laws.sort_unstable();
    laws.dedup();
    let delta = rows.iter().map(|r| r.deep.delta).fold(0.0, f64::max);
    let panels = laws.iter().map(|law| panel(law, rows.iter().filter(|r| r.law == *law))).collect::<Result<_>>()?;
    Ok(Chart {
        title: "Every shallow network against one deep network".into(),
        description: format!(
            "Mean squared error against the dimension: the certified lower bound for every network of one hidden layer, the best such \
             network found, and the measured risk of a deep network with its upper confidence bound (confidence 1 - {delta:e} each)."
        ),
        panels,
    })
}

fn panel<'a>(law: &str, rows: impl Iterator<Item = &'a Row> + Clone) -> Result<Panel> {
    let mut lower = Vec::new();
    for r in rows.clone() {
        let value = r.lower.parse::<f64>().ok().filter(|v| v.is_finite());
        let value =
            value.ok_or_else(|| Failure::argument("--data or --ledger", format!("lower: {}: no number", r.lower)))?;
        lower.push((f64::from(r.d), value));
    }
    let found = rows.clone().filter_map(|r| Some((f64::from(r.d), r.shallow.as_ref()?.risk)));
    let deep = rows.clone().filter_map(|r| Some(Point { x: f64::from(r.d), y: r.deep.risk?, bar: r.deep.upper }));
    let mut series = vec![
        Series::new("shallow, certified at least", 0, Join::Line, lower),
        Series::new("shallow, best found", 2, Join::Line, found),
        Series { name: "deep, measured; bar to bound".into(), look: 1, join: Join::Line, points: deep.collect() },
    ];
    series.retain(|s| !s.points.is_empty());
    Ok(Panel {
        title: if law == "compact" { "sum of two sphere points".into() } else { law.to_owned() },
        x: Axis::new("dimension d", Scale::Log).at(rows.map(|r| f64::from(r.d))),
        y: Axis::new("mean squared error", Scale::Log),
        series,
    })
}
