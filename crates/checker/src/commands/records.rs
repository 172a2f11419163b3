//! Files of records, as `separate` and `train deep` print them with `--format json`.

use crate::failure::{Failure, Result};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Largest file that is read.
const MOST_BYTES: u64 = 1 << 30;

/// What a file of data holds.
///
/// # Errors
/// Naming `--data`, when it cannot be read or is larger than 1 GiB.
pub fn text(path: &Path) -> Result<String> {
    if fs::metadata(path).map_err(|e| bad(path, &e))?.len() > MOST_BYTES {
        return Err(bad(path, &"larger than 1 GiB"));
    }
    fs::read_to_string(path).map_err(|e| bad(path, &e))
}

/// The records of a file, an array of them or one.
///
/// # Errors
/// As [`text`], and when it is not JSON.
pub fn read(path: &Path) -> Result<Vec<String>> {
    Ok(match serde_json::from_str(&text(path)?).map_err(|e| bad(path, &e))? {
        Value::Array(rows) => rows.iter().map(Value::to_string).collect(),
        row => vec![row.to_string()],
    })
}

/// What is wrong with a file of data.
pub fn bad(path: &Path, what: &dyn std::fmt::Display) -> Failure {
    Failure::argument("--data", format!("{}: {what}", path.display()))
}
