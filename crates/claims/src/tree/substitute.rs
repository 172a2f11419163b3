//! Capture-avoiding substitution that keeps sharing.

use super::visit::FreeVariables;
use super::{Binder, Domain, Expr, Formula, Node, Symbol};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::sync::Arc;

/// What each variable becomes.
pub type Substitution = BTreeMap<Symbol, Expr>;

/// `expr` with every free variable in `map` replaced. Bound variables that would capture a variable of a replacement
/// are renamed (`k` to `k_1`, and so on). A subtree shared in `expr` is shared in the result.
#[must_use]
pub fn substitute(expr: &Expr, map: &Substitution) -> Expr {
    let mut make = |node| Ok::<_, Infallible>(Arc::new(node));
    match Rebuild::new(&mut make).expr(expr, map) {
        Ok(expr) => expr,
        Err(never) => match never {},
    }
}

/// [`substitute`] for formulas.
#[must_use]
pub fn substitute_formula(formula: &Formula, map: &Substitution) -> Formula {
    let mut make = |node| Ok::<_, Infallible>(Arc::new(node));
    match Rebuild::new(&mut make).formula(formula, map) {
        Ok(formula) => formula,
        Err(never) => match never {},
    }
}

/// Rebuilds trees through `make`, which may share equal nodes or refuse to make more of them.
pub(crate) struct Rebuild<'a, E> {
    make: &'a mut dyn FnMut(Node) -> Result<Expr, E>,
    free: FreeVariables,
    /// One table for each substitution in force, innermost last.
    done: Vec<HashMap<*const Node, Expr>>,
}

impl<'a, E> Rebuild<'a, E> {
    pub(crate) fn new(make: &'a mut dyn FnMut(Node) -> Result<Expr, E>) -> Self {
        Self { make, free: FreeVariables::default(), done: vec![HashMap::new()] }
    }

    pub(crate) fn expr(&mut self, expr: &Expr, map: &Substitution) -> Result<Expr, E> {
        let key = Arc::as_ptr(expr);
        if let Some(done) = self.done.last().and_then(|table| table.get(&key)) {
            return Ok(done.clone());
        }
        let made = self.node(expr, map)?;
        if let Some(table) = self.done.last_mut() {
            table.insert(key, made.clone());
        }
        Ok(made)
    }

    fn node(&mut self, expr: &Expr, map: &Substitution) -> Result<Expr, E> {
        let node = match &**expr {
            Node::Variable(name) => match map.get(name) {
                Some(value) => return Ok(value.clone()),
                None => Node::Variable(name.clone()),
            },
            Node::Number(q) => Node::Number(q.clone()),
            Node::Pi => Node::Pi,
            Node::Euler => Node::Euler,
            Node::Neg(a) => Node::Neg(self.expr(a, map)?),
            Node::Add(a, b) => Node::Add(self.expr(a, map)?, self.expr(b, map)?),
            Node::Sub(a, b) => Node::Sub(self.expr(a, map)?, self.expr(b, map)?),
            Node::Mul(a, b) => Node::Mul(self.expr(a, map)?, self.expr(b, map)?),
            Node::Div(a, b) => Node::Div(self.expr(a, map)?, self.expr(b, map)?),
            Node::Pow(a, b) => Node::Pow(self.expr(a, map)?, self.expr(b, map)?),
            Node::Call(f, args) => Node::Call(*f, self.list(args, map)?),
            Node::Defined { name, args, body } => {
                Node::Defined { name: name.clone(), args: self.list(args, map)?, body: self.expr(body, map)? }
            }
            Node::If(condition, a, b) => {
                Node::If(Arc::new(self.formula(condition, map)?), self.expr(a, map)?, self.expr(b, map)?)
            }
            Node::Sum(binder, body) => self.bound(binder, body, map, Node::Sum)?,
            Node::Product(binder, body) => self.bound(binder, body, map, Node::Product)?,
            Node::Integral(binder, body) => self.bound(binder, body, map, Node::Integral)?,
            Node::Supremum(binder, body) => self.bound(binder, body, map, Node::Supremum)?,
            Node::Infimum(binder, body) => self.bound(binder, body, map, Node::Infimum)?,
            Node::Derivative { variable, order, at, body } => {
                let at = self.expr(at, map)?;
                let free = self.free.of(body);
                let (variable, inner) = self.enter(variable, free, map)?;
                let body = self.inside(|me| me.expr(body, &inner))?;
                Node::Derivative { variable, order: *order, at, body }
            }
            Node::Limit { variable, at, body } => {
                let at = at.as_ref().map(|at| self.expr(at, map)).transpose()?;
                let free = self.free.of(body);
                let (variable, inner) = self.enter(variable, free, map)?;
                let body = self.inside(|me| me.expr(body, &inner))?;
                Node::Limit { variable, at, body }
            }
        };
        (self.make)(node)
    }

