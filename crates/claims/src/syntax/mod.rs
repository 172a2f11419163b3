//! The concrete syntax: text to trees.
//!
//! Limits, each an error of its own: a text has at most [`MAX_TEXT`] bytes, brackets and prefix operators nest at most
//! [`MAX_NESTING`] deep, a tree with its definitions expanded is at most [`MAX_DEPTH`] deep and takes at most
//! [`MAX_NODES`] building steps.

mod build;
mod error;
mod forms;
pub(crate) mod level;
mod lexer;
mod names;
mod parser;
mod scope;
mod suggest;

pub use error::SyntaxError;
pub use scope::{Definition, Scope};
pub use suggest::nearest;

use crate::tree::{Binder, Expr, Formula, Node};
use parser::Parser;
use std::sync::Arc;

/// Longest text accepted, in bytes.
pub const MAX_TEXT: usize = 1 << 20;
/// Deepest nesting of brackets, prefix operators and powers accepted.
pub const MAX_NESTING: usize = 500;
/// Deepest tree accepted, definitions expanded.
pub const MAX_DEPTH: usize = 1_000;
/// Most building steps one text may take; a definition counts each time its arguments are put in.
pub const MAX_NODES: usize = 200_000;

/// Result of parsing; the error is boxed because it is large and rare.
pub type Result<T> = std::result::Result<T, Box<SyntaxError>>;

/// Parses an expression whose free variables are those of `scope`.
///
/// # Errors
/// [`SyntaxError`] with the place in `text`.
pub fn parse_expr(text: &str, scope: &Scope) -> Result<Expr> {
    Parser::new(text, scope)?.whole_expression()
}

/// Parses a formula whose free variables are those of `scope`.
///
/// # Errors
/// [`SyntaxError`] with the place in `text`.
pub fn parse_formula(text: &str, scope: &Scope) -> Result<Formula> {
    Parser::new(text, scope)?.whole_formula()
}

/// Parses a binder such as `x in [0, 1)` or `n in 1..=d`, whose bounds may use the variables of `scope`.
///
/// # Errors
/// [`SyntaxError`] with the place in `text`.
pub fn parse_binder(text: &str, scope: &Scope) -> Result<Binder> {
    let mut parser = Parser::new(text, scope)?;
    let binder = parser.binder()?;
    parser.finish()?;
    Ok(binder)
}

/// A definition applied to its own parameters, as it reads on the left of its defining equation.
#[must_use]
pub fn defined_head(definition: &Definition) -> Expr {
    let args = definition.params.iter().map(|p| Arc::new(Node::Variable(p.clone()))).collect();
    Arc::new(Node::Defined { name: definition.name.clone(), args, body: definition.body.clone() })
}

/// Where the number literals of a text stand; none when the text has no tokens.
#[must_use]
pub fn numbers(text: &str) -> Vec<std::ops::Range<usize>> {
    let tokens = lexer::tokens(text).unwrap_or_default();
    tokens.into_iter().filter(|t| t.kind == lexer::Kind::Number).map(lexer::Token::span).collect()
}
