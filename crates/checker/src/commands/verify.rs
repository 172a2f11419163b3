//! `depthsep verify`: certificates checked again at another precision, without search.
//!
//! Certificates are untrusted: nothing in them is evaluated before the claim they carry is shown, by its content hash, to be
//! one of the claim files.

use crate::cli::{Format, Verify};
use crate::failure::{Ending, Failure, Result};
use crate::papers;
use crate::run::{default_jobs, pool, progress};
use crate::talk;
use claims::certificate::store::{self, MANIFEST};
use claims::certificate::{Certificate, Record, recheck};
use claims::decide::Verdict;
use claims::eval::{spent, until};
use claims::load::Claim;
use enclosure::Prec;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant};

/// Bits beyond the recorded precision.
const MORE_BITS: u32 = 64;
/// Highest precision a certificate may name.
const MAX_BITS: u32 = 1_000_000;

/// What became of one certificate.
struct Row {
    claim: String,
    verdict: Option<Verdict>,
    prec: u32,
    problem: Option<String>,
    seconds: f64,
}

/// Runs the command.
///
/// # Errors
/// On input that cannot be read at all; a certificate that does not hold is a row of the table.
pub fn run(args: &Verify, out: &mut impl Write) -> Result {
    let papers = papers::load(args.claims.as_deref())?;
    let claims: BTreeMap<&str, &Claim> = papers.iter().flat_map(|p| &p.claims).map(|c| (c.id.as_str(), c)).collect();
    let bad = |e: String| Failure::argument("verify", format!("{}: {e}", args.path.display()));
    let folder = args.path.is_dir();
    let start = Instant::now();
    let jobs = args.jobs.map_or_else(default_jobs, usize::from);
    let mut rows = if folder {
        let manifest = store::read_manifest(&args.path).map_err(|e| bad(format!("{MANIFEST}: {e}")))?;
        let verdicts: BTreeMap<&str, Verdict> =
            manifest.certificates.iter().map(|e| (e.claim.as_str(), e.verdict)).collect();
        let bar = progress(manifest.certificates.len(), talk::quiet());
        let checked: Vec<(Row, Vec<String>)> = pool(jobs)?.install(|| {
            let one = |e: &store::Entry| {
                let row = match store::read(&args.path, e) {
                    Ok(c) => check(&c, &claims, Some(&verdicts), args),
                    Err(problem) => (refused(&e.claim, problem), vec![]),
                };
                bar.inc(1);
                row
            };
            manifest.certificates.par_iter().with_max_len(1).map(one).collect()
        });
        bar.finish_and_clear();
        carried(checked)
    } else {
        let text = store::read_text(&args.path).map_err(bad)?;
        let c = Certificate::from_json(&text).map_err(|e| bad(format!("not a certificate: {e}")))?;
        pool(1)?.install(|| vec![check(&c, &claims, None, args).0])
    };
    rows.sort_by(|a, b| a.claim.cmp(&b.claim));
    print(&rows, args, start.elapsed(), out)?;
    Ok(if rows.iter().all(|r| r.problem.is_none()) { Ending::Good } else { Ending::Open })
}

fn refused(claim: &str, problem: String) -> Row {
    Row { claim: claim.to_owned(), verdict: None, prec: 0, problem: Some(problem), seconds: 0.0 }
}

/// One certificate, and the certificates it rests on.
fn check(
    c: &Certificate,
    claims: &BTreeMap<&str, &Claim>,
    verdicts: Option<&BTreeMap<&str, Verdict>>,
    args: &Verify,
) -> (Row, Vec<String>) {
    let start = Instant::now();
    let recorded = c.bits();
    let bits = args.prec.unwrap_or_else(|| recorded.max(64).saturating_add(MORE_BITS));
    let deadline = spent().checked_add(Duration::from_secs_f64(args.timeout));
    let holds = || -> std::result::Result<Vec<String>, String> {
        if recorded > MAX_BITS {
            return Err(format!("a precision of {recorded} bits; at most {MAX_BITS} are accepted"));
        }
        let claim = claims.get(c.claim.as_str()).ok_or("no claim of this id in the claim files")?;
        if c.hash != claim.hash {
            return Err("the claim files hold another claim of this id".to_owned());
        }
        if c.content_hash()? != claim.hash {
            return Err("the claim it carries is not the one its hash names".to_owned());
        }
        if let Some(proof) = &c.content.proof
            && c.verdict == Verdict::Argued
        {
            papers::proof_exists(claim, proof)?;
        }
        let prec = Prec::new(bits).map_err(|e| e.to_string())?;
        until(deadline, || recheck(claim, c, prec)).map_err(|e| match deadline {
            Some(d) if spent() >= d => format!("time ran out: {e}"),
            _ => e,
        })?;
        rests_on(c, verdicts)
    };
    let (problem, steps) = match holds() {
        Ok(steps) => (None, steps),
        Err(e) => (Some(e), vec![]),
    };
    let seconds = start.elapsed().as_secs_f64();
    (Row { claim: c.claim.clone(), verdict: Some(c.verdict), prec: bits, problem, seconds }, steps)
}

