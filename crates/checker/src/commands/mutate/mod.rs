//! `depthsep mutate`: the rate at which verdicts follow a moved constant, and the claims that never flip.

mod report;
mod rows;

use crate::cli::Mutate;
use crate::failure::{Ending, Failure, Result};
use crate::papers;
use crate::run::{default_jobs, each, interrupt_flag, options};
use crate::shard::{fnv, mine};
use crate::talk;
use claims::decide::{Options, Verdict, decide};
use claims::eval::spent;
use claims::load::{Claim, Paper};
use claims::mutate::{Constant, Direction, constants, probe, selected};
use rows::{Book, Row};
use std::io::Write;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// One claim, the constants to be moved, and the key under which its rows are kept.
struct Job<'a> {
    paper: &'a Paper,
    claim: &'a Claim,
    constants: Vec<Constant>,
    key: String,
}

/// Runs the command. Nothing but the rows is kept of a claim: neither its certificate nor those of the moved claims.
///
/// # Errors
/// On bad input, when the file cannot be read or written, and when the run is interrupted (the file keeps what is done).
pub fn run(args: &Mutate, out: &mut impl Write) -> Result {
    let all = papers::load(args.effort.claims.as_deref())?;
    let jobs = jobs(args, &all)?;
    let threads = args.jobs.map_or_else(default_jobs, usize::from);
    let interrupt = interrupt_flag()?;
    let base = options(&args.effort, &interrupt);
    let timeout = Duration::from_secs_f64(args.each);
    let moved = Options { timeout, timeout_per_dim: Duration::ZERO, ..base.clone() };
    let limit = Duration::from_secs_f64(args.limit);
    let wanted = jobs.iter().map(|j| (j.claim.id.as_str(), j.key.as_str(), 2 * j.constants.len()));
    let book = Book::open(args.csv.as_deref(), wanted.collect())?;
    let todo: Vec<&Job> = jobs.iter().filter(|j| !book.knows(&j.claim.id)).collect();
    let done = each(&todo, threads, talk::quiet(), |job| {
        let stopped = || interrupt.load(Ordering::SeqCst);
        if stopped() {
            return Ok(());
        }
        let verdict = decide(job.claim, &base).verdict;
        let rows = if verdict == Verdict::Undecided { Vec::new() } else { rows(job, verdict, &moved, limit) };
        // An interrupt leaves decisions open that are none.
        if stopped() { Ok(()) } else { book.write(rows) }
    })?;
    done.into_iter().collect::<Result<Vec<()>>>()?;
    if interrupt.load(Ordering::SeqCst) {
        return Err(Failure::new("interrupted; with --csv the same command goes on from here"));
    }
    report::print(&book.into_rows(), out)?;
    Ok(Ending::Good)
}

/// The claims asked for, with their constants.
fn jobs<'a>(args: &Mutate, all: &'a [Paper]) -> Result<Vec<Job<'a>>> {
    let most = args.constants.map_or(usize::MAX, |n| n as usize);
    // Rows made with other settings are other rows.
    let settings = format!("{:?} {} {} {most} {:?}", args.effort.dims, args.each, args.limit, args.effort.timeout);
    let mut jobs: Vec<Job> = papers::select(all, &args.paper, &args.claim)?
        .into_iter()
        .map(|(paper, claim)| {
            let key = format!("{:016x}", fnv(&format!("{} {settings}", claim.hash)));
            Job { paper, claim, constants: selected(constants(claim), most), key }
        })
        .filter(|job| !job.constants.is_empty())
        .step_by(args.every as usize)
        .collect();
    if let Some(shard) = args.shard {
        let ids: Vec<&str> = jobs.iter().map(|j| j.claim.id.as_str()).collect();
        let mut keep = mine(&ids, shard, None).into_iter();
        jobs.retain(|_| keep.next().unwrap_or(false));
    }
    Ok(jobs)
}

/// Moves the constants of a claim, until the processor time is used up.
fn rows(job: &Job, verdict: Verdict, options: &Options, limit: Duration) -> Vec<Row> {
    let until = spent().saturating_add(limit);
    let ways = job.constants.iter().flat_map(|c| Direction::ALL.map(|way| (c, way)));
    ways.map(|(c, way)| {
        let probe = probe(job.claim, &job.paper.scope, c, verdict, way, options, until);
        Row::new(&job.claim.id, verdict, c, &probe, &job.key)
    })
    .collect()
}
