//! Exact algebra on expressions: canonical forms, symbolic derivatives, domains of definition, limits at infinity.
//!
//! Nothing here evaluates; every rewriting with a side condition asks [`Facts`], which the deciders answer by
//! enclosures over the domain. The rules, with hypotheses and proofs, are `AL-01`.. in `docs/theory/deciders.md`.

mod build;
mod defined;
mod derivative;
mod expr;
mod fraction;
mod functions;
mod integral;
mod poly;
mod series;
pub mod substitute;

pub use build::{Facts, NoFacts, Normalizer, number};
pub use defined::{is_smooth, obligations};
pub use derivative::{NotDifferentiable, derivative};
pub use expr::to_expr;
pub use integral::closed_form;
pub use poly::{Atom, Monomial, Poly, TooLarge};
pub use series::{Limit, limit_at_infinity};
