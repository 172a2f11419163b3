//! Errata as comma-separated values, one line a refuted claim.

use super::{Row, domain};
use crate::failure::Result;
use crate::output::csv;
use std::io::Write;

/// Prints a heading line and the rows.
///
/// # Errors
/// When writing fails.
pub fn print(rows: &[Row], out: &mut impl Write) -> Result<()> {
    writeln!(out, "paper,claim,place,severity,statement,formula,domain,corrections,uncorrected,consequence")?;
    for row in rows {
        let corrections: Vec<String> =
            row.corrections.iter().map(|(c, o)| format!("{} ({})", c.id, o.verdict.name())).collect();
        let erratum = |of: fn(&claims::load::Erratum) -> Option<&str>| row.erratum.and_then(of).unwrap_or_default();
        let fields = [
            row.paper.key.as_str(),
            &row.claim.id,
            &row.claim.place,
            row.severity(),
            &row.claim.statement,
            &row.claim.text,
            &domain(row.claim).join(", "),
            &corrections.join("; "),
            erratum(|e| e.uncorrected.as_deref()),
            erratum(|e| Some(&e.consequence)),
        ];
        writeln!(out, "{}", csv::record(&fields))?;
    }
    Ok(())
}
