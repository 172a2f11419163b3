//! Refuted claims with their corrections: gathered here, printed by the modules below.

pub mod csv;
pub mod latex;
pub mod markdown;
pub mod text;

use super::verdicts;
use claims::decide::{Outcome, Verdict, Witness};
use claims::load::{Claim, Erratum, Paper, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Digits of the enclosures shown to people.
const DIGITS: usize = 8;
/// Longer exact values are shown rounded; JSON has them in full.
const EXACT: usize = 14;

/// One refuted claim.
pub struct Row<'a> {
    /// Its paper.
    pub paper: &'a Paper,
    /// The claim as printed.
    pub claim: &'a Claim,
    /// Its outcome, with the witness.
    pub outcome: &'a Outcome,
    /// What its paper's folder says about it.
    pub erratum: Option<&'a Erratum>,
    /// The claims that correct it, with their outcomes.
    pub corrections: Vec<(&'a Claim, &'a Outcome)>,
    /// Ids of the claims that name it among what they rest on.
    pub used_by: Vec<&'a str>,
}

/// The refuted claims of `papers`, in their order.
#[must_use]
pub fn rows<'a>(papers: &[&'a Paper], every: &[&'a Claim], outcomes: &'a BTreeMap<&'a str, Outcome>) -> Vec<Row<'a>> {
    let mut found = Vec::new();
    for paper in papers {
        for claim in &paper.claims {
            let Some(outcome) = outcomes.get(claim.id.as_str()) else { continue };
            if outcome.verdict != Verdict::Refuted {
                continue;
            }
            let erratum = paper.erratum(&claim.id);
            let named = erratum.and_then(|e| e.correction.as_deref());
            let corrects = |c: &Claim| c.corrects.as_deref() == Some(&claim.id) || named == Some(&c.id);
            let with_outcome = |c: &&'a Claim| outcomes.get(c.id.as_str()).map(|o| (*c, o));
            let corrections = every.iter().filter(|c| corrects(c)).filter_map(with_outcome).collect();
            let rests = |c: &Claim| c.rests_on().any(|id| id == claim.id);
            let used_by = every.iter().filter(|c| rests(c)).map(|c| c.id.as_str()).collect();
            found.push(Row { paper, claim, outcome, erratum, corrections, used_by });
        }
    }
    found
}

impl Row<'_> {
    /// Whether a correction is settled, or the paper's folder says why none exists.
    #[must_use]
    pub fn settled(&self) -> bool {
        let good = |o: &Outcome| matches!(o.verdict, Verdict::Proved | Verdict::Verified | Verdict::Argued);
        self.corrections.iter().any(|(_, o)| good(o)) || self.erratum.is_some_and(|e| e.uncorrected.is_some())
    }

    /// One row of the documented schema (docs/json.md).
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut value = verdicts::to_json(self.paper, self.claim, self.outcome);
        let corrections: Vec<Value> =
            self.corrections.iter().map(|(c, o)| verdicts::to_json(self.paper, c, o)).collect();
        if let Value::Object(map) = &mut value {
            map.insert("domain".into(), json!(domain(self.claim)));
            map.insert("reading".into(), json!(self.claim.reading));
            map.insert("severity".into(), json!(self.erratum.map(|e| e.severity.name())));
            map.insert("consequence".into(), json!(self.erratum.map(|e| &e.consequence)));
            map.insert("uncorrected".into(), json!(self.erratum.and_then(|e| e.uncorrected.as_ref())));
            map.insert("corrections".into(), Value::Array(corrections));
            map.insert("used_by".into(), json!(self.used_by));
        }
        value
    }

    /// Name of the severity; `unclassified` without an erratum.
    fn severity(&self) -> &'static str {
        self.erratum.map_or("unclassified", |e| e.severity.name())
    }

    fn witness(&self) -> Option<&Witness> {
        verdicts::witness(self.outcome)
    }
}

/// The domain and the hypotheses as the claim file has them.
fn domain(claim: &Claim) -> Vec<String> {
    let domain = claim.domain.iter().map(ToString::to_string);
    domain.chain(claim.given.iter().map(ToString::to_string)).collect()
}

/// A value of the witness: exact if that is short, else rounded (for display only), which is marked.
fn value(exact: &str) -> (String, bool) {
    if exact.len() <= EXACT {
        return (exact.to_owned(), true);
    }
    let (top, bottom) = exact.split_once('/').unwrap_or((exact, "1"));
    match (top.parse::<f64>(), bottom.parse::<f64>()) {
        (Ok(t), Ok(b)) if (t / b).is_finite() => (decimal(t / b), false),
        _ => (exact.to_owned(), true),
    }
}

/// Six digits, with an exponent where that is shorter.
fn decimal(x: f64) -> String {
    if x == 0.0 || (1e-4..1e7).contains(&x.abs()) {
        let digits = format!("{x:.6}");
        digits.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        format!("{x:.5e}")
    }
}

/// Both sides with the digits that are certain, e.g. `1.40225219...`: rounded outward to [`DIGITS`] digits.
fn sides(w: &Witness) -> Option<(String, String)> {
    let one = |v: &enclosure::Interval| {
        let (lower, upper) = v.to_decimal(DIGITS);
        if lower == upper { lower } else { format!("[{lower}, {upper}]") }
    };
    w.sides.as_ref().map(|(l, r)| (one(l), one(r)))
}

/// How many rows of each severity, gravest first: `12 structural, 3 misprint`.
fn summary(rows: &[Row]) -> String {
    let names = Severity::ALL.iter().map(|s| s.name()).chain(["unclassified"]);
    let counts = names.map(|name| (rows.iter().filter(|r| r.severity() == name).count(), name));
    counts.filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{decimal, value};

    #[test]
    fn short_values_stay_exact() {
        assert_eq!(value("631/10000"), ("631/10000".into(), true));
        assert_eq!(value("8514131330911/40000000000"), ("212.853283".into(), false));
        assert_eq!(decimal(1.5e-12), "1.50000e-12");
        assert_eq!(decimal(-0.25), "-0.25");
    }
}
