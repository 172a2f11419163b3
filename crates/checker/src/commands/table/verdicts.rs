//! Verdicts by section, and how many there are of each.

use crate::cli::Table;
use crate::failure::{Failure, Result};
use crate::ledger::{Known, Ledger};
use crate::output::grid::{Cell, Column, Grid};
use crate::output::number;
use crate::output::verdicts::note;
use crate::papers;
use crate::run::{decide_list, default_jobs, interrupt_flag, with_steps};
use crate::talk;
use claims::load::Claim;

/// Digits of margins, rounded down.
const DIGITS: usize = 3;
/// Verdicts counted, in the order of the columns.
const COUNTED: [&str; 6] = ["proved", "verified", "refuted", "undecided", "argued", "supported"];

/// The verdicts chosen by `--paper` and `--claim`, in the order of the papers.
///
/// # Errors
/// On bad input.
pub fn rows(args: &Table, ledger: Option<&Ledger>) -> Result<Vec<Known>> {
    let chosen = |paper: &str, id: &str| {
        (args.paper.is_empty() || args.paper.iter().any(|p| p == paper))
            && (args.claim.is_empty() || args.claim.iter().any(|g| papers::glob(g, id)))
    };
    if let Some(ledger) = ledger {
        let mut all = ledger.known()?;
        all.retain(|row| chosen(&row.paper, &row.id));
        return Ok(all);
    }
    let all = papers::load(args.effort.claims.as_deref())?;
    for key in &args.paper {
        papers::by_key(&all, key)?;
    }
    let every: Vec<&Claim> = all.iter().flat_map(|p| p.claims.iter()).collect();
    let pairs: Vec<(&str, &Claim)> = all
        .iter()
        .flat_map(|p| p.claims.iter().map(|c| (p.key.as_str(), c)))
        .filter(|(p, c)| chosen(p, &c.id))
        .collect();
    if pairs.is_empty() {
        return Err(Failure::argument("--claim", "no claim matches"));
    }
    let wanted: Vec<&Claim> = pairs.iter().map(|(_, c)| *c).collect();
    let interrupt = interrupt_flag()?;
    let outcomes =
        decide_list(&with_steps(&every, &wanted), &args.effort, default_jobs(), talk::quiet(), &interrupt, None)?;
    let row = |(paper, claim): &(&str, &Claim)| {
        let outcome = outcomes.get(claim.id.as_str())?;
        Some(Known {
            paper: (*paper).to_owned(),
            section: claim.section.clone(),
            id: claim.id.clone(),
            place: claim.place.clone(),
            formula: claim.text.clone(),
            corrects: claim.corrects.clone(),
            verdict: outcome.verdict.name().to_owned(),
            margin: outcome.margin.as_ref().map(|m| m.to_decimal(DIGITS + 6).0),
            note: note(outcome),
        })
    };
    Ok(pairs.iter().filter_map(row).collect())
}

/// Every claim with its verdict.
pub fn grid(rows: &[Known]) -> Grid {
    let row = |k: &Known| {
        vec![
            Cell::Words(k.paper.clone()),
            Cell::Words(k.section.clone()),
            Cell::Words(k.verdict.clone()),
            Cell::Code(k.id.clone()),
            margin(k),
            Cell::Words(k.note.clone()),
        ]
    };
    Grid {
        caption: format!("Verdicts on {} claims, by section", rows.len()),
        columns: vec![
            Column::words("paper", "paper"),
            Column::words("section", "section"),
            Column::words("verdict", "verdict"),
            Column::words("claim", "claim"),
            Column::numbers("margin", "margin", "margin"),
            Column::words("evidence", "evidence"),
        ],
        rows: rows.iter().map(row).collect(),
        headings: 2,
        note: "proved: for every value of the variables; verified: at the listed dimensions; refuted: the evidence is a \
               counterexample with enclosures of both sides; argued: by a written proof. The margin is a certified lower bound, \
               rounded down, of the relative distance of the two sides."
            .into(),
        latex: Some("l>{\\raggedright\\arraybackslash}p{0.3\\textwidth}r>{\\raggedright\\arraybackslash}p{0.34\\textwidth}"),
        long: true,
    }
}

/// The margin with few digits, rounded down; empty where it says nothing.
pub fn margin(known: &Known) -> Cell {
    match &known.margin {
        Some(text) => match number::lower(text, DIGITS).as_str() {
            "0" => Cell::Empty,
            text if text.starts_with('-') => Cell::Empty,
            text => Cell::Number(text.to_owned()),
        },
        None => Cell::Empty,
    }
}

/// How many claims of each section have which verdict.
pub fn sections(rows: &[Known]) -> Grid {
    let mut grid = Grid {
        caption: format!("Verdicts on {} claims, counted by section", rows.len()),
        columns: vec![
            Column::words("paper", "paper"),
            Column::words("section", "section"),
            Column::numbers("claims", "claims", "claims"),
        ],
        rows: Vec::new(),
        headings: 1,
        note: String::new(),
        latex: None,
        long: false,
    };
    grid.columns.extend(COUNTED.map(|v| Column::numbers(v, v, v)));
    let line = |paper: &str, section: &str, part: &[&Known]| {
        let count = |v: &str| part.iter().filter(|k| k.verdict == v).count();
        let mut cells = vec![Cell::Words(paper.to_owned()), Cell::Words(section.to_owned())];
        cells.push(Cell::Number(part.len().to_string()));
        cells.extend(COUNTED.map(|v| Cell::Number(count(v).to_string())));
        cells
    };
    // Sections and papers in the order in which they first occur.
    let mut papers: Vec<&str> = Vec::new();
    for k in rows {
        if !papers.contains(&k.paper.as_str()) {
            papers.push(&k.paper);
        }
    }
    for paper in papers {
        let of_paper: Vec<&Known> = rows.iter().filter(|k| k.paper == paper).collect();
        let mut names: Vec<&str> = Vec::new();
        for k in &of_paper {
            if !names.contains(&k.section.as_str()) {
                names.push(&k.section);
            }
        }
        for name in names {
            let part: Vec<&Known> = of_paper.iter().copied().filter(|k| k.section == name).collect();
            grid.rows.push(line(paper, name, &part));
        }
        grid.rows.push(line(paper, "all", &of_paper));
    }
    grid
}
