//! Runs: who wrote what, when, where, with which program.

use super::Ledger;
use crate::build_info::{COMMIT, ENGINE, VERSION};
use crate::failure::Result;
use rusqlite::{OptionalExtension, params};

/// One part of a job that was cut into equal ones: number `index` of `count`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    pub index: u32,
    /// At least `index`.
    pub count: u32,
}

/// Time now, in UTC.
pub(super) const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

impl Ledger {
    /// Notes the start of a run and returns its number. `job` is what all shards of one job share.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn begin(&self, job: &str, shard: Option<Shard>) -> Result<i64> {
        let command: Vec<String> = std::env::args().collect();
        self.transaction(|t| {
            t.execute(
                &format!(
                    "INSERT INTO runs (command, program, engine, commit_id, machine, process, shard, shards, job, started) \
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {NOW})"
                ),
                params![
                    shown(&command),
                    VERSION,
                    ENGINE,
                    COMMIT,
                    machine(),
                    std::process::id(),
                    shard.map(|s| s.index),
                    shard.map(|s| s.count),
                    job
                ],
            )?;
            Ok(t.last_insert_rowid())
        })
    }

    /// Notes the end of a run.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn end(&self, run: i64, ending: &str) -> Result<()> {
        self.transaction(|t| {
            t.execute(&format!("UPDATE runs SET ended = {NOW}, ending = ? WHERE no = ?"), params![ending, run])?;
            Ok(())
        })
    }

    /// Shards of each job that no finished run of this ledger has done: the job, how many shards it has, which are missing.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn missing_shards(&self) -> Result<Vec<(String, u32, Vec<u32>)>> {
        self.with(|db| {
            let mut jobs = db.prepare("SELECT DISTINCT job, shards FROM runs WHERE shards > 0 ORDER BY job, shards")?;
            let jobs: Vec<(String, u32)> =
                jobs.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
            let mut done =
                db.prepare("SELECT 1 FROM runs WHERE job = ? AND shards = ? AND shard = ? AND ending = 'finished'")?;
            let mut missing = Vec::new();
            for (job, count) in jobs {
                let mut open = Vec::new();
                for k in 1..=count.min(super::super::shard::MAX_SHARDS) {
                    if done.query_row(params![job, count, k], |_| Ok(())).optional()?.is_none() {
                        open.push(k);
                    }
                }
                if !open.is_empty() {
                    missing.push((job, count, open));
                }
            }
            Ok(missing)
        })
    }
}

/// The command line as a shell would take it, for readers.
fn shown(command: &[String]) -> String {
    let plain = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_alphanumeric() || "-_./=,:+%@".contains(c));
    let one = |w: &String| if plain(w) { w.clone() } else { format!("'{}'", w.replace('\'', "'\\''")) };
    command.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Name, system and processor of this machine.
fn machine() -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let host = read("/proc/sys/kernel/hostname");
    let host = if host.trim().is_empty() { std::env::var("HOSTNAME").unwrap_or_default() } else { host };
    let cpu = read("/proc/cpuinfo");
    let cpu = cpu.lines().find_map(|l| l.strip_prefix("model name")?.split_once(':').map(|p| p.1.trim().to_owned()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!(
        "{}, {} {}, {}, {cores} cores",
        host.trim(),
        std::env::consts::OS,
        std::env::consts::ARCH,
        cpu.unwrap_or_else(|| "unknown processor".into())
    )
}
