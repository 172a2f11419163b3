//! Commands with a ledger: what it holds is not computed again, what is computed is written at once, and a shard does
//! its part only.

use super::{bound, separate};
use crate::cli::{Bound, Check, Effort, Part, Separate, TableFormat, ToLedger};
use crate::commands::table::{bounds, separation};
use crate::failure::{Ending, Failure, Result};
use crate::ledger::{Kind, Ledger, Record, Shard, costs};
use crate::run::{decide_list, interrupt_flag, time_limits, with_steps};
use crate::{cli, shard};
use claims::certificate::Certificate;
use claims::decide::Outcome;
use claims::load::{Claim, Paper};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// A run that is being written to a ledger.
struct Session {
    ledger: Ledger,
    run: i64,
}

impl Session {
    fn open(path: &Path, job: &str, shard: Option<Shard>) -> Result<Self> {
        let ledger = Ledger::open(path)?;
        let run = ledger.begin(job, shard)?;
        Ok(Self { ledger, run })
    }

    fn close(&self, interrupted: bool) -> Result<()> {
        self.ledger.end(self.run, if interrupted { "interrupted" } else { "finished" })
    }
}

/// Which of `keys` this process is to do.
fn own(keys: &[&str], part: &Part) -> Result<Vec<bool>> {
    let Some(shard) = part.shard else { return Ok(vec![true; keys.len()]) };
    let costs = part.cost.as_deref().map(costs).transpose()?;
    Ok(shard::mine(keys, shard, costs.as_ref()))
}

/// What all shards of a job share: its name, limits, and a fingerprint of its list.
fn job<'a>(name: &str, limits: &str, keys: impl Iterator<Item = &'a str>) -> String {
    let (mut hash, mut count) = (0xcbf2_9ce4_8422_2325_u64, 0);
    for key in keys {
        count += 1;
        for byte in key.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{name} {limits} of {count}, list {hash:016x}").replace("  ", " ")
}

/// The limits that a verdict depends on.
fn limits(effort: &Effort) -> String {
    let most = effort.max_prec.max(effort.prec);
    let (all, each) = time_limits(effort);
    let timeout = format!("{}+{}d", all.as_secs_f64(), each.as_secs_f64());
    format!("dims={} prec={} max-prec={most} timeout={timeout}", effort.dims.show(), effort.prec)
}

/// Decides the claims of `check`: with a ledger only those it does not hold, with a shard only its part.
///
/// # Errors
/// On bad input, or when the ledger cannot be read or written.
pub fn check<'a>(
    args: &Check,
    papers: &'a [Paper],
    wanted: &[&'a Claim],
    jobs: usize,
    quiet: bool,
    interrupt: &Arc<AtomicBool>,
) -> Result<BTreeMap<&'a str, Outcome>> {
    let every: Vec<&Claim> = papers.iter().flat_map(|p| p.claims.iter()).collect();
    let todo = with_steps(&every, wanted);
    let Some(path) = &args.to.ledger else {
        return decide_list(&todo, &args.effort, jobs, quiet, interrupt, None);
    };
    let keys: Vec<&str> = todo.iter().map(|c| c.id.as_str()).collect();
    let own = own(&keys, &args.part)?;
    let mine: Vec<&Claim> = todo.iter().zip(own).filter(|(_, own)| *own).map(|(c, _)| *c).collect();
    let limits = limits(&args.effort);
    let name = job("check", &limits, todo.iter().flat_map(|c| [c.id.as_str(), c.hash.as_str()]));
    let session = Session::open(path, &name, args.part.shard)?;
    let expected = |c: &Claim| keys.contains(&c.id.as_str());
    let listed: Vec<(&str, &Claim)> =
        papers.iter().flat_map(|p| p.claims.iter().map(|c| (p.key.as_str(), c))).filter(|(_, c)| expected(c)).collect();
    let memory = session.ledger.memory(session.run, &limits, &listed, &expected)?;
    let outcomes = decide_list(&mine, &args.effort, jobs, quiet, interrupt, Some(&memory))?;
    session.close(interrupt.load(Ordering::SeqCst))?;
    if !quiet {
        eprintln!("{}: {} of {} verdicts were there", path.display(), memory.found(), mine.len());
    }
    Ok(outcomes)
}

/// The certificates that the ledger of `check` holds for these claims.
///
/// # Errors
/// When the ledger cannot be read.
pub fn certificates(args: &Check, decided: &[(&Claim, &Outcome)]) -> Result<Vec<Certificate>> {
    let Some(path) = &args.to.ledger else { return Ok(Vec::new()) };
    let ledger = Ledger::open(path)?;
    let claims: Vec<&Claim> = decided.iter().map(|(c, _)| *c).collect();
    let memory = ledger.look_up(&limits(&args.effort), &claims)?;
    let mut all = Vec::new();
    for claim in claims {
        all.extend(memory.certificate(claim)?);
    }
    Ok(all)
}

