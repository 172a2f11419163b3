//! `depthsep bound heavy`: the tube bound.

use super::super::quantity::{Quantity, show};
use super::{Row, TABLE_DIGITS, pair};
use crate::cli::Heavy;
use crate::failure::{Failure, Result};
use enclosure::rug::Float;
use enclosure::{Interval, Prec};
use fourier::euclid::{self, Closing, Extremum};
use serde_json::{Value, json};

/// Relative accuracy of the largest bound over a range of radii; the radius is then found to some six digits.
const BEST: f64 = 1e-12;
/// Relative accuracy of the least bound over a range of radii.
const WORST: f64 = 1e-6;

/// A radius as asked for.
pub(super) enum Radius {
    Given(Quantity),
    Extreme(Extremum),
}

/// The radii of the command line.
pub(super) fn radii(args: &Heavy) -> Result<Vec<Radius>> {
    args.common
        .lambda
        .iter()
        .map(|text| {
            Ok(match text.as_str() {
                "best" => Radius::Extreme(Extremum::Largest),
                "worst" => Radius::Extreme(Extremum::Least),
                _ => Radius::Given(Quantity::parse("--lambda", text, true)?),
            })
        })
        .collect()
}

/// The parameters of the law.
pub(super) fn alphas(args: &Heavy) -> Result<Vec<Quantity>> {
    args.alpha.iter().map(|alpha| Quantity::parse("--alpha", alpha, true)).collect()
}

/// The value of `alpha` in dimension `d`, at least 1.
pub(super) fn alpha_at(alpha: &Quantity, d: u32, p: Prec) -> Result<Interval> {
    let a = alpha.at(d, p)?;
    if *a.lo() < 1 {
        return Err(Failure::argument("--alpha", format!("{}: it must be at least 1", alpha.text)));
    }
    Ok(a)
}

/// The two ends of `--lambda-range`.
fn range(text: &str, d: u32, p: Prec) -> Result<(Float, Float)> {
    const NAME: &str = "--lambda-range";
    let (low, high) =
        text.split_once("..").ok_or_else(|| Failure::argument(NAME, format!("{text}: it must be LOW..HIGH")))?;
    let end = |text: &str| Quantity::parse(NAME, text.trim(), true)?.at(d, p);
    let (low, high) = (end(low)?, end(high)?);
    if !low.is_positive() || !low.certainly_lt(&high) || !high.is_bounded() {
        return Err(Failure::argument(NAME, format!("{text}: it must hold 0 < LOW < HIGH")));
    }
    Ok((low.into_bounds().0, high.into_bounds().1))
}

/// What a row states besides its numbers.
struct Finding {
    lambda: String,
    value: Interval,
    certificate: Value,
    /// "the ball of radius ...", for the words.
    ball: String,
}

fn at_radius(d: u32, a: &Interval, lambda: &Quantity, k: &Interval, p: Prec) -> Result<Finding> {
    let radius = lambda.at(d, p.plus(64))?;
    let bound = euclid::tube_bound(d, a, &radius, k, p).map_err(|e| Failure::new(e.to_string()))?;
    let closing = if bound.closing == Closing::Hankel { "Hankel" } else { "Parseval" };
    let certificate = json!({
        "theorem": "TB-01", "scaled_radius": pair(&bound.radius), "kink": pair(&bound.kink), "total": pair(&bound.total),
        "reach": bound.reach.to_string_radix(10, Some(12)), "closing": closing, "panels": bound.panels, "precision": bound.precision,
    });
    let ball = format!("the indicator of the ball of radius {}", lambda.text);
    Ok(Finding { lambda: lambda.text.clone(), value: bound.value, certificate, ball })
}

fn extreme(d: u32, a: &Interval, extremum: Extremum, k: &Interval, args: &Heavy) -> Result<Finding> {
    let text = &args.lambda_range;
    let (low, high) = range(text, d, Prec::DOUBLE)?;
    let best = extremum == Extremum::Largest;
    let tolerance = if best { BEST } else { WORST };
    let found = euclid::radius_extremum(d, a, (&low, &high), k, extremum, tolerance)
        .map_err(|e| Failure::new(e.to_string()))?;
    let exact = found.lambda.to_string_radix(10, None);
    let certificate = json!({
        "theorem": "TB-20", "attained_at": exact, "places": pair(&found.places), "range": text, "values": found.values,
    });
    let near = found.lambda.to_string_radix(10, Some(12));
    let (lambda, ball) = if best {
        (
            near.clone(),
            format!("the indicator of the ball of radius {near}, the radius in {text} at which the bound is largest"),
        )
    } else {
        (text.clone(), format!("the indicator of the ball of any radius in {text}"))
    };
    Ok(Finding { lambda, value: found.value, certificate, ball })
}

/// One row for every combination of the arguments.
pub(super) fn rows(args: &Heavy) -> Result<Vec<Row>> {
    let p = Prec::new(args.common.prec).map_err(|e| Failure::argument("--prec", e))?;
    if args.common.width.is_empty() {
        return Err(Failure::argument("--width", "a width or an --accuracy is needed"));
    }
    let radii = radii(args)?;
    let mut rows = Vec::new();
    for alpha in alphas(args)? {
        for &d in &args.common.dim.0 {
            for radius in &radii {
                for width in &args.common.width {
                    let width = Quantity::parse("--width", width, true)?;
                    rows.push(row(args, d, &alpha, radius, &width, p)?);
                }
            }
        }
    }
    Ok(rows)
}

fn row(args: &Heavy, d: u32, alpha: &Quantity, radius: &Radius, width: &Quantity, p: Prec) -> Result<Row> {
    let q = p.plus(64);
    let (a, k) = (alpha_at(alpha, d, q)?, width.at(d, q)?);
    let (finding, name) = match radius {
        Radius::Given(lambda) => (at_radius(d, &a, lambda, &k, p), lambda.text.as_str()),
        Radius::Extreme(e) => (extreme(d, &a, *e, &k, args), if *e == Extremum::Largest { "best" } else { "worst" }),
    };
    let finding = finding.map_err(|e| {
        Failure::new(format!("--dim {d} --alpha {} --lambda {name} --width {}: {e}", alpha.text, width.text))
    })?;
    let half = finding.value.mul_2exp(-1).to_decimal(TABLE_DIGITS).0;
    let words = format!(
        "Under the heavy-tailed law in R^{d} with alpha = {}, every network of one hidden layer of at most {} neurons, whatever \
         its weights, biases and activations (measurable, of polynomial growth, different ones allowed), has mean squared error \
         at least {} from {}. Under the mixture with the Gaussian, which gives this law half of the mass, the error is at least {half}.",
        alpha.text,
        show(&k, 12),
        finding.value.to_decimal(TABLE_DIGITS).0,
        finding.ball,
    );
    Ok(Row {
        d,
        alpha: Some(alpha.text.clone()),
        lambda: finding.lambda,
        width_text: width.text.clone(),
        width: k,
        value: finding.value,
        certificate: finding.certificate,
        words,
        explicit: None,
    })
}
