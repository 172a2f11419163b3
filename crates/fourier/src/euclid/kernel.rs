//! The spectral kernel `K(t) = int_0^A J_nu(s) J_{nu-1}(t s) ds` at one `t`, from finite sums of Bessel functions.

use super::dot::symmetric;
use super::target::{Target, decaying_orders};
use enclosure::functions::bessel_j::{Order, orders};
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};
use radial::sine_integral_tail;

/// Most doublings of the guard bits before a value is given up.
const MAX_ROUNDS: u32 = 12;

/// The kernel of one target at one working precision: a table of `J_m(A)` shared by all `t`.
pub struct Kernel {
    d: u32,
    p: Prec,
    a: Interval,
    /// `J_m(A)`, `m = base, base + 1, ...`, base 0 or 1/2.
    at_a: Vec<Interval>,
    base: Order,
    /// Index of `nu` in the table.
    shift: usize,
}

/// `K`, `J_nu(tA)` and `J_{nu+1}(tA)` at one `t`.
pub struct Values {
    pub kernel: Interval,
    pub j: Interval,
    pub j_next: Interval,
}

impl Kernel {
    /// The kernel at `p` working bits.
    pub fn new(target: &Target, p: Prec) -> Result<Self> {
        let d = target.dim();
        let a = target.radius(p.plus(16))?;
        let base = Order::half(d % 2)?;
        let shift = (d / 2) as usize;
        let mut at_a = decaying_orders(base, &a, p.bits() + 16, p)?;
        if at_a.len() < shift + 3 {
            at_a = orders(base, shift + 3, &a, p)?;
        }
        Ok(Self { d, p, a, at_a, base, shift })
    }

    /// The scaled radius.
    pub const fn radius(&self) -> &Interval {
        &self.a
    }

    /// `J_nu(A), J_{nu+1}(A), ...`.
    pub fn tail_orders(&self) -> &[Interval] {
        &self.at_a[self.shift..]
    }

    /// The dimension.
    pub const fn dim(&self) -> u32 {
        self.d
    }

    /// The working precision.
    pub const fn prec(&self) -> Prec {
        self.p
    }

    /// `K(t)`, `J_nu(tA)`, `J_{nu+1}(tA)` for `t > 0`: absolute error about `2^-p`.
    pub fn at(&self, t: &Interval) -> Result<Values> {
        if t.mid() >= 1 { self.upward(t) } else { self.downward(t) }
    }

    /// `A |J_m(x)|` when `m >= x` (then `J_m` increases on `[0, x]`), else `x`: a bound of `int_0^x |J_m(s)| ds` (TB-05).
    fn integral_bound(m: Order, value: &Interval, x: &Interval, p: Prec) -> Interval {
        if x.certainly_le(&m.value()) { x.mul(&value.abs(), p) } else { x.clone() }
    }

    /// Theorem TB-05, upward in the order: all terms have the factor `t^-j`.
    pub(super) fn upward(&self, t: &Interval) -> Result<Values> {
        let p = self.p;
        let table = self.tail_orders();
        let least = (table.len() - 1).min(self.terms(&t.mid())).max(1);
        let nu = Order::half(self.d)?;
        let jt = orders(nu, least.max(2), &t.mul(&self.a, p.plus(8)), p)?;
        let inverse = t.recip(p)?;
        let mut sum = Interval::zero();
        for (x, y) in table[..least].iter().zip(&jt).rev() {
            sum = sum.add(&x.mul(y, p), p).mul(&inverse, p);
        }
        let m = nu.shift(u32::try_from(least).unwrap_or(u32::MAX))?;
        let bound = Self::integral_bound(m, &table[least], &self.a, p);
        let rest = inverse.powi(least as i64, p)?.mul(&bound, p);
        let kernel = sum.add(&symmetric(rest.hi())?, p);
        Ok(Values { kernel, j: jt[0].clone(), j_next: jt[1].clone() })
    }

    /// How many terms until `t^-n` alone is below `2^-p / A`.
    fn terms(&self, t: &Float) -> usize {
        let log = t.to_f64().log2().abs();
        let need = f64::from(self.p.bits()) + 8.0 + self.a.hi().to_f64().log2().max(0.0);
        if log * 1e9 > need { (need / log).ceil() as usize + 1 } else { usize::MAX }
    }

