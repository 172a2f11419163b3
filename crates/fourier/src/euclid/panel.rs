//! One panel `t = c + h y`, `|y| <= 1`: the Taylor polynomial of `K(t)^2` with a proved remainder.

use super::dot::Dot;
use super::kernel::{Kernel, Values};
use super::product::{product, square};
use enclosure::rug::Float;
use enclosure::rug::float::Round;
use enclosure::{Error, Interval, Prec, Result};

/// Most Taylor coefficients of one panel.
const MAX_TERMS: usize = 1 << 14;

/// A polynomial `sum c_n y^n` and a bound of what it misses on `|y| <= 1`.
pub struct Expansion {
    pub c: Vec<Interval>,
    pub rest: Float,
}

/// The polynomial of `t K(t)^2` on one panel.
pub struct Panel {
    /// Half length, exact.
    pub h: Float,
    pub mass: Expansion,
}

/// Number of terms and radius ratio `rho > 1` for which `size e^(growth rho) rho^(1-N)/(rho-1) <= 2^-bits`, by estimate; the
/// bound is computed afterwards from the ratio. `reach` is the largest ratio allowed.
pub fn choose(log2_size: f64, growth: f64, reach: f64, bits: f64) -> Result<(usize, f64)> {
    let log2 = |n: f64| {
        let rho = (n / growth.max(1e-9)).min(reach).max(1.25);
        (log2_size + growth * rho * std::f64::consts::LOG2_E - (n - 1.0) * rho.log2() - (rho - 1.0).log2(), rho)
    };
    let mut n = 8;
    while n < MAX_TERMS {
        let (size, rho) = log2(n as f64);
        if size <= -bits {
            return Ok((n, rho));
        }
        n += 2;
    }
    Err(Error::unable("tube_bound", "a Taylor polynomial would need more than 16384 terms"))
}

/// `size e^(growth rho) rho^(1-N)/(rho-1)`: Cauchy's bound for the terms from `N` on at `|y| <= 1` of a function bounded by
/// `size e^(growth rho)` on `|y| <= rho` (TB-08).
pub fn cauchy_tail(size: &Interval, growth: &Interval, rho: f64, terms: usize) -> Result<Float> {
    let q = Prec::new(64)?;
    let rho = Interval::exact_f64(rho)?;
    let decay = rho.powi(1 - terms as i64, q)?.div(&rho.sub(&Interval::one(), q), q)?;
    Ok(size.mul(&growth.mul(&rho, q).exp(q), q).mul(&decay, q).into_bounds().1)
}

impl Panel {
    /// The panel of centre `c` and half length `h`; `h < c` unless the dimension is even. Away from `t = 1` it needs
    /// `h <= |1 - c|/2`; the panel about `t = 1` has its centre exactly there.
    pub fn new(kernel: &Kernel, c: &Float, h: &Float) -> Result<Self> {
        let p = kernel.prec();
        let point = |x: &Float| Interval::point(x.clone());
        let (ci, hi) = (point(c)?, point(h)?);
        let a = kernel.radius();
        let theta = a.mul(&hi, p);
        // TB-08: |K| <= 2 A e^{A r} on |t - c| <= r, r < c (r arbitrary for even d), so |K^2| <= 4 A^2 e^{2 A r}.
        let size = a.sqr(p).mul_2exp(2);
        let twice = theta.mul_2exp(1);
        // Rounded down and exact as f64: the comparison below is a certified one. All other f64 only choose `terms` and `rho`.
        let ratio = Float::with_val_round(53, c / h, Round::Down).0.to_f64();
        let reach = if kernel.dim().is_multiple_of(2) { 1e6 } else { ratio * 0.98 };
        // The recurrences lose more bits than these.
        let bits = f64::from(p.bits()) - 16.0;
        let (terms, rho) = choose(size.hi().to_f64().log2(), twice.hi().to_f64(), reach, bits)?;
        if !kernel.dim().is_multiple_of(2) && rho >= ratio {
            return Err(Error::unable("tube_bound", "a panel reaches 0"));
        }
        let rest = cauchy_tail(&size, &twice, rho, terms)?;
        let values = kernel.at(&ci)?;
        let k = coefficients(kernel, &values, &ci, &hi, &theta, terms)?;
        // What is cut off is covered by the bound of the rest, which starts at `terms`.
        let mut squares = square(&k, p)?;
        squares.truncate(terms);
        // t K^2 = (c + h y) K^2.
        let mut out: Vec<Interval> = Vec::with_capacity(terms + 1);
        for n in 0..=terms {
            let here = squares.get(n).map_or_else(Interval::zero, |s| s.mul(&ci, p));
            let before = if n == 0 { Interval::zero() } else { squares[n - 1].mul(&hi, p) };
            out.push(here.add(&before, p));
        }
        let top = Float::with_val_round(64, c + h, Round::Up).0;
        let rest = Float::with_val_round(64, &rest * &top, Round::Up).0;
        Ok(Self { h: h.clone(), mass: Expansion { c: out, rest } })
    }

    /// `int t K^2 dt` over `y in [from, to]`.
    pub fn integral(&self, from: &Interval, to: &Interval, p: Prec) -> Result<Interval> {
        let mut sum = Dot::new(p);
        for (c, m) in self.mass.c.iter().zip(moments(from, to, self.mass.c.len(), p)?) {
            sum.add(c, &m);
        }
        let length = to.sub(from, p);
        let rest = Interval::point(self.mass.rest.clone())?.mul(&length, p);
        let sum = sum.finish()?.add(&super::dot::symmetric(rest.hi())?, p);
        Ok(sum.mul(&Interval::point(self.h.clone())?, p))
    }

