//! `depthsep theory`: what the learning theorem asks for.

use super::quantity::Quantity;
use super::recorded;
use crate::cli::{LawName, Plain, Theory};
use crate::failure::{Ending, Failure, Result};
use crate::ledger::Kind;
use enclosure::rug::Integer;
use enclosure::{Interval, Prec};
use serde_json::{Value, json};
use std::io::Write;
use std::time::Instant;
use trainer::plan::{Assumption, Chain, Plan, plan};

/// Digits of everything printed.
const DIGITS: usize = 8;

/// Runs the command.
///
/// # Errors
/// On bad input.
pub fn run(args: &Theory, out: &mut impl Write) -> Result {
    let Theory::Plan(args) = args;
    recorded::ready(&args.to)?;
    let clock = Instant::now();
    let plans = plans(args.law, args.dim, &args.eps, &args.delta)?;
    let value = json_of(args.law, args.dim, &args.eps, &args.delta, &plans);
    let key = format!("{} d={} eps={} delta={}", args.law.name(), args.dim, args.eps, args.delta);
    recorded::save(&args.to, Kind::Plan, &[(key, value.clone(), clock.elapsed().as_secs_f64())])?;
    match args.format {
        Plain::Json => writeln!(out, "{value:#}")?,
        Plain::Table => {
            writeln!(
                out,
                "Theorem 8 for the {} law, d = {}, eps = {}, delta = {}",
                args.law.name(),
                args.dim,
                args.eps,
                args.delta
            )?;
            for (name, plan) in &plans {
                print(name, plan, out)?;
            }
        }
    }
    Ok(Ending::Good)
}

/// The plan as documented in docs/json.md.
///
/// # Errors
/// On bad input.
pub fn plan_json(law: LawName, dim: u32, eps: &str, delta: &str) -> Result<Value> {
    Ok(json_of(law, dim, eps, delta, &plans(law, dim, eps, delta)?))
}

fn json_of(law: LawName, dim: u32, eps: &str, delta: &str, plans: &[(&str, Plan); 2]) -> Value {
    let chains: Vec<Value> = plans.iter().map(|(name, plan)| to_json(name, plan)).collect();
    json!({
        "theorem": "TP-01", "law": law.name(), "d": dim, "eps": eps, "delta": delta,
        "nu": plans[0].1.nu.to_decimal(DIGITS).0, "chains": chains,
    })
}

/// The plans with the constants as printed and with the sharp ones.
fn plans(law: LawName, dim: u32, eps: &str, delta: &str) -> Result<[(&'static str, Plan); 2]> {
    let law = match law {
        LawName::Compact => Assumption::compact(dim),
        LawName::Mixture => Assumption::mixture(dim),
    };
    let law = law.map_err(|e| Failure::argument("--dim", e))?;
    let p = Prec::DOUBLE.plus(203);
    let fraction = |name, text: &str| -> Result<Interval> {
        let value = Quantity::parse(name, text, false)?.at(dim, p)?;
        // Below 2^-1000 the answer would be an integer of many thousand digits.
        let least = Interval::one().mul_2exp(-1000);
        if least.certainly_le(&value) && value.certainly_lt(&Interval::one()) {
            return Ok(value);
        }
        Err(Failure::argument(name, format!("{text}: it must be at least 2^-1000 and less than 1")))
    };
    let (eps, delta) = (fraction("--eps", eps)?, fraction("--delta", delta)?);
    let solve = |chain| plan(&law, &eps, &delta, chain).map_err(|e| Failure::new(e.to_string()));
    Ok([("printed", solve(Chain::Printed)?), ("sharp", solve(Chain::Sharp)?)])
}

/// An upper bound of the integer in a few digits.
fn above(n: &Integer, digits: usize) -> String {
    Interval::integer(n, Prec::DOUBLE.plus(203)).to_decimal(digits).1
}

fn to_json(name: &str, plan: &Plan) -> Value {
    let conditions: Vec<Value> = plan
        .constant
        .conditions
        .iter()
        .map(|c| json!({ "equation": c.equation, "least": c.least.to_decimal(DIGITS).1, "ratio": c.ratio.to_decimal(DIGITS).1 }))
        .collect();
    json!({
        "chain": name, "c": plan.constant.c.to_decimal(DIGITS).1, "binding": plan.constant.binding, "conditions": conditions,
        "width": above(&plan.r, DIGITS), "samples": above(&plan.n, DIGITS), "step_size": plan.eta.to_decimal(DIGITS).0,
        "steps": above(&plan.steps, DIGITS), "floor_share": plan.floor_share.to_decimal(DIGITS).1,
    })
}

fn print(name: &str, plan: &Plan, out: &mut impl Write) -> Result<()> {
    let from = if name == "printed" { "constants as printed in the proof" } else { "logarithms kept" };
    writeln!(out, "\nc solved with {from}")?;
    writeln!(out, "constant c   {}  (inequality ({}) binds)", plan.constant.c.to_decimal(5).1, plan.constant.binding)?;
    for c in &plan.constant.conditions {
        writeln!(out, "  ({}) needs c >= {}", c.equation, c.least.to_decimal(5).1)?;
    }
    writeln!(out, "width r      {}", above(&plan.r, 5))?;
    writeln!(out, "samples n    {}", above(&plan.n, 5))?;
    writeln!(out, "step size    {}", plan.eta.to_decimal(5).0)?;
    writeln!(out, "steps T      {}", above(&plan.steps, 5))?;
    Ok(())
}
