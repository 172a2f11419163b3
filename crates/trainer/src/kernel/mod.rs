//! The three inner loops: erf features, the fused gradient step, the projection of fresh points.
//!
//! [`portable`] holds each loop once, in safe Rust over 16-lane blocks, generic in whether a fused multiply-add is used.
//! [`dispatch`] compiles the same loops for AVX-512, AVX2 with FMA, and the baseline, and picks one at run time. It is the
//! only module of the crate with `unsafe` code: the calls into functions compiled for a detected instruction set.

mod dispatch;
pub mod erf;
mod portable;

pub use dispatch::Isa;
pub(crate) use erf::erf_one;

/// Sixteen consecutive `f32`, aligned to a cache line.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub struct Lanes(pub [f32; LANES]);

/// Number of `f32` in a [`Lanes`] block.
pub const LANES: usize = 16;

/// Columns are padded to a multiple of this many [`Lanes`] blocks (one feature panel).
pub const PANEL: usize = 4;

/// Rows handled together by the gradient step; fixed, so that the order of summation is fixed.
pub const ROWS: usize = 8;

/// Rows handled together by the feature kernels.
pub const TILE: usize = 4;

impl Lanes {
    /// All lanes zero.
    pub const ZERO: Self = Self([0.0; LANES]);

    /// All lanes `v`.
    #[inline(always)]
    #[must_use]
    pub const fn splat(v: f32) -> Self {
        Self([v; LANES])
    }

    /// Sum of the lanes in `f64`, in the fixed order of the index.
    #[inline(always)]
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.0.iter().map(|&v| f64::from(v)).sum()
    }
}

/// Number of [`Lanes`] blocks in a padded row of `r` values: a multiple of [`PANEL`].
#[must_use]
pub const fn blocks(r: usize) -> usize {
    r.div_ceil(LANES * PANEL) * PANEL
}

/// Copies `values` into padded [`Lanes`] blocks; the padding is zero.
#[must_use]
pub fn pack(values: &[f32]) -> Vec<Lanes> {
    let mut out = vec![Lanes::ZERO; blocks(values.len())];
    for (block, part) in out.iter_mut().zip(values.chunks(LANES)) {
        block.0[..part.len()].copy_from_slice(part);
    }
    out
}

/// What the gradient kernel returns for a group of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct StepSums {
    /// Sum of the squared clipped residuals.
    pub loss: f64,
    /// Number of rows whose output lies in (0, 1), the only ones with a gradient.
    pub active: u64,
}

/// What the gradient kernel does with an output `z` and a label `y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Residual {
    /// The paper's convention: loss `([z]_+^1 - y)^2`, coefficient `z - y` for `0 < z < 1` and 0 otherwise.
    Clipped,
    /// No clipping; the labels are a mask: coefficient `z` where the label is not 0, else 0. This is the product with the
    /// Gram matrix of the rows in the mask.
    Masked,
}
