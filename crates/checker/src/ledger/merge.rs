//! Uniting ledgers: what any of them knows, unless they contradict each other.

mod copy;
mod facts;
mod missing;

use super::{Ledger, named};
use crate::failure::{Failure, Result};
use claims::decide::{Verdict, compose};
use facts::Facts;
pub use missing::Missing;
use rusqlite::params;
use std::path::{Path, PathBuf};

/// Contradictions named in the message; the rest is counted.
const SHOWN: usize = 20;

/// What a merge did.
pub struct Merged {
    /// Verdicts in the united ledger, one a claim and set of limits.
    pub verdicts: i64,
    /// Bounds, plans, training runs and separations in it.
    pub records: i64,
    /// What its runs set out to do and have not done.
    pub missing: Missing,
}

/// Unites the ledgers `sources`, and `out` when it exists, into `out`.
///
/// Where two hold the same claim with the same limits and program, the verdict that decides more is kept, and the one
/// that came first where they decide the same.
///
/// # Errors
/// When a file is no ledger, or two of them contradict each other; `out` is then as before.
pub fn merge(out: &Path, sources: &[PathBuf]) -> Result<Merged> {
    let mut open = Vec::new();
    for path in sources {
        if path == out || (out.exists() && same(path, out)) {
            return Err(Failure::new(format!("merge: {} is both OUT and an input", path.display())));
        }
        let ledger = Ledger::read(path)?;
        ledger.examine()?;
        open.push(ledger);
    }
    let mut facts = Facts::default();
    if out.metadata().is_ok_and(|m| m.len() > 0) {
        let before = Ledger::read(out)?;
        before.examine()?;
        facts.learn(&before)?;
    }
    for ledger in &open {
        facts.learn(ledger)?;
    }
    let wrong = facts.contradictions();
    if !wrong.is_empty() {
        let more = wrong.len().saturating_sub(SHOWN);
        let mut lines: Vec<String> = wrong.into_iter().take(SHOWN).collect();
        if more > 0 {
            lines.push(format!("and {more} more"));
        }
        return Err(Failure::new(format!("merge: the ledgers contradict each other\n  {}", lines.join("\n  "))));
    }
    let united = Ledger::open(out)?;
    united.transaction(|t| open.iter().try_for_each(|source| copy::copy(&source.lock(), t)))?;
    united.compose_all()?;
    let (verdicts, records) = united.with(|db| {
        let count = |sql| db.query_row(sql, [], |r| r.get(0));
        Ok((count("SELECT count(*) FROM verdicts WHERE d IS NULL")?, count("SELECT count(*) FROM records")?))
    })?;
    Ok(Merged { verdicts, records, missing: united.missing()? })
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// A composite claim as the ledger holds it.
struct Composite {
    claim: i64,
    settings: i64,
    steps: Vec<String>,
}

impl Ledger {
    /// Puts the verdicts of composite claims together from those of their steps, which another shard may have decided.
    fn compose_all(&self) -> Result<()> {
        let mut open = self.with(|db| {
            let sql = "SELECT v.claim, v.settings, c.steps FROM verdicts v JOIN claims c ON c.no = v.claim \
                       WHERE v.d IS NULL AND c.steps IS NOT NULL";
            let mut statement = db.prepare(sql)?;
            let rows = statement.query_map([], |r| {
                let steps: String = r.get(2)?;
                let steps = steps.split_whitespace().map(str::to_owned).collect();
                Ok(Composite { claim: r.get(0)?, settings: r.get(1)?, steps })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })?;
        // A pass settles every composite claim whose steps are settled; the steps of a cycle never are.
        self.transaction(|t| {
            for c in &open {
                t.prepare_cached("UPDATE verdicts SET complete = 0 WHERE claim = ? AND settings = ? AND d IS NULL")?
                    .execute([c.claim, c.settings])?;
            }
            Ok(())
        })?;
        loop {
            let before = open.len();
            let mut later = Vec::new();
            for composite in open {
                if !self.compose(&composite)? {
                    later.push(composite);
                }
            }
            if later.is_empty() || later.len() == before {
                return Ok(());
            }
            open = later;
        }
    }

    /// Composes one claim; false when a step has no complete verdict, or several texts of a step have one.
    fn compose(&self, composite: &Composite) -> Result<bool> {
        let mut steps = Vec::new();
        for id in &composite.steps {
            let found: Vec<(String, bool)> = self.with(|db| {
                let sql = "SELECT v.verdict, v.complete FROM claims c JOIN verdicts v ON v.claim = c.no \
                           WHERE c.id = ? AND v.settings = ? AND ifnull(v.d, -1) = -1";
                let mut statement = db.prepare_cached(sql)?;
                statement.query_map(params![id, composite.settings], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
            })?;
            let [(verdict, true)] = found.as_slice() else { return Ok(false) };
            steps.push((id.clone(), self.verdict(verdict)?));
        }
        let Some((own, _)) = self.outcome(composite.claim, composite.settings)? else { return Ok(false) };
        let outcome = compose(own, steps);
        self.finish(composite.claim, composite.settings, &outcome)?;
        Ok(true)
    }

    /// A verdict by name.
    fn verdict(&self, name: &str) -> Result<Verdict> {
        Verdict::from_name(name).ok_or_else(|| named(&self.path, format!("it is damaged: a verdict \"{name}\"")))
    }
}
