//! Checking a certificate: replay and evaluation, no search (`DE-22`).

use super::{Certificate, Record, VERSION};
use crate::algebra::number;
use crate::algebra::substitute::substitute_formula;
use crate::decide::{Goal, Point, Scope, Verdict, contains, refutes, replay};
use crate::load::{Claim, ClaimKind};
use crate::tree::Symbol;
use enclosure::Prec;

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
    for d in &certificate.dims {
        record(claim, Some(d.d), d.verdict, &d.evidence, prec).map_err(|e| format!("d = {}: {e}", d.d))?;
    }
    match (certificate.verdict, &certificate.evidence, &claim.kind) {
        (Verdict::Undecided, ..) => Ok(()),
        (Verdict::Argued, Record::Written { proof }, ClaimKind::Argued { proof: own }) if proof == own => Ok(()),
        (verdict, Record::Steps { steps }, ClaimKind::Composite { steps: own, .. }) => {
            let complete = own.iter().all(|id| steps.get(id).is_some_and(|v| *v >= verdict));
            if complete && verdict != Verdict::Refuted { Ok(()) } else { Err("its steps do not carry it".to_owned()) }
        }
        (Verdict::Verified, ..) => {
            if certificate.dims.is_empty() || certificate.dims.iter().any(|d| d.verdict != Verdict::Proved) {
                return Err("not every listed dimension is shown".to_owned());
            }
            Ok(())
        }
        (verdict, evidence, _) => record(claim, None, verdict, evidence, prec),
    }
}

fn record(claim: &Claim, d: Option<i64>, verdict: Verdict, evidence: &Record, prec: Prec) -> Result<(), String> {
    let formula = claim.formula().ok_or("the claim has no formula")?;
    let mut goal = Goal { scope: Scope::new(&claim.domain, &claim.given), claim: formula.clone(), defined: false };
    match (verdict, evidence) {
        (Verdict::Undecided, _) => Ok(()),
        (Verdict::Proved, Record::Proof { proof, .. }) => {
            if let Some(n) = d {
                let (x, value) = (Symbol::from("d"), number(n));
                goal = Goal {
                    scope: goal.scope.slice(&x, &value),
                    claim: substitute_formula(&goal.claim, &x, &value),
                    defined: false,
                };
            }
            replay(&goal, proof, prec)
        }
        (Verdict::Refuted, Record::Witness { point, .. }) => {
            let mut exact = Point::new();
            for (x, q) in point {
                let q = q.parse().map_err(|_| format!("{x} = {q} is not a rational number"))?;
                exact.insert(Symbol::from(x.as_str()), q);
            }
            if !contains(&goal.scope, &exact, prec) {
                return Err("the point is not shown to lie in the domain".to_owned());
            }
            if refutes(&goal.claim, &exact, prec) { Ok(()) } else { Err("the claim does not fail there".to_owned()) }
        }
        _ => Err("the evidence does not fit the verdict".to_owned()),
    }
}
