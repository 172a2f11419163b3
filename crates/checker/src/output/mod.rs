//! How rows become text: aligned tables, CSV, JSON.

pub mod csv;
pub mod evidence;
pub mod latex;
pub mod table;
pub mod verdicts;
