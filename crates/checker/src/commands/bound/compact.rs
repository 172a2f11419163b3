//! `depthsep bound compact`: the rank bound.

use super::super::quantity::{Quantity, show};
use super::{Row, TABLE_DIGITS, pair};
use crate::cli::Compact;
use crate::failure::{Failure, Result};
use enclosure::{Interval, Prec};
use fourier::sphere::{self, BestLambda, Construction, Method};
use rayon::prelude::*;
use serde_json::{Value, json};

/// A radius as asked for.
pub(super) enum Radius {
    Given(Quantity),
    /// The radius in [1, 2] at which the bound is largest.
    Best,
}

impl Radius {
    /// As typed.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Given(lambda) => &lambda.text,
            Self::Best => "best",
        }
    }
}

/// The parts of repeated, comma-separated arguments; commas inside brackets do not separate.
pub(super) fn list(texts: &[String]) -> Vec<&str> {
    let mut parts = Vec::new();
    for text in texts {
        let (mut depth, mut start) = (0i64, 0);
        for (i, c) in text.char_indices() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                ',' if depth == 0 => {
                    parts.push(text[start..i].trim());
                    start = i + 1;
                }
                _ => {}
            }
        }
        parts.push(text[start..].trim());
    }
    parts
}

/// The radii of the command line.
pub(super) fn radii(args: &Compact) -> Result<Vec<Radius>> {
    let read = |text| match text {
        "best" => Ok(Radius::Best),
        _ => Ok(Radius::Given(Quantity::parse("--lambda", text, true)?)),
    };
    list(&args.common.lambda).into_iter().map(read).collect()
}

/// One row for every combination of the arguments.
pub(super) fn rows(args: &Compact) -> Result<Vec<Row>> {
    let p = Prec::new(args.common.prec).map_err(|e| Failure::argument("--prec", e))?;
    if args.common.width.is_empty() {
        return Err(Failure::argument("--width", "a width or an --accuracy is needed"));
    }
    let radii = radii(args)?;
    let widths = list(&args.common.width).into_iter().map(|text| Quantity::parse("--width", text, true));
    let widths = widths.collect::<Result<Vec<_>>>()?;
    let rows = args.common.dim.0.par_iter().map(|&d| -> Result<Vec<Row>> {
        let cells = radii.iter().flat_map(|radius| widths.iter().map(move |width| (radius, width)));
        cells.map(|(radius, width)| row(d, radius, width, p)).collect()
    });
    let rows: Vec<Vec<Row>> = rows.collect::<Result<_>>()?;
    Ok(rows.into_iter().flatten().collect())
}

fn row(d: u32, radius: &Radius, width: &Quantity, p: Prec) -> Result<Row> {
    let q = p.plus(32);
    let r = width.at(d, q)?;
    let named =
        |e: enclosure::Error| Failure::new(format!("--dim {d} --lambda {} --width {}: {e}", radius.text(), width.text));
    let (lambda, best) = match radius {
        Radius::Given(lambda) => (lambda.at(d, q)?, None),
        Radius::Best => {
            // At a width that is not exact the radius is best for its upper end.
            let end = r.hi_point().unwrap_or_else(|| r.clone());
            let best = sphere::best_lambda(d, &end).map_err(named)?;
            (best.lambda.clone(), Some(best))
        }
    };
    let text = match radius {
        Radius::Given(lambda) => lambda.text.clone(),
        Radius::Best => lambda.mid().to_string_radix(10, Some(12)),
    };
    let bound = sphere::rank_bound(d, &lambda, &r, p).map_err(named)?;
    let network = sphere::polynomial_upper_bound(d, &lambda, &r, p).map_err(named)?;
    let words = words(&bound, &r, &text, best.is_some());
    Ok(Row {
        d,
        alpha: None,
        lambda: text,
        width_text: width.text.clone(),
        width: r,
        certificate: certificate(&bound, &lambda, best.as_ref()),
        value: bound.value,
        words,
        explicit: Some((network.error, construction(&network.construction))),
    })
}

fn certificate(bound: &sphere::Bound, lambda: &Interval, best: Option<&BestLambda>) -> Value {
    let c = &bound.certificate;
    let (method, reason) = match &c.method {
        Method::Zero(reason) => ("zero", Some(*reason)),
        Method::Truncated => ("truncated", None),
        Method::ClosedForm => ("closed form", None),
        _ => ("asymptotic", None),
    };
    let mut value = json!({
        "theorem": "RB-01", "method": method, "reason": reason, "precision": c.precision.bits(), "radius": pair(lambda),
        "last_degree": c.last_degree.to_string(), "partial": pair(&c.partial), "remainder": pair(&c.remainder), "loss": pair(&c.loss),
    });
    if let (Some(best), Some(object)) = (best, value.as_object_mut()) {
        let found = json!({
            "theorem": "RB-12", "supremum": pair(&best.supremum), "maximisers": pair(&best.maximisers),
            "boxes": best.boxes, "reached": best.reached,
        });
        object.insert("best".into(), found);
    }
    value
}

fn words(bound: &sphere::Bound, r: &Interval, lambda: &str, best: bool) -> String {
    if let Method::Zero(reason) = &bound.certificate.method {
        return format!("Nothing is proved about networks of this width: {reason}.");
    }
    let choice = if best { ", the radius in [1, 2] at which the bound is largest" } else { "" };
    format!(
        "For x = x1 + x2 with x1, x2 independent and uniform on the unit sphere of R^{}, every network of one hidden \
         layer of at most {} neurons, whatever its weights, biases and (locally bounded) activations, has mean squared \
         error at least {} from the indicator of the ball of radius {lambda}{choice}.",
        bound.d,
        show(r, 12),
        bound.value.to_decimal(TABLE_DIGITS).0,
    )
}

/// The explicit network in words (RB-10).
fn construction(network: &Construction) -> String {
    match network {
        Construction::Constant => "the best constant".into(),
        Construction::Squares(r) => format!("a combination of a constant and {r} squares of coordinates"),
        Construction::Polynomial(m, n) => {
            format!("the best polynomial of degree {m} in |x|^2, a sum of {n} polynomials of linear functions")
        }
        _ => "an explicit network".into(),
    }
}