/// One record for each of `items` that is this process's part: those that the ledger holds are read, the others computed
/// and written at once. Ends early on an interrupt, and says so.
fn records<T>(
    job_name: &str,
    kind: Kind,
    (path, part): (&Path, &Part),
    items: &[(T, String)],
    mut compute: impl FnMut(&T, &Arc<AtomicBool>) -> Result<Value>,
) -> Result<(Vec<Value>, bool)> {
    let keys: Vec<&str> = items.iter().map(|(_, key)| key.as_str()).collect();
    let own = own(&keys, part)?;
    let session = Session::open(path, &job(job_name, "", keys.iter().copied()), part.shard)?;
    session.ledger.expect_records(kind, &keys)?;
    let interrupt = interrupt_flag()?;
    let mut rows = Vec::new();
    for ((item, key), _) in items.iter().zip(own).filter(|(_, own)| *own) {
        if interrupt.load(Ordering::SeqCst) {
            break;
        }
        if let Some(body) = session.ledger.record(kind, key)? {
            rows.push(body);
            continue;
        }
        let clock = Instant::now();
        let body = compute(item, &interrupt)?;
        let seconds = clock.elapsed().as_secs_f64();
        // A row that an interrupt cut short is not the row that was asked for.
        if !interrupt.load(Ordering::SeqCst) {
            session.ledger.put(session.run, &Record { kind, key, body: &body, seconds })?;
        }
        rows.push(body);
    }
    let interrupted = interrupt.load(Ordering::SeqCst);
    session.close(interrupted)?;
    Ok((rows, interrupted))
}

/// `bound` with a ledger: a record a cell; printed as `table bounds` prints them.
///
/// # Errors
/// On bad input, or when the ledger cannot be read or written.
pub fn bounds(args: &Bound, path: &Path, out: &mut impl Write) -> Result {
    let common = args.common();
    let items: Vec<_> = args.cells().into_iter().map(|c| (c.key(), c)).map(|(key, c)| (c, key)).collect();
    let (rows, interrupted) = records("bound", Kind::Bound, (path, &common.part), &items, |cell, _| {
        let mut body = bound::rows_json(cell)?.into_iter().next().unwrap_or_default();
        body["width_as_typed"] = Value::from(cell.common().width.join(" "));
        Ok(body)
    })?;
    if common.format == TableFormat::Json {
        writeln!(out, "{:#}", Value::Array(rows))?;
    } else {
        bounds::grid_of(rows.iter().map(Value::to_string))?.print(cli::grid_format(common.format), out)?;
    }
    Ok(if interrupted { Ending::Open } else { Ending::Good })
}

/// `separate` with a ledger: a record a dimension; printed as `table separation` prints them.
///
/// # Errors
/// On bad input, or when the ledger cannot be read or written.
pub fn separations(args: &Separate, path: &Path, out: &mut impl Write) -> Result {
    let items: Vec<_> = args.dims.0.iter().map(|&d| (d, separate::key(args, d))).collect();
    let (rows, interrupted) = records("separate", Kind::Separation, (path, &args.part), &items, |&d, stop| {
        separate::row_json(args, d, stop)
    })?;
    let all = !interrupted && rows.iter().all(|r| r["verdict"] == "separated");
    if args.format == TableFormat::Json {
        writeln!(out, "{:#}", Value::Array(rows))?;
    } else {
        separation::grid_of(rows.iter().map(Value::to_string))?.print(cli::grid_format(args.format), out)?;
    }
    Ok(if all { Ending::Good } else { Ending::Open })
}

/// Writes the result of a command that computes one thing.
///
/// # Errors
/// When the ledger cannot be written.
pub fn save(to: &ToLedger, kind: Kind, rows: &[(String, Value, f64)]) -> Result<()> {
    let Some(path) = &to.ledger else { return Ok(()) };
    let session = Session::open(path, kind.name(), None)?;
    for (key, body, seconds) in rows {
        session.ledger.put(session.run, &Record { kind, key, body, seconds: *seconds })?;
    }
    session.close(false)
}

/// Opens the ledger before a long run, so that a wrong file is refused before, not after it.
///
/// # Errors
/// When it is no ledger or cannot be written.
pub fn ready(to: &ToLedger) -> Result<()> {
    to.ledger.as_deref().map_or(Ok(()), |path| Ledger::open(path).map(drop))
}

/// Refuses `--shard` where nothing is written.
///
/// # Errors
/// When a shard is asked for without a ledger.
pub fn shard_needs_ledger(to: &ToLedger, part: &Part) -> Result<()> {
    if part.shard.is_some() && to.ledger.is_none() {
        return Err(Failure::argument("--shard", "it goes with --ledger only"));
    }
    Ok(())
}
