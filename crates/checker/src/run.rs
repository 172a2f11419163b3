//! Deciding many claims on several threads, with progress, a time limit each, and a clean stop on Ctrl-C.

use crate::cli::Effort;
use crate::failure::{Failure, Result};
use crate::ledger::Memory;
use crate::papers::proof_exists;
use crate::talk;
use claims::decide::{Options, Outcome, Verdict, compose, decide};
use claims::load::{Claim, ClaimKind};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Seconds for a claim, and further ones for each listed dimension in its domain.
const TIMEOUT: f64 = 4.0;
const TIMEOUT_PER_DIM: f64 = 0.4;
/// Stack of a worker: expression trees are deep.
const STACK_BYTES: usize = 256 << 20;

/// Threads to use when none are asked for.
#[must_use]
pub fn default_jobs() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Threads with room for deep trees.
///
/// # Errors
/// When they cannot be started.
pub fn pool(jobs: usize) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|e| Failure::argument("--jobs", e))
}

/// The flag that Ctrl-C sets. The second Ctrl-C ends the program at once.
///
/// # Errors
/// When no handler can be installed.
pub fn interrupt_flag() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = flag.clone();
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })
    .map_err(|e| Failure::new(format!("cannot catch Ctrl-C: {e}")))?;
    Ok(flag)
}

/// Decides the claims `wanted` and the steps they are composed of; outcomes by id.
///
/// # Errors
/// When the threads cannot be started.
pub fn decide_all<'a>(
    all: &[&'a Claim],
    wanted: &[&'a Claim],
    effort: &Effort,
    jobs: usize,
    quiet: bool,
    interrupt: &Arc<AtomicBool>,
) -> Result<BTreeMap<&'a str, Outcome>> {
    decide_list(&with_steps(all, wanted), effort, jobs, quiet, interrupt, None)
}

/// Decides the claims `todo`; outcomes by id. What `memory` knows is taken from there, and what is decided is written to
/// it at once. A composite claim with a step outside the list is undecided.
///
/// # Errors
/// When the threads cannot be started, or the ledger cannot be read or written.
pub fn decide_list<'a>(
    todo: &[&'a Claim],
    effort: &Effort,
    jobs: usize,
    quiet: bool,
    interrupt: &Arc<AtomicBool>,
    memory: Option<&Memory>,
) -> Result<BTreeMap<&'a str, Outcome>> {
    let options = options(effort, interrupt);
    let pool = pool(jobs)?;
    let bar = progress(todo.len(), quiet);
    let outcomes: Result<BTreeMap<&str, Outcome>> = pool.install(|| {
        let one = |claim: &&'a Claim| {
            let outcome = remembered(claim, &options, memory);
            if outcome.is_err() {
                // A ledger that cannot be written to is no reason to decide the rest first.
                interrupt.store(true, Ordering::SeqCst);
            }
            if let (Ok(o), true) = (&outcome, talk::verbose()) {
                bar.suspend(|| eprintln!("{:9}  {}  {:.3} s", o.verdict.name(), claim.id, o.seconds));
            }
            bar.inc(1);
            Ok((claim.id.as_str(), outcome?))
        };
        todo.par_iter().with_max_len(1).map(one).collect()
    });
    bar.finish_and_clear();
    let mut outcomes = outcomes?;
    let stopped = interrupt.load(Ordering::SeqCst);
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for claim in in_order(todo) {
        if let ClaimKind::Composite { steps, .. } = &claim.kind {
            let there = steps.iter().all(|s| outcomes.contains_key(s.as_str()) && !open.contains(s.as_str()));
            let Some(own) = outcomes.remove(claim.id.as_str()) else { continue };
            if there {
                let steps = steps.iter().filter_map(|s| outcomes.get(s.as_str()).map(|o| (s.clone(), o.verdict)));
                let outcome = compose(own, steps.collect());
                // After an interrupt some steps have not been decided, and the ledger must not say that they were.
                if let Some(memory) = memory.filter(|_| !stopped) {
                    memory.finish(claim, &outcome)?;
                }
                outcomes.insert(&claim.id, outcome);
            } else {
                open.insert(&claim.id);
                let reason = (own.verdict != Verdict::Refuted).then(|| "its steps are in other shards".to_owned());
                outcomes.insert(&claim.id, Outcome { reason, ..own });
            }
        }
    }
    if let Some(memory) = memory {
        for claim in todo {
            let Some(read) = memory.again(claim)? else { continue };
            if !open.contains(claim.id.as_str()) {
                outcomes.insert(&claim.id, read);
            }
        }
    }
    Ok(outcomes)
}

