//! Printers: expressions and formulas as text of the claim language, and as LaTeX.

mod number;
mod text;

pub use text::{excerpt, expr_text};
