//! Coq goals: elementary claims as statements over Coq's reals, for the `interval` tactic of coq-interval.
//!
//! The fifth reader of the tree. What a printed term means, where it agrees with the claim language and what is refused is
//! `docs/theory/coq-export.md` (`CQ-01` to `CQ-04`).

mod algebraic;
mod constant;
mod expr;
mod formula;
mod goal;

pub use goal::{CoqGoal, Method, coq_goals, coq_name};

/// Why a tree has no Coq text.
pub type Refusal = String;
