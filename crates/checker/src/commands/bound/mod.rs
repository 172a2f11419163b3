//! `depthsep bound`: certified lower bounds on the error of every shallow network.

mod compact;
mod compact_widths;
mod heavy;
mod widths;

use super::quantity::show;
use super::recorded;
use crate::cli::{Bound, TableFormat};
use crate::failure::{Ending, Failure, Result};
use crate::output::table::{Align, Table};
use crate::output::{csv, latex};
use enclosure::rug::float::Round;
use enclosure::{Interval, Prec};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Digits of bounds in tables.
const TABLE_DIGITS: usize = 8;
/// Digits of bounds in JSON and CSV.
const DATA_DIGITS: usize = 20;

/// One certified bound.
struct Row {
    d: u32,
    /// Parameter of the heavy-tailed law, as typed.
    alpha: Option<String>,
    lambda: String,
    width_text: String,
    width: Interval,
    value: Interval,
    certificate: Value,
    /// What it says about networks.
    words: String,
    /// An explicit network of that width: an upper bound of its error, and what it is.
    explicit: Option<(Interval, String)>,
}

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Bound, out: &mut impl Write) -> Result {
    let common = args.common();
    recorded::shard_needs_ledger(&common.to, &common.part)?;
    if let Bound::Heavy(args) = args
        && !args.accuracy.is_empty()
    {
        if common.to.ledger.is_some() {
            return Err(Failure::argument("--ledger", "it keeps bounds, not the widths of --accuracy"));
        }
        return widths::run(args, out);
    }
    if let Bound::Compact(args) = args
        && !args.accuracy.is_empty()
    {
        if common.to.ledger.is_some() {
            return Err(Failure::argument("--ledger", "it keeps bounds, not the widths of --accuracy"));
        }
        return compact_widths::run(args, out);
    }
    if let Some(path) = &common.to.ledger {
        return recorded::bounds(args, path, out);
    }
    let rows = compute(args)?;
    match common.format {
        TableFormat::Json => writeln!(out, "{:#}", Value::Array(rows.iter().map(to_json).collect()))?,
        TableFormat::Csv => print_csv(&rows, out)?,
        TableFormat::Latex => writeln!(out, "{}", to_latex(&rows))?,
        TableFormat::Table => print_table(&rows, out)?,
    }
    Ok(Ending::Good)
}

fn compute(args: &Bound) -> Result<Vec<Row>> {
    match args {
        Bound::Compact(args) => compact::rows(args),
        Bound::Heavy(args) => heavy::rows(args),
    }
}

/// The bounds as documented in docs/json.md.
///
/// # Errors
/// On bad input.
pub fn rows_json(args: &Bound) -> Result<Vec<Value>> {
    Ok(compute(args)?.iter().map(to_json).collect())
}

/// Both ends of an enclosure for a certificate.
fn pair(v: &Interval) -> Value {
    let (lower, upper) = v.to_decimal(DATA_DIGITS + 4);
    json!([lower, upper])
}

fn to_json(row: &Row) -> Value {
    let (lower, upper) = row.value.to_decimal(DATA_DIGITS);
    let mut object = Map::new();
    object.insert("law".into(), json!(if row.alpha.is_some() { "heavy" } else { "compact" }));
    object.insert("d".into(), json!(row.d));
    object.insert("alpha".into(), json!(row.alpha));
    object.insert("lambda".into(), json!(row.lambda));
    object.insert("width".into(), json!(show(&row.width, DATA_DIGITS)));
    object.insert("lower".into(), json!(lower));
    object.insert("upper".into(), json!(upper));
    if row.alpha.is_some() {
        // The mixture of eq. (4) gives the heavy-tailed law half of its mass.
        object.insert("mixture_lower".into(), json!(row.value.mul_2exp(-1).to_decimal(DATA_DIGITS).0));
    }
    if let Some((error, network)) = &row.explicit {
        object.insert("network_upper".into(), json!(error.to_decimal(DATA_DIGITS).1));
        object.insert("network".into(), json!(network));
    }
    object.insert("certificate".into(), row.certificate.clone());
    Value::Object(object)
}

