//! `depthsep check`: the verdict table.

use super::recorded;
use crate::cli::{Check, CheckFormat};
use crate::failure::{Ending, Failure, Result};
use crate::output::{status, verdicts};
use crate::run::{default_jobs, interrupt_flag};
use crate::{papers, style, talk};
use claims::certificate::Certificate;
use claims::certificate::store::{self, Settings};
use claims::decide::{Outcome, Verdict};
use claims::load::{Claim, Paper};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Names of verdicts that `--deny` takes.
const VERDICTS: [Verdict; 6] =
    [Verdict::Proved, Verdict::Verified, Verdict::Refuted, Verdict::Undecided, Verdict::Supported, Verdict::Argued];

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Check, out: &mut impl Write) -> Result {
    let denied = denied(&args.deny)?;
    recorded::shard_needs_ledger(&args.to, &args.part)?;
    let all = papers::load(args.effort.claims.as_deref())?;
    for key in &args.paper {
        papers::by_key(&all, key)?;
    }
    let chosen: Vec<&Paper> = all.iter().filter(|p| args.paper.is_empty() || args.paper.contains(&p.key)).collect();
    for glob in &args.claim {
        if !chosen.iter().any(|p| p.claims.iter().any(|c| papers::glob(glob, &c.id))) {
            return Err(Failure::argument("--claim", format!("no claim matches \"{glob}\"")));
        }
    }
    let selected = |c: &&Claim| args.claim.is_empty() || args.claim.iter().any(|g| papers::glob(g, &c.id));
    let wanted: Vec<&Claim> = chosen.iter().flat_map(|p| p.claims.iter()).filter(selected).collect();
    let jobs = args.jobs.map_or_else(default_jobs, usize::from);
    let interrupt = interrupt_flag()?;
    let start = Instant::now();
    let outcomes = recorded::check(args, &all, &wanted, jobs, talk::quiet(), &interrupt)?;
    let rows: Vec<(&Paper, &Claim, &Outcome)> = chosen
        .iter()
        .flat_map(|p| p.claims.iter().map(move |c| (*p, c)))
        .filter(|(_, c)| selected(c))
        .filter_map(|(p, c)| outcomes.get(c.id.as_str()).map(|o| (p, c, o)))
        .collect();
    match args.format {
        CheckFormat::Json => {
            let rows = rows.iter().map(|(p, c, o)| verdicts::to_json(p, c, o)).collect();
            writeln!(out, "{:#}", Value::Array(rows))?;
        }
        CheckFormat::Markdown => status::print(&rows, out)?,
        CheckFormat::Csv => verdicts::print_csv(&rows, out)?,
        CheckFormat::Table => verdicts::print_table(&rows, &style::Style::of_stdout(), start.elapsed(), out)?,
    }
    if let Some(folder) = &args.certificates {
        // With the claims asked for go those they rest on: composite verdicts are derived from them.
        let every: Vec<&Claim> = all.iter().flat_map(|p| p.claims.iter()).collect();
        certify(folder, &every, &outcomes, args)?;
    }
    if interrupt.load(Ordering::SeqCst) {
        eprintln!("interrupted: claims not reached are undecided");
    }
    let open = rows.iter().any(|(_, _, o)| o.verdict == Verdict::Undecided || denied.contains(&o.verdict));
    Ok(if open { Ending::Open } else { Ending::Good })
}

/// Writes the certificates of all outcomes.
fn certify(folder: &Path, claims: &[&Claim], outcomes: &BTreeMap<&str, Outcome>, args: &Check) -> Result<()> {
    let (timeout, each) = crate::run::time_limits(&args.effort);
    let milliseconds = |t: Duration| u64::try_from(t.as_millis()).unwrap_or(u64::MAX);
    let settings = Settings {
        dims: args.effort.dims.0.iter().map(|&d| i64::from(d)).collect(),
        prec: args.effort.prec,
        max_prec: args.effort.max_prec.max(args.effort.prec),
        timeout_ms: milliseconds(timeout),
        timeout_per_dim_ms: milliseconds(each),
    };
    let decided: Vec<(&Claim, &Outcome)> =
        claims.iter().filter_map(|c| outcomes.get(c.id.as_str()).map(|o| (*c, o))).collect();
    let certificates = if args.to.ledger.is_some() {
        recorded::certificates(args, &decided)?
    } else {
        let make = || decided.par_iter().map(|(c, o)| Certificate::new(c, o)).collect::<Vec<_>>();
        let jobs = args.jobs.map_or_else(default_jobs, usize::from);
        crate::run::pool(jobs)?.install(make)
    };
    store::write(folder, &certificates, settings).map_err(|e| Failure::argument("--certificates", e))
}

/// Reads `--deny`.
fn denied(names: &[String]) -> Result<Vec<Verdict>> {
    let read = |name: &String| {
        VERDICTS.iter().copied().find(|v| v.name() == name.trim()).ok_or_else(|| {
            let known: Vec<&str> = VERDICTS.iter().map(|v| v.name()).collect();
            Failure::argument("--deny", format!("\"{name}\" is not a verdict; they are {}", known.join(", ")))
        })
    };
    names.iter().map(read).collect()
}
