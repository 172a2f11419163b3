//! The commands, one file each.

pub mod bound;
pub mod check;
pub mod eval;
pub mod explain;
mod quantity;
pub mod separate;
pub mod theory;
pub mod train;
pub mod verify;
