//! How rows become text: aligned tables, CSV, JSON.

pub mod csv;
pub mod evidence;
pub mod grid;
pub mod latex;
pub mod number;
pub mod table;
pub mod verdicts;
