//! Certified lower bounds against the dimension.

use super::at_dim;
use super::chart::{Axis, Chart, Join, Panel, Scale, Series};
use super::{PREC, middle};
use crate::commands::quantity::Quantity;
use crate::failure::Result;
use enclosure::Interval;
use fourier::{euclid, sphere};
use rayon::prelude::*;

/// A width: as an expression, as it is shown, and its look.
const WIDTHS: [(&str, &str); 4] =
    [("d", "width d"), ("d^2", "width d\u{b2}"), ("d^3", "width d\u{b3}"), ("2^(d/2)", "width 2^(d/2)")];

/// The figure.
///
/// # Errors
/// When a dimension is out of range.
pub fn chart(dims: &[u32]) -> Result<Chart> {
    let axis = || Axis::new("dimension d", Scale::Log).at(dims.iter().map(|&d| f64::from(d)));
    let error = "mean squared error at least";
    let ends = (dims.iter().min().copied().unwrap_or(2), dims.iter().max().copied().unwrap_or(64));
    let line = |name: &str, look, y: fn(f64) -> f64| {
        let x = [f64::from(ends.0), f64::from(ends.1)];
        Series::new(name, look, Join::Reference, x.map(|d| (d, y(d))))
    };
    let mut compact =
        curves(dims, &[0, 1, 2], |d, radius, width| Ok(sphere::rank_bound(d, radius, width, PREC)?.value))?;
    compact.push(line("1/400 (paper)", 2, |_| 1.0 / 400.0));
    // The mixture gives the heavy-tailed law half of its mass.
    let mut mixture = curves(dims, &[0, 1, 3], |d, radius, width| {
        Ok(euclid::tube_bound(d, &Interval::one(), radius, width, PREC)?.value.mul_2exp(-1))
    })?;
    mixture.push(line("d\u{207b}\u{2074} (paper's rate)", 1, |d| d.powi(-4)));
    Ok(Chart {
        title: "Certified lower bounds for networks of one hidden layer".into(),
        description:
            "Mean squared error that every network of that width has from the indicator of the ball of radius sqrt(2), \
                      under the compact law (left) and the mixture of the heavy-tailed law with the Gaussian (right)."
                .into(),
        panels: vec![
            Panel {
                title: "sum of two sphere points, ball of radius \u{221a}2".into(),
                x: axis(),
                y: Axis::new(error, Scale::Log),
                series: compact,
            },
            Panel {
                title: "mixture, alpha = 1, ball of radius \u{221a}2".into(),
                x: axis(),
                y: Axis::new(error, Scale::Log),
                series: mixture,
            },
        ],
    })
}

/// One series a width.
fn curves(
    dims: &[u32],
    widths: &[usize],
    bound: impl Fn(u32, &Interval, &Interval) -> enclosure::Result<Interval> + Sync,
) -> Result<Vec<Series>> {
    let mut all = Vec::new();
    for &look in widths {
        let (width, name) = WIDTHS[look];
        let quantity = Quantity::parse("width", width, true)?;
        let value = |&d: &u32| -> Result<(f64, f64)> {
            let p = PREC.plus(64);
            let radius = Interval::int(2).sqrt(p).map_err(at_dim(d))?;
            let value = bound(d, &radius, &quantity.at(d, p)?).map_err(at_dim(d))?;
            Ok((f64::from(d), middle(&value)))
        };
        let points: Result<Vec<_>> = dims.par_iter().map(value).collect();
        all.push(Series::new(name, look, Join::Line, points?));
    }
    Ok(all)
}
