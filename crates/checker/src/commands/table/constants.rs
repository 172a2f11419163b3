//! Explicit constants: corrected claims and claims about constants that hold, and the constant of the learning theorem.

use super::{plan, verdicts};
use crate::cli::{LawName, Table};
use crate::failure::Result;
use crate::ledger::{Known, Ledger};
use crate::output::grid::{Cell, Column, Grid};
use crate::output::number;

/// Digits of the constants, rounded up.
const DIGITS: usize = 6;

/// The table.
///
/// # Errors
/// On bad input.
pub fn grid(args: &Table, ledger: Option<&Ledger>) -> Result<Grid> {
    // What is not about constants need not be decided for this table.
    let about = |id: &str, corrects: bool| corrects || id.contains("constant");
    let known: Vec<Known> = match ledger {
        Some(_) => verdicts::rows(args, ledger)?,
        None => {
            let claim = if args.claim.is_empty() {
                vec!["*constant*".into(), "*.corrected*".into()]
            } else {
                args.claim.clone()
            };
            let chosen = Table { claim, ..args.clone() };
            verdicts::rows(&chosen, None)?
        }
    };
    let mut rows = Vec::new();
    for k in known.iter().filter(|k| about(&k.id, k.corrects.is_some()) && holds(&k.verdict)) {
        rows.push(vec![
            Cell::Code(k.id.clone()),
            Cell::Words(k.place.clone()),
            Cell::Code(k.formula.clone()),
            Cell::Words(k.verdict.clone()),
            verdicts::margin(k),
        ]);
    }
    let mut seen: Vec<(String, String, String)> = Vec::new();
    for p in plan::plans(args, ledger)? {
        for chain in &p.chains {
            let law = if p.law == LawName::Compact.name() { "compact" } else { "mixture" };
            let key = (law.to_owned(), chain.chain.clone(), chain.c.clone());
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            rows.push(vec![
                Cell::Code(format!("thm8.c.{law}.{}", chain.chain)),
                Cell::Words(format!("Theorem 8, inequality ({}) binds", chain.binding)),
                Cell::Code(format!("c <= {}", number::upper(&chain.c, DIGITS))),
                Cell::Words("proved".into()),
                Cell::Empty,
            ]);
        }
    }
    Ok(Grid {
        caption: "Explicit constants that are proved".into(),
        columns: vec![
            Column::words("constant", "constant"),
            Column::words("place", "where"),
            Column::words("formula", "formula"),
            Column::words("verdict", "verdict"),
            Column::numbers("margin", "margin", "margin"),
        ],
        rows,
        headings: 0,
        note:
            "The margin is a certified lower bound, rounded down, of the relative slack; upper bounds are rounded up."
                .into(),
        latex: Some(
            ">{\\raggedright\\arraybackslash}p{0.22\\textwidth}>{\\raggedright\\arraybackslash}p{0.14\\textwidth}\
             >{\\raggedright\\arraybackslash}p{0.36\\textwidth}lr",
        ),
        long: true,
    })
}

fn holds(verdict: &str) -> bool {
    matches!(verdict, "proved" | "verified")
}
