//! Evidence in words.

use super::verdicts::{dims_line, witness_line};
use crate::failure::Result;
use claims::decide::{Evidence, Known, Outcome, Proof, Step};
use std::io::Write;

/// Most proof steps printed.
const MAX_LINES: usize = 60;

/// Prints what supports the verdict.
///
/// # Errors
/// When writing fails.
pub fn print(outcome: &Outcome, out: &mut impl Write) -> Result<()> {
    if !outcome.dims.is_empty() {
        writeln!(out, "Dimension by dimension: {}", dims_line(&outcome.dims))?;
    }
    if let Some(margin) = outcome.margin.as_ref().filter(|m| m.is_positive()) {
        writeln!(out, "Margin (relative, certified): at least {}", margin.to_decimal(4).0)?;
    }
    if let Some(reason) = &outcome.reason {
        writeln!(out, "Reason: {reason}")?;
    }
    one(&outcome.evidence, out)?;
    let failing = outcome.dims.iter().find(|d| matches!(d.evidence, Evidence::Witness(_)));
    match failing.or_else(|| outcome.dims.first()) {
        Some(d) if matches!(outcome.evidence, Evidence::None) => {
            writeln!(out, "At d = {}:", d.d)?;
            one(&d.evidence, out)
        }
        _ => Ok(()),
    }
}

fn one(evidence: &Evidence, out: &mut impl Write) -> Result<()> {
    match evidence {
        Evidence::Proof { proof, prec } => {
            writeln!(
                out,
                "Proof ({} steps, enclosures of {prec} bits; rules in docs/theory/deciders.md):",
                proof.size()
            )?;
            let mut left = MAX_LINES;
            tree(proof, 1, &mut left, out)?;
            if left == 0 {
                writeln!(out, "  ...")?;
            }
        }
        Evidence::Witness(w) => {
            writeln!(out, "Fails {}", witness_line(w))?;
            writeln!(out, "  in the comparison {} (enclosures of {} bits)", w.comparison, w.prec)?;
        }
        Evidence::Written(place) => writeln!(out, "A written proof, not checked by a computer: {place}")?,
        Evidence::Steps(steps) => {
            writeln!(out, "From its steps:")?;
            for (id, verdict) in steps {
                writeln!(out, "  {:9}  {id}", verdict.name())?;
            }
        }
        Evidence::None => {}
    }
    Ok(())
}

fn tree(proof: &Proof, depth: usize, left: &mut usize, out: &mut impl Write) -> Result<()> {
    if *left == 0 {
        return Ok(());
    }
    *left -= 1;
    writeln!(out, "{}{}", "  ".repeat(depth), words(&proof.step))?;
    for child in &proof.children {
        tree(child, depth + 1, left, out)?;
    }
    Ok(())
}

/// A step in words.
fn words(step: &Step) -> String {
    match step {
        Step::Vacuous => "no such values exist".into(),
        Step::Evaluate => "true on the whole range by evaluation".into(),
        Step::Boxes { split } => format!("true on each of {} boxes by evaluation", split.leaves()),
        Step::Identity => "both sides have the same normal form".into(),
        Step::Integer => "an integer by its normal form".into(),
        Step::Conjunction => "each part:".into(),
        Step::Alternative { index } => format!("alternative {}:", index + 1),
        Step::Assume => "assume the hypothesis; then".into(),
        Step::Introduce => "for every value of the quantified variable:".into(),
        Step::Push => "with negations pushed inwards:".into(),
        Step::Witness { value } => format!("choose the value {value}:"),
        Step::Supremum => "every value obeys the bound:".into(),
        Step::Difference => "as the sign of a difference:".into(),
        Step::Normalize { clear } => {
            let how = if *clear { ", denominators cleared" } else { "" };
            format!("in normal form, positive factors dropped{how}:")
        }
        Step::Logarithm => "by logarithms of both sides:".into(),
        Step::Exponential => "with logarithms removed:".into(),
        Step::Monotone { variable, upper, .. } => {
            let end = if *upper { "upper" } else { "lower" };
            format!("monotone in {variable}: value at the {end} end, and sign of the derivative:")
        }
        Step::FromInfinity { variable, .. } => {
            format!("monotone in {variable}: limit at infinity, and sign of the derivative:")
        }
        Step::Induction { variable, stride } => {
            format!("by induction in {variable} with step {stride}: first values, and sign of the difference:")
        }
        Step::Descent { variable, stride, .. } => {
            format!("monotone in {variable} with step {stride}: limit at infinity, and sign of the difference:")
        }
        Step::Concave { variable } => format!("concave in {variable}: both ends, and sign of the second derivative:"),
        Step::Cut { variable, at } => format!("{variable} below and above {at}:"),
        Step::Enumerate { variable } => format!("each value of {variable}:"),
        Step::Prefix { variable, count } => format!("the first {count} values of {variable}, and the rest:"),
        Step::Case { index } => format!("case distinction {}:", index + 1),
        Step::Split { given } => format!("each alternative of hypothesis {}:", given + 1),
        Step::Critical { variable } => format!("below and above the zero of the derivative in {variable}:"),
        Step::Limits => "with limits replaced by their values:".into(),
        Step::Binet => "with Binet's formula for the gamma function:".into(),
        Step::Combine { factor, .. } => format!("less {factor} times a hypothesis:"),
        Step::Bessel(b) => {
            let by = match b.bound {
                Known::One => "1",
                Known::Series => "the first term of its series",
                Known::Envelope => "its envelope",
                Known::Cosine => "its cosine asymptote with error bound",
                Known::Phase => "its phase approximation with error bound",
            };
            format!("with bessel_j({}, {}) bounded by {by}:", b.order, b.argument)
        }
        Step::Reciprocal { variable } => format!("with {variable} replaced by its reciprocal:"),
    }
}
