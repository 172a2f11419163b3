//! The heavy-tailed law: the squared Fourier transform of a ball's indicator.

use super::{Law, check_norm, probability};
use crate::sine_integral::sine_integral_tail;
use crate::unit_ball::{check_dimension, unit_volume_radius};
use enclosure::functions::bessel_j::{Order, bessel_j, orders};
use enclosure::functions::gamma::lgamma;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Norms beyond this power of two are refused: the argument would need as many more bits.
const MAX_EXPONENT: u32 = 100_000;

/// The law with density `mubar_d(x) = (R_d/|x|)^d J_{d/2}(2 pi alpha sqrt(d) R_d |x|)^2` (Safran & Lee, eq. (3)); with
/// `alpha sqrt(d) = 1` the law of Eldan & Shamir, sec. 4.1. Its norm has density `(d/x) J_{d/2}(A)^2`,
/// `A = 2 pi alpha sqrt(d) R_d x`.
#[derive(Clone, Debug)]
pub struct HeavyTail {
    d: u32,
    alpha: Interval,
}

impl HeavyTail {
    /// The law in dimension `d` with parameter `alpha`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `2 <= d <= MAX_DIMENSION` and `alpha > 0`.
    pub fn new(d: u32, alpha: Interval) -> Result<Self> {
        check_dimension("HeavyTail", d, 2, "it must be between 2 and 1000000")?;
        if !alpha.is_positive() {
            return Err(Error::domain("HeavyTail", "alpha", alpha, "it must be > 0"));
        }
        Ok(Self { d, alpha })
    }

    /// `nu = d/2`.
    fn order(&self) -> Result<Order> {
        Order::half(self.d)
    }

    /// Encloses `A / x = 2 pi alpha sqrt(d) R_d`.
    ///
    /// # Errors
    /// None within the accepted dimensions.
    pub fn scale(&self, p: Prec) -> Result<Interval> {
        let q = p.plus(16);
        let root = Interval::int(i64::from(self.d)).sqrt(q)?;
        let r = unit_volume_radius(self.d, q)?;
        Ok(Interval::pi(q).mul_2exp(1).mul(&self.alpha, q).mul(&root, q).mul(&r, p))
    }

    /// Encloses the density at a point of `R^d` with norm `x > 0`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `x > 0`.
    pub fn density(&self, x: &Interval, p: Prec) -> Result<Interval> {
        let q = p.plus(40);
        let j = bessel_j(self.order()?, &self.scale(q)?.mul(x, q), q)?;
        let ratio = unit_volume_radius(self.d, q)?.div(x, q)?;
        Ok(ratio.powi(i64::from(self.d), q)?.mul(&j.sqr(q), p))
    }

    /// Encloses `P[norm <= x]` for a point `x` from its scaled argument: `J_nu^2 + 2 sum_{k>=1} J_{nu+k}^2` (theorem
    /// RL-01), cut at an order `mu >= A` with the rest at most `(4/3) ((A/2)^mu / Gamma(mu+1))^2` (bound RL-03).
    fn cdf_sum(&self, a: &Interval, p: Prec) -> Result<Interval> {
        let nu = self.order()?;
        let reach = a.hi().to_f64_round(enclosure::rug::float::Round::Up).ceil();
        let first = f64::from(self.d) / 2.0;
        // Orders up to the argument, and as many above it as the precision asks for; the bound is computed, not assumed.
        let above = f64::from(p.bits()) + 2.0 * reach.cbrt() * (1.0 + f64::from(p.bits()).cbrt()) + 8.0;
        let count = ((reach - first).max(0.0) + above) as usize;
        let q = p.plus(32);
        let table = orders(nu, count, a, q)?;
        let mut sum = Interval::zero();
        for j in table.iter().skip(1).rev() {
            sum = sum.add(&j.sqr(q), q);
        }
        let head = table.first().map_or_else(Interval::zero, |j| j.sqr(q));
        let mu = nu.shift(u32::try_from(count).unwrap_or(u32::MAX))?;
        let rest = remainder(mu, a, q)?;
        Ok(head.add(&sum.mul_2exp(1), q).add(&rest, p))
    }

    /// Encloses `P[norm > x]` from the scaled argument by the finite sum of RL-01 downward in the order:
    /// `tail_nu = tail_base + sum_{j<nu-base} (J_{base+j}^2 + J_{base+j+1}^2)`, base 0 (tail 0) or 1/2.
    fn tail_sum(&self, a: &Interval, p: Prec) -> Result<Interval> {
        let q = p.plus(32);
        let (base, start) = if self.d.is_multiple_of(2) { (0, Interval::zero()) } else { (1, half_order_tail(a, q)?) };
        let steps = (self.d - base) / 2;
        let table = orders(Order::half(base)?, steps as usize + 1, a, q)?;
        let squares: Vec<Interval> = table.iter().map(|j| j.sqr(q)).collect();
        let sum = squares.windows(2).fold(start, |sum, pair| match pair {
            [l, r] => sum.add(&l.add(r, q), q),
            _ => sum,
        });
        Ok(sum.round(p))
    }

    /// Whether the finite downward sum is the better way: for arguments above the order, where the tail is what is
    /// small, and for odd `d` only once the sine integral's asymptotic series has the accuracy.
    fn tail_is_direct(&self, a: &Interval, p: Prec) -> bool {
        *a.lo() > f64::from(self.d) && (self.d.is_multiple_of(2) || *a.lo() > p.bits())
    }

