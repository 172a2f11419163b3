//! `depthsep export coq`: one file of lemmas a section, an index, and the claims left out with the reason.

use crate::cli::Coq;
use crate::failure::{Ending, Failure, Result};
use crate::papers;
use crate::run::{decide_all, default_jobs, interrupt_flag};
use crate::talk;
use claims::load::{Claim, Paper};
use claims::print::{CoqGoal, coq_goals, coq_name};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

/// What every file begins with: imports and tactics.
const PRELUDE: &str = include_str!("prelude.v");

/// The goals of one file.
#[derive(Default)]
struct File {
    heading: String,
    body: String,
    goals: usize,
}

/// Runs the command.
///
/// # Errors
/// On bad input, and when a file cannot be written.
pub fn run(args: &Coq, out: &mut impl Write) -> Result {
    let all = papers::load(args.effort.claims.as_deref())?;
    let wanted = papers::select(&all, &args.paper, &args.claim)?;
    let every: Vec<&Claim> = all.iter().flat_map(|p| p.claims.iter()).collect();
    let chosen: Vec<&Claim> = wanted.iter().map(|(_, c)| *c).filter(|c| c.formula().is_some()).collect();
    let without = args.without.as_deref().map(read_ids).transpose()?.unwrap_or_default();
    let jobs = args.jobs.map_or_else(default_jobs, usize::from);
    let outcomes = decide_all(&every, &chosen, &args.effort, jobs, talk::quiet(), &interrupt_flag()?)?;
    let dims: Vec<i64> = args.effort.dims.0.iter().map(|&d| i64::from(d)).collect();

    let mut files: BTreeMap<String, File> = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut index = String::from("lemma,claim,instance,file\n");
    let mut left_out = String::from("claim,reason\n");
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let (mut exported, mut count) = (0, 0);
    for (paper, claim) in &wanted {
        let goals = match outcomes.get(claim.id.as_str()) {
            Some(_) if without.contains(&claim.id) => Err("left out by --without".to_owned()),
            Some(outcome) => coq_goals(claim, outcome, &dims),
            None => Err("no formula".to_owned()),
        };
        match goals {
            Ok(goals) => {
                exported += 1;
                let name = coq_name(&format!("{}_{}", paper.key, claim.section));
                let file = files.entry(name.clone()).or_insert_with(|| File::new(paper, claim));
                writeln!(file.body, "\n(* {}: {} *)", claim.id, comment(&claim.place)).map_err(text)?;
                for goal in goals {
                    let lemma = unique(&goal.name, &mut names);
                    file.add(&lemma, &goal, args.coq_timeout).map_err(text)?;
                    count += 1;
                    writeln!(index, "{lemma},{},\"{}\",{name}.v", claim.id, goal.instance).map_err(text)?;
                }
            }
            Err(reason) => {
                writeln!(left_out, "{},\"{reason}\"", claim.id).map_err(text)?;
                *reasons.entry(reason).or_default() += 1;
            }
        }
    }
    std::fs::create_dir_all(&args.out).map_err(|e| at(&args.out, &e))?;
    for (name, file) in &files {
        write(&args.out.join(format!("{name}.v")), &format!("{}{PRELUDE}{}", file.heading, file.body))?;
    }
    write(&args.out.join("index.csv"), &index)?;
    write(&args.out.join("not-exported.csv"), &left_out)?;

    for (name, file) in &files {
        writeln!(out, "{:5} goals  {name}.v", file.goals)?;
    }
    writeln!(
        out,
        "\n{exported} claims as {count} goals in {} files; {} claims not exported:",
        files.len(),
        wanted.len() - exported
    )?;
    let mut by_count: Vec<(&String, &usize)> = reasons.iter().collect();
    by_count.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (reason, n) in by_count {
        writeln!(out, "{n:5}  {reason}")?;
    }
    Ok(Ending::Good)
}

impl File {
    fn new(paper: &Paper, claim: &Claim) -> Self {
        let heading = format!(
            "(* {} ({}), {}: section {}. Written by depthsep export coq. *)\n",
            comment(&paper.title),
            paper.year,
            comment(&paper.authors),
            comment(&claim.section)
        );
        Self { heading, ..Self::default() }
    }

    /// One sentence a goal, so that a failure leaves nothing open.
    fn add(&mut self, lemma: &str, goal: &CoqGoal, seconds: u32) -> std::fmt::Result {
        self.goals += 1;
        if !goal.instance.is_empty() {
            writeln!(self.body, "(* {} *)", comment(&goal.instance))?;
        }
        let CoqGoal { statement, tactic, .. } = goal;
        writeln!(self.body, "Timeout {seconds} Definition {lemma} :\n  {statement}\n  := ltac:({tactic}).")
    }
}

/// The ids of a file.
fn read_ids(path: &Path) -> Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::argument("--without", format!("{}: {e}", path.display())))?;
    let ids = text.lines().map(|l| l.split('#').next().unwrap_or("").trim().to_owned());
    Ok(ids.filter(|id| !id.is_empty()).collect())
}

/// The name, with a number behind it when two ids differ only in punctuation.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut found = name.to_owned();
    let mut n = 2_usize;
    while !taken.insert(found.clone()) {
        found = format!("{name}_{n}");
        n += 1;
    }
    found
}

/// Text that cannot end a comment.
fn comment(text: &str) -> String {
    text.replace("(*", "( *").replace("*)", "* )").replace('"', "'")
}

fn write(path: &Path, content: &str) -> Result<()> {
    std::fs::write(path, content).map_err(|e| at(path, &e))
}

fn at(path: &Path, e: &std::io::Error) -> Failure {
    Failure::argument("--out", format!("{}: {e}", path.display()))
}

fn text(_: std::fmt::Error) -> Failure {
    Failure::new("cannot build the text")
}
