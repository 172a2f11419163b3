//! Spectral mass of the indicator of a ball under the heavy-tailed law.

use super::chart::{Axis, Chart, Join, Panel, Scale, Series};
use super::{PREC, at_dim, middle, spread};
use crate::failure::Result;
use enclosure::Interval;
use fourier::euclid::{Target, mass_above};
use rayon::prelude::*;

/// Pieces of a curve.
const PIECES: u32 = 60;
/// Radii drawn, in units of R_d.
const RANGE: (f64, f64) = (0.25, 16.0);

/// The figure.
///
/// # Errors
/// When a dimension is out of range.
pub fn chart(dims: &[u32]) -> Result<Chart> {
    let mut series = Vec::new();
    for (look, &d) in dims.iter().enumerate() {
        let named = at_dim(d);
        let two = Interval::int(2).sqrt(PREC.plus(64)).map_err(&named)?;
        let target = Target::new(d, &Interval::one(), &two).map_err(&named)?;
        let radii: Vec<f64> = spread(RANGE.0, RANGE.1, PIECES, true).collect();
        let mass = |t: f64| -> std::result::Result<(f64, f64), enclosure::Error> {
            Ok((t, middle(&mass_above(&target, &Interval::exact_f64(t)?, PREC)?)))
        };
        let points: std::result::Result<Vec<_>, _> = radii.into_par_iter().map(mass).collect();
        series.push(Series::new(format!("d = {d}"), look, Join::Curve, points.map_err(&named)?));
    }
    Ok(Chart {
        title: "Spectral mass beyond a radius".into(),
        description: "For the indicator of the ball of radius sqrt(2) times the square root of the heavy-tailed density with alpha = 1: \
                      the mass of the squared Fourier transform beyond t R_d, R_d the radius of the ball of unit volume."
            .into(),
        panels: vec![Panel {
            title: "heavy-tailed law, alpha = 1, ball of radius \u{221a}2".into(),
            x: Axis::new("frequency t, in units of R_d", Scale::Log)
                .from(RANGE.0, RANGE.1)
                .at([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0]),
            y: Axis::new("mass beyond t (of squared L2 norm)", Scale::Log),
            series,
        }],
    })
}
