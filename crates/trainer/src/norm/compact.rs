//! The compact law D'_d: the norm of the sum of two independent uniform points of the unit sphere.

use super::NormLaw;
use crate::error::{Result, at_least};

/// `|x1 + x2|` on `R^d`: `|x|^2 / 4 ~ Beta(a, a)` with `a = (d - 1)/2`.
#[derive(Clone, Debug)]
pub struct SphereSum {
    d: usize,
    a: f64,
    /// Beta(a, a).
    beta: f64,
}

impl SphereSum {
    /// The law in dimension `d >= 2`. In dimension 2 the density is infinite at the edge 2: there the spacing of doubles is
    /// worth 1e-8 in the CDF, and the table is exact to a few units in the last place of the norm instead.
    ///
    /// # Errors
    /// `d < 2`.
    #[allow(clippy::cast_precision_loss)]
    pub fn new(d: usize) -> Result<Self> {
        at_least("SphereSum::new", "d", d, 2)?;
        let a = (d - 1) as f64 / 2.0;
        // B(1/2, 1/2) = pi, B(1, 1) = 1, B(a + 1, a + 1) = B(a, a) a / (2 (2 a + 1)).
        let (mut s, mut beta) = if d.is_multiple_of(2) { (0.5, std::f64::consts::PI) } else { (1.0, 1.0) };
        while s < a {
            beta *= s / (2.0 * (2.0 * s + 1.0));
            s += 1.0;
        }
        Ok(Self { d, a, beta })
    }

    /// `I_b(a, a)` for `b <= 1/2`, `c = 1 - b`: prefactor times a series of positive terms (DLMF 8.17.22 region, series
    /// `sum_n (2a)_n / (a + 1)_n b^n`).
    fn incomplete(&self, b: f64, c: f64) -> f64 {
        if b <= 0.0 {
            return 0.0;
        }
        let (mut term, mut sum, mut n) = (1.0, 1.0, 0.0);
        // The ratio tends to b <= 1/2 and is at most 2 b <= 1 at first; terms decrease, 2000 is far more than needed.
        while term > 1e-17 * sum && n < 2000.0 {
            term *= (2.0 * self.a + n) / (self.a + 1.0 + n) * b;
            sum += term;
            n += 1.0;
        }
        (b * c).powf(self.a) / (self.a * self.beta) * sum
    }

    fn parts(x: f64) -> (f64, f64) {
        let x = x.clamp(0.0, 2.0);
        (0.25 * x * x, 0.25 * (2.0 - x) * (2.0 + x))
    }
}

impl NormLaw for SphereSum {
    fn name(&self) -> String {
        format!("sum of two points of the unit sphere of R^{}", self.d)
    }

    fn lower(&self, x: f64) -> f64 {
        let (b, c) = Self::parts(x);
        if b <= c { self.incomplete(b, c) } else { 1.0 - self.incomplete(c, b) }
    }

    fn upper(&self, x: f64) -> f64 {
        let (b, c) = Self::parts(x);
        if c <= b { self.incomplete(c, b) } else { 1.0 - self.incomplete(b, c) }
    }

    fn density(&self, x: f64) -> f64 {
        let (b, c) = Self::parts(x);
        (b * c).powf(self.a - 1.0) / self.beta * 0.5 * x
    }

    fn edge(&self) -> f64 {
        2.0
    }
}
