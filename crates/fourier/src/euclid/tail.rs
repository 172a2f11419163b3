//! Beyond some `T`: `K(t)` by Hankel's expansion, and the integral of `d t K^2 (1 - k p_d)` over `[T, inf)`.

use super::dot::{Dot, symmetric};
use super::kernel::Kernel;
use super::product::{product, square};
use super::tube::slope_constant;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// The tail from `T` on: `K(t) = sqrt(2/(pi A)) t^{-3/2} (Re[e^{i omega} sum_m i^m s_m (T/t)^m] + eta)`,
/// `omega = tA - nu pi/2 - pi/4`, `|eta| <= eta_max` (TB-11).
pub struct Tail {
    d: u32,
    p: Prec,
    t: Interval,
    a: Interval,
    s: Vec<Interval>,
    eta: Interval,
}

/// Sizes of the two cuts, found with f64: `n` orders and `m` powers.
#[derive(Clone, Copy)]
struct Cuts {
    n: usize,
    m: usize,
}

/// `log2` of `|a_j(mu)| / x^j` for `j = 0, 1, ...` until it is below `-bits`, or `None` when it starts to grow before that.
fn hankel_terms(mu: f64, x: f64, bits: f64) -> Option<usize> {
    let mut log = 0.0f64;
    let f = 4.0 * mu * mu;
    for j in 1..100_000u32 {
        let o = f64::from(2 * j - 1);
        let ratio = ((f - o * o).abs() / (8.0 * f64::from(j) * x)).max(1e-300);
        log += ratio.log2();
        if log < -bits && f64::from(j) >= mu {
            return Some(j as usize + 1);
        }
        if log > 16.0 || (f64::from(j) > mu && ratio > 0.95) {
            return None;
        }
    }
    None
}

impl Cuts {
    /// Cuts for `T = t`, or `None` when the expansion is not accurate enough there.
    fn at(d: u32, a: f64, t: f64, orders: &[Interval], bits: f64) -> Option<Self> {
        let log_t = t.log2();
        let scale = 0.5 * (a.max(1e-9) * 1.6).log2() + a.log2().max(0.0) + 4.0;
        let size = |j: usize| orders.get(j).and_then(|x| x.mag().get_exp()).map_or(-1e18, f64::from);
        // t^{3/2-n} A min(1, J_{nu+n}(A)) <= 2^-bits
        let n = (2..orders.len()).find(|n| {
            let small = if 0.5 * f64::from(d) + *n as f64 >= a { size(*n) } else { 0.0 };
            scale + (1.5 - *n as f64) * log_t + small <= -bits
        })?;
        let mut m = 0usize;
        for j in 0..n {
            let weight = bits + size(j) - j as f64 * log_t;
            let terms =
                if weight <= 0.0 { 2 } else { hankel_terms(0.5 * f64::from(d) + j as f64, a * t, weight + 4.0)? };
            m = m.max(j + terms);
        }
        // Hankel's error bound asks for at least mu - 1/2 and 2 terms of each order mu.
        m = m.max((d / 2) as usize + 2 * n + 2);
        Some(Self { n, m })
    }
}

/// Drops the last coefficients while they are below `2^-(p+8)` in absolute value; returns a bound of their sum.
fn trim(c: &mut Vec<Interval>, p: Prec) -> Interval {
    let small = Float::with_val(2, 1) >> (p.bits() + 8);
    let mut dropped = Interval::zero();
    while c.len() > 2 && c.last().is_some_and(|c| c.mag() < small) {
        if let Some(c) = c.pop() {
            dropped = dropped.add(&c.abs(), p);
        }
    }
    dropped
}

/// Bits of a working precision that the expansion is asked to deliver; the others pay for cancellation and for the panels.
fn delivered(p: Prec) -> u32 {
    p.bits().saturating_sub(32).max(8)
}

/// Least `T >= from`, on a coarse grid, where the tail can be had to the kernel's precision less its guard bits.
pub fn start(kernel: &Kernel, from: f64) -> Option<f64> {
    let bits = delivered(kernel.prec());
    let a = kernel.radius().hi().to_f64();
    let d = kernel.dim();
    let mut t = from.max(1.25).max(0.3 * f64::from(bits) / a);
    for _ in 0..200 {
        if Cuts::at(d, a, t, kernel.tail_orders(), f64::from(bits)).is_some() {
            return Some(t);
        }
        t *= 1.12;
    }
    None
}

