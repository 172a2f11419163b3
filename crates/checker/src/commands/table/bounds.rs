//! Certified lower bounds by dimension and width.

use super::{bodies, read};
use crate::cli::{Bound, LawName, Table};
use crate::commands::bound::rows_json;
use crate::failure::Result;
use crate::ledger::{Kind, Ledger};
use crate::output::grid::{Cell, Column, Grid};
use crate::output::number;
use serde::Deserialize;

/// Digits of bounds, rounded down.
const DIGITS: usize = 5;

/// A bound as docs/json.md has it.
#[derive(Deserialize)]
struct Row {
    law: String,
    d: u32,
    alpha: Option<String>,
    lambda: String,
    width: String,
    lower: String,
    mixture_lower: Option<String>,
    width_as_typed: Option<String>,
}

/// The table of a ledger, or of the dimensions and widths asked for.
///
/// # Errors
/// On bad input.
pub fn grid(args: &Table, ledger: Option<&Ledger>) -> Result<Grid> {
    let wanted = |law: LawName| args.law.is_none_or(|l| l == law);
    if let Some(ledger) = ledger {
        let mut grid = grid_of(bodies(ledger, Kind::Bound)?)?;
        let name = |law| if law == LawName::Compact { "compact" } else { "heavy" };
        grid.rows.retain(|r| matches!(&r[0], Cell::Words(t) if args.law.is_none_or(|l| t == name(l))));
        return Ok(grid);
    }
    let mut rows = Vec::new();
    for (law, widths) in [(LawName::Compact, &["d", "d^2", "d^3"][..]), (LawName::Mixture, &["d^2", "2^(d/2)"])] {
        if !wanted(law) {
            continue;
        }
        let widths: Vec<String> = match args.width.as_slice() {
            [] => widths.iter().map(|&w| w.to_owned()).collect(),
            given => given.to_vec(),
        };
        for cell in Bound::table(law, &args.dim, &args.lambda, &widths, args.effort.prec).cells() {
            for mut body in rows_json(&cell)? {
                body["width_as_typed"] = cell.common().width.join(" ").into();
                rows.push(body.to_string());
            }
        }
    }
    grid_of(rows)
}

/// The table of these records.
///
/// # Errors
/// When a record is not one of a bound.
pub fn grid_of(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Grid> {
    let mut rows: Vec<Row> = Vec::new();
    for text in texts {
        rows.push(read("bound", text.as_ref())?);
    }
    rows.sort_by(|a, b| {
        let key = |r: &Row| (r.law.clone(), r.alpha.clone(), r.lambda.clone(), r.d, r.width.len(), r.width.clone());
        key(a).cmp(&key(b))
    });
    let cells = |r: Row| {
        let width = if r.width.len() > 24 { "..".into() } else { r.width.clone() };
        vec![
            Cell::Words(r.law),
            r.alpha.map_or(Cell::Empty, Cell::Expression),
            Cell::Number(r.d.to_string()),
            Cell::Expression(r.lambda),
            Cell::Expression(r.width_as_typed.unwrap_or(r.width)),
            Cell::Words(width),
            Cell::Number(number::lower(&r.lower, DIGITS)),
            r.mixture_lower.map_or(Cell::Empty, |m| Cell::Number(number::lower(&m, DIGITS))),
        ]
    };
    Ok(Grid {
        caption: "Certified lower bounds on the mean squared error of every network with one hidden layer".into(),
        columns: vec![
            Column::words("law", "law"),
            Column { key: "alpha", text: "alpha", latex: "$\\alpha$", align: crate::output::table::Align::Left },
            Column::numbers("d", "d", "$d$"),
            Column::numbers("lambda", "lambda", "$\\lambda$"),
            Column::numbers("width", "width", "width"),
            Column::numbers("neurons", "neurons", "neurons"),
            Column::numbers("lower", "error at least", "error $\\geq$"),
            Column::numbers("mixture_lower", "mixture at least", "mixture $\\geq$"),
        ],
        rows: rows.into_iter().map(cells).collect(),
        headings: 0,
        note: "Proved for every choice of weights (theorems RB-01 for the compact law, TB-01 for the heavy-tailed one); rounded down."
            .into(),
        latex: None,
        long: false,
    })
}
