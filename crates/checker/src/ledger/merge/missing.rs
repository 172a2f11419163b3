//! What the runs of a ledger set out to do and have not done.

use super::super::Ledger;
use crate::failure::Result;
use std::fmt;

/// Names printed; the rest is counted.
const SHOWN: usize = 20;

/// What is missing.
pub struct Missing {
    /// Shards that no run finished: the job, of how many, which.
    pub shards: Vec<(String, u32, Vec<u32>)>,
    /// Claims without a complete verdict, with the limits.
    pub claims: Vec<(String, String)>,
    /// Records, by kind and key.
    pub records: Vec<(String, String)>,
}

impl Missing {
    /// Whether nothing is.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.claims.is_empty() && self.records.is_empty()
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nothing() {
            return write!(f, "nothing is missing");
        }
        for (job, count, open) in &self.shards {
            let list: Vec<String> = open.iter().map(ToString::to_string).collect();
            writeln!(f, "missing shards of {count}: {} ({job})", list.join(", "))?;
        }
        let mut list = |what: &str, pairs: &[(String, String)]| -> fmt::Result {
            if pairs.is_empty() {
                return Ok(());
            }
            writeln!(f, "missing {what}: {}", pairs.len())?;
            for (a, b) in pairs.iter().take(SHOWN) {
                writeln!(f, "  {a}  ({b})")?;
            }
            if pairs.len() > SHOWN {
                writeln!(f, "  and {} more", pairs.len() - SHOWN)?;
            }
            Ok(())
        };
        list("verdicts", &self.claims)?;
        list("records", &self.records)
    }
}

impl Ledger {
    /// What this ledger's runs set out to do and have not done.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn missing(&self) -> Result<Missing> {
        let pairs = |sql: &str| -> Result<Vec<(String, String)>> {
            self.with(|db| db.prepare(sql)?.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
        };
        Ok(Missing {
            shards: self.missing_shards()?,
            claims: pairs(
                "SELECT c.id, s.limits FROM expected e JOIN claims c ON c.no = e.claim JOIN settings s ON s.no = e.settings \
                 LEFT JOIN verdicts v ON v.claim = e.claim AND v.settings = e.settings AND ifnull(v.d, -1) = -1 \
                 WHERE v.no IS NULL OR v.complete = 0 ORDER BY c.rank, c.id, s.limits",
            )?,
            records: pairs(
                "SELECT e.kind, e.key FROM expected_records e LEFT JOIN records r ON r.kind = e.kind AND r.key = e.key AND r.engine = e.engine \
                 WHERE r.no IS NULL ORDER BY e.kind, e.key",
            )?,
        })
    }
}
