//! `depthsep figure`: what an author puts into a paper, from a ledger, from files or computed.

use super::records;
use crate::cli::{Figure, FigureName};
use crate::failure::{Ending, Failure, Result};
use crate::figure::{self, Inputs};
use crate::ledger::Ledger;
use crate::output::picture;
use std::io::Write;
use std::path::Path;

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

/// Adds what a file holds.
fn add(name: FigureName, path: &Path, inputs: &mut Inputs) -> Result<()> {
    match name {
        FigureName::Growth => inputs.growth.push_str(&records::text(path)?),
        FigureName::Separation => inputs.separations.extend(records::read(path)?),
        FigureName::Training => inputs.runs.extend(records::read(path)?),
        FigureName::Radial | FigureName::Spectrum | FigureName::Bounds => {
            return Err(records::bad(path, &"this figure is computed and takes no data"));
        }
    }
    Ok(())
}