    fn list(&mut self, list: &[Expr], map: &Substitution) -> Result<Vec<Expr>, E> {
        list.iter().map(|e| self.expr(e, map)).collect()
    }

    fn bound(
        &mut self,
        binder: &Binder,
        body: &Expr,
        map: &Substitution,
        wrap: fn(Binder, Expr) -> Node,
    ) -> Result<Node, E> {
        let domain = self.domain(&binder.domain, map)?;
        let free = self.free.of(body);
        let (variable, inner) = self.enter(&binder.variable, free, map)?;
        let body = self.inside(|me| me.expr(body, &inner))?;
        Ok(wrap(Binder { variable, domain }, body))
    }

    fn domain(&mut self, domain: &Domain, map: &Substitution) -> Result<Domain, E> {
        Ok(match domain {
            Domain::Real { lower, upper } => {
                let mut end = |end: &Option<(Expr, bool)>| {
                    end.as_ref().map(|(bound, closed)| Ok((self.expr(bound, map)?, *closed))).transpose()
                };
                Domain::Real { lower: end(lower)?, upper: end(upper)? }
            }
            Domain::Integer { lower, upper } => Domain::Integer {
                lower: self.expr(lower, map)?,
                upper: upper.as_ref().map(|upper| self.expr(upper, map)).transpose()?,
            },
        })
    }

    pub(crate) fn formula(&mut self, formula: &Formula, map: &Substitution) -> Result<Formula, E> {
        let shared = |f: Formula| Arc::new(f);
        Ok(match formula {
            Formula::Compare(a, relation, b) => Formula::Compare(self.expr(a, map)?, *relation, self.expr(b, map)?),
            Formula::IsInteger(a) => Formula::IsInteger(self.expr(a, map)?),
            Formula::And(parts) => Formula::And(parts.iter().map(|p| self.formula(p, map)).collect::<Result<_, E>>()?),
            Formula::Or(parts) => Formula::Or(parts.iter().map(|p| self.formula(p, map)).collect::<Result<_, E>>()?),
            Formula::Not(a) => Formula::Not(shared(self.formula(a, map)?)),
            Formula::Implies(a, b) => Formula::Implies(shared(self.formula(a, map)?), shared(self.formula(b, map)?)),
            Formula::Iff(a, b) => Formula::Iff(shared(self.formula(a, map)?), shared(self.formula(b, map)?)),
            Formula::Forall(binder, body) => {
                let (binder, body) = self.quantified(binder, body, map)?;
                Formula::Forall(binder, shared(body))
            }
            Formula::Exists(binder, body) => {
                let (binder, body) = self.quantified(binder, body, map)?;
                Formula::Exists(binder, shared(body))
            }
        })
    }

    fn quantified(&mut self, binder: &Binder, body: &Formula, map: &Substitution) -> Result<(Binder, Formula), E> {
        let domain = self.domain(&binder.domain, map)?;
        let free = self.free.of_formula(body);
        let (variable, inner) = self.enter(&binder.variable, free, map)?;
        let body = self.inside(|me| me.formula(body, &inner))?;
        Ok((Binder { variable, domain }, body))
    }

    /// The name a bound variable gets, and the substitution for what it binds. `free` are the body's free variables.
    fn enter(
        &mut self,
        variable: &Symbol,
        free: BTreeSet<Symbol>,
        map: &Substitution,
    ) -> Result<(Symbol, Substitution), E> {
        let mut inner: Substitution = map
            .iter()
            .filter(|(name, _)| *name != variable && free.contains(*name))
            .map(|(n, e)| (n.clone(), e.clone()))
            .collect();
        let mut incoming = BTreeSet::new();
        for value in inner.values() {
            incoming.extend(self.free.of(value));
        }
        if !incoming.contains(variable) {
            return Ok((variable.clone(), inner));
        }
        let fresh = (1u32..)
            .map(|i| Symbol::from(format!("{variable}_{i}")))
            .find(|name| !incoming.contains(name) && !free.contains(name))
            .unwrap_or_else(|| variable.clone());
        let renamed = (self.make)(Node::Variable(fresh.clone()))?;
        inner.insert(variable.clone(), renamed);
        Ok((fresh, inner))
    }

    fn inside<T>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        self.done.push(HashMap::new());
        let result = f(self);
        self.done.pop();
        result
    }
}
