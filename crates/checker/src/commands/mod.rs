//! The commands, one file each.

pub mod about;
pub mod bound;
pub mod check;
pub mod errata;
pub mod eval;
pub mod explain;
pub mod export;
pub mod figure;
pub mod graph;
pub mod merge;
pub mod mutate;
pub mod quantity;
mod recorded;
pub mod records;
pub mod separate;
pub mod table;
pub mod theory;
pub mod train;
pub mod verify;
