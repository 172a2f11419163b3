//! `depthsep graph`: which claim rests on which.

use crate::cli::{Graph, GraphFormat};
use crate::failure::{Ending, Failure, Result};
use crate::output::graph::{self, Network};
use crate::output::picture;
use crate::papers;
use crate::run::{decide_all, default_jobs, interrupt_flag};
use crate::talk;
use claims::load::Claim;
use std::collections::BTreeSet;
use std::io::Write;

/// Runs the command.
///
/// # Errors
/// On bad input, and when the file cannot be written.
pub fn run(args: &Graph, out: &mut impl Write) -> Result {
    let choice = &args.choice;
    if let (GraphFormat::Svg, Some(path)) = (args.format, &args.out) {
        picture::check(path)?;
    }
    let all = papers::load(choice.effort.claims.as_deref())?;
    let chosen = papers::chosen(&all, &choice.paper)?;
    let every: Vec<&Claim> = all.iter().flat_map(|p| p.claims.iter()).collect();
    let ids: BTreeSet<&str> = match &args.claim {
        Some(id) => {
            let (_, claim) = papers::claim(&all, id)?;
            graph::around(&every, &claim.id)
        }
        None => graph::with_sources(&every, &chosen),
    };
    let wanted: Vec<&Claim> = every.iter().copied().filter(|c| ids.contains(c.id.as_str())).collect();
    let jobs = choice.jobs.map_or_else(default_jobs, usize::from);
    let outcomes = decide_all(&every, &wanted, &choice.effort, jobs, talk::quiet(), &interrupt_flag()?)?;
    let network = Network::new(&all, &chosen, &ids, &outcomes, args.claim.as_deref());
    let text = match args.format {
        GraphFormat::Svg => graph::svg::draw(&network),
        GraphFormat::Dot => graph::dot::write(&network),
    };
    match &args.out {
        Some(path) => match args.format {
            GraphFormat::Svg => picture::write(path, &text)?,
            GraphFormat::Dot => std::fs::write(path, text)
                .map_err(|e| Failure::argument("--out", format!("cannot write {}: {e}", path.display())))?,
        },
        None => out.write_all(text.as_bytes())?,
    }
    Ok(Ending::Good)
}
