//! The kernel: what each step leaves to prove. Everything trusted about a proof is here and in what it calls.

use super::analysis;
use super::boxes;
use super::facts::ScopeFacts;
use super::scope::{Hull, Scope, negate, variable};
use super::step::{Proof, Step};
use crate::algebra::substitute::{free_in_formula, substitute_formula};
use crate::algebra::{NoFacts, Normalizer, Poly, number, obligations};
use crate::tree::{Binder, Domain, Expr, Formula, Node, Relation, Symbol};
use enclosure::Prec;
use enclosure::rug::Rational;
use std::sync::Arc;

/// A formula to prove for every point of a scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Over which points.
    pub scope: Scope,
    /// What.
    pub claim: Formula,
    /// Whether the expressions of the claim are already known to be defined on the scope.
    pub defined: bool,
}

/// Why a step does not apply.
pub type Refusal = &'static str;

impl Goal {
    /// The same scope, another claim.
    #[must_use]
    pub fn with(&self, claim: Formula, defined: bool) -> Self {
        Self { scope: self.scope.clone(), claim, defined }
    }

    /// The claim as `e > 0` (`true`) or `e >= 0`, when it is of that kind.
    #[must_use]
    pub fn sign(&self) -> Option<(Expr, bool)> {
        let Formula::Compare(a, r, b) = &self.claim else { return None };
        let (big, small, strict) = match r {
            Relation::Greater => (a, b, true),
            Relation::GreaterEq => (a, b, false),
            Relation::Less => (b, a, true),
            Relation::LessEq => (b, a, false),
            Relation::Equal | Relation::NotEqual => return None,
        };
        let e = if is_zero(small) { big.clone() } else { Arc::new(Node::Sub(big.clone(), small.clone())) };
        Some((e, strict))
    }

    /// The sign goal `e > 0` or `e >= 0` over the same scope.
    #[must_use]
    pub fn sign_goal(&self, e: Expr, strict: bool) -> Self {
        self.with(sign_formula(e, strict), true)
    }
}

/// `e > 0` or `e >= 0`.
#[must_use]
pub fn sign_formula(e: Expr, strict: bool) -> Formula {
    Formula::Compare(e, if strict { Relation::Greater } else { Relation::GreaterEq }, number(0))
}

/// Whether the expression is the number 0.
#[must_use]
pub fn is_zero(e: &Expr) -> bool {
    matches!(&**e, Node::Number(q) if q.is_zero())
}

/// Largest number of values enumerated in one step.
pub const MAX_VALUES: i64 = 4096;

/// The goals that `step` leaves of `goal`; proving them all proves `goal`.
///
/// # Errors
/// Why the step does not apply.
pub fn apply(goal: &Goal, step: &Step, prec: Prec) -> Result<Vec<Goal>, Refusal> {
    match step {
        Step::Vacuous => match goal.scope.hull(prec) {
            Hull::Empty => Ok(vec![]),
            Hull::Box(_) => Err("the scope is not shown to be empty"),
        },
        Step::Evaluate => {
            let Hull::Box(values) = goal.scope.hull(prec) else { return Ok(vec![]) };
            let direct = super::enclose::truth(&goal.claim, &values, prec) == crate::eval::Truth::True;
            let holds = direct || (goal.defined && ScopeFacts::new(&goal.scope, prec).proves(&goal.claim));
            if holds { Ok(vec![]) } else { Err("not decided on the hull") }
        }
        Step::Boxes { split } => boxes::replay(goal, split, prec).map(|()| vec![]),
        Step::Identity => identity(goal, prec),
        Step::Integer => integer(goal),
        Step::Conjunction
        | Step::Alternative { .. }
        | Step::Assume
        | Step::Introduce
        | Step::Push
        | Step::Witness { .. } => logic(goal, step),
        Step::Supremum => super::suprema::bound(goal),
        Step::Difference => {
            let (e, strict) = goal.sign().ok_or("not an inequality")?;
            let mut out = vec![goal.sign_goal(e.clone(), strict)];
            out.extend(defined(goal, &[&e])?);
            Ok(out)
        }
        Step::Normalize { clear } => analysis::normalize(goal, *clear, prec).map(|g| vec![g]),
        Step::Logarithm => analysis::logarithm(goal, prec).map(|g| vec![g]),
        Step::Exponential => analysis::exponential(goal, prec).map(|g| vec![g]),
        Step::Binet => analysis::binet(goal, prec).map(|g| vec![g]),
        Step::Combine { given, factor } => analysis::combine(goal, *given, factor).map(|g| vec![g]),
        Step::Bessel(bound) => super::bessel::apply(goal, bound, prec).map(|g| vec![g]),
        Step::Monotone { variable, upper, strict_end } => {
            super::monotone::monotone(goal, &symbol(variable), *upper, *strict_end, prec)
        }
        Step::FromInfinity { variable, strict_end } => {
            super::monotone::from_infinity(goal, &symbol(variable), *strict_end, prec)
        }
        Step::Induction { variable, stride } => super::monotone::induction(goal, &symbol(variable), *stride, prec),
        Step::Descent { variable, stride, strict_end } => {
            super::monotone::descent(goal, &symbol(variable), *stride, *strict_end, prec)
        }
        Step::Concave { variable } => super::monotone::concave(goal, &symbol(variable), prec),
        Step::Cut { variable, at } => super::parts::cut(goal, &symbol(variable), &rational(at)?),
        Step::Enumerate { variable } => super::parts::enumerate(goal, &symbol(variable), prec),
        Step::Prefix { variable, count } => super::parts::prefix(goal, &symbol(variable), *count),
        Step::Case { index } => super::parts::case(goal, *index),
        Step::Split { given } => super::parts::split(goal, *given),
        Step::Critical { variable } => super::parts::critical(goal, &symbol(variable)),
        Step::Limits => super::parts::limits(goal, prec).map(|g| vec![g]),
        Step::Reciprocal { variable } => super::parts::reciprocal(goal, &symbol(variable), prec),
    }
}

