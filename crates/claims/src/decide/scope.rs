//! The set a goal is quantified over: variables with bounds, and hypotheses.

use super::enclose::{Values, eval, truth};
use crate::algebra::substitute::{free_in_formula, free_variables, substitute, substitute_formula};
use crate::eval::Truth;
use crate::tree::{Binder, Domain, Expr, Formula, Node, Relation, Symbol};
use enclosure::{Interval, Prec};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One side of a range: an expression in other variables, and whether it belongs to the range.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The bound.
    pub expr: Expr,
    /// Whether the bound itself belongs to the range.
    pub closed: bool,
}

/// A variable with every bound known for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Name.
    pub name: Symbol,
    /// Whether it ranges over integers.
    pub integer: bool,
    /// It is at least (above, when open) each of these.
    pub lower: Vec<Bound>,
    /// It is at most (below, when open) each of these.
    pub upper: Vec<Bound>,
}

/// Variables and hypotheses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// The variables, each bound possibly depending on others.
    pub variables: Vec<Variable>,
    /// Hypotheses that are not bounds of a single variable.
    pub given: Vec<Formula>,
}

/// The enclosures of the variables, or the finding that there is no point in the scope.
#[derive(Clone, Debug)]
pub enum Hull {
    /// One interval a variable.
    Box(Values),
    /// The bounds exclude every point.
    Empty,
}

/// Rounds of bound propagation.
const ROUNDS: usize = 3;

/// A variable as an expression.
#[must_use]
pub fn variable(x: &Symbol) -> Expr {
    Arc::new(Node::Variable(x.clone()))
}

impl Scope {
    /// The scope of a claim's binders and hypotheses.
    #[must_use]
    pub fn new(binders: &[Binder], given: &[Formula]) -> Self {
        let mut s = Self::default();
        for b in binders {
            s.bind(b);
        }
        for g in given {
            s.assume(g);
        }
        s
    }

    /// Adds a variable.
    pub fn bind(&mut self, b: &Binder) {
        let bound = |e: &Option<(Expr, bool)>| {
            e.iter().map(|(e, closed)| Bound { expr: e.clone(), closed: *closed }).collect::<Vec<_>>()
        };
        let (integer, lower, upper) = match &b.domain {
            Domain::Real { lower, upper } => (false, bound(lower), bound(upper)),
            Domain::Integer { lower, upper } => {
                let closed = |e: &Expr| Bound { expr: e.clone(), closed: true };
                (true, vec![closed(lower)], upper.iter().map(closed).collect())
            }
        };
        self.variables.push(Variable { name: b.variable.clone(), integer, lower, upper });
    }

    /// The variable of that name.
    #[must_use]
    pub fn find(&self, x: &Symbol) -> Option<&Variable> {
        self.variables.iter().find(|v| v.name == *x)
    }

    /// Adds a hypothesis; a comparison with a variable alone on one side becomes a bound of that variable.
    pub fn assume(&mut self, f: &Formula) {
        match f {
            Formula::And(fs) => fs.iter().for_each(|g| self.assume(g)),
            Formula::Compare(a, r, b) => {
                if !(self.isolate(a, *r, b) || self.isolate(b, flip(*r), a)) {
                    self.given.push(f.clone());
                }
            }
            Formula::Not(g) => match negate(g) {
                Some(h) => self.assume(&h),
                None => self.given.push(f.clone()),
            },
            _ => self.given.push(f.clone()),
        }
    }

    fn isolate(&mut self, a: &Expr, r: Relation, b: &Expr) -> bool {
        let Node::Variable(x) = &**a else { return false };
        if free_variables(b).contains(x) {
            return false;
        }
        let Some(v) = self.variables.iter_mut().find(|v| v.name == *x) else { return false };
        let bound = |closed| Bound { expr: b.clone(), closed };
        match r {
            Relation::Less => v.upper.push(bound(false)),
            Relation::LessEq => v.upper.push(bound(true)),
            Relation::Greater => v.lower.push(bound(false)),
            Relation::GreaterEq => v.lower.push(bound(true)),
            Relation::Equal => {
                v.lower.push(bound(true));
                v.upper.push(bound(true));
            }
            Relation::NotEqual => return false,
        }
        true
    }

