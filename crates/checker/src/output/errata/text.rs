//! Errata for a terminal: one block a refuted claim.

use super::{Row, domain, sides, summary, value};
use crate::failure::Result;
use crate::style::Style;
use std::io::Write;

/// Width of the labels before the texts.
const LABEL: usize = 11;

/// Prints the blocks and a summary.
///
/// # Errors
/// When writing fails.
pub fn print(rows: &[Row], style: &Style, out: &mut impl Write) -> Result<()> {
    let mut paper = "";
    for row in rows {
        if row.paper.key != paper {
            writeln!(out, "{} ({}), {}\n", row.paper.title, row.paper.year, row.paper.authors)?;
            paper = &row.paper.key;
        }
        block(row, style, out)?;
    }
    let claims = if rows.len() == 1 { "claim" } else { "claims" };
    let list = if rows.is_empty() { String::new() } else { format!(": {}", summary(rows)) };
    writeln!(out, "{} refuted {claims}{list}", rows.len())?;
    Ok(())
}

fn block(row: &Row, style: &Style, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}  [{}]  {}", row.claim.id, row.severity(), row.claim.place)?;
    let mut line = |label: &str, text: &str| -> Result<()> {
        for (i, part) in wrap(text, style.width.saturating_sub(LABEL + 2)).iter().enumerate() {
            let label = if i == 0 { label } else { "" };
            writeln!(out, "  {label:LABEL$}{part}")?;
        }
        Ok(())
    };
    line("says", &row.claim.statement)?;
    let over = domain(row.claim);
    let over = if over.is_empty() { String::new() } else { format!("   for {}", over.join(", ")) };
    line("formula", &format!("{}{over}", row.claim.text))?;
    if let Some(reading) = &row.claim.reading {
        line("reading", reading)?;
    }
    line("fails", &witness(row))?;
    for (claim, outcome) in &row.corrections {
        let formula = if claim.text.is_empty() { String::new() } else { format!("   {}", claim.text) };
        line("corrected", &format!("{} ({}): {}{formula}", claim.id, outcome.verdict.name(), claim.statement))?;
    }
    if let Some(erratum) = row.erratum {
        if let Some(reason) = &erratum.uncorrected {
            line("no repair", reason)?;
        }
        line("then", &erratum.consequence)?;
    }
    writeln!(out)?;
    Ok(())
}

/// The witness in one line.
pub(super) fn witness(row: &Row) -> String {
    let Some(w) = row.witness() else { return "by its own formula".into() };
    let one = |(k, v): (String, String)| {
        let (text, exact) = value(&v);
        format!("{k} {} {text}", if exact { "=" } else { "~" })
    };
    let point: Vec<String> = w.point.iter().map(|(k, v)| one((k.to_string(), v.to_string()))).collect();
    let place = if point.is_empty() { String::new() } else { format!("at {}", point.join(", ")) };
    match sides(w) {
        Some((l, r)) => {
            format!("{place}{}left {l}, right {r}", if place.is_empty() { "" } else { ": " })
        }
        None => format!("{place}: the formula is false there"),
    }
}

/// Breaks at spaces.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #[test]
    fn wraps_at_spaces() {
        assert_eq!(super::wrap("a bb ccc dd", 6), ["a bb", "ccc dd"]);
        assert_eq!(super::wrap("", 6), [""]);
    }
}
