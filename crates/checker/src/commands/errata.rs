//! `depthsep errata`: what is refuted, its correction, and what the correction changes further down.

use crate::cli::{Errata, ErrataFormat};
use crate::failure::{Ending, Failure, Result};
use crate::output::errata::{self, Row};
use crate::papers;
use crate::run::{decide_all, default_jobs, interrupt_flag};
use crate::style::Style;
use crate::talk;
use claims::load::{Claim, Paper};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::atomic::Ordering;

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Errata, out: &mut impl Write) -> Result {
    let choice = &args.choice;
    let all = papers::load(choice.effort.claims.as_deref())?;
    let chosen = papers::chosen(&all, &choice.paper)?;
    for glob in &args.claim {
        if !chosen.iter().any(|p| p.claims.iter().any(|c| papers::glob(glob, &c.id))) {
            return Err(Failure::argument("--claim", format!("no claim matches \"{glob}\"")));
        }
    }
    let selected = |c: &Claim| args.claim.is_empty() || args.claim.iter().any(|g| papers::glob(g, &c.id));
    let every: Vec<&Claim> = all.iter().flat_map(|p| p.claims.iter()).collect();
    let wanted = with_corrections(&chosen, &every, &selected);
    let jobs = choice.jobs.map_or_else(default_jobs, usize::from);
    let interrupt = interrupt_flag()?;
    let outcomes = decide_all(&every, &wanted, &choice.effort, jobs, talk::quiet(), &interrupt)?;
    let rows: Vec<Row> = errata::rows(&chosen, &every, &outcomes).into_iter().filter(|r| selected(r.claim)).collect();
    match args.format {
        ErrataFormat::Table => errata::text::print(&rows, &Style::of_stdout(), out)?,
        ErrataFormat::Markdown => errata::markdown::print(&rows, out)?,
        ErrataFormat::Latex => errata::latex::print(&rows, out)?,
        ErrataFormat::Csv => errata::csv::print(&rows, out)?,
        ErrataFormat::Json => writeln!(out, "{:#}", Value::Array(rows.iter().map(Row::to_json).collect()))?,
    }
    if interrupt.load(Ordering::SeqCst) {
        eprintln!("interrupted: claims not reached are undecided, and missing here if they would be refuted");
        return Ok(Ending::Open);
    }
    Ok(if rows.iter().all(Row::settled) { Ending::Good } else { Ending::Open })
}

/// The claims selected, and every claim that corrects one of them.
fn with_corrections<'a>(
    papers: &[&'a Paper],
    every: &[&'a Claim],
    selected: &dyn Fn(&Claim) -> bool,
) -> Vec<&'a Claim> {
    let mut wanted: Vec<&Claim> = papers.iter().flat_map(|p| p.claims.iter()).filter(|c| selected(c)).collect();
    let ids: BTreeSet<&str> = wanted.iter().map(|c| c.id.as_str()).collect();
    let named: BTreeSet<&str> = papers.iter().flat_map(|p| &p.errata).filter_map(|e| e.correction.as_deref()).collect();
    let corrects =
        |c: &Claim| c.corrects.as_deref().is_some_and(|id| ids.contains(id)) || named.contains(c.id.as_str());
    wanted.extend(every.iter().filter(|c| corrects(c) && !ids.contains(c.id.as_str())));
    wanted
}
