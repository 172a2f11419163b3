//! How much the tube bound can bend as a function of the radius.

use super::target::Target;
use enclosure::functions::bessel_j::{Order, bessel_j, bessel_j_prime};
use enclosure::rug::Float;
use enclosure::{Interval, Prec, Result};

/// Precision of the bound: it is wanted to a few digits.
const P: Prec = Prec::DOUBLE;

/// Upper end as a point.
fn above(x: &Interval) -> Result<Interval> {
    Interval::point(x.hi().clone())
}

/// `sup_{x >= X} x J_mu(x)^2` for all orders `0 <= mu <= top` (TB-19, (1)).
fn envelope(top: &Interval, x: &Interval) -> Result<Interval> {
    let beyond = top.add(&Interval::one(), P);
    // Up to top + 1 only |J| <= 1 is used.
    let (from, least) = if beyond.certainly_le(x) { (x, Interval::zero()) } else { (&beyond, beyond.clone()) };
    let share = Interval::one().sub(&top.div(from, P)?.sqr(P), P);
    let c = Interval::int(2).div(&Interval::pi(P), P)?.div(&share.sqrt(P)?, P)?;
    above(&c.max(&least))
}

/// The pieces of TB-19 that depend on `T`, `A` and the envelope only.
struct Reach {
    c: Interval,
    /// `T <= t_k`.
    t: Interval,
    /// `tau = max(T, 1 + A^-2)`.
    tau: Interval,
    /// `arcoth tau`.
    log: Interval,
    /// Bound of what lies between `T` and `tau`.
    near: Interval,
    least: Interval,
    most: Interval,
}

impl Reach {
    fn new(a: &Interval, t: &Float, top: &Interval) -> Result<Self> {
        let one = Interval::one();
        let t = Interval::point(t.clone())?;
        let (least, most) = (Interval::point(a.lo().clone())?, above(a)?);
        let tau = above(&one.add(&most.sqr(P).recip(P)?, P))?.max(&t);
        let log = tau.add(&one, P).div(&tau.sub(&one, P), P)?.ln(P)?.mul_2exp(-1);
        let near = tau.sub(&t, P).mul(&tau, P).mul(&most.sqr(P), P).mul_2exp(-1);
        Ok(Self { c: envelope(top, &t.mul(&least, P))?, t, tau, log, near: above(&near)?, least, most })
    }

    /// Bound of `|T K_mu(T) J(TA)|` for `J = J_mu` or `J_{mu-1}` (TB-19, (3)).
    fn edge(&self, mu: &Interval, j: &Interval, next: &Interval) -> Result<Interval> {
        let one = Interval::one();
        let half = one.mul_2exp(-1);
        let root = self.c.div(&self.t.mul(&self.least, P), P)?.sqrt(P)?;
        let plain = one.add(&self.most, P).mul(&root, P);
        let gap = self.t.sqr(P).sub(&one, P);
        if !gap.is_positive() {
            return Ok(plain);
        }
        let high = next.mul(&self.t, P).div(&mu.add(&half, P), P)?;
        let low = j.mul(&self.t.sqr(P), P).div(&mu.sub(&half, P), P)?;
        Ok(high.add(&low, P).mul(&self.c, P).div(&gap, P)?.min(&plain))
    }

    /// Bound of `|int_T^inf t J_mu(tA) L_mu(t) dt|` (TB-19, (4)).
    fn tail(&self, mu: &Interval, j: &Interval, next: &Interval) -> Result<Interval> {
        let one = Interval::one();
        let ratio = one.sub(&self.tau.sqr(P).recip(P)?, P).recip(P)?;
        let first = next.mul(&self.c, P).mul(&self.log, P);
        let second = ratio.div(&self.tau, P)?.mul_2exp(-1).add(&mu.mul(&self.log, P), P);
        let second = second.mul(j, P).mul(&self.c, P).div(&self.least, P)?;
        Ok(first.add(&second, P).add(&self.near, P))
    }

    /// `Gamma_mu`, the bound of `A |g_mu(T) - J_mu(A)/(2A)|`.
    fn gamma(&self, mu: &Interval, j: &Interval, next: &Interval) -> Result<Interval> {
        Ok(self.edge(mu, j, next)?.add(&self.tail(mu, j, next)?, P))
    }
}

/// An upper bound of `|d^2 LB/dA^2|` over all scaled radii in `a`, for every width whose `t_k` is at least `t >= 1` (TB-19).
pub(super) fn curvature(d: u32, a: &Interval, t: &Float) -> Result<Interval> {
    let order = Order::half(d)?;
    let nu = order.value();
    let one = Interval::one();
    let reach = Reach::new(a, t, &nu.add(&Interval::int(2), P))?;
    let size = |shift: u32| -> Result<Interval> { above(&bessel_j(order.shift(shift)?, a, P)?.abs()) };
    let (j0, j1, j2) = (size(0)?, size(1)?, size(2)?);
    let slope = above(&bessel_j_prime(order, a, P)?.abs())?;
    let above_nu = nu.add(&one, P);
    let below_nu = nu.sub(&one, P);
    let first = reach.gamma(&nu, &j0, &j1)?.div(&reach.least, P)?;
    // |d/dA (g - J/(2A))|
    let second = {
        let c = &reach.c;
        let level = nu.mul(&below_nu, P).div(&reach.t.mul(&reach.least, P), P)?;
        let own = j0.mul(c, P).mul(&one.add(&level, P), P);
        let cross = c.mul(&reach.log, P).mul(&j2.div(&reach.tau, P)?.add(&j1, P), P);
        let cross = cross.add(&reach.edge(&above_nu, &j1, &j2)?, P).add(&reach.near, P).mul(&below_nu, P);
        let next = reach.gamma(&above_nu, &j1, &j2)?.mul(&reach.least, P);
        own.add(&cross, P).add(&next, P).div(&reach.least.sqr(P), P)?
    };
    let bound = slope.mul(&first, P).add(&j0.mul(&second, P), P).mul_int(2 * i64::from(d), P);
    above(&bound)
}

/// [`curvature`] in `lambda` for radii `lambda` in `[low, high]` of a family with `A = scale lambda`.
pub(super) fn in_lambda(d: u32, scale: &Interval, low: &Float, high: &Float, t: &Float) -> Result<Interval> {
    let lambda = Interval::new(low.clone(), high.clone())?;
    above(&curvature(d, &scale.mul(&lambda, P), t)?.mul(&scale.sqr(P), P))
}

/// `A / lambda` for the law with parameter `alpha` in dimension `d`.
pub(super) fn scale(d: u32, alpha: &Interval, p: Prec) -> Result<Interval> {
    Target::new(d, alpha, &Interval::one())?.radius(p)
}
