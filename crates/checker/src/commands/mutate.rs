//! `depthsep mutate`: the rate at which verdicts follow a moved constant, and the claims that never flip.

use crate::cli::Mutate;
use crate::failure::{Ending, Failure, Result};
use crate::papers;
use crate::run::{decide_all, default_jobs, each, interrupt_flag, options};
use crate::talk;
use claims::decide::Verdict;
use claims::load::{Claim, Paper};
use claims::mutate::{Constant, Direction, Probe, Response, constants, probe};
use std::fmt::Write as _;
use std::io::Write;
use std::time::Duration;

/// One claim with what its constants did.
struct Row<'a> {
    claim: &'a Claim,
    base: Verdict,
    constants: Vec<(Constant, Vec<Probe>)>,
}

/// Runs the command.
///
/// # Errors
/// On bad input, and when the file cannot be written.
pub fn run(args: &Mutate, out: &mut impl Write) -> Result {
    let all = papers::load(args.effort.claims.as_deref())?;
    let wanted: Vec<(&Paper, &Claim)> = papers::select(&all, &args.paper, &args.claim)?
        .into_iter()
        .filter(|(_, c)| !constants(c).is_empty())
        .step_by(args.every as usize)
        .collect();
    let every: Vec<&Claim> = all.iter().flat_map(|p| p.claims.iter()).collect();
    let chosen: Vec<&Claim> = wanted.iter().map(|(_, c)| *c).collect();
    let jobs = args.jobs.map_or_else(default_jobs, usize::from);
    let interrupt = interrupt_flag()?;
    let outcomes = decide_all(&every, &chosen, &args.effort, jobs, talk::quiet(), &interrupt)?;
    let mut options = options(&args.effort, &interrupt);
    options.timeout = Duration::from_secs_f64(args.each);
    options.timeout_per_dim = Duration::ZERO;
    let todo: Vec<(&Paper, &Claim, Verdict)> = wanted
        .iter()
        .filter_map(|(p, c)| outcomes.get(c.id.as_str()).map(|o| (*p, *c, o.verdict)))
        .filter(|(_, _, v)| matches!(v, Verdict::Proved | Verdict::Verified | Verdict::Refuted))
        .collect();
    let rows = each(&todo, jobs, talk::quiet(), |(paper, claim, base)| Row {
        claim,
        base: *base,
        constants: constants(claim)
            .into_iter()
            .map(|c| {
                let probes = Direction::ALL.map(|way| probe(claim, &paper.scope, &c, *base, way, &options));
                (c, probes.into())
            })
            .collect(),
    })?;
    if let Some(path) = &args.csv {
        std::fs::write(path, csv(&rows)).map_err(|e| Failure::argument("--csv", format!("{}: {e}", path.display())))?;
    }
    report(&rows, out)?;
    Ok(Ending::Good)
}

fn flips(probes: &[Probe]) -> bool {
    probes.iter().any(|p| matches!(p.response, Response::Flips { .. }))
}

/// Whether the verdict was lost at some rung (and flipped at none).
fn lost(probes: &[Probe]) -> bool {
    probes.iter().any(|p| matches!(p.response, Response::Lost(_)))
}

fn report(rows: &[Row], out: &mut impl Write) -> Result<()> {
    let all = || rows.iter().flat_map(|r| &r.constants);
    let count = all().count();
    let invalid = all().filter(|(_, ps)| ps.iter().all(|p| p.response == Response::Invalid)).count();
    let flipping = all().filter(|(_, ps)| flips(ps)).count();
    let losing = all().filter(|(_, ps)| !flips(ps) && lost(ps)).count();
    let decisions: usize = all().flat_map(|(_, ps)| ps).map(|p| p.decisions).sum();
    let never: Vec<&Row> = rows.iter().filter(|r| !r.constants.iter().any(|(_, ps)| flips(ps))).collect();
    writeln!(
        out,
        "claims       {} decided with a numeric constant; {} flip ({})",
        rows.len(),
        rows.len() - never.len(),
        percent(rows.len() - never.len(), rows.len())
    )?;
    for (name, here) in [("held", false), ("refuted", true)] {
        let of: Vec<&Row> = rows.iter().filter(|r| (r.base == Verdict::Refuted) == here).collect();
        let flipped = of.iter().filter(|r| r.constants.iter().any(|(_, ps)| flips(ps))).count();
        writeln!(out, "  {name:10} {} claims; {flipped} flip ({})", of.len(), percent(flipped, of.len()))?;
    }
    writeln!(
        out,
        "constants    {count}; {flipping} flip ({}), {losing} lose the verdict, {} are absorbed, {invalid} cannot be moved",
        percent(flipping, count - invalid),
        count - invalid - flipping - losing
    )?;
    writeln!(out, "tightness    {}", tightness(rows))?;
    writeln!(out, "decisions    {decisions}")?;
    if !never.is_empty() {
        writeln!(out, "\nnever flip:")?;
    }
    for row in never {
        writeln!(out, "  {:<8} {:<44} {}", row.base.name(), row.claim.id, why(row))?;
    }
    Ok(())
}

/// Why no constant of the claim flips it.
fn why(row: &Row) -> &'static str {
    let probes = || row.constants.iter().flat_map(|(_, ps)| ps);
    if probes().all(|p| p.response == Response::Invalid) {
        "no constant can be moved"
    } else if probes().any(|p| matches!(p.response, Response::Lost(_))) {
        "undecided once a constant moves far enough"
    } else if row.base == Verdict::Refuted {
        "refuted for every value tried: no single constant mends it"
    } else {
        "holds for every value tried"
    }
}

/// Claims by the smallest change that flips them.
fn tightness(rows: &[Row]) -> String {
    let least = |row: &Row| {
        let all = row.constants.iter().flat_map(|(_, ps)| ps);
        all.filter_map(|p| match &p.response {
            Response::Flips { at, .. } => Some(at.to_f64()),
            _ => None,
        })
        .reduce(f64::min)
    };
    let smallest: Vec<f64> = rows.iter().filter_map(least).collect();
    let mut text = String::new();
    let mut from = 0.0;
    for (to, name) in
        [(1.1e-6, "1e-6"), (1.1e-3, "1e-3"), (0.021, "2 %"), (0.26, "25 %"), (1.1, "100 %"), (f64::MAX, "more")]
    {
        let n = smallest.iter().filter(|x| **x > from && **x <= to).count();
        if n > 0 {
            let _ = write!(text, "{}{n} within {name}", if text.is_empty() { "" } else { ", " });
        }
        from = to;
    }
    if text.is_empty() { "no claim flips".into() } else { format!("smallest change that flips a claim: {text}") }
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "none".into() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}

fn csv(rows: &[Row]) -> String {
    let mut text = String::from("claim,verdict,part,constant,offset,direction,response,kept,at\n");
    for row in rows {
        for (c, probes) in &row.constants {
            for p in probes {
                let (name, kept, at) = match &p.response {
                    Response::Flips { kept, at } => {
                        ("flips", format!("{:.3e}", kept.to_f64()), format!("{:.3e}", at.to_f64()))
                    }
                    Response::Lost(at) => ("lost", String::new(), format!("{:.3e}", at.to_f64())),
                    Response::Stays => ("stays", String::new(), String::new()),
                    Response::Invalid => ("invalid", String::new(), String::new()),
                };
                let (id, verdict, part) = (&row.claim.id, row.base.name(), c.part.name());
                let (literal, offset, way) = (&c.literal, c.span.start, p.direction.name());
                let _ = writeln!(text, "{id},{verdict},{part},{literal},{offset},{way},{name},{kept},{at}");
            }
        }
    }
    text
}