    /// `P[norm <= x]` and `P[norm > x]` for `x` and the law's `alpha` in their intervals: both depend on the scaled
    /// argument alone, monotonically, so its ends decide.
    fn split(&self, x: &Interval, p: Prec) -> Result<(Interval, Interval)> {
        check_norm("HeavyTail", x)?;
        // The scaled argument needs as many more bits as it has before the point.
        let exponent = x.hi_point().map_or(0, |x| x.hi().get_exp().map_or(0, |e| e.max(0).unsigned_abs()));
        if exponent > MAX_EXPONENT {
            return Err(Error::unable("HeavyTail", format!("the norm is beyond 2^{MAX_EXPONENT}")));
        }
        let q = p.plus(32 + exponent);
        let a = self.scale(q)?.mul(x, q);
        let narrow = a.accuracy_bits().is_none_or(|bits| bits > 8);
        if narrow {
            return self.split_at(&a, p, q);
        }
        let (low, high) = (self.split_end(a.lo(), p, q)?, self.split_end(a.hi(), p, q)?);
        Ok((low.0.hull(&high.0), low.1.hull(&high.1)))
    }

    /// At one end of the scaled argument, which may be 0 or infinite.
    fn split_end(&self, a: &Float, p: Prec, q: Prec) -> Result<(Interval, Interval)> {
        match Interval::point(a.clone()) {
            Ok(a) => self.split_at(&a, p, q),
            Err(_) => Ok((Interval::one(), Interval::zero())),
        }
    }

    /// At a narrow scaled argument.
    fn split_at(&self, a: &Interval, p: Prec, q: Prec) -> Result<(Interval, Interval)> {
        let one = Interval::one();
        if a.hi().is_zero() {
            return Ok((Interval::zero(), one));
        }
        if self.tail_is_direct(a, q) {
            let tail = self.tail_sum(a, q)?;
            return Ok((one.sub(&tail, p), tail.round(p)));
        }
        let cdf = self.cdf_sum(a, q)?;
        Ok((cdf.round(p), one.sub(&cdf, p)))
    }
}

/// `[0, (4/3) ((A/2)^mu / Gamma(mu+1))^2 * 2]`, an enclosure of `2 sum_{k>=0} J_{mu+k}(A)^2` for `mu >= A` (RL-03).
fn remainder(mu: Order, a: &Interval, p: Prec) -> Result<Interval> {
    let mu = mu.value();
    if !a.certainly_le(&mu) {
        return Err(Error::unable("HeavyTail::norm_cdf", "the sum was cut below the argument"));
    }
    let log = a.mul_2exp(-1).ln(p)?.mul(&mu, p).sub(&lgamma(&mu.add(&Interval::one(), p), p)?, p);
    let bound = log.mul_2exp(1).exp(p).mul(&Interval::ratio(8, 3, p)?, p);
    Interval::new(Float::new(2), bound.hi().clone())
}

/// `int_A^inf J_{1/2}(s)^2 ds/s = (2/pi) (sin(A)^2/A + int_{2A}^inf sin(t)/t dt)`: the tail at order 1/2 (RL-01).
fn half_order_tail(a: &Interval, p: Prec) -> Result<Interval> {
    let direct = a.sin(p).sqr(p).div(a, p)?;
    let sum = direct.add(&sine_integral_tail(&a.mul_2exp(1), p)?, p);
    sum.mul_2exp(1).div(&Interval::pi(p), p)
}

impl Law for HeavyTail {
    fn dim(&self) -> u32 {
        self.d
    }

    fn support(&self, _p: Prec) -> Result<(Interval, Interval)> {
        Ok((Interval::zero(), Interval::from_below(Interval::one().lo().clone())?))
    }

    /// `(d/x) J_{d/2}(A)^2`, continued by its limit 0 at `x = 0`.
    fn norm_density(&self, x: &Interval, p: Prec) -> Result<Interval> {
        check_norm("HeavyTail::norm_density", x)?;
        let q = p.plus(24);
        if x.lo().is_zero() {
            // |J_nu(A)| <= (A/2)^nu/Gamma(nu+1) and |J_nu| <= 1: on [0, x] the density lies in [0, (d/x) B^2] with
            // B that power at the right end, since (d/x) (cx)^d increases for d >= 2.
            if x.hi().is_zero() {
                return Ok(Interval::zero());
            }
            let Some(end) = x.hi_point() else { return Interval::from_below(Float::new(2)) };
            let nu = self.order()?.value();
            let a = self.scale(q)?.mul(&end, q);
            let log = a.mul_2exp(-1).ln(q)?.mul(&nu, q).sub(&lgamma(&nu.add(&Interval::one(), q), q)?, q);
            let top = log.mul_2exp(1).exp(q).mul_int(i64::from(self.d), q).div(&end, p)?;
            return Interval::new(Float::new(2), top.hi().clone());
        }
        let j = bessel_j(self.order()?, &self.scale(q)?.mul(x, q), q)?;
        j.sqr(q).mul_int(i64::from(self.d), q).div(x, p)
    }

    fn norm_cdf(&self, x: &Interval, p: Prec) -> Result<Interval> {
        Ok(probability(self.split(x, p)?.0))
    }

    fn norm_tail(&self, x: &Interval, p: Prec) -> Result<Interval> {
        Ok(probability(self.split(x, p)?.1))
    }
}
