//! Formulas as Coq propositions.

use super::Refusal;
use super::expr::{Writer, variable_name};
use crate::decide::Scope;
use crate::tree::{Binder, Expr, Formula, Node, Relation};
use std::sync::Arc;

impl Writer<'_> {
    /// Writes a proposition, bracketed.
    ///
    /// # Errors
    /// What has no counterpart.
    pub fn formula(&mut self, f: &Formula) -> Result<(), Refusal> {
        match f {
            Formula::Compare(a, r, b) => {
                if let Some(f) = bound_of_extremum(a, *r, b) {
                    return self.formula(&f);
                }
                self.out.push('(');
                self.expr(a)?;
                self.out.push_str(relation(*r));
                self.expr(b)?;
                self.out.push(')');
                Ok(())
            }
            Formula::And(fs) => self.joined(fs, " /\\ ", "True"),
            Formula::Or(fs) => self.joined(fs, " \\/ ", "False"),
            Formula::Not(f) => {
                self.out.push_str("(~ ");
                self.formula(f)?;
                self.out.push(')');
                Ok(())
            }
            Formula::Implies(a, b) => self.connected(a, " -> ", b),
            Formula::Iff(a, b) => self.connected(a, " <-> ", b),
            Formula::Forall(binder, body) => self.forall(binder, body),
            Formula::Exists(..) => Err("existential quantifier".into()),
            Formula::IsInteger(_) => Err("integrality".into()),
        }
    }

    fn joined(&mut self, fs: &[Formula], word: &str, none: &str) -> Result<(), Refusal> {
        if fs.is_empty() {
            self.out.push_str(none);
            return Ok(());
        }
        self.out.push('(');
        for (i, f) in fs.iter().enumerate() {
            if i > 0 {
                self.out.push_str(word);
            }
            self.formula(f)?;
        }
        self.out.push(')');
        Ok(())
    }

    fn connected(&mut self, a: &Formula, word: &str, b: &Formula) -> Result<(), Refusal> {
        self.out.push('(');
        self.formula(a)?;
        self.out.push_str(word);
        self.formula(b)?;
        self.out.push(')');
        Ok(())
    }

    fn forall(&mut self, binder: &Binder, body: &Formula) -> Result<(), Refusal> {
        let mut inner = Scope::default();
        inner.bind(binder);
        self.out.push_str(&format!("(forall {} : R, ", variable_name(&binder.variable)));
        let new = self.bound.insert(binder.variable.clone());
        let done = self.conditions(&inner.conditions()).and_then(|()| self.formula(body));
        if new {
            self.bound.remove(&binder.variable);
        }
        done?;
        self.out.push(')');
        Ok(())
    }

    /// Writes each condition followed by an arrow.
    ///
    /// # Errors
    /// What has no counterpart.
    pub fn conditions(&mut self, fs: &[Formula]) -> Result<(), Refusal> {
        for f in fs {
            self.formula(f)?;
            self.out.push_str(" -> ");
        }
        Ok(())
    }
}

const fn relation(r: Relation) -> &'static str {
    match r {
        Relation::Less => " < ",
        Relation::LessEq => " <= ",
        Relation::Greater => " > ",
        Relation::GreaterEq => " >= ",
        Relation::Equal => " = ",
        Relation::NotEqual => " <> ",
    }
}

/// `sup f <= c` as `for all x: f(x) <= c`, and `inf f >= c` likewise (`CQ-03`); other comparisons of suprema stay.
fn bound_of_extremum(a: &Expr, r: Relation, b: &Expr) -> Option<Formula> {
    let over = |binder: &Binder, body: Formula| Some(Formula::Forall(binder.clone(), Arc::new(body)));
    let free = |binder: &Binder, c: &Expr| !crate::tree::free_variables(c).contains(&binder.variable);
    match (&**a, r, &**b) {
        (Node::Supremum(binder, e), Relation::LessEq, _) if free(binder, b) => {
            over(binder, Formula::Compare(e.clone(), r, b.clone()))
        }
        (Node::Infimum(binder, e), Relation::GreaterEq, _) if free(binder, b) => {
            over(binder, Formula::Compare(e.clone(), r, b.clone()))
        }
        (_, Relation::GreaterEq, Node::Supremum(binder, e)) if free(binder, a) => {
            over(binder, Formula::Compare(a.clone(), r, e.clone()))
        }
        (_, Relation::LessEq, Node::Infimum(binder, e)) if free(binder, a) => {
            over(binder, Formula::Compare(a.clone(), r, e.clone()))
        }
        _ => None,
    }
}
