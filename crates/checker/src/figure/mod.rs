//! Figures for a paper, as SVG. What is drawn is the midpoint of an enclosure or a measured number, in double precision: a
//! figure shows, tables and certificates prove. plotters draws; `output::picture` writes the file.

mod bounds;
mod chart;
mod draw;
mod growth;
mod marks;
mod radial;
mod scale;
mod separation;
mod spectrum;
mod training;

use crate::cli::FigureName;
use crate::failure::{Failure, Result};
use crate::ledger::{Kind, Ledger};
use enclosure::{Interval, Prec};

/// Precision of what is computed for a figure; far more than a picture shows.
const PREC: Prec = Prec::DOUBLE;

/// What figures are drawn from.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Dimensions of computed figures; each has its own where there are none.
    pub dims: Vec<u32>,
    /// Separations, each JSON as in docs/json.md.
    pub separations: Vec<String>,
    /// Runs of `train deep`, each JSON as in docs/json.md.
    pub runs: Vec<String>,
    /// Lines `d,seconds`.
    pub growth: String,
}

impl Inputs {
    /// The separations and training runs of a ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of_ledger(ledger: &Ledger) -> Result<Self> {
        let all = |kind| -> Result<Vec<String>> {
            let mut bodies = Vec::new();
            ledger.bodies(kind, |text| {
                bodies.push(text.to_owned());
                Ok(())
            })?;
            Ok(bodies)
        };
        Ok(Self { separations: all(Kind::Separation)?, runs: all(Kind::Deep)?, ..Self::default() })
    }

    /// Whether there is what this figure is drawn from; computed figures need nothing.
    pub fn suffice(&self, name: FigureName) -> bool {
        match name {
            FigureName::Radial | FigureName::Spectrum | FigureName::Bounds => true,
            FigureName::Separation => !self.separations.is_empty(),
            FigureName::Training => !self.runs.is_empty(),
            FigureName::Growth => !self.growth.is_empty(),
        }
    }

    fn dims(&self, default: &[u32]) -> Vec<u32> {
        if self.dims.is_empty() { default.to_vec() } else { self.dims.clone() }
    }
}

/// One figure as an SVG document.
///
/// # Errors
/// Naming the argument, when there is nothing to draw or a record is not what docs/json.md says.
pub fn svg(name: FigureName, inputs: &Inputs) -> Result<String> {
    let chart = match name {
        FigureName::Radial => radial::chart(&inputs.dims(&[8])),
        FigureName::Spectrum => spectrum::chart(&inputs.dims(&[2, 4, 8, 16])),
        FigureName::Bounds => bounds::chart(&inputs.dims(&[4, 8, 16, 32, 64])),
        FigureName::Separation => separation::chart(&inputs.separations),
        FigureName::Training => training::chart(&inputs.runs),
        FigureName::Growth => growth::chart(&inputs.growth),
    }?;
    draw::svg(&chart).map_err(|e| Failure::argument("NAME", format!("the figure cannot be drawn: {e}")))
}

/// The midpoint of an enclosure, to be drawn.
fn middle(value: &Interval) -> f64 {
    value.mid().to_f64()
}

/// A failure of a computation at these dimensions.
fn at_dim(d: u32) -> impl Fn(enclosure::Error) -> Failure {
    move |e| Failure::argument("--dim", format!("{d}: {e}"))
}

/// Values from `low` to `high`, equally far apart by difference or by ratio.
fn spread(low: f64, high: f64, count: u32, by_ratio: bool) -> impl Iterator<Item = f64> {
    (0..=count).map(move |i| {
        let t = f64::from(i) / f64::from(count);
        if by_ratio { low * (high / low).powf(t) } else { low + (high - low) * t }
    })
}