/// The steps of a composite verdict; each must have, in the same folder, the verdict that is named here.
fn rests_on(c: &Certificate, verdicts: Option<&BTreeMap<&str, Verdict>>) -> std::result::Result<Vec<String>, String> {
    match (&c.evidence, verdicts) {
        (Record::Steps { steps }, Some(known)) if c.verdict != Verdict::Undecided => {
            for (id, v) in steps {
                if known.get(id.as_str()) != Some(v) {
                    return Err(format!("the folder has no certificate that {id} is {}", v.name()));
                }
            }
            Ok(steps.keys().cloned().collect())
        }
        (Record::Steps { .. }, None) if c.verdict != Verdict::Undecided => {
            Err("it rests on other claims: verify the folder that holds their certificates".to_owned())
        }
        _ => Ok(vec![]),
    }
}

/// What rests on a certificate that is not confirmed is not confirmed either.
fn carried(checked: Vec<(Row, Vec<String>)>) -> Vec<Row> {
    let (mut rows, steps): (Vec<Row>, Vec<Vec<String>>) = checked.into_iter().unzip();
    // One round settles one level of dependence; there are at most as many levels as rows.
    for _ in 0..rows.len() {
        let broken: std::collections::BTreeSet<String> =
            rows.iter().filter(|r| r.problem.is_some()).map(|r| r.claim.clone()).collect();
        let mut changed = false;
        for (row, steps) in rows.iter_mut().zip(&steps) {
            if row.problem.is_none()
                && let Some(id) = steps.iter().find(|id| broken.contains(*id))
            {
                row.problem = Some(format!("it rests on {id}"));
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    rows
}

fn print(rows: &[Row], args: &Verify, took: Duration, out: &mut impl Write) -> Result<()> {
    let name = |r: &Row| r.verdict.map_or("unreadable", Verdict::name);
    let status = |r: &Row| match (&r.problem, r.verdict) {
        (Some(_), _) => "not confirmed",
        (None, Some(Verdict::Undecided)) => "claims nothing",
        (None, Some(Verdict::Argued)) => "anchor found",
        (None, _) => "confirmed",
    };
    match args.format {
        Format::Json => {
            let list: Vec<Value> = rows
                .iter()
                .map(|r| {
                    json!({ "claim": r.claim, "verdict": name(r), "status": status(r), "prec": r.prec,
                            "problem": r.problem, "seconds": r.seconds })
                })
                .collect();
            writeln!(out, "{:#}", Value::Array(list))?;
        }
        Format::Csv => {
            writeln!(out, "claim,verdict,status,prec,problem")?;
            for r in rows {
                let problem = r.problem.as_deref().unwrap_or("").replace('"', "\"\"");
                writeln!(out, "\"{}\",{},{},{},\"{problem}\"", r.claim, name(r), status(r), r.prec)?;
            }
        }
        Format::Table => {
            let width = rows.iter().map(|r| r.claim.len()).max().unwrap_or(0).min(60);
            for r in rows.iter().filter(|r| !talk::quiet() || r.problem.is_some()) {
                let problem = r.problem.as_ref().map_or_else(String::new, |p| format!("  {p}"));
                writeln!(out, "{:13}  {:10}  {:width$}{problem}", status(r), name(r), r.claim)?;
            }
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            rows.iter().for_each(|r| *counts.entry(status(r)).or_default() += 1);
            let list: Vec<String> = counts.iter().map(|(k, n)| format!("{n} {k}")).collect();
            writeln!(out, "{} certificates: {}; {:.1} s", rows.len(), list.join(", "), took.as_secs_f64())?;
        }
    }
    Ok(())
}