    /// Theorem TB-07, downward in the order: stable for `t <= 1`.
    pub(super) fn downward(&self, t: &Interval) -> Result<Values> {
        let p = self.p;
        let x = t.mul(&self.a, p.plus(8));
        let even = self.d.is_multiple_of(2);
        let last = if even { (self.at_a.len() - 2).min(self.terms(&t.mid())) } else { 0 };
        let count = (last + 2).max(self.shift + 2);
        let jt = orders(self.base, count.min(self.at_a.len()), &x, p)?;
        let products: Vec<Interval> = self.at_a.iter().zip(&jt).map(|(x, y)| x.mul(y, p)).collect();
        // sum_{m=first}^{nu-1} t^{nu-1-m} J_m(A) J_m(tA)
        let first = usize::from(even);
        let below = products[first.min(self.shift)..self.shift].iter();
        let finite = below.fold(Interval::zero(), |sum, c| sum.mul(t, p).add(c, p));
        let end = if even {
            let n = last;
            let series = products[..=n].iter().rev().fold(Interval::zero(), |sum, c| sum.mul(t, p).add(c, p));
            let m = Order::half(0)?.shift(u32::try_from(n + 1).unwrap_or(u32::MAX))?;
            let bound = Self::integral_bound(m, &jt[n + 1], &x, p).mul(&t.powi(n as i64, p)?, p);
            let rest = symmetric(bound.hi())?;
            Interval::one().sub(&series, p).add(&rest, p).mul(&t.powi(self.shift as i64 - 1, p)?, p)
        } else {
            // t^{nu-1/2} K_{1/2} = t^{nu-1} (Si((1+t)A) + Si((1-t)A)) / pi
            let sum = sine_integral(&x.add(&self.a, p), p)?.add(&sine_integral(&self.a.sub(&x, p), p)?, p);
            let exponent = Interval::int(i64::from(self.d) - 2).mul_2exp(-1);
            sum.div(&Interval::pi(p), p)?.mul(&t.pow(&exponent, p)?, p)
        };
        let kernel = end.sub(&finite, p);
        Ok(Values { kernel, j: jt[self.shift].clone(), j_next: jt[self.shift + 1].clone() })
    }
}

/// `Si(x) = int_0^x sin(s)/s ds`: the value at the middle and, as `|sin(s)/s| <= 1`, the radius of `x`.
pub(super) fn sine_integral(x: &Interval, p: Prec) -> Result<Interval> {
    let middle = x.mid();
    let m = Interval::point(middle)?;
    let value = if m.is_negative() { sine_integral_at(&m.neg(), p)?.neg() } else { sine_integral_at(&m, p)? };
    if x.is_point() { Ok(value) } else { Ok(value.add(&symmetric(&x.width())?, p)) }
}

/// `Si(x)` at a point `x >= 0`, by the asymptotic form for large `x` and by the power series below.
fn sine_integral_at(x: &Interval, p: Prec) -> Result<Interval> {
    if *x.lo() > p.bits() {
        return Ok(Interval::pi(p).mul_2exp(-1).sub(&sine_integral_tail(x, p)?, p));
    }
    // |terms| <= e^x: 3/2 bits a unit are lost. Alternating, and decreasing once 2k+2 > x.
    let bits = (x.mag().to_f64() * 1.5) as u32;
    let q = p.plus(bits + 16);
    let square = x.sqr(q);
    let mut power = x.clone();
    let mut sum = x.clone();
    let small = Float::with_val(2, 1) >> (p.bits() + 8);
    for k in 1..i64::from(q.bits()) * 4 {
        power = power.mul(&square, q).div_int(-(2 * k) * (2 * k + 1), q)?;
        let term = power.div_int(2 * k + 1, q)?;
        if term.mag() < small && x.mag() < 2 * k {
            return Ok(sum.add(&symmetric(&term.mag())?, p));
        }
        sum = sum.add(&term, q);
    }
    Err(Error::unable("spectral_kernel", "the power series of the sine integral did not settle"))
}

/// Encloses `K(t)` for `t > 0` to about `p` good bits at a point `t`; a wide `t` adds the slope times its radius.
pub fn kernel(target: &Target, t: &Interval, p: Prec) -> Result<Interval> {
    if !t.is_positive() || !t.is_bounded() {
        return Err(Error::domain("spectral_kernel", "t", t, "it must be > 0 and bounded"));
    }
    let middle = Interval::point(t.mid())?;
    let mut extra = 24 + t.hi().get_exp().unwrap_or(0).max(0).unsigned_abs();
    let mut value = Interval::whole();
    for _ in 0..MAX_ROUNDS {
        let table = Kernel::new(target, p.plus(extra))?;
        value = table.at(&middle)?.kernel;
        if value.accuracy_bits().is_none_or(|b| b > i64::from(p.bits())) && !value.contains_zero() {
            break;
        }
        extra *= 2;
    }
    if t.is_point() {
        return Ok(value.round(p));
    }
    // K' = (nu-1) K/t - L with |K| <= A, |L| <= A^2/2 (TB-04).
    let q = Prec::DOUBLE;
    let a = target.radius(q)?;
    let lowest = Interval::point(t.lo().clone())?;
    let steep = a.mul_int(i64::from(target.dim()), q).div(&lowest, q)?.add(&a.sqr(q), q).mul_2exp(-1);
    let spread = steep.mul(&Interval::point(t.width())?, q);
    let spread = Float::with_val_round(53, spread.hi(), Round::Up).0;
    Ok(value.add(&symmetric(&spread)?, p))
}

/// Encloses the spectral density `M(t) = d t K(t)^2`.
pub fn density(target: &Target, t: &Interval, p: Prec) -> Result<Interval> {
    let q = p.plus(8);
    Ok(kernel(target, t, q)?.sqr(q).mul(t, q).mul_int(i64::from(target.dim()), p))
}

/// `M` at many `t`; a wide `t` is treated by itself.
pub fn density_table(target: &Target, ts: &[Interval], p: Prec) -> Result<Vec<Interval>> {
    let table = Kernel::new(target, p.plus(24))?;
    let d = i64::from(target.dim());
    ts.iter()
        .map(|t| {
            if !t.is_positive() || !t.is_point() {
                return density(target, t, p);
            }
            Ok(table.at(t)?.kernel.sqr(p.plus(8)).mul(t, p.plus(8)).mul_int(d, p))
        })
        .collect()
}
