//! How rows become text: aligned tables, CSV, JSON.

pub mod csv;
pub mod table;
