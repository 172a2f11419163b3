//! From a decided claim to Coq goals: one for the whole domain, or one a dimension, or the failure at the witness.

use super::Refusal;
use super::constant::rational;
use super::expr::{Writer, variable_name};
use crate::algebra::number;
use crate::algebra::substitute::{free_variables, substitute_formula};
use crate::decide::{Evidence, Outcome, Point, Proof, Scope, Step, Variable, Verdict};
use crate::load::Claim;
use crate::tree::{Expr, Formula, Relation, Symbol};

/// The variable whose values are taken one by one.
const DIMENSION: &str = "d";
/// Bounded integer variables are taken value by value up to this many combinations.
const MAX_COMBINATIONS: usize = 12;
/// Variables the interval tactic is told to cut, at most.
const MAX_CUT: usize = 3;

/// How Coq is asked to prove a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// A statement about numbers: interval arithmetic, exact arithmetic.
    Closed,
    /// A bounded box: interval arithmetic with bisection.
    Boxed,
    /// An unbounded domain where one evaluation, a polynomial certificate or field arithmetic may do.
    Algebra,
}

/// One goal.
#[derive(Clone, Debug)]
pub struct CoqGoal {
    /// Name of the lemma.
    pub name: String,
    /// What is fixed in it: `d = 3`, `at the witness`; empty for the whole domain.
    pub instance: String,
    /// The proposition.
    pub statement: String,
    /// The tactic that should prove it.
    pub tactic: String,
    /// Of which kind it is.
    pub method: Method,
}

/// A claim's id as an identifier.
#[must_use]
pub fn coq_name(id: &str) -> String {
    let name: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("claim_{name}") }
}

/// The goals of a claim that is proved, verified or refuted (`CQ-04`).
///
/// # Errors
/// Why there are none.
pub fn coq_goals(claim: &Claim, outcome: &Outcome, dims: &[i64]) -> Result<Vec<CoqGoal>, Refusal> {
    let formula = claim.formula().ok_or("no formula")?;
    match (&outcome.verdict, &outcome.evidence) {
        (Verdict::Refuted, Evidence::Witness(w)) => failure(claim, formula, &w.point).map(|g| vec![g]),
        (Verdict::Proved, Evidence::Proof { proof, .. }) => {
            let scope = Scope::new(&claim.domain, &claim.given);
            let by_dimension = scope.variables.iter().any(|v| &*v.name == DIMENSION && v.integer);
            let whole = holds(&coq_name(&claim.id), "", &scope, formula, Some(proof));
            if whole.is_ok() || !by_dimension { whole } else { at_dimensions(claim, &scope, formula, dims) }
        }
        (Verdict::Verified, _) => at_dimensions(claim, &Scope::new(&claim.domain, &claim.given), formula, dims),
        _ => Err(format!("{} without a proof or a witness of its own", outcome.verdict.name())),
    }
}

/// The claim at each listed dimension of its domain.
fn at_dimensions(claim: &Claim, scope: &Scope, f: &Formula, dims: &[i64]) -> Result<Vec<CoqGoal>, Refusal> {
    let d = Symbol::from(DIMENSION);
    let mut out = Vec::new();
    let mut refusal = "no listed dimension lies in the domain".to_owned();
    for &n in dims {
        let value = number(n);
        let point = Point::from([(d.clone(), n.into())]);
        let alone =
            Scope { variables: scope.variables.iter().filter(|v| v.name == d).cloned().collect(), given: vec![] };
        if !crate::decide::contains(&alone, &point, enclosure::Prec::DOUBLE) {
            continue;
        }
        let (at, f) = (scope.slice(&d, &value), substitute_formula(f, &d, &value));
        match holds(&format!("{}_d{n}", coq_name(&claim.id)), &format!("d = {n}"), &at, &f, None) {
            Ok(goals) => out.extend(goals),
            Err(reason) => refusal = reason,
        }
    }
    if out.is_empty() { Err(refusal) } else { Ok(out) }
}

