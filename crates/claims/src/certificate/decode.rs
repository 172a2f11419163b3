//! The table of nodes read back, with every limit checked: a certificate is untrusted.

use super::encode::RELATIONS;
use crate::tree::{Binder, Domain, Expr, Formula, Function, Node, Symbol};
use serde_json::Value;
use std::sync::Arc;

/// Most nodes of a table.
pub const MAX_NODES: usize = 1_000_000;
/// Longest path from a node to a leaf. The language stops at 1,000 for a text; goals of a proof may be somewhat deeper.
pub const MAX_DEPTH: usize = 4_000;
/// Longest exact number, in characters.
pub const MAX_DIGITS: usize = 100_000;

type Result<T> = std::result::Result<T, String>;

/// The nodes of a certificate.
pub(super) struct Reader {
    nodes: Vec<(Expr, usize)>,
}

fn array(v: &Value) -> Result<&[Value]> {
    v.as_array().map(Vec::as_slice).ok_or_else(|| "a list is expected".to_owned())
}

fn text(v: &Value) -> Result<&str> {
    v.as_str().ok_or_else(|| "a text is expected".to_owned())
}

fn symbol(v: &Value) -> Result<Symbol> {
    let name = text(v)?;
    if name.is_empty() || name.len() > 200 { Err("not a name".to_owned()) } else { Ok(name.into()) }
}

/// An exact rational number.
///
/// # Errors
/// When it is not one, or too long.
pub(super) fn rational(text: &str) -> Result<enclosure::rug::Rational> {
    if text.len() > MAX_DIGITS {
        return Err("a number is too long".to_owned());
    }
    text.parse().map_err(|_| "not a rational number".to_owned())
}

impl Reader {
    /// Reads a table.
    ///
    /// # Errors
    /// Names the node that is wrong.
    pub fn new(table: &[Value]) -> Result<Self> {
        if table.len() > MAX_NODES {
            return Err(format!("more than {MAX_NODES} nodes"));
        }
        let mut reader = Self { nodes: Vec::with_capacity(table.len()) };
        for (i, value) in table.iter().enumerate() {
            let read = || -> Result<(Expr, usize)> {
                let node: Expr = Arc::new(reader.node(array(value)?)?);
                let mut depth = 0;
                reader.deepest(value, &mut depth);
                if depth >= MAX_DEPTH { Err("nested too deeply".to_owned()) } else { Ok((node, depth + 1)) }
            };
            let entry = read().map_err(|e| format!("node {i}: {e}"))?;
            reader.nodes.push(entry);
        }
        Ok(reader)
    }

    /// Largest depth among the nodes a value refers to; other small numbers in it can only make it larger.
    fn deepest(&self, v: &Value, depth: &mut usize) {
        match v {
            Value::Array(list) => list.iter().for_each(|v| self.deepest(v, depth)),
            Value::Number(n) => {
                let known = n.as_u64().and_then(|n| usize::try_from(n).ok()).and_then(|n| self.nodes.get(n));
                *depth = (*depth).max(known.map_or(0, |(_, d)| *d));
            }
            _ => {}
        }
    }

    fn expr(&self, v: &Value) -> Result<Expr> {
        let index = v.as_u64().and_then(|n| usize::try_from(n).ok()).ok_or("the index of a node is expected")?;
        self.nodes.get(index).map(|(e, _)| e.clone()).ok_or_else(|| format!("there is no node {index} before it"))
    }

    fn optional(&self, v: &Value) -> Result<Option<Expr>> {
        if v.is_null() { Ok(None) } else { self.expr(v).map(Some) }
    }

    fn list(&self, v: &Value) -> Result<Vec<Expr>> {
        array(v)?.iter().map(|v| self.expr(v)).collect()
    }

