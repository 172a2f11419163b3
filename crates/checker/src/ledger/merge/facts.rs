//! What ledgers assert about claims, to find two that cannot both be right.

use super::super::{Ledger, named};
use crate::failure::Result;
use enclosure::{Interval, Prec};
use rusqlite::types::ValueRef;
use std::collections::HashMap;

/// Who said that it holds, and who that it fails; numbers of sources.
#[derive(Clone, Copy, Default)]
struct Said {
    holds: Option<usize>,
    fails: Option<usize>,
}

impl Said {
    fn note(&mut self, verdict: &str, source: usize) {
        match verdict {
            "proved" | "argued" => self.holds = self.holds.or(Some(source)),
            "refuted" => self.fails = self.fails.or(Some(source)),
            _ => {}
        }
    }
}

/// Everything asserted about one claim.
#[derive(Default)]
struct About {
    whole: Said,
    at: HashMap<i64, Said>,
}

/// Assertions of several ledgers.
#[derive(Default)]
pub struct Facts {
    sources: Vec<String>,
    claims: HashMap<(String, String), About>,
    /// Lower and upper bounds by key, and who said so.
    bounds: HashMap<String, (Interval, usize)>,
    /// Bounds that do not meet.
    disjoint: Vec<String>,
}

impl Facts {
    /// Takes in a ledger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn learn(&mut self, ledger: &Ledger) -> Result<()> {
        let source = self.sources.len();
        self.sources.push(ledger.path.display().to_string());
        let names: HashMap<i64, (String, String)> = ledger.with(|db| {
            let mut statement = db.prepare("SELECT no, id, hash FROM claims")?;
            statement.query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?.collect()
        })?;
        let mut about: HashMap<i64, About> = HashMap::new();
        ledger.with(|db| {
            let sql = "SELECT claim, d, verdict, CASE WHEN verdict = 'refuted' THEN witness END FROM verdicts WHERE complete <> 0";
            let mut statement = db.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let known = about.entry(row.get(0)?).or_default();
                let verdict = row.get_ref(2)?.as_str()?;
                match row.get_ref(1)? {
                    ValueRef::Integer(d) => known.at.entry(d).or_default().note(verdict, source),
                    _ => {
                        known.whole.note(verdict, source);
                        // A counterexample at one dimension speaks about that dimension.
                        if let ValueRef::Text(witness) = row.get_ref(3)? {
                            if let Some(d) = dimension(witness) {
                                known.at.entry(d).or_default().note(verdict, source);
                            }
                        }
                    }
                }
            }
            Ok(())
        })?;
        for (no, new) in about {
            let Some(name) = names.get(&no) else { continue };
            let known = self.claims.entry(name.clone()).or_default();
            let join = |a: &mut Said, b: Said| {
                a.holds = a.holds.or(b.holds);
                a.fails = a.fails.or(b.fails);
            };
            join(&mut known.whole, new.whole);
            for (d, said) in new.at {
                join(known.at.entry(d).or_default(), said);
            }
        }
        self.learn_bounds(ledger, source)
    }

    fn learn_bounds(&mut self, ledger: &Ledger, source: usize) -> Result<()> {
        let rows: Vec<(String, String, String)> = ledger.with(|db| {
            let sql = "SELECT key, body ->> 'lower', body ->> 'upper' FROM records WHERE kind = 'bound'";
            let mut statement = db.prepare(sql)?;
            statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect()
        })?;
        let p = Prec::DOUBLE.plus(203);
        for (key, lower, upper) in rows {
            let read = |t: &str| Interval::decimal(t, p);
            let value = read(&lower).and_then(|l| Ok(l.hull(&read(&upper)?)));
            let value = value.map_err(|e| named(&ledger.path, format!("it is damaged: bound {key}: {e}")))?;
            match self.bounds.get(&key) {
                Some((other, who)) if value.certainly_lt(other) || other.certainly_lt(&value) => {
                    self.disjoint.push(format!(
                        "bound {key}: [{lower}, {upper}] in {} does not meet that in {}",
                        self.sources[source], self.sources[*who]
                    ));
                }
                Some(_) => {}
                None => {
                    self.bounds.insert(key, (value, source));
                }
            }
        }
        Ok(())
    }

    /// Assertions that cannot both be right, in words, sorted.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = self.disjoint.clone();
        let name = |i: usize| self.sources.get(i).map_or("?", String::as_str);
        for ((id, hash), about) in &self.claims {
            let mut say = |what: String, holds: usize, fails: usize| {
                let hash: String = hash.chars().take(12).collect();
                found.push(format!("{id} (hash {hash}): {what} in {}, refuted in {}", name(holds), name(fails)));
            };
            if let (Some(holds), Some(fails)) = (about.whole.holds, about.whole.fails) {
                say("proved".into(), holds, fails);
                continue;
            }
            for (d, at) in &about.at {
                match (at.holds, about.whole.holds, at.fails) {
                    (Some(holds), _, Some(fails)) => say(format!("proved at d = {d}"), holds, fails),
                    (None, Some(holds), Some(fails)) => say(format!("proved for all d, at d = {d} too,"), holds, fails),
                    _ => {}
                }
            }
        }
        found.sort();
        found
    }
}

/// The whole number `d` of a witness.
fn dimension(witness: &[u8]) -> Option<i64> {
    let value: serde_json::Value = serde_json::from_slice(witness).ok()?;
    value.get("point")?.get("d")?.as_str()?.parse().ok()
}
