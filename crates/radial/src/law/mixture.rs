//! The mixture `D_d`: half heavy-tailed, half Gaussian.

use super::{GaussianNorm, HeavyTail, Law};
use enclosure::{Interval, Prec, Result};

/// The law with density `mu_d` of Safran & Lee, eq. (4): with probability 1/2 each the heavy-tailed law and the
/// Gaussian `N(0, I_d/d)`. (Eq. (4) prints `d^d` in the Gaussian's exponent; the norm's density in eq. (8) and the
/// normalisation are those of the Gaussian used here.)
#[derive(Clone, Debug)]
pub struct Mixture {
    heavy: HeavyTail,
    gaussian: GaussianNorm,
}

impl Mixture {
    /// The mixture in dimension `d` with the parameter `alpha` of the heavy-tailed part.
    ///
    /// # Errors
    /// [`enclosure::Error::Domain`] unless `2 <= d <= MAX_DIMENSION` and `alpha > 0`.
    pub fn new(d: u32, alpha: Interval) -> Result<Self> {
        Ok(Self { heavy: HeavyTail::new(d, alpha)?, gaussian: GaussianNorm::new(d)? })
    }

    /// The heavy-tailed part.
    #[must_use]
    pub const fn heavy(&self) -> &HeavyTail {
        &self.heavy
    }

    /// The Gaussian part.
    #[must_use]
    pub const fn gaussian(&self) -> &GaussianNorm {
        &self.gaussian
    }
}

/// `(a + b)/2`.
fn half_sum(a: &Interval, b: &Interval, p: Prec) -> Interval {
    a.add(b, p).mul_2exp(-1)
}

impl Law for Mixture {
    fn dim(&self) -> u32 {
        self.heavy.dim()
    }

    fn support(&self, p: Prec) -> Result<(Interval, Interval)> {
        self.heavy.support(p)
    }

    fn norm_density(&self, x: &Interval, p: Prec) -> Result<Interval> {
        Ok(half_sum(&self.heavy.norm_density(x, p)?, &self.gaussian.norm_density(x, p)?, p))
    }

    fn norm_cdf(&self, x: &Interval, p: Prec) -> Result<Interval> {
        Ok(half_sum(&self.heavy.norm_cdf(x, p)?, &self.gaussian.norm_cdf(x, p)?, p))
    }

    fn norm_tail(&self, x: &Interval, p: Prec) -> Result<Interval> {
        Ok(half_sum(&self.heavy.norm_tail(x, p)?, &self.gaussian.norm_tail(x, p)?, p))
    }
}
