//! The commands, one file each.

pub mod bound;
pub mod check;
pub mod errata;
pub mod eval;
pub mod explain;
pub mod export;
pub mod graph;
pub mod mutate;
mod quantity;
pub mod separate;
pub mod theory;
pub mod train;
pub mod verify;