/// Replays a proof.
///
/// # Errors
/// The first step that does not apply or does not fit its children.
pub fn replay(goal: &Goal, proof: &Proof, prec: Prec) -> Result<(), String> {
    let goals = apply(goal, &proof.step, prec).map_err(|r| format!("{:?}: {r}", proof.step))?;
    if goals.len() != proof.children.len() {
        return Err(format!("{:?}: leaves {} goals, {} are proved", proof.step, goals.len(), proof.children.len()));
    }
    goals.iter().zip(&proof.children).try_for_each(|(g, p)| replay(g, p, prec))
}

/// Name to symbol.
#[must_use]
pub fn symbol(x: &str) -> Symbol {
    Symbol::from(x)
}

/// An exact number from a certificate.
///
/// # Errors
/// When the text is not a rational number.
pub fn rational(text: &str) -> Result<Rational, Refusal> {
    text.parse().map_err(|_| "not a rational number")
}

/// The goal that all the expressions are defined, if there is anything to show.
///
/// # Errors
/// When an expression holds an operator without a stated domain.
pub fn defined(goal: &Goal, es: &[&Expr]) -> Result<Vec<Goal>, Refusal> {
    let mut all: Vec<Formula> = Vec::new();
    for e in es {
        for f in obligations(e).ok_or("no stated domain of definition")? {
            if !all.contains(&f) {
                all.push(f);
            }
        }
    }
    // `e >= e` stands for "e evaluates"; nothing may be presumed about it.
    let (plain, conditions): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|f| matches!(f, Formula::Compare(a, _, b) if a == b));
    let mut out = Vec::new();
    if !conditions.is_empty() {
        out.push(goal.with(Formula::And(conditions), true));
    }
    if !plain.is_empty() {
        out.push(goal.with(Formula::And(plain), false));
    }
    Ok(out)
}

fn identity(goal: &Goal, prec: Prec) -> Result<Vec<Goal>, Refusal> {
    let (a, b) = match &goal.claim {
        Formula::Compare(a, Relation::Equal | Relation::LessEq | Relation::GreaterEq, b) => (a, b),
        _ => return Err("not an equality"),
    };
    let facts = ScopeFacts::new(&goal.scope, prec);
    let n = Normalizer::new(&facts);
    let difference = || n.is_identically_zero(&n.poly(a)?.sub(&n.poly(b)?));
    if !difference().map_err(|_| "normal form too large")? {
        return Err("the normal forms differ");
    }
    if goal.defined { Ok(vec![]) } else { defined(goal, &[a, b]) }
}

