//! Densities and distribution functions of the norm.

use super::chart::{Axis, Chart, Join, Panel, Scale, Series};
use super::{PREC, at_dim, middle, spread};
use crate::failure::{Failure, Result};
use ::radial::{GaussianNorm, HeavyTail, Law, Mixture, SphereSum};
use enclosure::Interval;

/// Largest norm drawn. The compact law ends at 2, the Gaussian norm is near 1, the heavy tail shows its shape.
const FAR: f64 = 2.5;
/// Pieces of a curve.
const PIECES: u32 = 250;

/// The figure at the first of these dimensions.
///
/// # Errors
/// When a law does not exist there.
pub fn chart(dims: &[u32]) -> Result<Chart> {
    let &[d] = dims else {
        return Err(Failure::argument("--dim", "the figure of the laws is of one dimension"));
    };
    let named = at_dim(d);
    let one = Interval::one;
    let laws: [(&str, Box<dyn Law>); 4] = [
        ("sum of two sphere points", Box::new(SphereSum::new(d).map_err(&named)?)),
        ("heavy-tailed, alpha = 1", Box::new(HeavyTail::new(d, one()).map_err(&named)?)),
        ("Gaussian", Box::new(GaussianNorm::new(d).map_err(&named)?)),
        ("mixture", Box::new(Mixture::new(d, one()).map_err(&named)?)),
    ];
    let (mut densities, mut cdfs) = (Vec::new(), Vec::new());
    for (look, (name, law)) in laws.iter().enumerate() {
        let end = if look == 0 { 2.0 } else { FAR };
        let (mut density, mut cdf) = (Vec::new(), Vec::new());
        for x in spread(0.0, end, PIECES, false) {
            let point = Interval::exact_f64(x).map_err(&named)?;
            cdf.push((x, middle(&law.norm_cdf(&point, PREC).map_err(&named)?)));
            // A density may have a pole at an end of the support, where the curve goes off the picture anyway.
            if let Ok(value) = law.norm_density(&point, PREC) {
                if value.is_bounded() {
                    density.push((x, middle(&value)));
                }
            }
        }
        if look == 0 {
            cdf.push((FAR, 1.0));
        }
        densities.push(Series::new(*name, look, Join::Curve, density));
        cdfs.push(Series::new(*name, look, Join::Curve, cdf));
    }
    let norm = || Axis::new("norm |x|", Scale::Linear).from(0.0, FAR);
    Ok(Chart {
        title: format!("Laws of the norm in dimension d = {d}"),
        description:
            "Densities on the left, distribution functions on the right, of the norm under the compact law, the \
                      heavy-tailed law, the Gaussian with covariance I/d, and the half-half mixture of the last two."
                .into(),
        panels: vec![
            Panel {
                title: "density".into(),
                x: norm(),
                y: Axis::new("density (per unit of norm)", Scale::Linear),
                series: densities,
            },
            Panel {
                title: "distribution function".into(),
                x: norm(),
                y: Axis::new("P[norm \u{2264} |x|]", Scale::Linear).from(0.0, 1.0),
                series: cdfs,
            },
        ],
    })
}
