//! The heavy-tailed law: norm density `(d/x) J_{d/2}(2 pi alpha sqrt(d) R_d x)^2`.

use std::f64::consts::{FRAC_PI_4, PI};

use super::NormLaw;
use super::bessel::{backward, forward};
use crate::error::{Result, at_least, positive};

/// The law of the norm with density `(d/x) J_{d/2}(c x)^2`, `c = 2 pi alpha sqrt(d) R_d`,
/// `R_d = pi^(-1/2) Gamma(d/2 + 1)^(1/d)`. Its CDF is `J_nu^2 + 2 sum_{k>=1} J_{nu+k}^2` at `z = c x`, `nu = d/2`; its tail
/// is `d/(pi z)` times `1 + O(1/z)`, oscillating.
#[derive(Clone, Debug)]
pub struct HeavyTail {
    d: usize,
    c: f64,
    /// Argument of the Bessel function where the tabulated part ends.
    far: f64,
}

impl HeavyTail {
    /// The law in dimension `d >= 2` with scale `alpha >= 1`.
    ///
    /// # Errors
    /// `d < 2`, `alpha` not finite and positive.
    #[allow(clippy::cast_precision_loss)]
    pub fn new(d: usize, alpha: f64) -> Result<Self> {
        at_least("HeavyTail::new", "d", d, 2)?;
        positive("HeavyTail::new", "alpha", alpha)?;
        let df = d as f64;
        let radius = (libm::lgamma(df / 2.0 + 1.0) / df).exp() / PI.sqrt();
        Ok(Self { d, c: 2.0 * PI * alpha * df.sqrt() * radius, far: (10.0 * df).max(90.0) })
    }

    fn squares(&self, x: f64) -> super::bessel::Squares {
        let z = self.c * x;
        // Forward recurrence is stable for orders below the argument.
        if z > 45.0f64.max(self.df()) { forward(self.d, z) } else { backward(self.d, z) }
    }

    #[allow(clippy::cast_precision_loss)]
    fn df(&self) -> f64 {
        self.d as f64
    }
}

impl NormLaw for HeavyTail {
    fn name(&self) -> String {
        format!("heavy-tailed law, d = {}", self.d)
    }

    fn lower(&self, x: f64) -> f64 {
        // Below this argument J_nu^2 < (z/2)^(2 nu)/Gamma(nu+1)^2 <= 1e-60 z^2.
        if self.c * x <= 1e-30 { 0.0 } else { self.squares(x).lower }
    }

    fn upper(&self, x: f64) -> f64 {
        if self.c * x <= 1e-30 { 1.0 } else { self.squares(x).upper }
    }

    fn density(&self, x: f64) -> f64 {
        if self.c * x <= 1e-30 {
            return 0.0;
        }
        let j = self.squares(x).j;
        self.df() / x * j * j
    }

    /// Zeros of `J_nu(c x)`: they are more than 3 apart for every order `nu >= 1`, and the first is beyond `nu`.
    fn flat_points(&self) -> Vec<f64> {
        let sign = |z: f64| self.squares(z / self.c).j;
        let mut zeros = Vec::new();
        let mut a = (self.df() / 2.0).max(1.0);
        let mut fa = sign(a);
        let end = self.far * 1.1 + 10.0;
        while a < end {
            let b = a + FRAC_PI_4;
            let fb = sign(b);
            if fa * fb <= 0.0 {
                let (mut lo, mut hi) = (a, b);
                for _ in 0..60 {
                    let m = 0.5 * (lo + hi);
                    if sign(m) * fa > 0.0 {
                        lo = m;
                    } else {
                        hi = m;
                    }
                }
                zeros.push(0.5 * (lo + hi) / self.c);
            }
            (a, fa) = (b, fb);
        }
        zeros
    }

    fn tail_start(&self) -> f64 {
        self.upper(1.05 * self.far / self.c)
    }

    fn tail_bracket(&self, p: f64) -> (f64, f64) {
        let z = self.df() / (PI * p);
        (((0.98 * z - 4.0) / self.c).max(self.far / self.c), (1.02 * z + 4.0) / self.c)
    }
}
