//! Trees as a table: every distinct node once, operands by index (`docs/certificates.md`, "Trees").

use crate::decide::{Goal, Scope};
use crate::tree::{Binder, Domain, Expr, Formula, Node, Relation};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// The tables of a certificate while it is written.
#[derive(Default)]
pub(super) struct Tables {
    /// Nodes; operands come before the nodes that use them.
    pub nodes: Vec<Value>,
    /// Scopes of goals.
    pub scopes: Vec<Value>,
    /// Goals.
    pub goals: Vec<Value>,
    /// The expression is kept with its index so that its address cannot be reused while the table lives.
    by_address: HashMap<*const Node, (Expr, usize)>,
    by_content: HashMap<String, usize>,
}

/// Name of a relation.
pub(super) const RELATIONS: [(Relation, &str); 6] = [
    (Relation::Less, "<"),
    (Relation::LessEq, "<="),
    (Relation::Greater, ">"),
    (Relation::GreaterEq, ">="),
    (Relation::Equal, "="),
    (Relation::NotEqual, "!="),
];

/// The value's place in `list`, where equal values stand once.
fn once(list: &mut Vec<Value>, known: &mut HashMap<String, usize>, kind: char, value: Value) -> usize {
    *known.entry(format!("{kind}{value}")).or_insert_with(|| {
        list.push(value);
        list.len() - 1
    })
}

impl Tables {
    pub fn expr(&mut self, e: &Expr) -> usize {
        if let Some((_, known)) = self.by_address.get(&Arc::as_ptr(e)) {
            return *known;
        }
        let value = self.node(e);
        let index = once(&mut self.nodes, &mut self.by_content, 'n', value);
        self.by_address.insert(Arc::as_ptr(e), (e.clone(), index));
        index
    }

    fn node(&mut self, node: &Node) -> Value {
        match node {
            Node::Number(q) => json!(["num", q.to_string()]),
            Node::Pi => json!(["pi"]),
            Node::Euler => json!(["e"]),
            Node::Variable(x) => json!(["var", **x]),
            Node::Neg(a) => json!(["neg", self.expr(a)]),
            Node::Add(a, b) => self.pair("add", a, b),
            Node::Sub(a, b) => self.pair("sub", a, b),
            Node::Mul(a, b) => self.pair("mul", a, b),
            Node::Div(a, b) => self.pair("div", a, b),
            Node::Pow(a, b) => self.pair("pow", a, b),
            Node::Call(f, args) => json!(["call", f.name(), self.list(args)]),
            Node::Defined { name, args, body } => {
                let args = self.list(args);
                json!(["def", **name, args, self.expr(body)])
            }
            Node::If(c, a, b) => {
                let c = self.formula(c);
                let a = self.expr(a);
                json!(["if", c, a, self.expr(b)])
            }
            Node::Sum(b, body) => self.bound("sum", b, body),
            Node::Product(b, body) => self.bound("prod", b, body),
            Node::Integral(b, body) => self.bound("integral", b, body),
            Node::Supremum(b, body) => self.bound("sup", b, body),
            Node::Infimum(b, body) => self.bound("inf", b, body),
            Node::Derivative { variable, order, at, body } => {
                let at = self.expr(at);
                json!(["deriv", **variable, order, at, self.expr(body)])
            }
            Node::Limit { variable, at, body } => {
                let at = at.as_ref().map(|a| self.expr(a));
                json!(["limit", **variable, at, self.expr(body)])
            }
        }
    }

    fn list(&mut self, es: &[Expr]) -> Vec<usize> {
        es.iter().map(|e| self.expr(e)).collect()
    }

    fn pair(&mut self, name: &str, a: &Expr, b: &Expr) -> Value {
        let a = self.expr(a);
        json!([name, a, self.expr(b)])
    }

    fn bound(&mut self, name: &str, binder: &Binder, body: &Expr) -> Value {
        let binder = self.binder(binder);
        json!([name, binder, self.expr(body)])
    }

    pub fn binder(&mut self, b: &Binder) -> Value {
        match &b.domain {
            Domain::Real { lower, upper } => {
                let mut end =
                    |end: &Option<(Expr, bool)>| end.as_ref().map(|(e, closed)| json!([self.expr(e), closed]));
                let lower = end(lower);
                json!(["real", *b.variable, lower, end(upper)])
            }
            Domain::Integer { lower, upper } => {
                let lower = self.expr(lower);
                json!(["integer", *b.variable, lower, upper.as_ref().map(|e| self.expr(e))])
            }
        }
    }

    pub fn formula(&mut self, f: &Formula) -> Value {
        match f {
            Formula::Compare(a, r, b) => {
                let name = RELATIONS.iter().find(|(known, _)| known == r).map_or("", |(_, name)| name);
                self.pair(name, a, b)
            }
            Formula::IsInteger(a) => json!(["int", self.expr(a)]),
            Formula::And(fs) => self.formulas("and", fs.iter()),
            Formula::Or(fs) => self.formulas("or", fs.iter()),
            Formula::Not(a) => self.formulas("not", [&**a]),
            Formula::Implies(a, b) => self.formulas("implies", [&**a, &**b]),
            Formula::Iff(a, b) => self.formulas("iff", [&**a, &**b]),
            Formula::Forall(b, body) => {
                let b = self.binder(b);
                json!(["forall", b, self.formula(body)])
            }
            Formula::Exists(b, body) => {
                let b = self.binder(b);
                json!(["exists", b, self.formula(body)])
            }
        }
    }

    fn formulas<'a>(&mut self, name: &str, parts: impl IntoIterator<Item = &'a Formula>) -> Value {
        let mut out = vec![json!(name)];
        out.extend(parts.into_iter().map(|f| self.formula(f)));
        Value::Array(out)
    }

    /// The goal's place in the table of goals.
    pub fn goal(&mut self, g: &Goal) -> usize {
        let scope = self.scope(&g.scope);
        let claim = self.formula(&g.claim);
        let value = json!({ "scope": scope, "claim": claim, "defined": g.defined });
        once(&mut self.goals, &mut self.by_content, 'g', value)
    }

    fn scope(&mut self, s: &Scope) -> usize {
        let mut bounds = |list: &[crate::decide::Bound]| -> Vec<Value> {
            list.iter().map(|b| json!([self.expr(&b.expr), b.closed])).collect()
        };
        let variables: Vec<Value> = s
            .variables
            .iter()
            .map(|v| json!({ "name": *v.name, "integer": v.integer, "lower": bounds(&v.lower), "upper": bounds(&v.upper) }))
            .collect();
        let given: Vec<Value> = s.given.iter().map(|f| self.formula(f)).collect();
        let value = json!({ "variables": variables, "given": given });
        once(&mut self.scopes, &mut self.by_content, 's', value)
    }
}
