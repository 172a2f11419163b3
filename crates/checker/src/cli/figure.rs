//! The arguments of `figure`.

use crate::dims::{self, Dims};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FigureName {
    /// Densities and distribution functions of the norm under every law, at one dimension
    Radial,
    /// Spectral mass of the ball's indicator beyond a radius, by dimension
    Spectrum,
    /// Certified lower bounds against the dimension for several widths, beside the paper's d^-4 and 1/400
    Bounds,
    /// Certified bound, best shallow network found and measured risk of a deep one against the dimension
    Separation,
    /// Empirical risk against the steps of gradient descent
    Training,
    /// Seconds against the dimension with the fitted exponent
    Growth,
}

/// Arguments of `figure`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  depthsep figure bounds --out bounds.pdf\n  depthsep figure radial --dim 16 --out radial.svg\n  depthsep figure separation --ledger all.ledger --out separation.svg\n  depthsep separate --dims 4,8 --format json > rows.json; depthsep figure separation --data rows.json > separation.svg\n  depthsep figure growth --data seconds.csv --out growth.svg"
)]
pub struct Figure {
    /// Which figure
    #[arg(value_enum)]
    pub name: FigureName,
    /// Write to this file, .svg or .pdf, instead of SVG to standard output
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Take separations and training runs from this ledger
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// Take them from this file: JSON as separate or train deep prints it; for growth lines "d,seconds"; repeatable
    #[arg(long, value_name = "FILE")]
    pub data: Vec<PathBuf>,
    /// Dimensions [default: 8 for radial, 2,4,8,16 for spectrum, 4,8,16,32,64 for bounds]
    #[arg(long, value_name = "LIST", value_parser = dims::parse)]
    pub dim: Option<Dims>,
}
