//! Claim files: TOML to [`Paper`]s. Everything that is wrong is reported, not only the first thing.

mod claim;
mod erratum;
mod error;
mod fields;
mod links;
mod model;
mod paper;
mod source;

pub(crate) use claim::content_hash;
pub use error::{LoadError, Problem};
pub use model::{Claim, ClaimKind, Erratum, Hint, Paper, PaperDefinition, Severity};
pub use paper::{load_all, load_paper};

/// Largest claim file accepted, in bytes.
pub const MAX_FILE: u64 = 8 << 20;
/// Most claim files of one paper.
pub const MAX_FILES: usize = 1_000;
