//! Verdicts in a ledger: written as soon as they are known, found again by later runs.

use super::{Ledger, encode, named, value};
use crate::build_info::ENGINE;
use crate::failure::Result;
use crate::output::verdicts::{note, witness, witness_json};
use claims::certificate::{Certificate, Record};
use claims::decide::{Evidence, Outcome};
use claims::load::{Claim, ClaimKind};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Digits of stored margins, rounded down.
const MARGIN_DIGITS: usize = 40;

/// Number of the claim row with this id and hash.
const CLAIM: &str = "SELECT no FROM claims WHERE id = ? AND hash = ?";
/// The row for the whole claim.
const WHOLE: &str = "SELECT v.no, v.margin, v.seconds, v.complete, c.evidence, c.reason FROM verdicts v JOIN certificates c ON c.verdict = v.no \
                     WHERE v.claim = ? AND v.settings = ? AND ifnull(v.d, -1) = -1";

/// The verdicts of one run in one ledger: what is there for the same claim, limits and program is not decided again.
pub struct Memory<'l> {
    ledger: &'l Ledger,
    run: i64,
    settings: i64,
    /// Rows of claims by id.
    claims: BTreeMap<String, i64>,
    /// Verdicts that were in the ledger already.
    found: Mutex<usize>,
}

/// A claim as the claims table holds it.
struct Place<'a> {
    claim: &'a Claim,
    paper: &'a str,
    rank: i64,
}

impl Ledger {
    /// Prepares a run with these limits on these claims, each with the key of its paper, in the order of tables. `expected`
    /// says which of them the job, all its shards together, is to decide.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn memory(
        &self,
        run: i64,
        limits: &str,
        claims: &[(&str, &Claim)],
        expected: &dyn Fn(&Claim) -> bool,
    ) -> Result<Memory<'_>> {
        let (settings, numbers) = self.transaction(|t| {
            let settings = settings(t, limits, ENGINE)?;
            let mut numbers = BTreeMap::new();
            for (rank, (paper, claim)) in (0i64..).zip(claims) {
                let no = claim_row(t, &Place { claim, paper, rank })?;
                numbers.insert(claim.id.clone(), no);
                if expected(claim) {
                    t.prepare_cached("INSERT OR IGNORE INTO expected (settings, claim) VALUES (?, ?)")?
                        .execute(params![settings, no])?;
                }
            }
            Ok((settings, numbers))
        })?;
        Ok(Memory { ledger: self, run, settings, claims: numbers, found: Mutex::new(0) })
    }

    /// What the ledger holds for these limits and claims, for reading.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn look_up(&self, limits: &str, claims: &[&Claim]) -> Result<Memory<'_>> {
        let (settings, numbers) = self.with(|db| {
            let sql = "SELECT no FROM settings WHERE limits = ? AND engine = ?";
            let settings = db.query_row(sql, [limits, ENGINE], |r| r.get(0)).optional()?.unwrap_or(-1);
            let mut numbers = BTreeMap::new();
            for claim in claims {
                let no = db.prepare_cached(CLAIM)?.query_row([&claim.id, &claim.hash], |r| r.get(0)).optional()?;
                numbers.extend(no.map(|no| (claim.id.clone(), no)));
            }
            Ok((settings, numbers))
        })?;
        Ok(Memory { ledger: self, run: 0, settings, claims: numbers, found: Mutex::new(0) })
    }

    /// The outcome of a stored verdict, and whether it is complete.
    pub(super) fn outcome(&self, claim: i64, settings: i64) -> Result<Option<(Outcome, bool)>> {
        type Stored = (Option<String>, f64, bool, Value, Option<String>);
        let stored: Option<Stored> = self.with(|db| {
            let mut statement = db.prepare_cached(WHOLE)?;
            let row = statement.query_row(params![claim, settings], |r| {
                Ok((r.get(1)?, r.get(2)?, r.get(3)?, value(r, 4)?, r.get(5)?))
            });
            row.optional()
        })?;
        let Some((margin, seconds, complete, body, reason)) = stored else { return Ok(None) };
        let read = || -> std::result::Result<Outcome, String> {
            encode::outcome(&encode::unpack(body)?, margin.as_deref(), reason, seconds)
        };
        read().map(|o| Some((o, complete))).map_err(|e| named(&self.path, format!("it is damaged: {e}")))
    }
}

