//! The audit of a table against certified enclosures of the CDF.

use enclosure::{Interval, Prec};
use radial::Law;

use super::NormTable;
use crate::error::{Error, Result, at_least};

const NAME: &str = "NormTable::certify";

impl NormTable {
    /// An upper bound, rounded outward, of `|F(Q(p)) - p|` at `points` probabilities of each tail (half of them uniform,
    /// half uniform in the logarithm down to 2^-60), with `F` enclosed by `law` at `bits` bits. It proves the error at those
    /// points; between them it is evidence.
    ///
    /// # Errors
    /// `points < 1`; `bits` that `enclosure` refuses; a law that cannot be evaluated there.
    pub fn certify(&self, law: &dyn Law, points: usize, bits: u32) -> Result<f64> {
        at_least(NAME, "points", points, 1)?;
        let precision = Prec::new(bits).map_err(|e| Error::argument(NAME, "bits", e.to_string()))?;
        let mut worst = 0.0f64;
        for p in probabilities(points) {
            let (low, high) = (self.lower_quantile(p), self.upper_quantile(p));
            let error = |x: f64, upper: bool| -> enclosure::Result<f64> {
                let x = Interval::exact_f64(x)?;
                let mass = if upper { law.norm_tail(&x, precision)? } else { law.norm_cdf(&x, precision)? };
                let distance = mass.sub(&Interval::exact_f64(p)?, precision).abs();
                Ok(distance.hi().to_f64_round(enclosure::rug::float::Round::Up))
            };
            for result in [error(low, false), error(high, true)] {
                let bound = result.map_err(|e| Error::Accuracy { function: NAME, reason: e.to_string() })?;
                worst = worst.max(bound);
            }
        }
        Ok(worst)
    }
}

/// `points` tail probabilities, evenly and logarithmically spread over (2^-61, 1/2).
#[allow(clippy::cast_precision_loss)]
pub(super) fn probabilities(points: usize) -> impl Iterator<Item = f64> {
    (0..points).map(move |i| {
        let s = (i as f64 + 0.5) / points as f64;
        if i % 2 == 0 { 0.5 * s } else { 0.5 * 2.0f64.powf(-60.0 * s) }
    })
}
