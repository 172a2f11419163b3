//! Copying the rows of one ledger into another.

use super::super::known::weight;
use super::super::value;
use super::super::verdict::{delete, settings};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, params, params_from_iter};
use std::collections::HashMap;

/// Numbers of rows in the source and in the target.
type Numbers = HashMap<i64, i64>;

/// Copies everything that `source` knows and `t` does not, or knows less of.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy(source: &Connection, t: &Transaction) -> rusqlite::Result<()> {
    let runs = runs(source, t)?;
    let claims = claims(source, t)?;
    let mut limits = Numbers::new();
    each(source, "SELECT no, limits, engine FROM settings ORDER BY no", |r| {
        let (no, text, engine): (i64, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        limits.insert(no, settings(t, &text, &engine)?);
        Ok(())
    })?;
    verdicts(source, t, &runs, &claims, &limits)?;
    each(source, "SELECT settings, claim FROM expected", |r| {
        if let (Some(s), Some(c)) = (limits.get(&r.get(0)?), claims.get(&r.get(1)?)) {
            t.prepare_cached("INSERT OR IGNORE INTO expected (settings, claim) VALUES (?, ?)")?.execute([s, c])?;
        }
        Ok(())
    })?;
    each(source, "SELECT kind, key, engine, body, seconds, run FROM records ORDER BY no", |r| {
        let Some(run) = runs.get(&r.get(5)?) else { return Ok(()) };
        let (kind, key, engine, body): (String, String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
        t.prepare_cached(
            "INSERT OR IGNORE INTO records (kind, key, engine, body, seconds, run) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![kind, key, engine, body, r.get::<_, f64>(4)?, run])?;
        Ok(())
    })?;
    each(source, "SELECT kind, key, engine FROM expected_records", |r| {
        let row: [String; 3] = [r.get(0)?, r.get(1)?, r.get(2)?];
        t.prepare_cached("INSERT OR IGNORE INTO expected_records (kind, key, engine) VALUES (?, ?, ?)")?
            .execute(params_from_iter(row))?;
        Ok(())
    })
}

fn each(
    source: &Connection,
    sql: &str,
    mut row: impl FnMut(&rusqlite::Row) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = source.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        row(r)?;
    }
    Ok(())
}

/// Runs are the same when command, machine, process and start are.
fn runs(source: &Connection, t: &Transaction) -> rusqlite::Result<Numbers> {
    const COLUMNS: &str =
        "command, program, engine, commit_id, machine, process, shard, shards, job, started, ended, ending";
    let mut numbers = Numbers::new();
    each(source, &format!("SELECT no, {COLUMNS} FROM runs ORDER BY no"), |r| {
        let values: Vec<Value> = (1..=12).map(|i| value(r, i)).collect::<rusqlite::Result<_>>()?;
        let key = [&values[0], &values[4], &values[5], &values[9]];
        let there: Option<i64> = t
            .prepare_cached("SELECT no FROM runs WHERE command = ? AND machine = ? AND process = ? AND started = ?")?
            .query_row(params_from_iter(key), |r| r.get(0))
            .optional()?;
        let no = if let Some(no) = there {
            t.prepare_cached("UPDATE runs SET ended = coalesce(ended, ?), ending = coalesce(ending, ?) WHERE no = ?")?
                .execute(params![values[10], values[11], no])?;
            no
        } else {
            t.prepare_cached(&format!("INSERT INTO runs ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"))?
                .execute(params_from_iter(values))?;
            t.last_insert_rowid()
        };
        numbers.insert(r.get(0)?, no);
        Ok(())
    })?;
    Ok(numbers)
}

fn claims(source: &Connection, t: &Transaction) -> rusqlite::Result<Numbers> {
    const COLUMNS: &str = "id, hash, paper, section, place, statement, formula, corrects, steps, rank";
    let mut numbers = Numbers::new();
    each(source, &format!("SELECT no, {COLUMNS} FROM claims ORDER BY no"), |r| {
        let values: Vec<Value> = (1..=10).map(|i| value(r, i)).collect::<rusqlite::Result<_>>()?;
        let key = [values[0].clone(), values[1].clone()];
        t.prepare_cached(&format!("INSERT OR IGNORE INTO claims ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"))?
            .execute(params_from_iter(values))?;
        let no = t
            .prepare_cached("SELECT no FROM claims WHERE id = ? AND hash = ?")?
            .query_row(params_from_iter(key), |r| r.get(0))?;
        numbers.insert(r.get(0)?, no);
        Ok(())
    })?;
    Ok(numbers)
}

const ROW: &str = "INSERT INTO verdicts (claim, settings, run, d, prec, verdict, margin, witness, note, complete, seconds) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const VALUES: &str = "v.d, v.prec, v.verdict, v.margin, v.witness, v.note, v.complete, v.seconds";

fn verdicts(
    source: &Connection,
    t: &Transaction,
    runs: &Numbers,
    claims: &Numbers,
    limits: &Numbers,
) -> rusqlite::Result<()> {
    let whole = format!(
        "SELECT v.claim, v.settings, v.run, c.body, c.evidence, c.reason, {VALUES} FROM verdicts v JOIN certificates c ON c.verdict = v.no \
         WHERE v.d IS NULL ORDER BY v.no"
    );
    let mut by_dimension = source.prepare(&format!(
        "SELECT {VALUES} FROM verdicts v WHERE claim = ? AND settings = ? AND ifnull(d, -1) <> -1 ORDER BY no"
    ))?;
    each(source, &whole, |r| {
        let (own_claim, own_settings): (i64, i64) = (r.get(0)?, r.get(1)?);
        let places = (claims.get(&own_claim), limits.get(&own_settings), runs.get(&r.get(2)?));
        let (Some(&claim), Some(&settings), Some(&run)) = places else { return Ok(()) };
        let values: Vec<Value> = (6..14).map(|i| value(r, i)).collect::<rusqlite::Result<_>>()?;
        let there: Option<(String, bool)> = t
            .prepare_cached(
                "SELECT verdict, complete FROM verdicts WHERE claim = ? AND settings = ? AND ifnull(d, -1) = -1",
            )?
            .query_row([claim, settings], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let (verdict, complete): (String, bool) = (r.get(8)?, r.get(12)?);
        if let Some((other, done)) = &there {
            if (complete, weight(&verdict)) <= (*done, weight(other)) {
                return Ok(());
            }
            delete(t, claim, settings)?;
        }
        let mut insert = t.prepare_cached(ROW)?;
        let place = [claim, settings, run].map(Value::Integer);
        let mut rows = by_dimension.query([own_claim, own_settings])?;
        while let Some(d) = rows.next()? {
            let values: Vec<Value> = (0..8).map(|i| value(d, i)).collect::<rusqlite::Result<_>>()?;
            insert.execute(params_from_iter(place.iter().chain(&values)))?;
        }
        insert.execute(params_from_iter(place.iter().chain(&values)))?;
        let no = t.last_insert_rowid();
        t.prepare_cached("INSERT INTO certificates (verdict, body, evidence, reason) VALUES (?, ?, ?, ?)")?
            .execute(params![no, value(r, 3)?, value(r, 4)?, r.get::<_, Option<String>>(5)?])?;
        Ok(())
    })
}