    /// `int t K^2 w dt` over the whole panel for a weight with `0 <= w <= bound`, given by its expansion in `y`.
    pub fn weighted(&self, w: &Expansion, bound: &Interval, p: Prec) -> Result<Interval> {
        let mut sum = Interval::zero();
        for (n, c) in product(&self.mass.c, &w.c, p)?.iter().enumerate().step_by(2) {
            sum = sum.add(&c.mul_2exp(1).div_int(n as i64 + 1, p)?, p);
        }
        let whole =
            self.integral(&Interval::int(-1), &Interval::one(), p)?.div(&Interval::point(self.h.clone())?, p)?;
        let rest = Interval::point(w.rest.clone())?;
        // int t K^2 w = int P w + int (t K^2 - P) w; the expansion of w misses at most its rest, against int t K^2.
        let missed = Interval::point(self.mass.rest.clone())?.mul_2exp(1).mul(&bound.add(&rest, p), p);
        let missed = missed.add(&rest.mul(&whole.abs(), p), p);
        let sum = sum.add(&super::dot::symmetric(missed.hi())?, p);
        Ok(sum.mul(&Interval::point(self.h.clone())?, p))
    }
}

/// `int_from^to y^j dy`, `j < count`.
pub fn moments(from: &Interval, to: &Interval, count: usize, p: Prec) -> Result<Vec<Interval>> {
    let (mut low, mut high) = (from.clone(), to.clone());
    let mut out = Vec::with_capacity(count);
    for j in 0..count {
        out.push(high.sub(&low, p).div_int(j as i64 + 1, p)?);
        low = low.mul(from, p);
        high = high.mul(to, p);
    }
    Ok(out)
}

/// Taylor coefficients in `y` of `K(c + h y)`: recurrences TB-09 for `J_nu(tA)`, `J_{nu+1}(tA)`, `L(t)` and `K(t)`.
fn coefficients(
    kernel: &Kernel,
    start: &Values,
    c: &Interval,
    h: &Interval,
    theta: &Interval,
    count: usize,
) -> Result<Vec<Interval>> {
    let p = kernel.prec();
    let d = i64::from(kernel.dim());
    let delta = h.div(c, p)?;
    let td = theta.mul(&delta, p);
    let centred = c.is_point() && *c.lo() == 1;
    let (j0, j1) = (&kernel.tail_orders()[0], &kernel.tail_orders()[1]);
    let a = kernel.radius();
    let (a1, a0c) = (a.mul(j1, p), a.mul(j0, p).mul(c, p).neg());
    let a0h = a.mul(j0, p).mul(h, p).neg();
    let half_delta = delta.mul_2exp(-1);
    let minus_theta = theta.neg();
    let minus_td = td.neg();
    let (mut u, mut w) = (vec![start.j.clone()], vec![start.j_next.clone()]);
    for n in 0..=count {
        let i = n as i64;
        let mut su = Dot::new(p);
        su.add(&u[n], &half_delta.mul_int(d - 2 * i, p));
        su.add(&w[n], &minus_theta);
        let mut sw = Dot::new(p);
        sw.add(&w[n], &half_delta.mul_int(-(2 * i + d + 2), p));
        sw.add(&u[n], theta);
        if n > 0 {
            su.add(&w[n - 1], &minus_td);
            sw.add(&u[n - 1], &td);
        }
        u.push(su.finish()?.div_int(i + 1, p)?);
        w.push(sw.finish()?.div_int(i + 1, p)?);
    }
    // (1 - t^2) L = A (J_{nu+1}(A) u - t J_nu(A) w)
    let lommel = |n: usize| -> Result<Interval> {
        let mut s = Dot::new(p);
        s.add(&u[n], &a1);
        s.add(&w[n], &a0c);
        if n > 0 {
            s.add(&w[n - 1], &a0h);
        }
        s.finish()
    };
    let two_ch = c.mul(h, p).mul_2exp(1);
    let h2 = h.sqr(p);
    let gap = Interval::one().sub(&c.sqr(p.double()), p);
    let inverse = if centred { h.mul_2exp(1).recip(p)?.neg() } else { gap.recip(p)? };
    let mut l: Vec<Interval> = Vec::with_capacity(count);
    for n in 0..count {
        let mut s = Dot::new(p);
        let one = Interval::one();
        if centred {
            s.add(&lommel(n + 1)?, &one);
            if n > 0 {
                s.add(&l[n - 1], &h2);
            }
        } else {
            s.add(&lommel(n)?, &one);
            if n > 0 {
                s.add(&l[n - 1], &two_ch);
            }
            if n > 1 {
                s.add(&l[n - 2], &h2);
            }
        }
        l.push(s.finish()?.mul(&inverse, p));
    }
    // t K' = (nu - 1) K - t L
    let minus_h = h.neg();
    let minus_hd = h.mul(&delta, p).neg();
    let mut k = vec![start.kernel.clone()];
    for n in 0..count.saturating_sub(1) {
        let i = n as i64;
        let mut s = Dot::new(p);
        s.add(&k[n], &half_delta.mul_int(d - 2 - 2 * i, p));
        s.add(&l[n], &minus_h);
        if n > 0 {
            s.add(&l[n - 1], &minus_hd);
        }
        k.push(s.finish()?.div_int(i + 1, p)?);
    }
    Ok(k)
}