impl Tail {
    /// The tail from `t >= 1.25` on.
    pub fn new(kernel: &Kernel, t: &Float) -> Result<Self> {
        let p = kernel.prec();
        let d = kernel.dim();
        let a = kernel.radius().clone();
        let orders = kernel.tail_orders();
        let cuts = Cuts::at(d, a.hi().to_f64(), t.to_f64(), orders, f64::from(delivered(p)))
            .ok_or_else(|| Error::unable("tube_bound", "the tail expansion does not reach the accuracy"))?;
        let t = Interval::point(t.clone())?;
        let inverse = t.recip(p)?;
        let x = t.mul(&a, p).recip(p)?.mul_2exp(-3);
        let mut s = vec![Interval::zero(); cuts.m];
        let mut eta = Interval::zero();
        let mut power = Interval::one();
        for (j, order) in orders.iter().take(cuts.n).enumerate() {
            let sign = if j % 2 == 0 { 1 } else { -1 };
            let mut term = order.mul(&power, p).mul_int(sign, p);
            let twice = i64::from(d) + 2 * j as i64;
            // a_{i+1} = a_i (4 mu^2 - (2i+1)^2) / (8 (i+1)), and 1/(8 T A) a step.
            for i in 0..cuts.m - j + 2 {
                if j + i < cuts.m {
                    s[j + i] = s[j + i].add(&term, p);
                } else {
                    eta = eta.add(&term.abs(), p);
                }
                let o = 2 * i as i64 + 1;
                term = term.mul(&x, p).mul_int((twice - o) * (twice + o), p).div_int(i as i64 + 1, p)?;
            }
            power = power.mul(&inverse, p);
        }
        let order = Interval::int(i64::from(d) + 2 * cuts.n as i64).mul_2exp(-1);
        let cut = if a.certainly_le(&order) { a.mul(&orders[cuts.n].abs(), p) } else { a.clone() };
        let root = Interval::pi(p).mul(&a, p).mul_2exp(-1).sqrt(p)?;
        let three_halves = t.mul(&t.sqrt(p)?, p);
        eta = eta.add(&root.mul(&three_halves, p).mul(&power, p).mul(&cut, p), p);
        let dropped = trim(&mut s, p);
        let eta = eta.add(&dropped, p);
        Ok(Self { d, p, t, a, s, eta })
    }

    /// `int_T^inf d t K^2 (1 - k p_d) dt`, `k >= 0`, where `0 <= 1 - k p_d <= 1` (TB-12).
    pub fn integral(&self, k: &Interval) -> Result<Interval> {
        let p = self.p;
        // |S|^2 = sum over even n of (-1)^{n/2} sum_m (-1)^m s_m s_{n-m}; S^2 = sum_n i^n sum_m s_m s_{n-m}.
        let alternating: Vec<Interval> =
            self.s.iter().enumerate().map(|(m, s)| if m % 2 == 0 { s.clone() } else { s.neg() }).collect();
        // The sum vanishes for odd n by symmetry.
        let signed = |(n, c): (usize, Interval)| match n % 4 {
            0 => c,
            2 => c.neg(),
            _ => Interval::zero(),
        };
        let mut modulus: Vec<Interval> =
            product(&alternating, &self.s, p)?.into_iter().enumerate().map(signed).collect();
        let turning = square(&self.s, p)?;
        let (mut re, mut im) = (Vec::with_capacity(turning.len()), Vec::with_capacity(turning.len()));
        for (n, c) in turning.iter().enumerate() {
            let signed = if n % 4 < 2 { c.clone() } else { c.neg() };
            re.push(if n % 2 == 0 { signed.clone() } else { Interval::zero() });
            im.push(if n % 2 == 0 { Interval::zero() } else { signed });
        }
        let mut dropped = trim(&mut modulus, p);
        while re.len() > modulus.len() {
            for part in [re.pop(), im.pop()].into_iter().flatten() {
                dropped = dropped.add(&part.abs(), p);
            }
        }
        let weight = self.weight(k)?;
        let smooth = self.with_weight(&modulus, &weight.0)?;
        let (re, im) = (self.with_weight(&re, &weight.0)?, self.with_weight(&im, &weight.0)?);
        let mut plain = Dot::new(p);
        for (j, c) in smooth.iter().enumerate() {
            plain.add(c, &Interval::ratio(1, j as i64 + 1, p)?);
        }
        let wave = self.wave(&re, &im)?;
        // |t K^2-part missed| : 2 (2 |S| eta + eta^2) with weight at most 1, and 2 |S|^2 times what the weight misses.
        let size = self.s.iter().fold(Interval::zero(), |sum, s| sum.add(&s.abs(), p));
        let missed = size.mul(&self.eta, p).mul_2exp(2).add(&self.eta.sqr(p).mul_2exp(1), p);
        let missed = missed.add(&dropped, p).add(&size.sqr(p).mul_2exp(1).mul(&weight.1, p), p);
        let sum = plain.finish()?.add(&wave, p).add(&symmetric(missed.hi())?, p);
        let scale = Interval::int(i64::from(self.d)).div(&Interval::pi(p).mul(&self.a, p).mul(&self.t, p), p)?;
        Ok(sum.mul(&scale, p))
    }

