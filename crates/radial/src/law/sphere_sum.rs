//! The compactly supported law: the sum of two independent uniform points of the unit sphere.

use super::{Law, check_norm, increasing, probability};
use crate::unit_ball::check_dimension;
use enclosure::functions::gamma::lgamma;
use enclosure::functions::incomplete_beta::{beta_i, beta_i_complement};
use enclosure::{Interval, Prec, Result};

/// The law `D'_d` of `x1 + x2`, `x1, x2` independent and uniform on the unit sphere of `R^d` (Safran & Lee, eq. (5)).
#[derive(Clone, Debug)]
pub struct SphereSum {
    d: u32,
}

impl SphereSum {
    /// The law in dimension `d`.
    ///
    /// # Errors
    /// [`enclosure::Error::Domain`] unless `3 <= d <= MAX_DIMENSION`: at `d = 2` the norm's density is unbounded at 2.
    pub fn new(d: u32) -> Result<Self> {
        check_dimension("SphereSum", d, 3, "it must be between 3 and 1000000")?;
        Ok(Self { d })
    }

    /// `(d-1)/2`, exact.
    fn shape(&self) -> Interval {
        Interval::int(i64::from(self.d) - 1).mul_2exp(-1)
    }

    /// `x^2/4` cut to `[0, 1]`: the norm never exceeds 2.
    fn quarter_square(x: &Interval, p: Prec) -> Interval {
        let v = x.sqr(p).mul_2exp(-2);
        v.min(&Interval::one())
    }
}

impl Law for SphereSum {
    fn dim(&self) -> u32 {
        self.d
    }

    fn support(&self, _p: Prec) -> Result<(Interval, Interval)> {
        Ok((Interval::zero(), Interval::int(2)))
    }

    /// `gamma'_d(x) = Gamma(d/2)/(sqrt(pi) Gamma((d-1)/2)) x^{d-2} (1 - x^2/4)^{(d-3)/2}` on `[0, 2]`, 0 beyond
    /// (Safran & Lee, p. 27): unimodal with its mode at `x^2 = 4(d-2)/(2d-5)`.
    fn norm_density(&self, x: &Interval, p: Prec) -> Result<Interval> {
        check_norm("SphereSum::norm_density", x)?;
        let q = p.plus(48);
        let d = i64::from(self.d);
        let constant = lgamma(&Interval::int(d).mul_2exp(-1), q)?
            .sub(&lgamma(&self.shape(), q)?, q)
            .exp(q)
            .div(&Interval::pi(q).sqrt(q)?, q)?;
        let at = |x: &Interval| -> Result<Interval> {
            if *x.lo() > 2 {
                return Ok(Interval::zero());
            }
            let rest = Interval::one().sub(&x.sqr(q).mul_2exp(-2), q);
            let rest = rest.max(&Interval::zero());
            // (d-3)/2 half-integer powers through the square root, so that 0^0 = 1 at d = 3.
            let power = rest.sqrt(q)?.powi(d - 3, q)?;
            Ok(constant.mul(&x.powi(d - 2, q)?, q).mul(&power, p))
        };
        let ends = increasing(x, 0, at)?;
        // At d = 3 the density x/2 increases up to 2 and drops to 0 there; the mode formula gives 4, so take the edge.
        let mode = if d == 3 { Interval::int(2) } else { Interval::ratio(4 * (d - 2), 2 * d - 5, q)?.sqrt(q)? };
        if x.overlaps(&mode) && !x.is_point() { Ok(ends.hull(&at(&mode)?)) } else { Ok(ends) }
    }

    /// `I_{x^2/4}((d-1)/2, (d-1)/2)`: `(1 + <x1, x2>)/2 = x^2/4` has that beta law.
    fn norm_cdf(&self, x: &Interval, p: Prec) -> Result<Interval> {
        check_norm("SphereSum::norm_cdf", x)?;
        let a = self.shape();
        let value = increasing(x, 1, |x| beta_i(&Self::quarter_square(x, p.plus(32)), &a, &a, p))?;
        Ok(probability(value))
    }

    fn norm_tail(&self, x: &Interval, p: Prec) -> Result<Interval> {
        check_norm("SphereSum::norm_tail", x)?;
        let a = self.shape();
        let value = increasing(x, 0, |x| beta_i_complement(&Self::quarter_square(x, p.plus(32)), &a, &a, p))?;
        Ok(probability(value))
    }
}
