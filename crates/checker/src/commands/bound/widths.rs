//! `depthsep bound heavy --accuracy`: how wide a network must be.

use super::super::quantity::Quantity;
use super::heavy::{Radius, alpha_at, alphas, radii};
use super::{DATA_DIGITS, TABLE_DIGITS};
use crate::cli::{Heavy, TableFormat};
use crate::failure::{Ending, Failure, Result};
use crate::output::table::{Align, Table};
use crate::output::{csv, latex};
use enclosure::{Interval, Prec};
use fourier::euclid::{Target, largest_width};
use serde_json::{Value, json};
use std::io::Write;

/// One answer: `None` where even width 1 is not ruled out.
struct Row {
    d: u32,
    alpha: String,
    lambda: String,
    accuracy: String,
    width: Option<Interval>,
}

impl Row {
    /// Decimal bounds of the width, rounded outward.
    fn ends(&self, digits: usize) -> Option<(String, String)> {
        self.width.as_ref().map(|w| w.to_decimal(digits))
    }
}

/// Runs the command in this mode.
///
/// # Errors
/// On bad input.
pub(super) fn run(args: &Heavy, out: &mut impl Write) -> Result {
    let rows = rows(args)?;
    match args.common.format {
        TableFormat::Json => writeln!(out, "{:#}", Value::Array(rows.iter().map(to_json).collect()))?,
        TableFormat::Csv => {
            writeln!(out, "law,d,alpha,lambda,accuracy,width_lower,width_upper")?;
            for row in &rows {
                let (lower, upper) = row.ends(DATA_DIGITS).unwrap_or_default();
                let fields = ["heavy", &row.d.to_string(), &row.alpha, &row.lambda, &row.accuracy, &lower, &upper];
                writeln!(out, "{}", csv::record(&fields))?;
            }
        }
        TableFormat::Latex => writeln!(out, "{}", to_latex(&rows))?,
        TableFormat::Table => print(&rows, out)?,
    }
    Ok(Ending::Good)
}

fn rows(args: &Heavy) -> Result<Vec<Row>> {
    let p = Prec::new(args.common.prec).map_err(|e| Failure::argument("--prec", e))?;
    let q = p.plus(64);
    let mut rows = Vec::new();
    for alpha in alphas(args)? {
        for &d in &args.common.dim.0 {
            for radius in radii(args)? {
                let Radius::Given(lambda) = radius else {
                    return Err(Failure::argument("--lambda", "--accuracy needs a radius, not best or worst"));
                };
                for text in &args.accuracy {
                    let accuracy = Quantity::parse("--accuracy", text, true)?.at(d, q)?;
                    let named = |e: enclosure::Error| {
                        Failure::new(format!(
                            "--dim {d} --alpha {} --lambda {} --accuracy {text}: {e}",
                            alpha.text, lambda.text
                        ))
                    };
                    let target = Target::new(d, &alpha_at(&alpha, d, q)?, &lambda.at(d, q)?).map_err(named)?;
                    let width = largest_width(&target, &accuracy, p).map_err(named)?;
                    let (alpha, lambda) = (alpha.text.clone(), lambda.text.clone());
                    rows.push(Row { d, alpha, lambda, accuracy: text.clone(), width });
                }
            }
        }
    }
    Ok(rows)
}

fn to_json(row: &Row) -> Value {
    let ends = row.ends(DATA_DIGITS);
    json!({
        "law": "heavy", "d": row.d, "alpha": row.alpha, "lambda": row.lambda, "accuracy": row.accuracy,
        "width_lower": ends.as_ref().map(|e| &e.0), "width_upper": ends.as_ref().map(|e| &e.1),
        "certificate": { "theorem": "TB-01" },
    })
}

fn to_latex(rows: &[Row]) -> String {
    let heads = ["$d$", "$\\alpha$", "$\\lambda$", "accuracy", "width $>$"];
    let body: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let width = row.ends(4).map_or_else(|| "--".to_owned(), |(lower, _)| latex::number(&lower));
            let (alpha, lambda) = (latex::expression(&row.alpha), latex::expression(&row.lambda));
            vec![row.d.to_string(), alpha, lambda, latex::expression(&row.accuracy), width]
        })
        .collect();
    format!("% needs \\usepackage{{booktabs}}; widths are rounded down\n{}", latex::tabular("rrrrr", &heads, &body))
}

fn print(rows: &[Row], out: &mut impl Write) -> Result<()> {
    if let [row] = rows {
        let (lower, upper) = row.ends(DATA_DIGITS).unwrap_or_else(|| ("none".into(), "1".into()));
        writeln!(out, "lower  {lower}\nupper  {upper}\n")?;
        let law = format!("Under the heavy-tailed law in R^{} with alpha = {}", row.d, row.alpha);
        let what =
            format!("the indicator of the ball of radius {} to a mean squared error of {}", row.lambda, row.accuracy);
        match row.ends(TABLE_DIGITS) {
            Some((least, _)) => writeln!(
                out,
                "{law}, no network of one hidden layer of at most {least} neurons, whatever its weights, biases and activations \
                 (measurable, of polynomial growth, different ones allowed), approximates {what}."
            )?,
            None => writeln!(out, "{law}, the bound does not keep a single neuron from approximating {what}.")?,
        }
        return Ok(());
    }
    let mut table = Table::new(&[
        ("d", Align::Right),
        ("alpha", Align::Left),
        ("lambda", Align::Left),
        ("accuracy", Align::Left),
        ("neurons needed: more than", Align::Left),
    ]);
    for row in rows {
        let width = row.ends(TABLE_DIGITS).map_or_else(|| "-".to_owned(), |(lower, _)| lower);
        table.push(vec![row.d.to_string(), row.alpha.clone(), row.lambda.clone(), row.accuracy.clone(), width]);
    }
    writeln!(out, "{}", table.render())?;
    Ok(())
}
