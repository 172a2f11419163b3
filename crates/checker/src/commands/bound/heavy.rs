//! `depthsep bound heavy`: the tube bound.

use super::super::quantity::{Quantity, show};
use super::{Row, TABLE_DIGITS, grid, pair};
use crate::cli::Heavy;
use crate::failure::{Failure, Result};
use enclosure::Prec;
use fourier::euclid::{self, Closing};
use serde_json::json;

/// One row for every combination of the arguments.
pub(super) fn rows(args: &Heavy) -> Result<Vec<Row>> {
    let p = Prec::new(args.common.prec).map_err(|e| Failure::argument("--prec", e))?;
    let mut rows = Vec::new();
    for alpha in &args.alpha {
        let alpha = Quantity::parse("--alpha", alpha, true)?;
        for (d, lambda, width) in grid(&args.common)? {
            let q = p.plus(64);
            let (a, radius, k) = (alpha.at(d, q)?, lambda.at(d, q)?, width.at(d, q)?);
            if *a.lo() < 1 {
                return Err(Failure::argument("--alpha", format!("{}: it must be at least 1", alpha.text)));
            }
            let name = format!("--dim {d} --alpha {} --lambda {} --width {}", alpha.text, lambda.text, width.text);
            let bound = euclid::tube_bound(d, &a, &radius, &k, p).map_err(|e| Failure::new(format!("{name}: {e}")))?;
            let closing = if bound.closing == Closing::Hankel { "Hankel" } else { "Parseval" };
            let certificate = json!({
                "theorem": "TB-01", "scaled_radius": pair(&bound.radius), "kink": pair(&bound.kink), "total": pair(&bound.total),
                "reach": bound.reach.to_string_radix(10, Some(12)), "closing": closing, "panels": bound.panels, "precision": bound.precision,
            });
            let half = bound.value.mul_2exp(-1).to_decimal(TABLE_DIGITS).0;
            let words = format!(
                "Under the heavy-tailed law in R^{d} with alpha = {}, every network of one hidden layer of at most {} neurons, whatever \
                 its weights, biases and activations (measurable, of polynomial growth, different ones allowed), has mean squared error \
                 at least {} from the indicator of the ball of radius {}. Under the mixture with the Gaussian, which gives this law half \
                 of the mass, the error is at least {half}.",
                alpha.text,
                show(&k, 12),
                bound.value.to_decimal(TABLE_DIGITS).0,
                lambda.text,
            );
            rows.push(Row {
                d,
                alpha: Some(alpha.text.clone()),
                lambda: lambda.text,
                width_text: width.text,
                width: k,
                value: bound.value,
                certificate,
                words,
            });
        }
    }
    Ok(rows)
}
