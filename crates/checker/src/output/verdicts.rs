//! Verdicts as JSON, CSV and a table.

use super::csv;
use super::table::clip;
use crate::failure::Result;
use crate::style::Style;
use claims::decide::{DimVerdict, Evidence, Outcome, Verdict, Witness};
use claims::load::{Claim, Paper};
use enclosure::Interval;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::time::Duration;

/// Digits of margins and witnesses' enclosures.
const DIGITS: usize = 6;
/// Digits of enclosures in JSON.
const DATA_DIGITS: usize = 20;

/// One row of the documented schema (docs/json.md).
#[must_use]
pub fn to_json(paper: &Paper, claim: &Claim, outcome: &Outcome) -> Value {
    let dims: Vec<Value> = outcome.dims.iter().map(|d| json!({ "d": d.d, "verdict": d.verdict.name() })).collect();
    json!({
        "id": claim.id,
        "paper": paper.key,
        "section": claim.section,
        "where": claim.place,
        "statement": claim.statement,
        "formula": claim.text,
        "hash": claim.hash,
        "corrects": claim.corrects,
        "verdict": outcome.verdict.name(),
        "dims": dims,
        "margin": outcome.margin.as_ref().map(|m| m.to_decimal(DATA_DIGITS).0),
        "witness": witness(outcome).map(witness_json),
        "reason": outcome.reason,
        "seconds": outcome.seconds,
    })
}

/// The witness of the verdict, or of the first dimension that fails.
#[must_use]
pub fn witness(outcome: &Outcome) -> Option<&Witness> {
    let of = |e: &'_ Evidence| matches!(e, Evidence::Witness(_));
    let dims = outcome.dims.iter().map(|d| &d.evidence);
    let found = std::iter::once(&outcome.evidence).chain(dims).find(|e| of(e))?;
    match found {
        Evidence::Witness(w) => Some(w),
        _ => None,
    }
}

/// The witness as in docs/json.md.
#[must_use]
pub fn witness_json(w: &Witness) -> Value {
    let pair = |v: &Interval| {
        let (lower, upper) = v.to_decimal(DATA_DIGITS);
        json!({ "lower": lower, "upper": upper })
    };
    let point: Map<String, Value> = w.point.iter().map(|(k, v)| (k.to_string(), json!(v.to_string()))).collect();
    json!({
        "point": point,
        "comparison": w.comparison,
        "left": w.sides.as_ref().map(|(l, _)| pair(l)),
        "right": w.sides.as_ref().map(|(_, r)| pair(r)),
        "precision": w.prec,
    })
}

/// The witness in one line: the point, and the two sides that disagree.
#[must_use]
pub fn witness_line(w: &Witness) -> String {
    let point: Vec<String> = w.point.iter().map(|(k, v)| format!("{k} = {v}")).collect();
    let sides = w.sides.as_ref().map(|(l, r)| format!("{l:.DIGITS$} against {r:.DIGITS$}"));
    match (point.is_empty(), sides) {
        (false, Some(sides)) => format!("at {}: {sides}", point.join(", ")),
        (true, Some(sides)) => sides,
        (_, None) => format!("at {}", point.join(", ")),
    }
}

/// Dimensions decided one by one, as ranges by verdict: `2..=16 proved`.
#[must_use]
pub fn dims_line(dims: &[DimVerdict]) -> String {
    let mut parts: Vec<(i64, i64, Verdict)> = Vec::new();
    for d in dims {
        match parts.last_mut() {
            Some((_, last, verdict)) if *verdict == d.verdict && *last + 1 == d.d => *last = d.d,
            _ => parts.push((d.d, d.d, d.verdict)),
        }
    }
    let one = |(a, b, v): &(i64, i64, Verdict)| {
        let range = if a == b { a.to_string() } else { format!("{a}..={b}") };
        let word = if *v == Verdict::Proved { "" } else { v.name() };
        format!("d = {range} {word}").trim_end().to_owned()
    };
    parts.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What the table says beside a verdict.
#[must_use]
pub fn note(outcome: &Outcome) -> String {
    let mut parts = Vec::new();
    if !outcome.dims.is_empty() {
        parts.push(dims_line(&outcome.dims));
    }
    if let Some(w) = witness(outcome) {
        parts.push(witness_line(w));
    } else if let Some(m) = outcome.margin.as_ref().filter(|m| m.is_positive()) {
        parts.push(format!("margin {}", m.to_decimal(3).0));
    }
    parts.extend(outcome.reason.clone());
    parts.join("; ").replace('\n', " ")
}

/// Rows as CSV.
///
/// # Errors
/// When writing fails.
pub fn print_csv(rows: &[(&Paper, &Claim, &Outcome)], out: &mut impl Write) -> Result<()> {
    writeln!(out, "paper,id,section,verdict,dims,margin,witness,reason,seconds")?;
    for (paper, claim, o) in rows {
        let margin = o.margin.as_ref().map_or_else(String::new, |m| m.to_decimal(DATA_DIGITS).0);
        let fields = [
            paper.key.clone(),
            claim.id.clone(),
            claim.section.clone(),
            o.verdict.name().to_owned(),
            dims_line(&o.dims),
            margin,
            witness(o).map_or_else(String::new, witness_line),
            o.reason.clone().unwrap_or_default(),
            format!("{:.3}", o.seconds),
        ];
        writeln!(out, "{}", csv::record(&fields))?;
    }
    Ok(())
}

/// The table a person reads: grouped by paper and section, a summary at the end.
///
/// # Errors
/// When writing fails.
pub fn print_table(
    rows: &[(&Paper, &Claim, &Outcome)],
    style: &Style,
    elapsed: Duration,
    out: &mut impl Write,
) -> Result<()> {
    let ids = rows.iter().map(|(_, c, _)| c.id.chars().count()).max().unwrap_or(0).min(56);
    let (mut paper, mut section) = ("", "");
    for (p, claim, outcome) in rows {
        if p.key != paper {
            writeln!(out, "{}{} ({}), {}", if paper.is_empty() { "" } else { "\n" }, p.title, p.year, p.authors)?;
            (paper, section) = (&p.key, "");
        }
        if claim.section != section {
            writeln!(out, "\n  {}", claim.section)?;
            section = &claim.section;
        }
        let room = style.width.saturating_sub(ids + 17);
        let line =
            format!("    {}  {:ids$}  {}", style.verdict(outcome.verdict, 9), claim.id, clip(&note(outcome), room));
        writeln!(out, "{}", line.trim_end())?;
    }
    let mut counts = Vec::new();
    for verdict in [Verdict::Proved, Verdict::Verified, Verdict::Refuted, Verdict::Undecided, Verdict::Argued] {
        let n = rows.iter().filter(|(_, _, o)| o.verdict == verdict).count();
        if n > 0 {
            counts.push(format!("{n} {}", verdict.name()));
        }
    }
    let claims = if rows.len() == 1 { "claim" } else { "claims" };
    writeln!(out, "\n{} {claims}: {}; {:.1} s", rows.len(), counts.join(", "), elapsed.as_secs_f64())?;
    Ok(())
}
