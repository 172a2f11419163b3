//! Certified bounds for shallow networks against measured risks of deep ones.

use super::read;
use crate::failure::{Failure, Result};
use crate::output::grid::{Cell, Column, Grid};
use crate::output::number;
use enclosure::Interval;
use serde::Deserialize;

/// Digits of risks and bounds.
const DIGITS: usize = 5;

/// One separation as docs/json.md has it.
#[derive(Deserialize)]
struct Row {
    law: String,
    d: u32,
    lambda: String,
    width: String,
    lower: String,
    shallow: Option<Shallow>,
    deep: Deep,
    seconds: f64,
    verdict: String,
}

#[derive(Deserialize)]
struct Shallow {
    risk: f64,
    activation: String,
}

#[derive(Deserialize)]
struct Deep {
    width: u64,
    samples: u64,
    steps: u64,
    upper: Option<f64>,
    delta: f64,
}

/// The table of these records.
///
/// # Errors
/// When a record is not one of a separation.
pub fn grid_of(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Grid> {
    let mut rows: Vec<Row> = Vec::new();
    for text in texts {
        rows.push(read("separation", text.as_ref())?);
    }
    rows.sort_by(|a, b| (&a.law, a.d, &a.lambda, &a.width).cmp(&(&b.law, b.d, &b.lambda, &b.width)));
    // The largest probability of error among the rows is the one that holds for each.
    let delta = rows.iter().map(|r| r.deep.delta).fold(0.0, f64::max);
    let mut body = Vec::new();
    for r in rows {
        let deep = match r.deep.upper {
            Some(upper) => Cell::Number(above(upper)?),
            None => Cell::Empty,
        };
        body.push(vec![
            Cell::Words(r.law),
            Cell::Number(r.d.to_string()),
            Cell::Expression(r.lambda),
            Cell::Expression(r.width),
            Cell::Number(number::lower(&r.lower, DIGITS)),
            r.shallow.as_ref().map_or(Cell::Empty, |s| Cell::Number(format!("{:.5}", s.risk))),
            r.shallow.map_or(Cell::Empty, |s| Cell::Words(s.activation)),
            deep,
            Cell::Number(r.deep.width.to_string()),
            Cell::Number(r.deep.samples.to_string()),
            Cell::Number(r.deep.steps.to_string()),
            Cell::Number(format!("{:.0}", r.seconds)),
            Cell::Words(r.verdict),
        ]);
    }
    Ok(Grid {
        caption: "Every shallow network against one deep network".into(),
        columns: vec![
            Column::words("law", "law"),
            Column::numbers("d", "d", "$d$"),
            Column::numbers("lambda", "lambda", "$\\lambda$"),
            Column::numbers("width", "neurons", "neurons"),
            Column::numbers("lower", "shallow at least", "shallow $\\geq$"),
            Column::numbers("shallow", "shallow found", "found"),
            Column::words("activation", "activation"),
            Column::numbers("upper", "deep at most", "deep $\\leq$"),
            Column::numbers("deep_width", "features", "features"),
            Column::numbers("samples", "samples", "samples"),
            Column::numbers("steps", "steps", "steps"),
            Column::numbers("seconds", "seconds", "s"),
            Column::words("verdict", "verdict"),
        ],
        rows: body,
        headings: 0,
        note: format!(
            "Lower bounds are proved for every network of at most that many neurons and rounded down; upper bounds are measured on fresh \
             points, hold with confidence 1 - {delta:e} each, and are rounded up; shallow found is measured."
        ),
        latex: None,
        long: false,
    })
}

/// An upper bound of the double.
fn above(x: f64) -> Result<String> {
    let x = Interval::exact_f64(x).map_err(|e| Failure::argument("--ledger", format!("a measured risk: {e}")))?;
    Ok(x.to_decimal(DIGITS).1)
}
