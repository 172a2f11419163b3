//! The norm of the Gaussian component N(0, I_d / d).

use super::NormLaw;
use crate::error::{Result, at_least};

/// `|N(0, I_d / d)|`, that is `chi_d / sqrt d`.
#[derive(Clone, Debug)]
pub struct GaussianNorm {
    d: usize,
    half: f64,
    /// ln Gamma(d/2 + 1).
    ln_gamma: f64,
}

impl GaussianNorm {
    /// The law in dimension `d >= 2`.
    ///
    /// # Errors
    /// `d < 2`.
    #[allow(clippy::cast_precision_loss)]
    pub fn new(d: usize) -> Result<Self> {
        at_least("GaussianNorm::new", "d", d, 2)?;
        let half = d as f64 / 2.0;
        Ok(Self { d, half, ln_gamma: libm::lgamma(half + 1.0) })
    }

    /// `y^s e^-y / Gamma(s + 1)` with `s = d/2`.
    fn prefactor(&self, y: f64) -> f64 {
        (self.half * y.ln() - y - self.ln_gamma).exp()
    }

    /// `P(d/2, y)` by its series of positive terms.
    fn series(&self, y: f64) -> f64 {
        let (mut term, mut sum, mut k) = (1.0, 1.0, self.half);
        for _ in 0..10_000 {
            k += 1.0;
            term *= y / k;
            sum += term;
            if term < 1e-17 * sum {
                break;
            }
        }
        self.prefactor(y) * sum
    }

    /// `Q(d/2, y)` as a finite sum of positive terms: `e^-y sum_{k<d/2} y^k/k!` for even d, `erfc(sqrt y)` and half-integer
    /// powers for odd d.
    fn finite(&self, y: f64) -> f64 {
        // From the largest power down, so that the terms start at the prefactor.
        let mut term = self.prefactor(y);
        let (mut sum, mut s) = (0.0, self.half);
        while s >= 1.0 {
            term *= s / y;
            sum += term;
            s -= 1.0;
        }
        if s > 0.0 { sum + libm::erfc(y.sqrt()) } else { sum }
    }

    #[allow(clippy::cast_precision_loss)]
    fn y(&self, x: f64) -> f64 {
        0.5 * self.d as f64 * x * x
    }
}

impl NormLaw for GaussianNorm {
    fn name(&self) -> String {
        format!("norm of N(0, I/d), d = {}", self.d)
    }

    fn lower(&self, x: f64) -> f64 {
        let y = self.y(x);
        if y <= 0.0 {
            0.0
        } else if y < self.half + 1.0 {
            self.series(y)
        } else {
            1.0 - self.finite(y)
        }
    }

    fn upper(&self, x: f64) -> f64 {
        let y = self.y(x);
        if y <= 0.0 {
            1.0
        } else if y < self.half + 1.0 {
            1.0 - self.series(y)
        } else {
            self.finite(y)
        }
    }

    fn density(&self, x: f64) -> f64 {
        let y = self.y(x);
        if y <= 0.0 { 0.0 } else { self.prefactor(y) * 2.0 * self.half / x }
    }
}
