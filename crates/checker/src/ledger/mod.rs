//! Ledgers: one SQLite file that remembers runs, verdicts, certificates, bounds and training runs.
//!
//! A row is written in a transaction of its own as soon as it is known. The journal is SQLite's rollback journal, not the
//! write-ahead log: the ledger is then one file that can be copied when nobody writes, and its locks also work on the
//! network file systems of clusters. A process killed at any moment loses at most the row it was writing; the next one to
//! open the file rolls that row back. Writers take the lock at the start of a transaction and wait for each other.

mod cost;
mod encode;
mod guard;
mod known;
mod merge;
mod record;
mod run;
mod schema;
mod verdict;

pub use cost::costs;
pub use known::Known;
pub use merge::merge;
pub use record::{Kind, Record};
pub use run::Shard;
pub use verdict::Memory;

use crate::failure::{Failure, Result};
use guard::Found;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(120);
/// Longest text or blob read: the largest certificate is a few tens of megabytes.
const MAX_VALUE: i32 = 256 << 20;

/// An open ledger.
pub struct Ledger {
    path: PathBuf,
    db: Mutex<Connection>,
}

impl Ledger {
    /// Opens the ledger at `path` for writing; makes it when there is no file.
    ///
    /// # Errors
    /// When the file is no ledger of this version, or cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        let found = guard::look(path).map_err(|e| named(path, e))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let ledger = Self::connect(path, flags)?;
        if found == Found::Nothing {
            ledger.transaction(|t| {
                // Another process may have made the tables while this one waited for the lock.
                let tables: i64 = t.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0))?;
                if tables == 0 {
                    t.execute_batch(schema::SQL)?;
                    t.pragma_update(None, "application_id", schema::APPLICATION)?;
                    t.pragma_update(None, "user_version", schema::VERSION)?;
                }
                Ok(())
            })?;
        }
        ledger.recognise()?;
        Ok(ledger)
    }

    /// Opens the ledger at `path` for reading.
    ///
    /// # Errors
    /// When there is none, or it is no ledger of this version.
    pub fn read(path: &Path) -> Result<Self> {
        if guard::look(path).map_err(|e| named(path, e))? == Found::Nothing {
            return Err(named(path, if path.exists() { "it is empty" } else { "there is no such file" }));
        }
        // A journal left by a killed process can only be played back by a writer.
        let write = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let read = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut journal = path.as_os_str().to_owned();
        journal.push("-journal");
        let ledger = Self::connect(path, if Path::new(&journal).exists() { write } else { read })?;
        ledger.recognise()?;
        Ok(ledger)
    }

    /// Has SQLite look at every page; for files that others made.
    ///
    /// # Errors
    /// When a page is damaged.
    pub fn examine(&self) -> Result<()> {
        let said: String = self.with(|db| db.query_row("PRAGMA quick_check(1)", [], |r| r.get(0)))?;
        if said == "ok" { Ok(()) } else { Err(named(&self.path, format!("it is damaged: {said}"))) }
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self> {
        let open = || -> rusqlite::Result<Connection> {
            let db = Connection::open_with_flags(path, flags)?;
            db.busy_timeout(PATIENCE)?;
            db.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE)?;
            db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
            // The file may come from anybody: its schema runs no code, and its cells are checked as they are read.
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            db.pragma_update(None, "cell_size_check", true)?;
            db.pragma_update(None, "synchronous", "FULL")?;
            db.pragma_update(None, "cache_size", -65_536)?;
            db.set_prepared_statement_cache_capacity(64);
            Ok(db)
        };
        let db = open().map_err(|e| named(path, reason(&e)))?;
        Ok(Self { path: path.to_owned(), db: Mutex::new(db) })
    }

    /// Refuses a database whose tables are not exactly those of this version.
    fn recognise(&self) -> Result<()> {
        let list = |db: &Connection| -> rusqlite::Result<Vec<(String, String, String)>> {
            // Indexes that SQLite makes for UNIQUE have no SQL.
            let sql = "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name LIMIT 1000";
            db.prepare(sql)?.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect()
        };
        let want = Connection::open_in_memory().and_then(|db| db.execute_batch(schema::SQL).and_then(|()| list(&db)));
        let want = want.map_err(|e| named(&self.path, reason(&e)))?;
        let (application, version, found) = self.with(|db| {
            let number = |name| db.query_row(&format!("PRAGMA {name}"), [], |r| r.get::<_, i32>(0));
            Ok((number("application_id")?, number("user_version")?, list(db)?))
        })?;
        if application != schema::APPLICATION {
            return Err(named(&self.path, "it is an SQLite file but no ledger of depthsep"));
        }
        if version != schema::VERSION {
            let text = format!("it is a ledger of version {version}; this program reads version {}", schema::VERSION);
            return Err(named(&self.path, text));
        }
        if found != want {
            return Err(named(&self.path, "its tables are not those of a ledger"));
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A thread that panicked while writing left a transaction that SQLite rolls back.
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads.
    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        read(&self.lock()).map_err(|e| named(&self.path, reason(&e)))
    }

    /// Writes all or nothing, holding the write lock from the start.
    fn transaction<T>(&self, write: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T> {
        let mut db = self.lock();
        let all = || -> rusqlite::Result<T> {
            let t = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = write(&t)?;
            t.commit()?;
            Ok(value)
        };
        all().map_err(|e| named(&self.path, reason(&e)))
    }
}

/// A failure about a ledger.
fn named(path: &Path, what: impl std::fmt::Display) -> Failure {
    Failure::argument("--ledger", format!("{}: {what}", path.display()))
}

/// A value of a row. The library's own conversion panics on text that is not UTF-8, which a damaged file may hold.
fn value(row: &rusqlite::Row, column: usize) -> rusqlite::Result<Value> {
    use rusqlite::types::{Type, ValueRef};
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(e) => return Err(rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(e))),
        },
    })
}

/// SQLite's reason in words.
fn reason(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => "it is not an SQLite file".into(),
        Some(ErrorCode::DatabaseCorrupt) => format!("it is damaged ({error})"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            format!("another process has held it for {} s", PATIENCE.as_secs())
        }
        _ => error.to_string(),
    }
}
