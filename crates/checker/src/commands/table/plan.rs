//! What the learning theorem asks for.

use super::{bodies, read};
use crate::cli::{LawName, Table};
use crate::commands::theory;
use crate::failure::Result;
use crate::ledger::{Kind, Ledger};
use crate::output::grid::{Cell, Column, Grid};
use crate::output::number;
use serde::Deserialize;

/// Digits of all numbers.
const DIGITS: usize = 4;

/// One plan as docs/json.md has it.
#[derive(Deserialize)]
pub struct Plan {
    /// Law of the points.
    pub law: String,
    d: u32,
    eps: String,
    delta: String,
    /// One for the constants as printed, one for the sharp ones.
    pub chains: Vec<Chain>,
}

/// One way to solve for the constant.
#[derive(Deserialize)]
pub struct Chain {
    /// `printed` or `sharp`.
    pub chain: String,
    /// The constant.
    pub c: String,
    /// Number of the inequality that binds.
    pub binding: u32,
    width: String,
    samples: String,
    step_size: String,
    steps: String,
}

/// The plans of a ledger, or for the dimensions asked for with risk 0.1 and probability of failure 0.01.
///
/// # Errors
/// On bad input.
pub fn plans(args: &Table, ledger: Option<&Ledger>) -> Result<Vec<Plan>> {
    let wanted = |law: LawName| args.law.is_none_or(|l| l == law);
    let texts = match ledger {
        Some(ledger) => bodies(ledger, Kind::Plan)?,
        None => {
            let mut texts = Vec::new();
            for law in [LawName::Compact, LawName::Mixture].into_iter().filter(|l| wanted(*l)) {
                for &d in &args.dim.0 {
                    texts.push(theory::plan_json(law, d, "0.1", "0.01")?.to_string());
                }
            }
            texts
        }
    };
    let mut plans = Vec::new();
    for text in &texts {
        plans.push(read::<Plan>("plan", text)?);
    }
    plans.retain(|p| args.law.is_none_or(|l| l.name() == p.law));
    plans.sort_by(|a, b| (&a.law, a.d, &a.eps, &a.delta).cmp(&(&b.law, b.d, &b.eps, &b.delta)));
    Ok(plans)
}

/// The table.
///
/// # Errors
/// On bad input.
pub fn grid(args: &Table, ledger: Option<&Ledger>) -> Result<Grid> {
    let mut rows = Vec::new();
    for plan in plans(args, ledger)? {
        for chain in &plan.chains {
            let up = |text: &str| Cell::Number(number::upper(text, DIGITS));
            rows.push(vec![
                Cell::Words(plan.law.clone()),
                Cell::Number(plan.d.to_string()),
                Cell::Expression(plan.eps.clone()),
                Cell::Expression(plan.delta.clone()),
                Cell::Words(chain.chain.clone()),
                up(&chain.c),
                up(&chain.width),
                up(&chain.samples),
                Cell::Number(number::lower(&chain.step_size, DIGITS)),
                up(&chain.steps),
            ]);
        }
    }
    Ok(Grid {
        caption: "Width, samples, step size and steps that Theorem 8 of Safran and Lee asks for".into(),
        columns: vec![
            Column::words("law", "law"),
            Column::numbers("d", "d", "$d$"),
            Column::numbers("eps", "eps", "$\\varepsilon$"),
            Column::numbers("delta", "delta", "$\\delta$"),
            Column::words("chain", "constants"),
            Column::numbers("c", "c", "$c$"),
            Column::numbers("width", "width", "width $r$"),
            Column::numbers("samples", "samples", "samples $n$"),
            Column::numbers("step_size", "step size", "step size $\\eta$"),
            Column::numbers("steps", "steps", "steps $T$"),
        ],
        rows,
        headings: 0,
        note: "printed: constants as printed in the proof; sharp: logarithms kept. Everything is rounded up, the step size down.".into(),
        latex: None,
        long: false,
    })
}