    /// Every bound and hypothesis as a formula.
    #[must_use]
    pub fn conditions(&self) -> Vec<Formula> {
        let mut out = Vec::new();
        for v in &self.variables {
            let x = variable(&v.name);
            for b in &v.lower {
                let r = if b.closed { Relation::GreaterEq } else { Relation::Greater };
                out.push(Formula::Compare(x.clone(), r, b.expr.clone()));
            }
            for b in &v.upper {
                let r = if b.closed { Relation::LessEq } else { Relation::Less };
                out.push(Formula::Compare(x.clone(), r, b.expr.clone()));
            }
        }
        out.extend(self.given.iter().cloned());
        out
    }

    /// The scope without `x`, every condition restated at `x = value` (a condition on `value` alone stays as a
    /// hypothesis, so the new scope is the exact slice).
    #[must_use]
    pub fn slice(&self, x: &Symbol, value: &Expr) -> Self {
        let mut out = Self {
            variables: self
                .variables
                .iter()
                .filter(|v| v.name != *x)
                .map(|v| Variable { lower: Vec::new(), upper: Vec::new(), ..v.clone() })
                .collect(),
            given: Vec::new(),
        };
        for f in self.conditions() {
            let f = substitute_formula(&f, x, value);
            if matches!(&f, Formula::Compare(a, Relation::LessEq | Relation::GreaterEq, b) if a == b) {
                continue;
            }
            if free_in_formula(&f).is_empty() && truth(&f, &Values::default(), Prec::DOUBLE) == Truth::True {
                continue;
            }
            out.assume(&f);
        }
        out
    }

    /// The scope with every condition that mentions `x` left out, except bounds of `x` itself by other things.
    #[must_use]
    pub fn without_ties(&self, x: &Symbol) -> Self {
        let mut out = self.clone();
        for v in &mut out.variables {
            if v.name != *x {
                let free = |b: &Bound| !free_variables(&b.expr).contains(x);
                v.lower.retain(free);
                v.upper.retain(free);
            }
        }
        out.given.retain(|g| !free_in_formula(g).contains(x));
        out
    }

    /// Bounds of other variables by `x` itself, moved to `x`: `y <= x` becomes a lower bound `y` of `x`.
    #[must_use]
    pub fn gather(&self, x: &Symbol) -> Self {
        let mut out = self.clone();
        let me = variable(x);
        let (mut lower, mut upper) = (Vec::new(), Vec::new());
        for v in &mut out.variables {
            if v.name == *x {
                continue;
            }
            let y = variable(&v.name);
            let take = |from: &mut Vec<Bound>, to: &mut Vec<Bound>| {
                from.retain(|b| {
                    let hit = b.expr == me;
                    if hit {
                        to.push(Bound { expr: y.clone(), closed: b.closed });
                    }
                    !hit
                });
            };
            take(&mut v.upper, &mut lower);
            take(&mut v.lower, &mut upper);
        }
        if let Some(v) = out.variables.iter_mut().find(|v| v.name == *x) {
            v.lower.extend(lower);
            v.upper.extend(upper);
        }
        out
    }

