//! The Gaussian component: `N(0, I_d/d)`, whose norm is `chi_d/sqrt(d)`.

use super::{Law, check_norm, increasing, probability};
use crate::unit_ball::check_dimension;
use enclosure::functions::gamma::lgamma;
use enclosure::functions::incomplete_gamma::{gamma_p, gamma_q};
use enclosure::{Interval, Prec, Result};

/// The law of `Z/sqrt(d)`, `Z` standard normal in `R^d` (Safran & Lee, eq. (8): the component with norm density `p_d`).
#[derive(Clone, Debug)]
pub struct GaussianNorm {
    d: u32,
}

impl GaussianNorm {
    /// The law in dimension `d`.
    ///
    /// # Errors
    /// [`enclosure::Error::Domain`] unless `2 <= d <= MAX_DIMENSION`.
    pub fn new(d: u32) -> Result<Self> {
        check_dimension("GaussianNorm", d, 2, "it must be between 2 and 1000000")?;
        Ok(Self { d })
    }

    /// `d/2`, exact.
    fn shape(&self) -> Interval {
        Interval::int(i64::from(self.d)).mul_2exp(-1)
    }

    /// `d x^2 / 2`.
    fn half_square(&self, x: &Interval, p: Prec) -> Interval {
        x.sqr(p).mul(&self.shape(), p)
    }
}

impl Law for GaussianNorm {
    fn dim(&self) -> u32 {
        self.d
    }

    fn support(&self, _p: Prec) -> Result<(Interval, Interval)> {
        Ok((Interval::zero(), Interval::from_below(Interval::one().lo().clone())?))
    }

    /// `p_d(x) = 2 (d/2)^{d/2} / Gamma(d/2) x^{d-1} exp(-d x^2/2)` (Safran & Lee, eq. (8)); over a wide argument the
    /// range of the unimodal function, with its mode at `sqrt(1 - 1/d)`.
    fn norm_density(&self, x: &Interval, p: Prec) -> Result<Interval> {
        check_norm("GaussianNorm::norm_density", x)?;
        let q = p.plus(48);
        let d = i64::from(self.d);
        let a = self.shape();
        let log_constant = Interval::ln2(q).add(&a.ln(q)?.mul(&a, q), q).sub(&lgamma(&a, q)?, q);
        let at = |x: &Interval| -> Result<Interval> {
            if x.is_point() && x.lo().is_zero() {
                return Ok(Interval::zero());
            }
            let log = log_constant.add(&x.ln(q)?.mul_int(d - 1, q), q).sub(&self.half_square(x, q), q);
            Ok(log.exp(p))
        };
        let ends = increasing(x, 0, at)?;
        let mode = Interval::ratio(d - 1, d, q)?.sqrt(q)?;
        if x.overlaps(&mode) && !x.is_point() { Ok(ends.hull(&at(&mode)?)) } else { Ok(ends) }
    }

    /// `P(d/2, d x^2/2)` (Safran & Lee, p. 19).
    fn norm_cdf(&self, x: &Interval, p: Prec) -> Result<Interval> {
        check_norm("GaussianNorm::norm_cdf", x)?;
        let value = increasing(x, 1, |x| gamma_p(&self.shape(), &self.half_square(x, p.plus(32)), p))?;
        Ok(probability(value))
    }

    fn norm_tail(&self, x: &Interval, p: Prec) -> Result<Interval> {
        check_norm("GaussianNorm::norm_tail", x)?;
        let value = increasing(x, 0, |x| gamma_q(&self.shape(), &self.half_square(x, p.plus(32)), p))?;
        Ok(probability(value))
    }
}