    /// `k p_d(t) = sum_i w_i (T/t)^{d-1+2i}` and a bound of what the sum misses relative to `(T/t)^0` (TB-12).
    fn weight(&self, k: &Interval) -> Result<(Vec<Interval>, Interval)> {
        let p = self.p;
        if k.lo().is_zero() && k.hi().is_zero() {
            return Ok((Vec::new(), Interval::zero()));
        }
        let d = i64::from(self.d);
        let x = self.t.sqr(p).recip(p)?;
        // 1/B((d-1)/2, 1/2) = c_d/2; b_i = (1/2)_i / i! / ((d-1)/2 + i) / B = (1/2)_i/i! c_d / (d-1+2i).
        let mut power = slope_constant(self.d, p)?.mul(k, p).mul(&self.t.powi(1 - d, p)?, p);
        let step = self.t.mid().to_f64().log2() * 2.0;
        let count = ((f64::from(p.bits()) + 8.0) / step).ceil() as i64 + 2;
        let mut out = Vec::new();
        for i in 0..count {
            out.push(power.div_int(d - 1 + 2 * i, p)?);
            power = power.mul(&x, p).mul_int(2 * i + 1, p).div_int(2 * i + 2, p)?;
        }
        let rest = power.div_int(d - 1 + 2 * count, p)?.div(&Interval::one().sub(&x, p), p)?;
        Ok((out, rest.abs()))
    }

    /// `c (1 - k p_d)` as a polynomial in `T/t`.
    fn with_weight(&self, c: &[Interval], w: &[Interval]) -> Result<Vec<Interval>> {
        let p = self.p;
        let mut out: Vec<Interval> = c.to_vec();
        if w.is_empty() {
            return Ok(out);
        }
        let shift = self.d as usize - 1;
        let mut spread = vec![Interval::zero(); 2 * w.len() - 1];
        for (i, w) in w.iter().enumerate() {
            spread[2 * i] = w.clone();
        }
        out.resize(out.len().max(shift + c.len() + spread.len() - 1), Interval::zero());
        for (n, c) in product(c, &spread, p)?.iter().enumerate() {
            out[shift + n] = out[shift + n].sub(c, p);
        }
        Ok(out)
    }

    /// `Re[(-i)^{d+1} sum_j (re_j + i im_j) E_{j+2}(-i x)]`, `x = 2 A T`, the exponential integrals by backward
    /// recurrence (TB-13).
    fn wave(&self, re: &[Interval], im: &[Interval]) -> Result<Interval> {
        let p = self.p;
        let x =
            self.a.mul(&self.t, p.plus(self.t.hi().get_exp().unwrap_or(0).clamp(0, 4096).unsigned_abs())).mul_2exp(1);
        let (cos, sin) = (x.cos(p), x.sin(p));
        let inverse = x.recip(p)?;
        let last = re.len() as i64 + 1;
        let limit = x.lo().to_f64().min(1e15) as i64;
        let top = limit.min(last + 4 * i64::from(p.bits())).max(2);
        let unit = |m: i64| -> Result<Interval> { symmetric(Interval::ratio(1, m - 1, p)?.hi()) };
        let (mut er, mut ei) = (unit(top)?, unit(top)?);
        let mut sum_re = Interval::zero();
        let mut sum_im = Interval::zero();
        let mut take = |m: i64, er: &Interval, ei: &Interval| {
            let j = (m - 2) as usize;
            if let (Some(r), Some(i)) = (re.get(j), im.get(j)) {
                sum_re = sum_re.add(&r.mul(er, p).sub(&i.mul(ei, p), p), p);
                sum_im = sum_im.add(&r.mul(ei, p).add(&i.mul(er, p), p), p);
            }
        };
        for m in top + 1..=last {
            let e = unit(m)?;
            take(m, &e, &e);
        }
        take(top, &er, &ei);
        for m in (2..top).rev() {
            // E_m = (i/x) (e^{ix} - m E_{m+1})
            let next_re = ei.mul_int(m, p).sub(&sin, p).mul(&inverse, p);
            let next_im = cos.sub(&er.mul_int(m, p), p).mul(&inverse, p);
            (er, ei) = (next_re, next_im);
            take(m, &er, &ei);
        }
        // (-i)^{d+1}: 1, -i, -1, i
        Ok(match (self.d + 1) % 4 {
            0 => sum_re,
            1 => sum_im,
            2 => sum_re.neg(),
            _ => sum_im.neg(),
        })
    }
}
