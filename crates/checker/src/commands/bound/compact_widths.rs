//! `depthsep bound compact --accuracy`: how wide a network must be.

use super::super::quantity::{Quantity, show};
use super::compact::{Radius, list, radii};
use crate::cli::{Compact, TableFormat};
use crate::failure::{Ending, Failure, Result};
use crate::output::table::{Align, Table};
use crate::output::{csv, latex};
use enclosure::{Interval, Prec};
use fourier::sphere::{SmallestWidth, smallest_width_for};
use serde_json::{Value, json};
use std::io::Write;

/// One answer.
struct Row {
    d: u32,
    lambda: String,
    accuracy: String,
    found: SmallestWidth,
}

impl Row {
    fn width(&self) -> String {
        self.found.width.to_string()
    }
}

/// Runs the command in this mode.
///
/// # Errors
/// On bad input.
pub(super) fn run(args: &Compact, out: &mut impl Write) -> Result {
    let rows = rows(args)?;
    match args.common.format {
        TableFormat::Json => writeln!(out, "{:#}", Value::Array(rows.iter().map(to_json).collect()))?,
        TableFormat::Csv => {
            writeln!(out, "law,d,lambda,accuracy,width,sharp")?;
            for row in &rows {
                let sharp = row.found.sharp.to_string();
                let fields = ["compact", &row.d.to_string(), &row.lambda, &row.accuracy, &row.width(), &sharp];
                writeln!(out, "{}", csv::record(&fields))?;
            }
        }
        TableFormat::Latex => writeln!(out, "{}", to_latex(&rows))?,
        TableFormat::Table => print(&rows, out)?,
    }
    Ok(Ending::Good)
}

fn rows(args: &Compact) -> Result<Vec<Row>> {
    let p = Prec::new(args.common.prec).map_err(|e| Failure::argument("--prec", e))?;
    let q = p.plus(32);
    let radii = radii(args)?;
    let targets = list(&args.accuracy).into_iter().map(|text| Quantity::parse("--accuracy", text, true));
    let targets = targets.collect::<Result<Vec<_>>>()?;
    let mut rows = Vec::new();
    for &d in &args.common.dim.0 {
        for radius in &radii {
            let Radius::Given(lambda) = radius else {
                return Err(Failure::argument("--lambda", "--accuracy needs a radius, not best"));
            };
            for target in &targets {
                let found = smallest_width_for(d, &lambda.at(d, q)?, &target.at(d, q)?, p).map_err(|e| {
                    Failure::new(format!("--dim {d} --lambda {} --accuracy {}: {e}", lambda.text, target.text))
                })?;
                rows.push(Row { d, lambda: lambda.text.clone(), accuracy: target.text.clone(), found });
            }
        }
    }
    Ok(rows)
}

fn to_json(row: &Row) -> Value {
    json!({
        "law": "compact", "d": row.d, "lambda": row.lambda, "accuracy": row.accuracy, "width": row.width(),
        "sharp": row.found.sharp, "certificate": { "theorem": "RB-01" },
    })
}

/// The width, rounded down to a few digits where it is long.
fn short(row: &Row) -> String {
    let whole = row.width();
    if whole.len() <= 16 {
        return whole;
    }
    let wide = Interval::integer(&row.found.width, Prec::DOUBLE);
    show(&wide.lo_point().unwrap_or(wide), 8).trim_start_matches('[').split(',').next().unwrap_or_default().to_owned()
}

fn to_latex(rows: &[Row]) -> String {
    let heads = ["$d$", "$\\lambda$", "accuracy", "width $\\geq$"];
    let body: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let (lambda, accuracy) = (latex::expression(&row.lambda), latex::expression(&row.accuracy));
            vec![row.d.to_string(), lambda, accuracy, latex::number(&short(row))]
        })
        .collect();
    format!("% needs \\usepackage{{booktabs}}; widths are rounded down\n{}", latex::tabular("rrrr", &heads, &body))
}

fn print(rows: &[Row], out: &mut impl Write) -> Result<()> {
    if let [row] = rows {
        writeln!(out, "width  {}\n", row.width())?;
        writeln!(
            out,
            "For x = x1 + x2 with x1, x2 independent and uniform on the unit sphere of R^{}, every network of one hidden layer, whatever \
             its weights, biases and (locally bounded) activations, that approximates the indicator of the ball of radius {} to a mean \
             squared error of {} has at least that many neurons.{}",
            row.d,
            row.lambda,
            row.accuracy,
            if row.found.sharp { " The rank bound proves no more." } else { "" }
        )?;
        return Ok(());
    }
    let mut table = Table::new(&[
        ("d", Align::Right),
        ("lambda", Align::Left),
        ("accuracy", Align::Left),
        ("neurons needed: at least", Align::Left),
    ]);
    for row in rows {
        table.push(vec![row.d.to_string(), row.lambda.clone(), row.accuracy.clone(), short(row)]);
    }
    writeln!(out, "{}", table.render())?;
    Ok(())
}
