//! Values already computed. A node that depends on a bound variable is remembered only while that variable keeps its
//! value; every other node for the whole call.

use crate::tree::{Expr, FreeVariables, Node, Symbol};
use enclosure::{Interval, Jet};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// A node at a working precision.
type Key = (*const Node, u32);

/// Nodes in which some variable is free.
pub(super) type Dependents = Rc<HashSet<*const Node>>;

/// What is known while a bound variable keeps its value.
struct Frame {
    dependent: Dependents,
    values: HashMap<Key, Interval>,
    jets: HashMap<Key, Jet>,
}

/// Values by node and precision.
#[derive(Default)]
pub(super) struct Memo {
    base: HashMap<Key, Interval>,
    frames: Vec<Frame>,
}

impl Memo {
    /// The innermost frame whose variable the node depends on.
    fn frame(&self, node: *const Node) -> Option<usize> {
        self.frames.iter().rposition(|f| f.dependent.contains(&node))
    }

    /// Whether remembering `expr` can pay: it has several owners, or it sits in the body of a loop.
    fn worthwhile(&self, expr: &Expr) -> bool {
        !self.frames.is_empty() || Arc::strong_count(expr) > 1
    }

    pub fn get(&self, expr: &Expr, bits: u32) -> Option<&Interval> {
        if !self.worthwhile(expr) {
            return None;
        }
        let key = (Arc::as_ptr(expr), bits);
        match self.frame(key.0) {
            Some(i) => self.frames[i].values.get(&key),
            None => self.base.get(&key),
        }
    }

    pub fn put(&mut self, expr: &Expr, bits: u32, value: &Interval) {
        if !self.worthwhile(expr) {
            return;
        }
        let key = (Arc::as_ptr(expr), bits);
        match self.frame(key.0) {
            Some(i) => self.frames[i].values.insert(key, value.clone()),
            None => self.base.insert(key, value.clone()),
        };
    }

    pub fn jet(&self, expr: &Expr, bits: u32) -> Option<&Jet> {
        let key = (Arc::as_ptr(expr), bits);
        self.frames[self.frame(key.0)?].jets.get(&key)
    }

    pub fn put_jet(&mut self, expr: &Expr, bits: u32, jet: &Jet) {
        let key = (Arc::as_ptr(expr), bits);
        if let Some(i) = self.frame(key.0) {
            self.frames[i].jets.insert(key, jet.clone());
        }
    }

    /// Whether `expr` depends on the variable of frame `index`.
    pub fn depends(&self, expr: &Expr, index: usize) -> bool {
        self.frames.get(index).is_some_and(|f| f.dependent.contains(&Arc::as_ptr(expr)))
    }

    /// Number of open frames.
    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Opens a frame for a variable on which the nodes `dependent` depend.
    pub fn open(&mut self, dependent: Dependents) {
        self.frames.push(Frame { dependent, values: HashMap::new(), jets: HashMap::new() });
    }

    pub fn close(&mut self) {
        self.frames.pop();
    }

    /// The innermost variable gets another value.
    pub fn renew(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.values.clear();
            frame.jets.clear();
        }
    }
}

/// The nodes under `roots` in which `variable` is free.
pub(super) fn dependents<'t>(roots: impl IntoIterator<Item = &'t Expr>, variable: &Symbol) -> Dependents {
    let mut free = FreeVariables::default();
    let mut found = HashSet::new();
    let mut seen = HashSet::new();
    let mut todo: Vec<Expr> = roots.into_iter().cloned().collect();
    while let Some(expr) = todo.pop() {
        if seen.insert(Arc::as_ptr(&expr)) && free.of(&expr).contains(variable) {
            found.insert(Arc::as_ptr(&expr));
            expr.for_each_child(&mut |child| todo.push(child.clone()));
        }
    }
    Rc::new(found)
}