    /// Enclosures of all variables.
    #[must_use]
    pub fn hull(&self, prec: Prec) -> Hull {
        let mut values = Values::new();
        for v in &self.variables {
            values.insert(v.name.clone(), Interval::whole());
        }
        for _ in 0..ROUNDS {
            for v in &self.variables {
                let Some(now) = values.get(&v.name).cloned() else { continue };
                let (mut lo, mut hi) = now.into_bounds();
                for b in &v.lower {
                    if let Ok(e) = eval(&b.expr, &values, prec)
                        && *e.lo() > lo
                    {
                        lo = e.lo().clone();
                    }
                }
                for b in &v.upper {
                    if let Ok(e) = eval(&b.expr, &values, prec)
                        && *e.hi() < hi
                    {
                        hi = e.hi().clone();
                    }
                }
                if v.integer {
                    lo = lo.ceil();
                    hi = hi.floor();
                }
                match Interval::new(lo, hi) {
                    Ok(i) => {
                        values.insert(v.name.clone(), i);
                    }
                    Err(_) => return Hull::Empty,
                }
            }
        }
        // Bounds that have no enclosure over the closed box (2/c with c > 0) may still have a sign.
        let facts = super::facts::ScopeFacts::over(self, prec, Some(values.clone()));
        let mut out = values.clone();
        for v in &self.variables {
            let Some((mut lo, mut hi)) = values.get(&v.name).cloned().map(Interval::into_bounds) else { continue };
            let fails = |b: &&Bound| eval(&b.expr, &values, prec).is_err();
            if lo < 0 && v.lower.iter().filter(fails).any(|b| facts.sign(&b.expr).is_nonnegative()) {
                lo = enclosure::rug::Float::new(2);
            }
            if hi > 0 && v.upper.iter().filter(fails).any(|b| facts.sign(&b.expr).is_nonpositive()) {
                hi = enclosure::rug::Float::new(2);
            }
            match Interval::new(lo, hi) {
                Ok(i) => {
                    out.insert(v.name.clone(), i);
                }
                Err(_) => return Hull::Empty,
            }
        }
        Hull::Box(out)
    }

    /// Names of the variables.
    #[must_use]
    pub fn names(&self) -> BTreeSet<Symbol> {
        self.variables.iter().map(|v| v.name.clone()).collect()
    }

    /// Replaces `x` by an expression in the new variable `t` ranging over `[lower, upper)` or the like.
    #[must_use]
    pub fn change(&self, x: &Symbol, by: &Expr, t: Variable) -> Self {
        let mut out = self.clone();
        for v in &mut out.variables {
            for b in v.lower.iter_mut().chain(v.upper.iter_mut()) {
                b.expr = substitute(&b.expr, x, by);
            }
        }
        out.given = out.given.iter().map(|g| substitute_formula(g, x, by)).collect();
        for v in &mut out.variables {
            if v.name == *x {
                *v = t.clone();
            }
        }
        out
    }
}

/// The relation read from right to left.
#[must_use]
pub fn flip(r: Relation) -> Relation {
    match r {
        Relation::Less => Relation::Greater,
        Relation::LessEq => Relation::GreaterEq,
        Relation::Greater => Relation::Less,
        Relation::GreaterEq => Relation::LessEq,
        same => same,
    }
}

/// The negation, pushed inwards, of quantifier-free formulas.
#[must_use]
pub fn negate(f: &Formula) -> Option<Formula> {
    Some(match f {
        Formula::Compare(a, r, b) => {
            let r = match r {
                Relation::Less => Relation::GreaterEq,
                Relation::LessEq => Relation::Greater,
                Relation::Greater => Relation::LessEq,
                Relation::GreaterEq => Relation::Less,
                Relation::Equal => Relation::NotEqual,
                Relation::NotEqual => Relation::Equal,
            };
            Formula::Compare(a.clone(), r, b.clone())
        }
        Formula::And(fs) => Formula::Or(fs.iter().map(negate).collect::<Option<_>>()?),
        Formula::Or(fs) => Formula::And(fs.iter().map(negate).collect::<Option<_>>()?),
        Formula::Not(g) => (**g).clone(),
        Formula::Implies(a, b) => Formula::And(vec![(**a).clone(), negate(b)?]),
        Formula::IsInteger(_) | Formula::Iff(..) | Formula::Forall(..) | Formula::Exists(..) => return None,
    })
}
