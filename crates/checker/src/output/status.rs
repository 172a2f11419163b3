//! The status of a paper in Markdown: how many claims of each section have which verdict, and every claim that no
//! computation has decided, with what ran out.

use super::markdown::{code, text};
use crate::failure::Result;
use claims::decide::{Outcome, Verdict};
use claims::load::{Claim, ClaimKind, Paper};
use std::io::Write;

/// Columns of the counts.
const COLUMNS: [Verdict; 5] =
    [Verdict::Proved, Verdict::Verified, Verdict::Refuted, Verdict::Undecided, Verdict::Argued];

type Rows<'a> = [(&'a Paper, &'a Claim, &'a Outcome)];

/// Prints, for each paper, the counts by section, then what is undecided, then what is argued.
///
/// # Errors
/// When writing fails.
pub fn print(rows: &Rows, out: &mut impl Write) -> Result<()> {
    let mut papers: Vec<&Paper> = Vec::new();
    for (paper, _, _) in rows {
        if !papers.iter().any(|p| p.key == paper.key) {
            papers.push(paper);
        }
    }
    for paper in papers {
        let own: Vec<_> = rows.iter().filter(|(p, _, _)| p.key == paper.key).copied().collect();
        writeln!(out, "## {} ({})\n", text(&paper.title), paper.year)?;
        counts(paper, &own, out)?;
        undecided(&own, out)?;
        argued(&own, out)?;
    }
    let decided = |o: &Outcome| matches!(o.verdict, Verdict::Proved | Verdict::Verified | Verdict::Refuted);
    let n = rows.iter().filter(|(_, _, o)| decided(o)).count();
    writeln!(out, "{n} of {} claims decided by computation.", rows.len())?;
    Ok(())
}

fn counts(paper: &Paper, own: &Rows, out: &mut impl Write) -> Result<()> {
    let names: Vec<&str> = COLUMNS.iter().map(|v| v.name()).collect();
    writeln!(out, "| section | claims | {} |\n|---|{}", names.join(" | "), "---:|".repeat(COLUMNS.len() + 1))?;
    let mut line = |name: &str, of: &dyn Fn(&Claim) -> bool| -> Result<()> {
        let count = |v: Option<Verdict>| {
            own.iter().filter(|(_, c, o)| of(c) && v.is_none_or(|v| o.verdict == v)).count().to_string()
        };
        let cells: Vec<String> = std::iter::once(None).chain(COLUMNS.map(Some)).map(count).collect();
        if cells[0] != "0" {
            writeln!(out, "| {} | {} |", text(name), cells.join(" | "))?;
        }
        Ok(())
    };
    for section in &paper.sections {
        line(section, &|c| c.section == *section)?;
    }
    line("all", &|_| true)?;
    writeln!(out)?;
    Ok(())
}

fn undecided(own: &Rows, out: &mut impl Write) -> Result<()> {
    let open: Vec<_> = own.iter().filter(|(_, _, o)| o.verdict == Verdict::Undecided).collect();
    if open.is_empty() {
        return Ok(());
    }
    writeln!(out, "| undecided | where | claim | what ran out |\n|---|---|---|---|")?;
    for (_, claim, outcome) in open {
        let reason = outcome.reason.as_deref().unwrap_or("");
        let cells = [code(&claim.id), text(&claim.place), text(&claim.statement), text(reason)];
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    writeln!(out)?;
    Ok(())
}

fn argued(own: &Rows, out: &mut impl Write) -> Result<()> {
    let open: Vec<_> = own.iter().filter(|(_, _, o)| o.verdict == Verdict::Argued).collect();
    if open.is_empty() {
        return Ok(());
    }
    writeln!(out, "| argued | where | claim | written proof |\n|---|---|---|---|")?;
    for (_, claim, _) in open {
        let proof = match &claim.kind {
            ClaimKind::Argued { proof } => code(proof),
            _ => "rests on argued steps".to_owned(),
        };
        writeln!(out, "| {} | {} | {} | {proof} |", code(&claim.id), text(&claim.place), text(&claim.statement))?;
    }
    writeln!(out)?;
    Ok(())
}