    fn node(&self, v: &[Value]) -> Result<Node> {
        let (name, rest) = v.split_first().ok_or("an empty list")?;
        let two = |make: fn(Expr, Expr) -> Node| match rest {
            [a, b] => Ok(make(self.expr(a)?, self.expr(b)?)),
            _ => Err("two operands are expected".to_owned()),
        };
        let bound = |make: fn(Binder, Expr) -> Node| match rest {
            [b, body] => Ok(make(self.binder(b)?, self.expr(body)?)),
            _ => Err("a binder and a body are expected".to_owned()),
        };
        match (text(name)?, rest) {
            ("num", [q]) => rational(text(q)?).map(Node::Number),
            ("pi", []) => Ok(Node::Pi),
            ("e", []) => Ok(Node::Euler),
            ("var", [x]) => symbol(x).map(Node::Variable),
            ("neg", [a]) => self.expr(a).map(Node::Neg),
            ("add", _) => two(Node::Add),
            ("sub", _) => two(Node::Sub),
            ("mul", _) => two(Node::Mul),
            ("div", _) => two(Node::Div),
            ("pow", _) => two(Node::Pow),
            ("call", [f, args]) => {
                let f = Function::by_name(text(f)?).ok_or("an unknown function")?;
                let args = self.list(args)?;
                let (least, most) = f.arity();
                if (least..=most).contains(&args.len()) {
                    Ok(Node::Call(f, args))
                } else {
                    Err(format!("{} does not take {} arguments", f.name(), args.len()))
                }
            }
            ("def", [name, args, body]) => {
                Ok(Node::Defined { name: symbol(name)?, args: self.list(args)?, body: self.expr(body)? })
            }
            ("if", [c, a, b]) => Ok(Node::If(Arc::new(self.formula(c)?), self.expr(a)?, self.expr(b)?)),
            ("sum", _) => bound(Node::Sum),
            ("prod", _) => bound(Node::Product),
            ("integral", _) => bound(Node::Integral),
            ("sup", _) => bound(Node::Supremum),
            ("inf", _) => bound(Node::Infimum),
            ("deriv", [x, order, at, body]) => Ok(Node::Derivative {
                variable: symbol(x)?,
                order: order.as_u64().and_then(|n| u32::try_from(n).ok()).ok_or("not an order")?,
                at: self.expr(at)?,
                body: self.expr(body)?,
            }),
            ("limit", [x, at, body]) => {
                Ok(Node::Limit { variable: symbol(x)?, at: self.optional(at)?, body: self.expr(body)? })
            }
            (name, _) => Err(format!("no node \"{name}\" of {} parts", rest.len())),
        }
    }

    /// A binder.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn binder(&self, v: &Value) -> Result<Binder> {
        let end = |v: &Value| -> Result<Option<(Expr, bool)>> {
            match v {
                Value::Null => Ok(None),
                Value::Array(pair) => match pair.as_slice() {
                    [e, Value::Bool(closed)] => Ok(Some((self.expr(e)?, *closed))),
                    _ => Err("not a bound".to_owned()),
                },
                _ => Err("not a bound".to_owned()),
            }
        };
        match array(v)? {
            [kind, x, a, b] => {
                let domain = match text(kind)? {
                    "real" => Domain::Real { lower: end(a)?, upper: end(b)? },
                    "integer" => Domain::Integer { lower: self.expr(a)?, upper: self.optional(b)? },
                    _ => return Err("not a binder".to_owned()),
                };
                Ok(Binder { variable: symbol(x)?, domain })
            }
            _ => Err("not a binder".to_owned()),
        }
    }

    /// A formula. Its nesting is that of the JSON, which the reader of JSON limits.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn formula(&self, v: &Value) -> Result<Formula> {
        let (name, rest) = array(v)?.split_first().ok_or("an empty list")?;
        let name = text(name)?;
        let all = || rest.iter().map(|f| self.formula(f)).collect::<Result<Vec<_>>>();
        let one = |v: &Value| self.formula(v).map(Arc::new);
        match (name, rest) {
            ("int", [a]) => self.expr(a).map(Formula::IsInteger),
            ("and", _) => all().map(Formula::And),
            ("or", _) => all().map(Formula::Or),
            ("not", [a]) => one(a).map(Formula::Not),
            ("implies", [a, b]) => Ok(Formula::Implies(one(a)?, one(b)?)),
            ("iff", [a, b]) => Ok(Formula::Iff(one(a)?, one(b)?)),
            ("forall", [b, body]) => Ok(Formula::Forall(self.binder(b)?, one(body)?)),
            ("exists", [b, body]) => Ok(Formula::Exists(self.binder(b)?, one(body)?)),
            (_, [a, b]) => match RELATIONS.iter().find(|(_, known)| *known == name) {
                Some((relation, _)) => Ok(Formula::Compare(self.expr(a)?, *relation, self.expr(b)?)),
                None => Err(format!("no formula \"{name}\"")),
            },
            _ => Err(format!("no formula \"{name}\" of {} parts", rest.len())),
        }
    }
}