/// One claim, from the ledger if it is there; else it is decided and written there. What an interrupt left undecided is not.
fn remembered(claim: &Claim, options: &Options, memory: Option<&Memory>) -> Result<Outcome> {
    let Some(memory) = memory else { return Ok(one(claim, options)) };
    if let Some(found) = memory.known(claim)? {
        return Ok(found);
    }
    let outcome = one(claim, options);
    if outcome.verdict != Verdict::Undecided || !options.interrupt.load(Ordering::SeqCst) {
        memory.keep(claim, &outcome, !matches!(claim.kind, ClaimKind::Composite { .. }))?;
    }
    Ok(outcome)
}

/// The time for a claim, and for each listed dimension in its domain.
#[must_use]
pub fn time_limits(effort: &Effort) -> (Duration, Duration) {
    let (all, each) = effort.timeout.map_or((TIMEOUT, TIMEOUT_PER_DIM), |seconds| (seconds, 0.0));
    (Duration::from_secs_f64(all), Duration::from_secs_f64(each))
}

/// The limits of one decision.
#[must_use]
pub fn options(effort: &Effort, interrupt: &Arc<AtomicBool>) -> Options {
    let (timeout, timeout_per_dim) = time_limits(effort);
    Options {
        dims: effort.dims.0.iter().map(|&d| i64::from(d)).collect(),
        prec: effort.prec,
        max_prec: effort.max_prec.max(effort.prec),
        timeout,
        timeout_per_dim,
        interrupt: interrupt.clone(),
        ..Options::default()
    }
}

/// `work` on each item, on several threads; results in the order of the items.
///
/// # Errors
/// When the threads cannot be started.
pub fn each<T: Sync, R: Send>(items: &[T], jobs: usize, quiet: bool, work: impl Fn(&T) -> R + Sync) -> Result<Vec<R>> {
    let bar = progress(items.len(), quiet);
    let one = |item: &T| {
        let result = work(item);
        bar.inc(1);
        result
    };
    let results = pool(jobs)?.install(|| items.par_iter().with_max_len(1).map(one).collect());
    bar.finish_and_clear();
    Ok(results)
}

/// One claim. A written proof only counts when it is there.
fn one(claim: &Claim, options: &Options) -> Outcome {
    let mut outcome = decide(claim, options);
    if let ClaimKind::Argued { proof } = &claim.kind {
        if let Err(reason) = proof_exists(claim, proof) {
            outcome.verdict = Verdict::Undecided;
            outcome.reason = Some(reason);
        }
    }
    outcome
}

/// The claims asked for and, for composite ones, their steps, to any depth; in the order of the files.
#[must_use]
pub fn with_steps<'a>(all: &[&'a Claim], wanted: &[&'a Claim]) -> Vec<&'a Claim> {
    let by_id: BTreeMap<&str, &'a Claim> = all.iter().map(|c| (c.id.as_str(), *c)).collect();
    let mut found: BTreeMap<&str, &'a Claim> = BTreeMap::new();
    let mut open: Vec<&'a Claim> = wanted.to_vec();
    while let Some(claim) = open.pop() {
        if found.insert(&claim.id, claim).is_none() {
            if let ClaimKind::Composite { steps, .. } = &claim.kind {
                open.extend(steps.iter().filter_map(|s| by_id.get(s.as_str()).copied()));
            }
        }
    }
    let mut list: Vec<&'a Claim> = found.into_values().collect();
    list.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    list
}

/// Composite claims after the steps they name. The loader has refused cycles.
fn in_order<'a>(claims: &[&'a Claim]) -> Vec<&'a Claim> {
    let mut done: Vec<&'a Claim> = Vec::new();
    let mut left: Vec<&'a Claim> = claims.to_vec();
    while !left.is_empty() {
        let waiting: Vec<&str> = left.iter().map(|c| c.id.as_str()).collect();
        let ready = |c: &&Claim| match &c.kind {
            ClaimKind::Composite { steps, .. } => !steps.iter().any(|s| waiting.contains(&s.as_str())),
            _ => true,
        };
        let (now, later): (Vec<&Claim>, Vec<&Claim>) = left.iter().copied().partition(ready);
        if now.is_empty() {
            break;
        }
        done.extend(now);
        left = later;
    }
    done
}

/// A bar on standard error, shown only on a terminal.
pub fn progress(total: usize, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} claims  {elapsed}  about {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