/// A polynomial with integer coefficients in integer variables is an integer.
fn integer(goal: &Goal) -> Result<Vec<Goal>, Refusal> {
    let Formula::IsInteger(e) = &goal.claim else { return Err("not an integrality claim") };
    if is_integral(&goal.scope, e) { Ok(vec![]) } else { Err("not shown to be an integer") }
}

/// Whether `e` is an integer at every point of the scope by its form.
#[must_use]
pub fn is_integral(scope: &Scope, e: &Expr) -> bool {
    let Ok(p) = Normalizer::new(&NoFacts).poly(e) else { return false };
    let whole = |p: &Poly| {
        p.terms().all(|(m, c)| {
            c.is_integer()
                && m.0.iter().all(|(a, k)| {
                    let x = matches!(a, crate::algebra::Atom::Variable(x) if scope.find(x).is_some_and(|v| v.integer));
                    x && k.as_integer().is_some_and(|k| k > 0)
                })
        })
    };
    whole(&p)
}

fn logic(goal: &Goal, step: &Step) -> Result<Vec<Goal>, Refusal> {
    let with = |f: &Formula| goal.with(f.clone(), goal.defined);
    match (step, &goal.claim) {
        (Step::Conjunction, Formula::And(fs)) => Ok(fs.iter().map(with).collect()),
        (Step::Alternative { index }, Formula::Or(fs)) => {
            fs.get(*index).map(|f| vec![with(f)]).ok_or("no such alternative")
        }
        (Step::Alternative { index }, Formula::Compare(a, Relation::NotEqual, b)) => {
            let r = if *index == 0 { Relation::Greater } else { Relation::Less };
            Ok(vec![with(&Formula::Compare(a.clone(), r, b.clone()))])
        }
        (Step::Assume, Formula::Implies(a, b)) => {
            let mut g = with(b);
            g.scope.assume(a);
            Ok(vec![g])
        }
        (Step::Introduce, Formula::Forall(b, body)) => {
            if goal.scope.find(&b.variable).is_some() {
                return Err("the variable is already in the scope");
            }
            let mut g = with(body);
            g.scope.bind(b);
            Ok(vec![g])
        }
        (Step::Push, Formula::Not(f)) => negate(f).map(|f| vec![with(&f)]).ok_or("negation stays"),
        (Step::Push, Formula::Iff(a, b)) => {
            let one = Formula::Implies(a.clone(), b.clone());
            let two = Formula::Implies(b.clone(), a.clone());
            Ok(vec![with(&one), with(&two)])
        }
        (Step::Push, Formula::Compare(a, Relation::Equal, b)) => {
            let up = Formula::Compare(a.clone(), Relation::LessEq, b.clone());
            let down = Formula::Compare(a.clone(), Relation::GreaterEq, b.clone());
            Ok(vec![with(&up), with(&down)])
        }
        (Step::Push, Formula::Or(fs)) => {
            // a or b: b where a fails.
            let (last, first) = fs.split_last().ok_or("empty alternative")?;
            let mut g = with(last);
            for f in first {
                let f = negate(f).ok_or("negation stays")?;
                g.scope.assume(&f);
            }
            Ok(vec![g])
        }
        (Step::Witness { value }, Formula::Exists(b, body)) => {
            let names = goal.scope.names();
            let scope = crate::syntax::Scope::with_variables(names.iter().map(|x| &**x));
            let value = crate::syntax::parse_expr(value, &scope).map_err(|_| "the witness does not parse")?;
            let mut all = membership(b, &value);
            all.push(substitute_formula(body, &b.variable, &value));
            Ok(vec![goal.with(Formula::And(all), false)])
        }
        _ => Err("the step does not fit the formula"),
    }
}

/// Formulas saying that `value` lies in the binder's domain.
fn membership(b: &Binder, value: &Expr) -> Vec<Formula> {
    let mut s = Scope::default();
    s.bind(b);
    let mut out: Vec<Formula> = s
        .conditions()
        .iter()
        .map(|f| substitute_formula(f, &b.variable, value))
        .filter(|f| !free_in_formula(f).contains(&b.variable))
        .collect();
    if matches!(b.domain, Domain::Integer { .. }) {
        out.push(Formula::IsInteger(value.clone()));
    }
    out
}

/// The variable as an expression (for the sibling modules).
#[must_use]
pub fn var(x: &Symbol) -> Expr {
    variable(x)
}
