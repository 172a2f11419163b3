//! Printers: expressions and formulas as text of the claim language, as LaTeX, and elementary claims as Coq goals.

mod coq;
mod latex;
mod latex_formula;
mod latex_words;
mod number;
mod text;

pub use coq::{CoqGoal, Method, coq_goals, coq_name};
pub use latex::Latex;
pub use text::{excerpt, expr_text};