fn print_csv(rows: &[Row], out: &mut impl Write) -> Result<()> {
    let explicit = rows.iter().any(|r| r.explicit.is_some());
    writeln!(out, "law,d,alpha,lambda,width,lower,upper{}", if explicit { ",network_upper,network" } else { "" })?;
    for row in rows {
        let (lower, upper) = row.value.to_decimal(DATA_DIGITS);
        let law = if row.alpha.is_some() { "heavy" } else { "compact" };
        let alpha = row.alpha.as_deref().unwrap_or("");
        let (d, width) = (row.d.to_string(), show(&row.width, DATA_DIGITS));
        let mut fields = vec![law, &d, alpha, &row.lambda, &width, &lower, &upper];
        let attained =
            row.explicit.as_ref().map(|(error, network)| (error.to_decimal(DATA_DIGITS).1, network.as_str()));
        if explicit {
            fields.extend(attained.as_ref().map_or(["", ""], |(error, network)| [error, network]));
        }
        writeln!(out, "{}", csv::record(&fields))?;
    }
    Ok(())
}

/// A row a dimension, a column a combination of the other arguments would be dense; a row a bound stays readable.
fn to_latex(rows: &[Row]) -> String {
    let heavy = rows.iter().any(|r| r.alpha.is_some());
    let mut heads = vec!["$d$", "$\\lambda$", "width", "error $\\geq$"];
    if heavy {
        heads.insert(1, "$\\alpha$");
    }
    let explicit = rows.iter().any(|r| r.explicit.is_some());
    if explicit {
        heads.push("some network $\\leq$");
    }
    let body: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            let mut cells = vec![
                format!("{}", r.d),
                latex::expression(&r.lambda),
                latex::expression(&r.width_text),
                latex::number(&r.value.to_decimal(4).0),
            ];
            if let Some(alpha) = &r.alpha {
                cells.insert(1, latex::expression(alpha));
            }
            if explicit {
                cells.push(r.explicit.as_ref().map_or_else(String::new, |(e, _)| latex::number(&e.to_decimal(4).1)));
            }
            cells
        })
        .collect();
    format!(
        "% needs \\usepackage{{booktabs}}; lower bounds are rounded down, upper bounds up\n{}",
        latex::tabular(&"r".repeat(heads.len()), &heads, &body)
    )
}

fn print_table(rows: &[Row], out: &mut impl Write) -> Result<()> {
    if let [row] = rows {
        let (lower, upper) = row.value.to_decimal(DATA_DIGITS);
        writeln!(out, "lower  {lower}\nupper  {upper}\n\n{}", row.words)?;
        if let Some((error, network)) = &row.explicit {
            writeln!(
                out,
                "Some network of that width has error at most {}: {network}.",
                error.to_decimal(TABLE_DIGITS).1
            )?;
        }
        writeln!(out, "\ncertificate  {}", row.certificate)?;
        return Ok(());
    }
    let heavy = rows.iter().any(|r| r.alpha.is_some());
    let mut heads = vec![("d", Align::Right)];
    if heavy {
        heads.push(("alpha", Align::Left));
    }
    heads.extend([
        ("lambda", Align::Left),
        ("width", Align::Left),
        ("error at least", Align::Left),
        ("accuracy", Align::Right),
    ]);
    let explicit = rows.iter().any(|r| r.explicit.is_some());
    if explicit {
        heads.push(("some network at most", Align::Left));
    }
    let mut table = Table::new(&heads);
    for row in rows {
        let mut cells = vec![row.d.to_string()];
        cells.extend(row.alpha.clone());
        let width = show(&row.width, 6);
        let width = if width == row.width_text || width.len() > 24 {
            row.width_text.clone()
        } else {
            format!("{} = {width}", row.width_text)
        };
        cells.extend([row.lambda.clone(), width, row.value.to_decimal(TABLE_DIGITS).0, accuracy(&row.value)]);
        if explicit {
            cells.push(row.explicit.as_ref().map_or_else(String::new, |(e, _)| e.to_decimal(TABLE_DIGITS).1));
        }
        table.push(cells);
    }
    writeln!(out, "{}", table.render())?;
    Ok(())
}

/// Relative width of the enclosure, as a power of ten rounded up.
fn accuracy(value: &Interval) -> String {
    let (width, size) = (value.width(), value.mag());
    if width.is_zero() || size.is_zero() {
        return "exact".into();
    }
    let ratio = Interval::point(width).and_then(|w| w.div(&Interval::point(size)?, Prec::DOUBLE));
    match ratio.and_then(|r| r.ln(Prec::DOUBLE)) {
        Ok(log) => format!("1e{}", (log.hi().to_f64_round(Round::Up) / std::f64::consts::LN_10).ceil()),
        Err(_) => "-".into(),
    }
}
