//! Measured costs, for cutting a job into shards of equal length.

use super::Ledger;
use crate::failure::{Failure, Result};
use rusqlite::types::ValueRef;
use std::collections::HashMap;
use std::path::Path;

/// Longest list of costs read.
const MAX_BYTES: u64 = 256 << 20;

/// Seconds by claim id or record key: from a ledger, or from lines `id,seconds` of a text file.
///
/// # Errors
/// When the file is neither.
pub fn costs(path: &Path) -> Result<HashMap<String, f64>> {
    let fail = |e: String| Failure::argument("--cost", format!("{}: {e}", path.display()));
    let mut start = [0; 6];
    let read = std::fs::File::open(path).and_then(|mut f| std::io::Read::read(&mut f, &mut start));
    read.map_err(|e| fail(e.to_string()))?;
    if &start == b"SQLite" {
        return from_ledger(&Ledger::read(path)?);
    }
    let size = std::fs::metadata(path).map_err(|e| fail(e.to_string()))?.len();
    if size > MAX_BYTES {
        return Err(fail(format!("it is longer than {MAX_BYTES} bytes")));
    }
    let text = std::fs::read_to_string(path).map_err(|e| fail(e.to_string()))?;
    let mut found = HashMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let cost = line.rsplit_once(',').and_then(|(id, s)| Some((id.trim(), s.trim().parse::<f64>().ok()?)));
        match cost {
            Some((id, seconds)) if seconds.is_finite() && seconds >= 0.0 => found.insert(id.to_owned(), seconds),
            // A heading is welcome.
            _ if number == 1 => None,
            _ => return Err(fail(format!("line {number} is not \"id,seconds\""))),
        };
    }
    Ok(found)
}

fn from_ledger(ledger: &Ledger) -> Result<HashMap<String, f64>> {
    ledger.with(|db| {
        let mut found = HashMap::new();
        let sql = "SELECT c.id, max(v.seconds) FROM verdicts v JOIN claims c ON c.no = v.claim WHERE v.d IS NULL GROUP BY c.id \
                   UNION ALL SELECT key, max(seconds) FROM records GROUP BY kind, key";
        let mut statement = db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let ValueRef::Real(seconds) = row.get_ref(1)? {
                found.insert(row.get(0)?, seconds);
            }
        }
        Ok(found)
    })
}
