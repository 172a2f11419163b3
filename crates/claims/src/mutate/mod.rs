//! Mutation of claims: a numeric constant is moved, and the verdict should follow.
//!
//! What is moved, by how much, and what counts as a flip is defined in `docs/mutation.md`.

mod constant;
mod probe;

pub use constant::{Constant, Part, constants, mutated, selected};
pub use probe::{Direction, Probe, RUNGS, Response, probe};
