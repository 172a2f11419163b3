//! Walking a tree: children of a node, the nodes that depend on a variable, size and depth.

use super::{Binder, Domain, Expr, Formula, Node, Symbol};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

impl Node {
    /// Calls `f` on every direct subexpression, those inside conditions and binder bounds included.
    pub fn for_each_child(&self, f: &mut dyn FnMut(&Expr)) {
        match self {
            Self::Number(_) | Self::Pi | Self::Euler | Self::Variable(_) => {}
            Self::Neg(a) => f(a),
            Self::Add(a, b) | Self::Sub(a, b) | Self::Mul(a, b) | Self::Div(a, b) | Self::Pow(a, b) => {
                f(a);
                f(b);
            }
            Self::Call(_, args) => args.iter().for_each(f),
            Self::Defined { args, body, .. } => {
                args.iter().for_each(&mut *f);
                f(body);
            }
            Self::If(condition, a, b) => {
                condition.for_each_expr(f);
                f(a);
                f(b);
            }
            Self::Sum(binder, body)
            | Self::Product(binder, body)
            | Self::Integral(binder, body)
            | Self::Supremum(binder, body)
            | Self::Infimum(binder, body) => {
                binder.domain.for_each_expr(f);
                f(body);
            }
            Self::Derivative { at, body, .. } => {
                f(at);
                f(body);
            }
            Self::Limit { at, body, .. } => {
                at.iter().for_each(&mut *f);
                f(body);
            }
        }
    }
}

impl Domain {
    /// Calls `f` on every bound.
    pub fn for_each_expr(&self, f: &mut dyn FnMut(&Expr)) {
        match self {
            Self::Real { lower, upper } => lower.iter().chain(upper).for_each(|(bound, _)| f(bound)),
            Self::Integer { lower, upper } => {
                f(lower);
                upper.iter().for_each(f);
            }
        }
    }
}

impl Formula {
    /// Calls `f` on every outermost expression of the formula, binder bounds included.
    pub fn for_each_expr(&self, f: &mut dyn FnMut(&Expr)) {
        match self {
            Self::Compare(a, _, b) => {
                f(a);
                f(b);
            }
            Self::IsInteger(a) => f(a),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.for_each_expr(f)),
            Self::Not(a) => a.for_each_expr(f),
            Self::Implies(a, b) | Self::Iff(a, b) => {
                a.for_each_expr(f);
                b.for_each_expr(f);
            }
            Self::Forall(binder, body) | Self::Exists(binder, body) => {
                binder.domain.for_each_expr(f);
                body.for_each_expr(f);
            }
        }
    }

    /// Variables that no enclosing binder of the formula binds.
    #[must_use]
    pub fn free_variables(&self) -> BTreeSet<Symbol> {
        FreeVariables::default().of_formula(self)
    }
}

/// Variables of `expr` that nothing inside it binds.
#[must_use]
pub fn free_variables(expr: &Expr) -> BTreeSet<Symbol> {
    FreeVariables::default().of(expr)
}

/// Free variables with one result kept a node.
#[derive(Default)]
pub(crate) struct FreeVariables {
    /// The expression is kept with its result so that its address cannot be reused while the table lives.
    known: HashMap<*const Node, (Expr, BTreeSet<Symbol>)>,
}

impl FreeVariables {
    pub(crate) fn of(&mut self, expr: &Expr) -> BTreeSet<Symbol> {
        if let Some((_, known)) = self.known.get(&Arc::as_ptr(expr)) {
            return known.clone();
        }
        let found = self.of_node(expr);
        self.known.insert(Arc::as_ptr(expr), (expr.clone(), found.clone()));
        found
    }

    fn of_node(&mut self, node: &Node) -> BTreeSet<Symbol> {
        match node {
            Node::Variable(name) => BTreeSet::from([name.clone()]),
            Node::Sum(binder, body)
            | Node::Product(binder, body)
            | Node::Integral(binder, body)
            | Node::Supremum(binder, body)
            | Node::Infimum(binder, body) => {
                let inner = self.of(body);
                self.under(binder, inner)
            }
            Node::Derivative { variable, at, body, .. } => {
                let mut found = self.of(body);
                found.remove(variable);
                found.extend(self.of(at));
                found
            }
            Node::Limit { variable, at, body } => {
                let mut found = self.of(body);
                found.remove(variable);
                if let Some(at) = at {
                    found.extend(self.of(at));
                }
                found
            }
            Node::If(condition, a, b) => {
                let mut found = self.of_formula(condition);
                found.extend(self.of(a));
                found.extend(self.of(b));
                found
            }
            other => {
                let mut found = BTreeSet::new();
                other.for_each_child(&mut |child| found.extend(self.of(child)));
                found
            }
        }
    }

    pub(crate) fn of_formula(&mut self, formula: &Formula) -> BTreeSet<Symbol> {
        let mut found = BTreeSet::new();
        match formula {
            Formula::And(parts) | Formula::Or(parts) => {
                for part in parts {
                    found.extend(self.of_formula(part));
                }
            }
            Formula::Not(a) => found = self.of_formula(a),
            Formula::Implies(a, b) | Formula::Iff(a, b) => {
                found = self.of_formula(a);
                found.extend(self.of_formula(b));
            }
            Formula::Forall(binder, body) | Formula::Exists(binder, body) => {
                let inner = self.of_formula(body);
                found = self.under(binder, inner);
            }
            Formula::Compare(..) | Formula::IsInteger(_) => {
                formula.for_each_expr(&mut |expr| found.extend(self.of(expr)));
            }
        }
        found
    }

    fn under(&mut self, binder: &Binder, mut inner: BTreeSet<Symbol>) -> BTreeSet<Symbol> {
        inner.remove(&binder.variable);
        binder.domain.for_each_expr(&mut |bound| inner.extend(self.of(bound)));
        inner
    }
}

/// Every distinct node reachable from `expr`, itself included.
fn reachable(expr: &Expr) -> HashSet<*const Node> {
    let mut seen = HashSet::new();
    let mut todo = vec![expr.clone()];
    while let Some(next) = todo.pop() {
        if seen.insert(Arc::as_ptr(&next)) {
            next.for_each_child(&mut |child| todo.push(child.clone()));
        }
    }
    seen
}

/// Number of distinct nodes: shared subtrees count once.
#[must_use]
pub fn size(expr: &Expr) -> usize {
    reachable(expr).len()
}

/// Length of the longest path from `expr` to a leaf, definitions expanded; a leaf has depth 1.
#[must_use]
pub fn depth(expr: &Expr) -> usize {
    // Post-order with an explicit stack: this is what measures trees too deep for recursion.
    let mut known: HashMap<*const Node, usize> = HashMap::new();
    let mut todo = vec![(expr.clone(), false)];
    while let Some((next, ready)) = todo.pop() {
        let key = Arc::as_ptr(&next);
        if known.contains_key(&key) {
            continue;
        }
        if ready {
            let mut below = 0;
            next.for_each_child(&mut |c| below = below.max(known.get(&Arc::as_ptr(c)).copied().unwrap_or(0)));
            known.insert(key, below + 1);
        } else {
            todo.push((next.clone(), true));
            next.for_each_child(&mut |child| todo.push((child.clone(), false)));
        }
    }
    known.get(&Arc::as_ptr(expr)).copied().unwrap_or(0)
}
