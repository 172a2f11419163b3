//! `depthsep table`: what an author pastes into a paper, from a ledger or computed on the spot.

pub mod bounds;
mod constants;
mod plan;
pub mod separation;
mod verdicts;

use super::records;
use crate::cli::{Choice, Errata, ErrataFormat, GridFormat, Table, TableName};
use crate::failure::{Ending, Failure, Result};
use crate::ledger::{Kind, Ledger};
use std::io::Write;

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Table, out: &mut impl Write) -> Result {
    if let (Some(path), true) = (args.data.first(), args.name != TableName::Separation) {
        return Err(records::bad(path, &"only the table of separations takes data"));
    }
    let ledger = args.ledger.as_deref().map(Ledger::read).transpose()?;
    let ledger = ledger.as_ref();
    let grid = match args.name {
        TableName::Verdicts => verdicts::grid(&verdicts::rows(args, ledger)?),
        TableName::Sections => verdicts::sections(&verdicts::rows(args, ledger)?),
        TableName::Constants => constants::grid(args, ledger)?,
        TableName::Bounds => bounds::grid(args, ledger)?,
        TableName::Plan => plan::grid(args, ledger)?,
        TableName::Errata => return super::errata::run(&errata(args)?, out),
        TableName::Separation => {
            if ledger.is_none() && args.data.is_empty() {
                return Err(Failure::argument(
                    "--ledger or --data",
                    "a separation takes minutes; make one with depthsep separate --ledger FILE, or with --format json",
                ));
            }
            let mut rows = ledger.map_or(Ok(Vec::new()), |l| bodies(l, Kind::Separation))?;
            for path in &args.data {
                rows.extend(records::read(path)?);
            }
            separation::grid_of(rows)?
        }
    };
    if grid.rows.is_empty() {
        return Err(Failure::argument("--ledger", "it holds no row for this table"));
    }
    grid.print(args.format, out)?;
    Ok(Ending::Good)
}

/// The arguments of `errata` that make its table.
fn errata(args: &Table) -> Result<Errata> {
    if args.ledger.is_some() {
        return Err(Failure::argument(
            "--ledger",
            "a ledger holds no corrections and consequences; errata are computed",
        ));
    }
    let paper = match args.paper.as_slice() {
        [] => "all".to_owned(),
        [key] => key.clone(),
        _ => return Err(Failure::argument("--paper", "errata are of one paper or of all")),
    };
    let format = match args.format {
        GridFormat::Text => ErrataFormat::Table,
        GridFormat::Markdown => ErrataFormat::Markdown,
        GridFormat::Latex => ErrataFormat::Latex,
        GridFormat::Csv => ErrataFormat::Csv,
        GridFormat::Json => ErrataFormat::Json,
    };
    let choice = Choice { paper, effort: args.effort.clone(), jobs: None };
    Ok(Errata { choice, claim: args.claim.clone(), format })
}

/// The records of a kind.
fn bodies(ledger: &Ledger, kind: Kind) -> Result<Vec<String>> {
    let mut all = Vec::new();
    ledger.bodies(kind, |text| {
        all.push(text.to_owned());
        Ok(())
    })?;
    Ok(all)
}

/// Reads one record.
fn read<'t, T: serde::Deserialize<'t>>(what: &str, text: &'t str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Failure::argument("--ledger", format!("a record of a {what}: {e}")))
}