/// `f` over a scope; bounded integer variables value by value.
fn holds(name: &str, at: &str, scope: &Scope, f: &Formula, proof: Option<&Proof>) -> Result<Vec<CoqGoal>, Refusal> {
    if let Some((x, values)) = scope.variables.iter().find_map(|v| values(v).map(|r| (v.name.clone(), r))) {
        let mut out = Vec::new();
        for n in values {
            let (at_n, f_n) = (scope.slice(&x, &number(n)), substitute_formula(f, &x, &number(n)));
            let label = if at.is_empty() { format!("{x} = {n}") } else { format!("{at}, {x} = {n}") };
            let suffix = if n < 0 { format!("m{}", -n) } else { n.to_string() };
            out.extend(holds(&format!("{name}_{}{suffix}", coq_name(&x)), &label, &at_n, &f_n, None)?);
            if out.len() > MAX_COMBINATIONS {
                return Err("many combinations of integers".into());
            }
        }
        return Ok(out);
    }
    let method = method(scope, f, proof)?;
    let mut w = Writer::new(scope);
    if !scope.variables.is_empty() {
        let names: Vec<String> = scope.variables.iter().map(|v| variable_name(&v.name)).collect();
        w.out.push_str(&format!("forall {} : R, ", names.join(" ")));
    }
    w.conditions(&scope.conditions())?;
    w.formula(f)?;
    let cut: Vec<String> = scope.variables.iter().take(MAX_CUT).map(|v| variable_name(&v.name)).collect();
    let tactic = match (method, cut.len()) {
        (Method::Closed, _) | (Method::Boxed, 0) => "by_numbers".to_owned(),
        (Method::Boxed, n) => format!("by_box{n} {}", cut.join(" ")),
        (Method::Algebra, _) => "by_algebra".to_owned(),
    };
    Ok(vec![CoqGoal { name: name.to_owned(), instance: at.to_owned(), statement: w.out, tactic, method }])
}

/// The values of an integer variable with closed bounds, when there are few.
fn values(v: &Variable) -> Option<Vec<i64>> {
    if !v.integer {
        return None;
    }
    let all = |bounds: &[crate::decide::Bound]| bounds.iter().map(|b| rational(&b.expr)).collect::<Option<Vec<_>>>();
    let (low, high) = (all(&v.lower)?.into_iter().max()?, all(&v.upper)?.into_iter().min()?);
    let (low, high) = (low.ceil().numer().to_i64()?, high.floor().numer().to_i64()?);
    let count = usize::try_from(high.checked_sub(low)?.checked_add(1)?).ok()?;
    (count <= MAX_COMBINATIONS).then(|| (low..=high).collect())
}

/// What Coq can be expected to do with a goal.
fn method(scope: &Scope, f: &Formula, proof: Option<&Proof>) -> Result<Method, Refusal> {
    if scope.variables.is_empty() {
        return Ok(Method::Closed);
    }
    if equality(f) {
        return Ok(Method::Algebra);
    }
    let closed = |e: &Expr| free_variables(e).is_empty();
    let bounded = |v: &Variable| v.lower.iter().any(|b| closed(&b.expr)) && v.upper.iter().any(|b| closed(&b.expr));
    if scope.variables.iter().all(bounded) {
        return Ok(Method::Boxed);
    }
    if super::algebraic::formula(f) || proof.is_some_and(evaluated) {
        return Ok(Method::Algebra);
    }
    Err("unbounded domain with transcendental functions".into())
}

/// Only equalities.
fn equality(f: &Formula) -> bool {
    match f {
        Formula::Compare(_, r, _) => *r == Relation::Equal,
        Formula::And(fs) => fs.iter().all(equality),
        _ => false,
    }
}

/// Whether one evaluation of each part proved it.
fn evaluated(p: &Proof) -> bool {
    match &p.step {
        Step::Evaluate => true,
        Step::Conjunction | Step::Assume | Step::Introduce => p.children.iter().all(evaluated),
        _ => false,
    }
}

/// The failure of a claim at a point of its domain: every condition, and the negation of the formula.
fn failure(claim: &Claim, f: &Formula, point: &Point) -> Result<CoqGoal, Refusal> {
    let put = |f: &Formula| point.iter().fold(f.clone(), |f, (x, q)| substitute_formula(&f, x, &number(q.clone())));
    let scope = Scope::default();
    let mut w = Writer::new(&scope);
    let mut conditions: Vec<Formula> = Vec::new();
    for c in Scope::new(&claim.domain, &claim.given).conditions() {
        conditions.push(put(&c));
    }
    conditions.push(Formula::Not(std::sync::Arc::new(put(f))));
    w.formula(&Formula::And(conditions))?;
    let place: Vec<String> = point.iter().map(|(x, q)| format!("{x} = {q}")).collect();
    Ok(CoqGoal {
        name: format!("{}_fails", coq_name(&claim.id)),
        instance: if place.is_empty() { "it fails".into() } else { format!("it fails at {}", place.join(", ")) },
        statement: w.out,
        tactic: "by_numbers".into(),
        method: Method::Closed,
    })
}
