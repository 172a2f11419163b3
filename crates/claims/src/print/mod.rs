//! Printers: expressions and formulas as text of the claim language, and as LaTeX.

mod latex;
mod latex_formula;
mod latex_words;
mod number;
mod text;

pub use latex::Latex;
pub use text::{excerpt, expr_text};
