//! The numeric constants of a claim's text, and the claim with one of them replaced.

use crate::load::{Claim, ClaimKind};
use crate::syntax::{Scope, numbers, parse_binder, parse_formula};
use enclosure::rug::{Integer, Rational};
use std::ops::Range;

/// Which text of the claim a constant stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The formula.
    Formula,
    /// The domain of the variable with this index.
    Domain(usize),
    /// The hypothesis with this index.
    Given(usize),
}

impl Part {
    /// Name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Formula => "formula",
            Self::Domain(_) => "domain",
            Self::Given(_) => "hypothesis",
        }
    }
}

/// A number written in a claim.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Where it stands.
    pub part: Part,
    /// Where in that text.
    pub span: Range<usize>,
    /// As written.
    pub literal: String,
    /// Its value.
    pub value: Rational,
}

/// The text of one part. Domains and hypotheses are in canonical form, the formula as written.
fn text(claim: &Claim, part: Part) -> String {
    match part {
        Part::Formula => claim.text.clone(),
        Part::Domain(i) => claim.domain.get(i).map(ToString::to_string).unwrap_or_default(),
        Part::Given(i) => claim.given.get(i).map(ToString::to_string).unwrap_or_default(),
    }
}

fn parts(claim: &Claim) -> impl Iterator<Item = Part> {
    std::iter::once(Part::Formula)
        .chain((0..claim.domain.len()).map(Part::Domain))
        .chain((0..claim.given.len()).map(Part::Given))
}

/// Every number written in the formula, the domain and the hypotheses of a claim decided by its formula.
#[must_use]
pub fn constants(claim: &Claim) -> Vec<Constant> {
    if !matches!(claim.kind, ClaimKind::Formula(_)) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for part in parts(claim) {
        let text = text(claim, part);
        for span in numbers(&text) {
            let literal = text.get(span.clone()).unwrap_or_default().to_owned();
            if let Some(value) = decimal(&literal) {
                out.push(Constant { part, span, literal, value });
            }
        }
    }
    out
}

/// At most `most` of a claim's constants, in the order of the text: those of the formula before those of the domain and of
/// the hypotheses, and among them those with most characters first. A long literal is one that somebody computed; a 1
/// or 2 is more often part of the notation.
#[must_use]
pub fn selected(mut all: Vec<Constant>, most: usize) -> Vec<Constant> {
    let rank = |c: &Constant| (c.part != Part::Formula, std::cmp::Reverse(c.literal.len()), c.part, c.span.start);
    all.sort_by_key(rank);
    all.truncate(most);
    all.sort_by_key(|c| (c.part, c.span.start));
    all
}

/// The exact value of a literal such as `12`, `0.5`, `1e-6`; `None` beyond 10^300.
fn decimal(literal: &str) -> Option<Rational> {
    let (mantissa, exponent) = match literal.split_once(['e', 'E']) {
        Some((m, e)) => (m, e.parse::<i32>().ok()?),
        None => (literal, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Integer = format!("{whole}{fraction}").parse().ok()?;
    let places = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    if places.unsigned_abs() > 300 {
        return None;
    }
    let power = Integer::from(Integer::u_pow_u(10, places.unsigned_abs()));
    Some(if places >= 0 { Rational::from(digits * power) } else { Rational::from((digits, power)) })
}

/// The claim with `value` in the place of a constant. `definitions` is the paper's scope.
///
/// # Errors
/// When the text with the new number is no claim any more (an order of differentiation that is not whole, ...).
pub fn mutated(claim: &Claim, definitions: &Scope, constant: &Constant, value: &Rational) -> Result<Claim, String> {
    let written = |part: Part| {
        let mut text = text(claim, part);
        if part == constant.part {
            let new = if value.is_integer() && value.cmp0().is_ge() { value.to_string() } else { format!("({value})") };
            text.replace_range(constant.span.clone(), &new);
        }
        text
    };
    let mut scope = definitions.without_variables();
    let mut out = claim.clone();
    out.hash.clear();
    for i in 0..claim.domain.len() {
        let binder = parse_binder(&written(Part::Domain(i)), &scope).map_err(|e| e.summary())?;
        scope.declare(&binder.variable)?;
        out.domain[i] = binder;
    }
    for i in 0..claim.given.len() {
        out.given[i] = parse_formula(&written(Part::Given(i)), &scope).map_err(|e| e.summary())?;
    }
    out.text = written(Part::Formula);
    out.kind = ClaimKind::Formula(parse_formula(&out.text, &scope).map_err(|e| e.summary())?);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Constant, Part, decimal, selected};
    use enclosure::rug::Rational;

    #[test]
    fn literals() {
        for (text, want) in
            [("12", (12, 1)), ("0.472", (59, 125)), ("1e-2", (1, 100)), ("2.5e3", (2500, 1)), (".5", (1, 2))]
        {
            assert_eq!(decimal(text), Some(Rational::from(want)), "{text}");
        }
        assert_eq!(decimal("1e999"), None);
        assert_eq!(decimal("x"), None);
    }

    #[test]
    fn the_long_literals_of_the_formula_are_selected() {
        let constant = |part, at: usize, literal: &str| Constant {
            part,
            span: at..at + literal.len(),
            literal: literal.to_owned(),
            value: Rational::new(),
        };
        let all = vec![
            constant(Part::Formula, 0, "2"),
            constant(Part::Formula, 4, "0.472"),
            constant(Part::Formula, 12, "3"),
            constant(Part::Domain(0), 3, "1000000"),
        ];
        let picked = |most| selected(all.clone(), most).into_iter().map(|c| c.literal).collect::<Vec<_>>();
        assert_eq!(picked(1), ["0.472"]);
        assert_eq!(picked(2), ["2", "0.472"]);
        assert_eq!(picked(9), ["2", "0.472", "3", "1000000"]);
    }
}
