//! The commands, one file each.

pub mod bound;
pub mod check;
pub mod eval;
pub mod explain;
pub mod export;
pub mod mutate;
mod quantity;
pub mod separate;
pub mod theory;
pub mod train;
