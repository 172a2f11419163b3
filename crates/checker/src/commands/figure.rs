//! `depthsep figure`: what an author puts into a paper, from a ledger, from files or computed.

use crate::cli::{Figure, FigureName};
use crate::failure::{Ending, Failure, Result};
use crate::figure::{self, Inputs};
use crate::ledger::Ledger;
use crate::output::picture;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Largest file of data that is read.
const MOST_BYTES: u64 = 1 << 30;

/// Runs the command.
///
/// # Errors
/// On bad input, and when the file cannot be written; no half-written file stays.
pub fn run(args: &Figure, out: &mut impl Write) -> Result {
    args.out.as_deref().map_or(Ok(()), picture::check)?;
    let mut inputs = match &args.ledger {
        Some(path) => Inputs::of_ledger(&Ledger::read(path)?)?,
        None => Inputs::default(),
    };
    if let Some(dims) = &args.dim {
        inputs.dims.clone_from(&dims.0);
    }
    for path in &args.data {
        add(args.name, path, &mut inputs)?;
    }
    if !inputs.suffice(args.name) {
        let message = match args.name {
            FigureName::Growth => "growth needs a file of lines d,seconds",
            _ if args.ledger.is_some() => {
                return Err(Failure::argument("--ledger", "it holds nothing for this figure"));
            }
            _ => "this figure needs --ledger FILE, or --data FILE with the JSON of depthsep separate or train deep",
        };
        return Err(Failure::argument("--data", message));
    }
    let svg = figure::svg(args.name, &inputs)?;
    match &args.out {
        Some(path) => picture::write(path, &svg)?,
        None => out.write_all(svg.as_bytes())?,
    }
    Ok(Ending::Good)
}

/// Adds what a file holds: an array of records, or one.
fn add(name: FigureName, path: &Path, inputs: &mut Inputs) -> Result<()> {
    let bad = |e: &dyn std::fmt::Display| Failure::argument("--data", format!("{}: {e}", path.display()));
    if fs::metadata(path).map_err(|e| bad(&e))?.len() > MOST_BYTES {
        return Err(bad(&"larger than 1 GiB"));
    }
    let text = fs::read_to_string(path).map_err(|e| bad(&e))?;
    let to = match name {
        FigureName::Growth => {
            inputs.growth.push_str(&text);
            return Ok(());
        }
        FigureName::Separation => &mut inputs.separations,
        FigureName::Training => &mut inputs.runs,
        FigureName::Radial | FigureName::Spectrum | FigureName::Bounds => {
            return Err(bad(&"this figure is computed and takes no data"));
        }
    };
    match serde_json::from_str(&text).map_err(|e| bad(&e))? {
        Value::Array(rows) => to.extend(rows.iter().map(Value::to_string)),
        row => to.push(row.to_string()),
    }
    Ok(())
}
