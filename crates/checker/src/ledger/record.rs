//! Bounds, plans, training runs and separations in a ledger: their documented JSON, found again by a key.

use super::{Ledger, named};
use crate::build_info::ENGINE;
use crate::failure::Result;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A certified lower bound.
    Bound,
    /// What the learning theorem asks for.
    Plan,
    /// A trained deep network with its measured risk.
    Deep,
    /// A trained shallow network.
    Shallow,
    /// A lower bound against a measured risk.
    Separation,
}

impl Kind {
    /// Its name in the ledger.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bound => "bound",
            Self::Plan => "plan",
            Self::Deep => "deep",
            Self::Shallow => "shallow",
            Self::Separation => "separation",
        }
    }
}

/// One record.
pub struct Record<'a> {
    /// What it is about.
    pub kind: Kind,
    /// The settings that determine it.
    pub key: &'a str,
    /// Its JSON, as in docs/json.md.
    pub body: &'a Value,
    /// Seconds it took.
    pub seconds: f64,
}

impl Ledger {
    /// The record of this key that the same program wrote.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn record(&self, kind: Kind, key: &str) -> Result<Option<Value>> {
        let text: Option<String> = self.with(|db| {
            db.prepare_cached("SELECT body FROM records WHERE kind = ? AND key = ? AND engine = ?")?
                .query_row([kind.name(), key, ENGINE], |r| r.get(0))
                .optional()
        })?;
        let read = |t: String| serde_json::from_str(&t);
        text.map(read).transpose().map_err(|e| named(&self.path, format!("it is damaged: {} {key}: {e}", kind.name())))
    }

    /// Writes a record in place of an earlier one of the same key.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn put(&self, run: i64, record: &Record) -> Result<()> {
        self.transaction(|t| {
            t.execute(
                "INSERT INTO records (kind, key, engine, body, seconds, run) VALUES (?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (kind, key, engine) DO UPDATE SET body = excluded.body, seconds = excluded.seconds, run = excluded.run",
                params![record.kind.name(), record.key, ENGINE, record.body.to_string(), record.seconds, run],
            )?;
            Ok(())
        })
    }

    /// Notes which records a job, all its shards together, is to make.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn expect_records(&self, kind: Kind, keys: &[&str]) -> Result<()> {
        self.transaction(|t| {
            for key in keys {
                t.prepare_cached("INSERT OR IGNORE INTO expected_records (kind, key, engine) VALUES (?, ?, ?)")?
                    .execute([kind.name(), key, ENGINE])?;
            }
            Ok(())
        })
    }

    /// The bodies of all records of a kind, the newest program's where several wrote the same key; in the order of writing.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn bodies(&self, kind: Kind, mut each: impl FnMut(&str) -> std::result::Result<(), String>) -> Result<()> {
        let wrong = self.with(|db| {
            let mut statement = db.prepare(
                "SELECT body FROM records r WHERE kind = ?1 AND NOT EXISTS \
                 (SELECT 1 FROM records n WHERE n.kind = ?1 AND n.key = r.key AND n.no > r.no) ORDER BY no",
            )?;
            let mut rows = statement.query([kind.name()])?;
            while let Some(row) = rows.next()? {
                let text = row.get_ref(0)?.as_str()?;
                if let Err(e) = each(text) {
                    return Ok(Some(e));
                }
            }
            Ok(None)
        })?;
        wrong.map_or(Ok(()), |e| Err(named(&self.path, format!("it is damaged: {}: {e}", kind.name()))))
    }
}