impl Ledger {
    /// The stored certificate.
    fn certificate(&self, claim: i64, settings: i64) -> Result<Option<Certificate>> {
        let body: Option<Value> = self.with(|db| {
            let sql = "SELECT c.body FROM verdicts v JOIN certificates c ON c.verdict = v.no \
                       WHERE v.claim = ? AND v.settings = ? AND ifnull(v.d, -1) = -1";
            db.prepare_cached(sql)?.query_row([claim, settings], |r| value(r, 0)).optional()
        })?;
        let read = |body| Certificate::from_json(&encode::unpack(body)?);
        body.map(read).transpose().map_err(|e| named(&self.path, format!("it is damaged: {e}")))
    }

    /// Puts the verdict that follows from the steps in place of that of a composite claim's own formula.
    pub(super) fn finish(&self, claim: i64, settings: i64, outcome: &Outcome) -> Result<()> {
        let Some(mut certificate) = self.certificate(claim, settings)? else { return Ok(()) };
        let Evidence::Steps(steps) = &outcome.evidence else {
            // Its own formula is refuted; no step changes that.
            return self.transaction(|t| {
                let sql = "UPDATE verdicts SET complete = 1 WHERE claim = ? AND settings = ? AND ifnull(d, -1) = -1";
                t.prepare_cached(sql)?.execute([claim, settings])?;
                Ok(())
            });
        };
        certificate.verdict = outcome.verdict;
        certificate.evidence = Record::Steps { steps: steps.iter().cloned().collect() };
        let pack = |text: String| encode::pack(&text).map_err(|e| e.to_string());
        let body = certificate.to_json().and_then(pack).map_err(|e| named(&self.path, e))?;
        let evidence = encode::evidence_text(outcome).and_then(pack).map_err(|e| named(&self.path, e))?;
        self.transaction(|t| {
            t.prepare_cached(
                "UPDATE verdicts SET verdict = ?, prec = NULL, note = ?, complete = 1 \
                 WHERE claim = ? AND settings = ? AND ifnull(d, -1) = -1",
            )?
            .execute(params![outcome.verdict.name(), note(outcome), claim, settings])?;
            t.prepare_cached(
                "UPDATE certificates SET body = ?, evidence = ?, reason = ? WHERE verdict = \
                 (SELECT no FROM verdicts WHERE claim = ? AND settings = ? AND ifnull(d, -1) = -1)",
            )?
            .execute(params![body, evidence, outcome.reason, claim, settings])?;
            Ok(())
        })
    }
}

/// The row of these limits and this program.
pub(super) fn settings(t: &Transaction, limits: &str, engine: &str) -> rusqlite::Result<i64> {
    t.prepare_cached("INSERT OR IGNORE INTO settings (limits, engine) VALUES (?, ?)")?.execute([limits, engine])?;
    t.query_row("SELECT no FROM settings WHERE limits = ? AND engine = ?", [limits, engine], |r| r.get(0))
}

fn claim_row(t: &Transaction, place: &Place) -> rusqlite::Result<i64> {
    let claim = place.claim;
    let steps = match &claim.kind {
        ClaimKind::Composite { steps, .. } => Some(steps.join(" ")),
        _ => None,
    };
    t.prepare_cached(
        "INSERT INTO claims (id, hash, paper, section, place, statement, formula, corrects, steps, rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id, hash) DO UPDATE SET section = excluded.section, place = excluded.place, statement = excluded.statement, \
         formula = excluded.formula, rank = excluded.rank",
    )?
    .execute(params![
        claim.id,
        claim.hash,
        place.paper,
        claim.section,
        claim.place,
        claim.statement,
        claim.text,
        claim.corrects,
        steps,
        place.rank
    ])?;
    t.prepare_cached(CLAIM)?.query_row([&claim.id, &claim.hash], |r| r.get(0))
}

