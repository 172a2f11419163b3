//! How rows become text: aligned tables, CSV, JSON, Markdown, LaTeX, and pictures.

pub mod csv;
pub mod errata;
pub mod evidence;
pub mod graph;
pub mod grid;
pub mod latex;
pub mod markdown;
pub mod number;
pub mod picture;
pub mod status;
pub mod table;
pub mod verdicts;
