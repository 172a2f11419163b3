//! Checking a certificate: replay and evaluation, no search (`DE-22`).

use super::decode::rational;
use super::{Certificate, Record, VERSION, goal, steps};
use crate::decide::{Point, Scope, Verdict, contains, enclose, failing, point_values, refutes, replay};
use crate::load::{Claim, ClaimKind};
use crate::tree::{Formula, Symbol};
use enclosure::{Interval, Prec};
use std::collections::BTreeMap;

/// Re-evaluates the evidence of a certificate at `prec` bits.
///
/// Verdicts `proved` and `refuted` need a proof or witness for the claim; `verified` needs a proof at every listed dimension;
/// `argued` must name the claim's own written proof; a composite claim's steps have certificates of their own. `undecided`
/// asserts nothing.
///
/// # Errors
/// What does not hold.
pub fn recheck(claim: &Claim, certificate: &Certificate, prec: Prec) -> Result<(), String> {
    if certificate.version != VERSION {
        return Err(format!("version {} of the format, {VERSION} is known", certificate.version));
    }
    if certificate.claim != claim.id {
        return Err(format!("it is about {}", certificate.claim));
    }
    if certificate.hash != claim.hash {
        return Err("the claim has changed since".to_owned());
    }
    let mut last = None;
    for d in &certificate.dims {
        if last.is_some_and(|l| d.d <= l) {
            return Err("the dimensions are not in order".to_owned());
        }
        last = Some(d.d);
        record(claim, Some(d.d), d.verdict, &d.evidence, prec).map_err(|e| format!("d = {}: {e}", d.d))?;
    }
    match (certificate.verdict, &certificate.evidence, &claim.kind) {
        (Verdict::Undecided, ..) => Ok(()),
        (Verdict::Argued, Record::Written { proof }, ClaimKind::Argued { proof: own }) if proof == own => Ok(()),
        (verdict, Record::Steps { steps }, ClaimKind::Composite { steps: own, .. }) => {
            if carries(steps, own, verdict) {
                Ok(())
            } else {
                Err("its steps do not carry it".to_owned())
            }
        }
        (Verdict::Verified, _, ClaimKind::Formula(_)) => {
            if certificate.dims.is_empty() || certificate.dims.iter().any(|d| d.verdict != Verdict::Proved) {
                return Err("not every listed dimension is shown".to_owned());
            }
            Ok(())
        }
        (verdict, evidence, _) => record(claim, None, verdict, evidence, prec),
    }
}

/// Whether every one of the steps has at least the verdict.
fn carries(steps: &BTreeMap<String, Verdict>, own: &[String], verdict: Verdict) -> bool {
    let complete = own.iter().all(|id| steps.get(id).is_some_and(|v| *v >= verdict));
    complete && !own.is_empty() && verdict != Verdict::Refuted
}

fn record(claim: &Claim, d: Option<i64>, verdict: Verdict, evidence: &Record, prec: Prec) -> Result<(), String> {
    let formula = claim.formula().ok_or("the claim has no formula")?;
    match (verdict, evidence) {
        (Verdict::Undecided, _) => Ok(()),
        (Verdict::Proved, Record::Proof { steps, .. }) => replay(&goal(claim, formula, d), &steps::read(steps)?, prec),
        (Verdict::Refuted, Record::Witness { point, sides, .. }) => {
            let mut exact = Point::new();
            for (x, q) in point {
                exact.insert(Symbol::from(x.as_str()), rational(q).map_err(|e| format!("{x}: {e}"))?);
            }
            let at = Symbol::from(super::DIMENSION);
            if d.is_some_and(|n| exact.get(&at).is_none_or(|q| *q != n)) {
                return Err("the point is not at this dimension".to_owned());
            }
            if !contains(&Scope::new(&claim.domain, &claim.given), &exact, prec) {
                return Err("the point is not shown to lie in the domain".to_owned());
            }
            if !refutes(formula, &exact, prec) {
                return Err("the claim does not fail there".to_owned());
            }
            sides.as_ref().map_or(Ok(()), |s| compare_sides(formula, &exact, s, prec))
        }
        _ => Err("the evidence does not fit the verdict".to_owned()),
    }
}

/// The enclosures shown to the reader must meet those found now.
fn compare_sides(formula: &Formula, point: &Point, sides: &[[String; 2]; 2], prec: Prec) -> Result<(), String> {
    let values = point_values(point, prec);
    let Some(Formula::Compare(a, _, b)) = failing(formula, &values, prec) else {
        return Err("enclosures of two sides, and no comparison that fails".to_owned());
    };
    for (side, [lo, hi]) in [a, b].iter().zip(sides) {
        let number = |text: &str| -> Result<Interval, String> {
            if text.len() > super::MAX_DIGITS {
                return Err("a number is too long".to_owned());
            }
            Interval::decimal(text, prec).map_err(|e| e.to_string())
        };
        let shown = number(lo)?.hull(&number(hi)?);
        let now = enclose::eval(side, &values, prec).map_err(|e| e.to_string())?;
        if !shown.overlaps(&now) {
            return Err(format!("a side is {now}, not in [{lo}, {hi}]"));
        }
    }
    Ok(())
}
