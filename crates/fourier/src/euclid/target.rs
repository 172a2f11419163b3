//! What is approximated: the indicator of a ball under the heavy-tailed law, and its scaled radius.

use super::dot::Dot;
use enclosure::functions::bessel_j::{Order, orders};
use enclosure::{Error, Interval, Prec, Result};
use radial::HeavyTail;

/// Largest dimension accepted by the tube bound.
pub const MAX_DIMENSION: u32 = 100_000;
/// Largest scaled radius accepted: a table holds all orders up to it.
const MAX_RADIUS: u32 = 2_000_000;

/// The indicator `1{|x| <= a}` under the law with density `phi^2`, `phi` the Fourier transform of the indicator of the
/// ball of volume 1 and radius `R_d`. Only `d` and the scaled radius `A = 2 pi R_d a` matter.
#[derive(Clone, Debug)]
pub struct Target {
    d: u32,
    radius: Radius,
}

#[derive(Clone, Debug)]
enum Radius {
    Scaled(Interval),
    Law { law: HeavyTail, lambda: Interval },
}

fn check_dimension(function: &'static str, d: u32) -> Result<()> {
    if (2..=MAX_DIMENSION).contains(&d) {
        Ok(())
    } else {
        Err(Error::domain(function, "d", d, "it must be between 2 and 100000"))
    }
}

impl Target {
    /// The indicator of the ball of radius `lambda` under the heavy-tailed law with parameter `alpha` of Safran & Lee,
    /// eq. (3): `A = 2 pi alpha sqrt(d) R_d lambda`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `2 <= d <= MAX_DIMENSION`, `alpha >= 1`, `lambda > 0`, both bounded.
    pub fn new(d: u32, alpha: &Interval, lambda: &Interval) -> Result<Self> {
        check_dimension("tube_bound", d)?;
        if *alpha.lo() < 1 || !alpha.is_bounded() {
            return Err(Error::domain("tube_bound", "alpha", alpha, "it must be >= 1 and bounded"));
        }
        if !lambda.is_positive() || !lambda.is_bounded() {
            return Err(Error::domain("tube_bound", "lambda", lambda, "it must be > 0 and bounded"));
        }
        let law = HeavyTail::new(d, alpha.clone())?;
        Ok(Self { d, radius: Radius::Law { law, lambda: lambda.clone() } })
    }

    /// The indicator with scaled radius `A = 2 pi R_d a`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `2 <= d <= MAX_DIMENSION` and `A > 0` is bounded.
    pub fn scaled(d: u32, a: &Interval) -> Result<Self> {
        check_dimension("Target::scaled", d)?;
        if !a.is_positive() || !a.is_bounded() {
            return Err(Error::domain("Target::scaled", "A", a, "it must be > 0 and bounded"));
        }
        Ok(Self { d, radius: Radius::Scaled(a.clone()) })
    }

    /// The dimension.
    #[must_use]
    pub const fn dim(&self) -> u32 {
        self.d
    }

    /// `nu = d/2`.
    ///
    /// # Errors
    /// None within the accepted dimensions.
    pub fn order(&self) -> Result<Order> {
        Order::half(self.d)
    }

    /// Encloses the scaled radius `A`; a few ulp wide when `alpha` and `lambda` are points.
    ///
    /// # Errors
    /// [`Error::Unable`] when `A` is beyond 2000000.
    pub fn radius(&self, p: Prec) -> Result<Interval> {
        let a = match &self.radius {
            Radius::Scaled(a) => a.clone(),
            Radius::Law { law, lambda } => law.scale(p.plus(8))?.mul(lambda, p),
        };
        if *a.hi() > MAX_RADIUS {
            return Err(Error::unable("tube_bound", format!("the scaled radius A = {:.6} is beyond {MAX_RADIUS}", a)));
        }
        Ok(a)
    }

    /// Encloses the whole mass `P[|x| <= a] = J_nu(A)^2 + 2 sum_{j>=1} J_{nu+j}(A)^2` (RL-01) from the values
    /// `J_nu(A), J_{nu+1}(A), ...`; what follows the last is
    /// bounded by TB-06.
    pub(super) fn total(&self, a: &Interval, tail: &[Interval], p: Prec) -> Result<Interval> {
        let mut sum = Dot::new(p);
        for j in tail.iter().skip(1) {
            sum.add(j, j);
        }
        let head = tail.first().map_or_else(Interval::zero, |j| j.sqr(p));
        let mu = self.order()?.shift(u32::try_from(tail.len()).unwrap_or(u32::MAX))?.value();
        if !a.certainly_le(&mu) {
            return Err(Error::unable("tube_bound", "the table of orders stops below A"));
        }
        let last = tail.last().map_or_else(Interval::one, Clone::clone);
        // With mu >= A each further value is below A/mu times the one before (TB-06).
        let q = a.div(&mu, p)?;
        let rest = last.sqr(p).mul(&q.sqr(p).div(&Interval::one().sub(&q.sqr(p), p), p)?, p).mul_2exp(1);
        let rest = Interval::new(Interval::zero().lo().clone(), rest.hi().clone())?;
        Ok(head.add(&sum.finish()?.mul_2exp(1), p).add(&rest, p))
    }
}

/// `J_{first}(A), ...` up to an order above `A` where `A J(A) < 2^-bits`, estimated; callers bound what they cut off.
pub(super) fn decaying_orders(first: Order, a: &Interval, bits: u32, p: Prec) -> Result<Vec<Interval>> {
    let x = a.hi().to_f64().max(1e-300);
    let need = (f64::from(bits) + 8.0) * std::f64::consts::LN_2 + x.ln().max(0.0);
    let size = |m: f64| {
        let s = (m / x).max(1.0);
        m * (s.acosh() - (1.0 - 1.0 / (s * s)).max(0.0).sqrt())
    };
    // J_m(A) <= exp(-m (arccosh(m/A) - sqrt(1 - A^2/m^2))): the exponent increases in m.
    let (mut lo, mut hi) = (x, 2.0 * x + need + 8.0);
    for _ in 0..60 {
        let m = 0.5 * (lo + hi);
        if size(m) < need { lo = m } else { hi = m }
    }
    let base = f64::from(first.twice()) * 0.5;
    let count = (hi - base).max(2.0).ceil() as usize + 2;
    orders(first, count, a, p)
}
