//! Errata as a LaTeX longtable that can be pasted into a paper.

use super::{Row, sides, value};
use crate::failure::Result;
use crate::output::latex;
use claims::load::{Claim, Paper};
use claims::print::Latex;
use claims::tree::{Node, Symbol};
use std::io::Write;

/// Prints the table.
///
/// # Errors
/// When writing fails.
pub fn print(rows: &[Row], out: &mut impl Write) -> Result<()> {
    writeln!(out, "% Needs \\usepackage{{amsmath,amssymb,booktabs,longtable,array}}")?;
    writeln!(out, "\\begingroup\\footnotesize\\setlength{{\\emergencystretch}}{{3em}}\\allowdisplaybreaks")?;
    writeln!(out, "\\begin{{longtable}}{{@{{}}l>{{\\raggedright\\arraybackslash}}p{{0.82\\textwidth}}@{{}}}}")?;
    writeln!(out, "\\toprule\n\\endhead\n\\bottomrule\n\\endfoot")?;
    let mut paper = "";
    for (i, row) in rows.iter().enumerate() {
        if row.paper.key != paper {
            let heading = format!("{} ({})", row.paper.title, row.paper.year);
            writeln!(out, "\\multicolumn{{2}}{{@{{}}l}}{{\\textbf{{{}}}}} \\\\\n\\midrule", latex::text(&heading))?;
            paper = &row.paper.key;
        }
        entry(row, &printer(row.paper), out)?;
        if i + 1 < rows.len() {
            writeln!(out, "\\addlinespace[7pt]")?;
        }
    }
    writeln!(out, "\\end{{longtable}}\n\\endgroup")?;
    Ok(())
}

/// The lines of one claim. They stay on one page but for the last.
fn entry(row: &Row, printer: &Latex, out: &mut impl Write) -> Result<()> {
    let mut line =
        |label: &str, cell: &str, end: &str| -> Result<()> { Ok(writeln!(out, "{label} & {cell} \\\\{end}")?) };
    let place = latex::text(&row.claim.place);
    let head = format!("\\textbf{{{place}}}\\quad {} ({})", latex::id(&row.claim.id), row.severity());
    line("Claim", &head, "*")?;
    line("", &latex::text(&row.claim.statement), "*")?;
    line("Formula", &formula(row.claim, printer), "*")?;
    line("Fails", &witness(row), "*")?;
    for (claim, outcome) in &row.corrections {
        let body =
            format!("{} {} ({})", latex::text(&claim.statement), formula(claim, printer), outcome.verdict.name());
        line("Corrected", &body, "*")?;
    }
    if let Some(reason) = row.erratum.and_then(|e| e.uncorrected.as_ref()) {
        line("No repair", &latex::text(reason), "*")?;
    }
    line("Then", &latex::text(row.erratum.map_or("", |e| &e.consequence)), "")
}

/// The claim's formula and what it ranges over, each piece in a formula of its own so that lines can break between.
fn formula(claim: &Claim, printer: &Latex) -> String {
    let Some(formula) = claim.formula() else { return String::new() };
    let over: Vec<String> = claim.domain.iter().map(|b| format!("${}$", printer.binder(b))).collect();
    let given: Vec<String> = claim.given.iter().map(|g| format!("${}$", printer.formula(g))).collect();
    let mut text = format!("${}$", printer.formula(formula));
    if !over.is_empty() {
        text.push_str(&format!(" for {}", over.join(", ")));
    }
    if !given.is_empty() {
        text.push_str(&format!(" with {}", given.join(", ")));
    }
    text
}

fn witness(row: &Row) -> String {
    let Some(w) = row.witness() else { return String::new() };
    let one = |name: &Symbol, exact: &str| {
        let (text, is_exact) = value(exact);
        let relation = if is_exact { "=" } else { "\\approx" };
        let name = Latex::new().expr(&Node::Variable(name.clone()).into());
        format!("${name} {relation} {}$", latex::bare_number(&text))
    };
    let point: Vec<String> = w.point.iter().map(|(k, v)| one(k, &v.to_string())).collect();
    let place = if point.is_empty() { String::new() } else { format!("at {}", point.join(", ")) };
    let colon = if place.is_empty() { "" } else { ": " };
    match sides(w) {
        Some((l, r)) => format!("{place}{colon}left ${}$, right ${}$", latex::bare_number(&l), latex::bare_number(&r)),
        None => format!("{place}{colon}the formula is false there"),
    }
}

/// A printer that writes the paper's names as the paper does.
fn printer(paper: &Paper) -> Latex {
    let named = paper.definitions.iter().filter_map(|d| d.latex.as_deref().map(|l| (&*d.name, l)));
    named.fold(Latex::new(), |printer, (name, latex)| printer.with_name(name, latex))
}
