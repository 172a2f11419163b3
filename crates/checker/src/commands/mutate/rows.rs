//! The rows of `mutate`: one a constant and direction, kept in a file from which an interrupted run goes on.

use crate::failure::{Failure, Result};
use claims::decide::Verdict;
use claims::mutate::{Constant, Probe, Response};
use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

const HEADER: &str = "claim,verdict,part,constant,offset,direction,response,kept,at,decisions,key";

/// One line of the file.
#[derive(Clone, Debug)]
pub(super) struct Row {
    fields: Vec<String>,
}

impl Row {
    /// What one constant did when it was moved one way.
    pub(super) fn new(claim: &str, verdict: Verdict, c: &Constant, probe: &Probe, key: &str) -> Self {
        let number = |r: &enclosure::rug::Rational| format!("{:.3e}", r.to_f64());
        let (name, kept, at) = match &probe.response {
            Response::Flips { kept, at } => ("flips", number(kept), number(at)),
            Response::Lost(at) => ("lost", String::new(), number(at)),
            Response::Stays => ("stays", String::new(), String::new()),
            Response::Invalid => ("invalid", String::new(), String::new()),
            Response::Stopped => ("stopped", String::new(), String::new()),
        };
        let fields = [claim, verdict.name(), c.part.name(), &c.literal];
        let mut fields: Vec<String> = fields.map(str::to_owned).into();
        fields.extend([c.span.start.to_string(), probe.direction.name().to_owned(), name.to_owned(), kept, at]);
        fields.extend([probe.decisions.to_string(), key.to_owned()]);
        Self { fields }
    }

    /// A line of the file; `None` when it is none, for instance cut short.
    fn read(line: &str) -> Option<Self> {
        let fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        (fields.len() == HEADER.split(',').count() && fields[10].len() == 16).then_some(Self { fields })
    }

    fn line(&self) -> String {
        self.fields.join(",") + "\n"
    }

    pub(super) fn claim(&self) -> &str {
        &self.fields[0]
    }

    pub(super) fn verdict(&self) -> &str {
        &self.fields[1]
    }

    pub(super) fn part(&self) -> &str {
        &self.fields[2]
    }

    /// Name of what the verdict does.
    pub(super) fn response(&self) -> &str {
        &self.fields[6]
    }

    /// The smallest relative change found that flips the claim.
    pub(super) fn at(&self) -> Option<f64> {
        (self.response() == "flips").then(|| self.fields[8].parse().ok()).flatten()
    }

    pub(super) fn decisions(&self) -> usize {
        self.fields[9].parse().unwrap_or(0)
    }

    fn key(&self) -> &str {
        &self.fields[10]
    }
}

/// The rows so far, and the file they go to.
pub(super) struct Book {
    known: HashSet<String>,
    inner: Mutex<(Vec<Row>, Option<File>)>,
    name: String,
}

impl Book {
    /// Reads the file, if there is one. Of each claim wanted (id, key, number of rows) the rows are taken when all of them
    /// are there under that key; the rows of other claims stay in the file, and what is incomplete is dropped from it.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub(super) fn open(path: Option<&Path>, wanted: Vec<(&str, &str, usize)>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self { known: HashSet::new(), inner: Mutex::default(), name: String::new() });
        };
        let wrong = |e: std::io::Error| Failure::argument("--csv", format!("{}: {e}", path.display()));
        let text = if path.exists() { std::fs::read_to_string(path).map_err(wrong)? } else { String::new() };
        if !text.is_empty() && text.lines().next() != Some(HEADER) {
            return Err(Failure::argument("--csv", format!("{}: not a file of mutate", path.display())));
        }
        let wanted: HashMap<&str, (&str, usize)> = wanted.into_iter().map(|(id, key, n)| (id, (key, n))).collect();
        let mut by_claim: HashMap<String, Vec<Row>> = HashMap::new();
        let mut others = String::new();
        for row in text.lines().skip(1).filter_map(Row::read) {
            match wanted.get(row.claim()) {
                Some((key, _)) if *key == row.key() => by_claim.entry(row.claim().to_owned()).or_default().push(row),
                Some(_) => {}
                None => others.push_str(&row.line()),
            }
        }
        by_claim.retain(|id, rows| wanted.get(id.as_str()).is_some_and(|(_, n)| *n == rows.len()));
        let mut rows: Vec<Row> = by_claim.values().flatten().cloned().collect();
        rows.sort_by(|a, b| a.claim().cmp(b.claim()));
        let kept: String = rows.iter().map(Row::line).collect();
        let part = path.with_extension("part");
        std::fs::write(&part, format!("{HEADER}\n{others}{kept}")).map_err(wrong)?;
        std::fs::rename(&part, path).map_err(wrong)?;
        let file = OpenOptions::new().append(true).open(path).map_err(wrong)?;
        let known = by_claim.into_keys().collect();
        Ok(Self { known, inner: Mutex::new((rows, Some(file))), name: path.display().to_string() })
    }

    /// Whether the file had the rows of the claim.
    pub(super) fn knows(&self, claim: &str) -> bool {
        self.known.contains(claim)
    }

    /// Adds the rows of one claim, in one piece.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(&self, rows: Vec<Row>) -> Result<()> {
        let text: String = rows.iter().map(Row::line).collect();
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &mut inner.1 {
            file.write_all(text.as_bytes()).map_err(|e| Failure::argument("--csv", format!("{}: {e}", self.name)))?;
        }
        inner.0.extend(rows);
        Ok(())
    }

    /// All rows, by claim; the two directions of a constant stand next to each other.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let mut rows = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner).0;
        rows.sort_by(|a, b| a.claim().cmp(b.claim()));
        rows
    }
}
