//! Errata as a Markdown table.

use super::text::witness;
use super::{Row, domain, summary};
use crate::failure::Result;
use crate::output::markdown::{code, text};
use std::io::Write;

/// Prints one table a paper.
///
/// # Errors
/// When writing fails.
pub fn print(rows: &[Row], out: &mut impl Write) -> Result<()> {
    let mut paper = "";
    for row in rows {
        if row.paper.key != paper {
            let gap = if paper.is_empty() { "" } else { "\n" };
            writeln!(out, "{gap}## {} ({})\n", text(&row.paper.title), row.paper.year)?;
            writeln!(
                out,
                "| claim | as printed, and its formula | fails | corrected | consequence |\n|---|---|---|---|---|"
            )?;
            paper = &row.paper.key;
        }
        let over = domain(row.claim);
        let over = if over.is_empty() { String::new() } else { format!("<br>for {}", code(&over.join(", "))) };
        let mut corrected: Vec<String> = Vec::new();
        for (claim, outcome) in &row.corrections {
            let formula = if claim.text.is_empty() { String::new() } else { format!(" {}", code(&claim.text)) };
            corrected.push(format!("**{}**: {}{formula}", outcome.verdict.name(), text(&claim.statement)));
        }
        if let Some(reason) = row.erratum.and_then(|e| e.uncorrected.as_ref()) {
            corrected.push(format!("none: {}", text(reason)));
        }
        let consequence = row.erratum.map_or("", |e| &e.consequence);
        writeln!(
            out,
            "| {}, {} ({}) | {} {}{over} | {} | {} | {} |",
            text(&row.claim.place),
            code(&row.claim.id),
            row.severity(),
            text(&row.claim.statement),
            code(&row.claim.text),
            text(&witness(row)),
            corrected.join("<br>"),
            text(consequence),
        )?;
    }
    writeln!(out, "\n{} refuted: {}", rows.len(), summary(rows))?;
    Ok(())
}
