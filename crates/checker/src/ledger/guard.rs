//! What is checked before SQLite reads a file that may come from anybody.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Largest ledger read: a thousand times what the papers need, and a bound on what a hostile file can cost.
const MAX_BYTES: u64 = 16 << 30;
/// Length of the header of an SQLite file.
const HEADER: usize = 100;
/// How every SQLite file starts.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// What a path holds, as far as its header tells.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing, or an empty file, as a process killed before its first transaction leaves it.
    Nothing,
    /// A whole SQLite file.
    Database,
}

/// Looks at the header and size of a file.
///
/// # Errors
/// Why the file is no ledger: not an SQLite file, truncated, too large, unreadable.
pub fn look(path: &Path) -> Result<Found, String> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(e) => return Err(e.to_string()),
    };
    let about = file.metadata().map_err(|e| e.to_string())?;
    if !about.is_file() {
        return Err("it is not a file".into());
    }
    let size = about.len();
    if size == 0 {
        return Ok(Found::Nothing);
    }
    if size > MAX_BYTES {
        return Err(format!("it has {size} bytes; ledgers of at most {MAX_BYTES} bytes are read"));
    }
    let mut header = Vec::with_capacity(HEADER);
    file.by_ref().take(HEADER as u64).read_to_end(&mut header).map_err(|e| e.to_string())?;
    if !header.starts_with(&MAGIC[..MAGIC.len().min(header.len())]) {
        return Err("it is not an SQLite file".into());
    }
    if header.len() < HEADER {
        return Err(format!("it is truncated: {size} bytes are less than the header of an SQLite file"));
    }
    let word = |at: usize| header[at..at + 4].iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
    let page = match u64::from(header[16]) << 8 | u64::from(header[17]) {
        1 => 65_536,
        n => n,
    };
    // The count of pages in the header is valid when the change counter was copied beside it. A journal left by a killed
    // process may hold the pages that are missing; SQLite plays it back.
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    if word(24) == word(92) && word(28) * page > size && !Path::new(&journal).exists() {
        return Err(format!("it is truncated: {size} bytes of {}", word(28) * page));
    }
    Ok(Found::Database)
}