impl Memory<'_> {
    /// What the ledger holds for the same claim, limits and program. A written proof is looked up again each time, and a
    /// composite claim is put together again from its steps, so only their own formulas are skipped.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn known(&self, claim: &Claim) -> Result<Option<Outcome>> {
        if matches!(claim.kind, ClaimKind::Argued { .. }) {
            return Ok(None);
        }
        let Some(no) = self.claims.get(&claim.id) else { return Ok(None) };
        let found = self.ledger.outcome(*no, self.settings)?;
        if found.is_some() {
            *self.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += 1;
        }
        Ok(found.map(|(outcome, _)| outcome))
    }

    /// How many verdicts were there already.
    pub fn found(&self) -> usize {
        *self.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Writes a verdict with its certificate, all rows or none, in place of an earlier one of the same key. `complete` is
    /// false for a composite claim whose steps are not all known.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn keep(&self, claim: &Claim, outcome: &Outcome, complete: bool) -> Result<()> {
        let Some(&no) = self.claims.get(&claim.id) else { return Ok(()) };
        let certificate = Certificate::new(claim, outcome);
        let fail = |e: String| named(&self.ledger.path, format!("certificate of {}: {e}", claim.id));
        let pack = |text: String| encode::pack(&text).map_err(|e| e.to_string());
        let body = certificate.to_json().and_then(pack).map_err(fail)?;
        let evidence = encode::evidence_text(outcome).and_then(pack).map_err(fail)?;
        let row = Row { claim: no, settings: self.settings, run: self.run, complete };
        self.ledger.transaction(|t| row.write(t, outcome, &body, &evidence))
    }

    /// Writes the verdict of a composite claim whose steps are known, over that of its own formula.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn finish(&self, claim: &Claim, outcome: &Outcome) -> Result<()> {
        let Some(&no) = self.claims.get(&claim.id) else { return Ok(()) };
        self.ledger.finish(no, self.settings, outcome)
    }

    /// The certificate of a claim.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn certificate(&self, claim: &Claim) -> Result<Option<Certificate>> {
        let Some(&no) = self.claims.get(&claim.id) else { return Ok(None) };
        self.ledger.certificate(no, self.settings)
    }

    /// Reads back what [`Memory::keep`] wrote, so that a run prints the same as a later one that finds its rows.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn again(&self, claim: &Claim) -> Result<Option<Outcome>> {
        let Some(no) = self.claims.get(&claim.id) else { return Ok(None) };
        Ok(self.ledger.outcome(*no, self.settings)?.map(|(outcome, _)| outcome))
    }
}

/// Where the rows of one verdict go.
pub struct Row {
    pub(super) claim: i64,
    pub(super) settings: i64,
    pub(super) run: i64,
    pub(super) complete: bool,
}

impl Row {
    fn write(&self, t: &Transaction, outcome: &Outcome, body: &Value, evidence: &Value) -> rusqlite::Result<()> {
        delete(t, self.claim, self.settings)?;
        let margin = outcome.margin.as_ref().map(|m| m.to_decimal(MARGIN_DIGITS).0).filter(|m| !m.contains("inf"));
        let mut insert = t.prepare_cached(
            "INSERT INTO verdicts (claim, settings, d, prec, verdict, margin, witness, note, complete, seconds, run) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        let point = |e: &Evidence| match e {
            Evidence::Witness(w) => Some(witness_json(w).to_string()),
            _ => None,
        };
        for d in &outcome.dims {
            insert.execute(params![
                self.claim,
                self.settings,
                d.d,
                prec(&d.evidence),
                d.verdict.name(),
                None::<String>,
                point(&d.evidence),
                "",
                true,
                0.0,
                self.run
            ])?;
        }
        insert.execute(params![
            self.claim,
            self.settings,
            None::<i64>,
            prec(&outcome.evidence),
            outcome.verdict.name(),
            margin,
            witness(outcome).map(|w| witness_json(w).to_string()),
            note(outcome),
            self.complete,
            outcome.seconds,
            self.run
        ])?;
        let no = t.last_insert_rowid();
        t.prepare_cached("INSERT INTO certificates (verdict, body, evidence, reason) VALUES (?, ?, ?, ?)")?
            .execute(params![no, body, evidence, outcome.reason])?;
        Ok(())
    }
}

/// Removes the rows of one verdict.
pub(super) fn delete(t: &Transaction, claim: i64, settings: i64) -> rusqlite::Result<()> {
    t.prepare_cached(
        "DELETE FROM certificates WHERE verdict IN (SELECT no FROM verdicts WHERE claim = ? AND settings = ? AND d IS NULL)",
    )?
    .execute([claim, settings])?;
    t.prepare_cached("DELETE FROM verdicts WHERE claim = ? AND settings = ?")?.execute([claim, settings])?;
    Ok(())
}

/// Precision at which the evidence is certain.
const fn prec(evidence: &Evidence) -> Option<u32> {
    match evidence {
        Evidence::Proof { prec, .. } => Some(*prec),
        Evidence::Witness(w) => Some(w.prec),
        _ => None,
    }
}
