//! Makes nodes for the parser: equal nodes are made once, so the tree shares what the text repeats; depth and number
//! are limited.

use super::{MAX_DEPTH, MAX_NODES, Scope};
use crate::tree::{Expr, Node, Rebuild, Substitution, Symbol, encode};
use std::collections::HashMap;
use std::sync::Arc;

/// Makes nodes. The limits are errors as plain text; the parser adds the place.
#[derive(Default)]
pub(super) struct Builder {
    /// Nodes by their encoding with children by address. Holding them keeps the addresses from being reused.
    made: HashMap<Vec<u8>, Expr>,
    depths: HashMap<*const Node, usize>,
    steps: usize,
}

impl Builder {
    /// `node` as a shared expression.
    pub fn make(&mut self, node: Node) -> Result<Expr, String> {
        self.steps += 1;
        if self.steps > MAX_NODES {
            return Err(format!("with its definitions expanded this takes more than {MAX_NODES} steps to build"));
        }
        let mut key = Vec::with_capacity(24);
        encode(&node, &mut key, &mut |child, out| out.extend((Arc::as_ptr(child) as usize).to_le_bytes()));
        if let Some(known) = self.made.get(&key) {
            return Ok(known.clone());
        }
        let mut below = 0;
        node.for_each_child(&mut |c| below = below.max(self.depths.get(&Arc::as_ptr(c)).copied().unwrap_or(0)));
        if below >= MAX_DEPTH {
            return Err(format!("with its definitions expanded this is more than {MAX_DEPTH} operations deep"));
        }
        let made = Arc::new(node);
        self.depths.insert(Arc::as_ptr(&made), below + 1);
        self.made.insert(key, made.clone());
        Ok(made)
    }

    /// The definition `name` applied to `args`; `None` when there is none of that name. The number of arguments is the
    /// caller's to check.
    pub fn apply(&mut self, scope: &Scope, name: &Symbol, args: Vec<Expr>) -> Option<Result<Expr, String>> {
        let definition = scope.definition(name)?;
        let map: Substitution = definition.params.iter().cloned().zip(args.iter().cloned()).collect();
        let mut make = |node| self.make(node);
        let body = Rebuild::new(&mut make).expr(&definition.body, &map);
        Some(body.and_then(|body| self.make(Node::Defined { name: name.clone(), args, body })))
    }
}
