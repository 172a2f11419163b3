//! The commands, one file each.

pub mod bound;
pub mod eval;
mod quantity;
