//! `depthsep explain`: one claim with its evidence, for a reader.

use crate::cli::Explain;
use crate::failure::{Ending, Result};
use crate::output::evidence;
use crate::papers;
use crate::run::{decide_all, default_jobs, interrupt_flag};
use claims::decide::Verdict;
use claims::load::Claim;
use std::io::Write;

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Explain, out: &mut impl Write) -> Result {
    let all = papers::load(args.effort.claims.as_deref())?;
    let (paper, claim) = papers::claim(&all, &args.claim)?;
    let every: Vec<&Claim> = all.iter().flat_map(|p| p.claims.iter()).collect();
    let outcomes = decide_all(&every, &[claim], &args.effort, default_jobs(), true, &interrupt_flag()?)?;
    let Some(outcome) = outcomes.get(claim.id.as_str()) else { return Ok(Ending::Open) };

    writeln!(out, "{}", claim.id)?;
    writeln!(out, "{} ({}), {}", paper.title, paper.year, claim.place)?;
    writeln!(out, "\n{}", claim.statement)?;
    if let Some(reading) = &claim.reading {
        writeln!(out, "Reading: {reading}")?;
    }
    if let Some(corrects) = &claim.corrects {
        writeln!(out, "Corrects: {corrects}")?;
    }
    if !claim.domain.is_empty() {
        let domain: Vec<String> = claim.domain.iter().map(ToString::to_string).collect();
        writeln!(out, "\nFor all  {}", domain.join(", "))?;
    }
    for given in &claim.given {
        writeln!(out, "with     {given}")?;
    }
    if !claim.text.is_empty() {
        writeln!(out, "claimed  {}", claim.text)?;
    }
    writeln!(out, "\nVerdict: {}", outcome.verdict.name())?;
    evidence::print(outcome, out)?;
    if !claim.uses.is_empty() {
        writeln!(out, "\nIn the paper it rests on {}", claim.uses.join(", "))?;
    }
    Ok(if outcome.verdict == Verdict::Undecided { Ending::Open } else { Ending::Good })
}
