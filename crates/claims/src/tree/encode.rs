//! One byte encoding of a node in terms of its children, and the structural hash built on it.

use super::{Binder, Domain, Expr, Formula, Node, Relation};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// A structural hash: SHA-256 over a node's kind and its children's hashes.
pub type Digest = [u8; 32];

/// Writes what distinguishes `node` from another node with the same children, children through `child`.
pub(crate) fn encode(node: &Node, out: &mut Vec<u8>, child: &mut dyn FnMut(&Expr, &mut Vec<u8>)) {
    let mut writer = Writer { out, child };
    writer.node(node);
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    child: &'a mut dyn FnMut(&Expr, &mut Vec<u8>),
}

impl Writer<'_> {
    fn tag(&mut self, tag: u8) {
        self.out.push(tag);
    }

    fn text(&mut self, text: &str) {
        self.out.extend((text.len() as u64).to_le_bytes());
        self.out.extend(text.as_bytes());
    }

    fn many(&mut self, list: &[Expr]) {
        self.out.extend((list.len() as u64).to_le_bytes());
        list.iter().for_each(|e| self.one(e));
    }

    fn one(&mut self, expr: &Expr) {
        (self.child)(expr, self.out);
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Number(q) => {
                self.tag(1);
                self.text(&q.to_string_radix(36));
            }
            Node::Pi => self.tag(2),
            Node::Euler => self.tag(3),
            Node::Variable(name) => {
                self.tag(4);
                self.text(name);
            }
            Node::Neg(a) => {
                self.tag(5);
                self.one(a);
            }
            Node::Add(a, b) => self.pair(6, a, b),
            Node::Sub(a, b) => self.pair(7, a, b),
            Node::Mul(a, b) => self.pair(8, a, b),
            Node::Div(a, b) => self.pair(9, a, b),
            Node::Pow(a, b) => self.pair(10, a, b),
            Node::Call(f, args) => {
                self.tag(11);
                self.text(f.name());
                self.many(args);
            }
            Node::Defined { name, args, body } => {
                self.tag(12);
                self.text(name);
                self.many(args);
                self.one(body);
            }
            Node::If(condition, a, b) => {
                self.tag(13);
                self.formula(condition);
                self.one(a);
                self.one(b);
            }
            Node::Sum(binder, body) => self.bound(14, binder, body),
            Node::Product(binder, body) => self.bound(15, binder, body),
            Node::Integral(binder, body) => self.bound(16, binder, body),
            Node::Supremum(binder, body) => self.bound(17, binder, body),
            Node::Infimum(binder, body) => self.bound(18, binder, body),
            Node::Derivative { variable, order, at, body } => {
                self.tag(19);
                self.text(variable);
                self.out.extend(order.to_le_bytes());
                self.one(at);
                self.one(body);
            }
            Node::Limit { variable, at, body } => {
                self.tag(20);
                self.text(variable);
                self.many(at.as_slice());
                self.one(body);
            }
        }
    }

    fn pair(&mut self, tag: u8, a: &Expr, b: &Expr) {
        self.tag(tag);
        self.one(a);
        self.one(b);
    }

    fn bound(&mut self, tag: u8, binder: &Binder, body: &Expr) {
        self.tag(tag);
        self.binder(binder);
        self.one(body);
    }

    fn binder(&mut self, binder: &Binder) {
        self.text(&binder.variable);
        match &binder.domain {
            Domain::Real { lower, upper } => {
                for end in [lower, upper] {
                    match end {
                        None => self.tag(0),
                        Some((bound, closed)) => {
                            self.tag(1 + u8::from(*closed));
                            self.one(bound);
                        }
                    }
                }
            }
            Domain::Integer { lower, upper } => {
                self.tag(9);
                self.one(lower);
                self.many(upper.as_slice());
            }
        }
    }

    fn formula(&mut self, formula: &Formula) {
        match formula {
            Formula::Compare(a, relation, b) => {
                let tag = match relation {
                    Relation::Less => 30,
                    Relation::LessEq => 31,
                    Relation::Greater => 32,
                    Relation::GreaterEq => 33,
                    Relation::Equal => 34,
                    Relation::NotEqual => 35,
                };
                self.pair(tag, a, b);
            }
            Formula::IsInteger(a) => {
                self.tag(36);
                self.one(a);
            }
            Formula::And(parts) => self.formulas(37, parts),
            Formula::Or(parts) => self.formulas(38, parts),
            Formula::Not(a) => {
                self.tag(39);
                self.formula(a);
            }
            Formula::Implies(a, b) => {
                self.tag(40);
                self.formula(a);
                self.formula(b);
            }
            Formula::Iff(a, b) => {
                self.tag(41);
                self.formula(a);
                self.formula(b);
            }
            Formula::Forall(binder, body) => {
                self.tag(42);
                self.binder(binder);
                self.formula(body);
            }
            Formula::Exists(binder, body) => {
                self.tag(43);
                self.binder(binder);
                self.formula(body);
            }
        }
    }

    fn formulas(&mut self, tag: u8, parts: &[Formula]) {
        self.tag(tag);
        self.out.extend((parts.len() as u64).to_le_bytes());
        parts.iter().for_each(|part| self.formula(part));
    }
}

/// Computes structural hashes, each shared subtree once. Definitions count as what they stand for, so renaming one or
/// writing it out leaves the hash as it was. Bound variables count by name.
#[derive(Default)]
pub struct Hasher {
    known: HashMap<*const Node, (Expr, Digest)>,
}

impl Hasher {
    /// The hash of an expression.
    pub fn expr(&mut self, expr: &Expr) -> Digest {
        if let Some((_, digest)) = self.known.get(&Arc::as_ptr(expr)) {
            return *digest;
        }
        let digest = match &**expr {
            Node::Defined { body, .. } => self.expr(body),
            node => {
                let mut bytes = Vec::with_capacity(80);
                encode(node, &mut bytes, &mut |child, out| out.extend(self.expr(child)));
                Sha256::digest(&bytes).into()
            }
        };
        // The expression is kept so that its address cannot be reused while the table lives.
        self.known.insert(Arc::as_ptr(expr), (expr.clone(), digest));
        digest
    }

    /// The hash of a formula.
    pub fn formula(&mut self, formula: &Formula) -> Digest {
        self.with(|writer| writer.formula(formula))
    }

    /// The hash of a binder.
    pub fn binder(&mut self, binder: &Binder) -> Digest {
        self.with(|writer| writer.binder(binder))
    }

    fn with(&mut self, write: impl FnOnce(&mut Writer)) -> Digest {
        let mut bytes = Vec::new();
        let mut child = |e: &Expr, out: &mut Vec<u8>| out.extend(self.expr(e));
        write(&mut Writer { out: &mut bytes, child: &mut child });
        Sha256::digest(&bytes).into()
    }
}

/// Structural hash of one expression, definitions expanded.
#[must_use]
pub fn structural_hash(expr: &Expr) -> Digest {
    Hasher::default().expr(expr)
}
