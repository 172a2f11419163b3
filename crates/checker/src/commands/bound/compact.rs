//! `depthsep bound compact`: the rank bound.

use super::super::quantity::show;
use super::{Row, TABLE_DIGITS, grid, pair};
use crate::cli::Compact;
use crate::failure::{Failure, Result};
use enclosure::Prec;
use fourier::sphere::{self, Method};
use serde_json::json;

/// One row for every combination of the arguments.
pub(super) fn rows(args: &Compact) -> Result<Vec<Row>> {
    let p = Prec::new(args.common.prec).map_err(|e| Failure::argument("--prec", e))?;
    let mut rows = Vec::new();
    for (d, lambda, width) in grid(&args.common)? {
        let q = p.plus(32);
        let (radius, r) = (lambda.at(d, q)?, width.at(d, q)?);
        let bound = sphere::rank_bound(d, &radius, &r, p)
            .map_err(|e| Failure::new(format!("--dim {d} --lambda {} --width {}: {e}", lambda.text, width.text)))?;
        let c = &bound.certificate;
        let (method, reason) = match &c.method {
            Method::Zero(reason) => ("zero", Some(*reason)),
            Method::Truncated => ("truncated", None),
            Method::ClosedForm => ("closed form", None),
            _ => ("asymptotic", None),
        };
        let certificate = json!({
            "theorem": "RB-01", "method": method, "reason": reason, "precision": c.precision.bits(),
            "last_degree": c.last_degree.to_string(), "partial": pair(&c.partial), "remainder": pair(&c.remainder), "loss": pair(&c.loss),
        });
        let words = if let Some(reason) = reason {
            format!("Nothing is proved about networks of this width: {reason}.")
        } else {
            format!(
                "For x = x1 + x2 with x1, x2 independent and uniform on the unit sphere of R^{d}, every network of one hidden \
                 layer of at most {} neurons, whatever its weights, biases and (locally bounded) activations, has mean squared \
                 error at least {} from the indicator of the ball of radius {}.",
                show(&r, 12),
                bound.value.to_decimal(TABLE_DIGITS).0,
                lambda.text
            )
        };
        rows.push(Row {
            d,
            alpha: None,
            lambda: lambda.text,
            width_text: width.text,
            width: r,
            value: bound.value,
            certificate,
            words,
        });
    }
    Ok(rows)
}
