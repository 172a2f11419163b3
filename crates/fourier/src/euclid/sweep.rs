//! Integrals of the spectral density over intervals, panel by panel.

use super::dot::Dot;
use super::kernel::Kernel;
use super::panel::Panel;
use super::weight::Fraction;
use enclosure::functions::gamma::lgamma;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Phase of `K` covered by half a panel.
const THETA: f64 = 5.0;
/// Most panels of one sweep.
const MAX_PANELS: usize = 1_000_000;

/// A sweep over panels at one target and precision.
pub struct Sweep<'a> {
    kernel: &'a Kernel,
    a: f64,
    nu: f64,
    /// Half length of the panel about `t = 1`.
    h0: Float,
    pub panels: usize,
}

/// Rounds a positive step down to 12 bits, so that sums of steps stay exact.
fn short(h: f64) -> Float {
    Float::with_val_round(12, h, enclosure::rug::float::Round::Down).0
}

/// `x + y` exactly: the precision covers both mantissas and their distance.
fn exact(x: &Float, y: &Float) -> Float {
    let exponent = |v: &Float| v.get_exp().unwrap_or(0);
    let apart = exponent(x).abs_diff(exponent(y)).min(1 << 20);
    let mut sum = Float::with_val(x.prec().max(y.prec()) + apart + 2, x + y);
    // Only as many bits as the sum has, so that long sweeps keep short numbers.
    let bits = sum.get_significand().map_or(2, |m| m.significant_bits() - m.find_one(0).unwrap_or(0));
    sum.set_prec(bits.max(2));
    sum
}

/// `x - y` exactly.
fn exact_sub(x: &Float, y: &Float) -> Float {
    exact(x, &Float::with_val(y.prec(), -y))
}

impl<'a> Sweep<'a> {
    /// Prepares the grid.
    pub fn new(kernel: &'a Kernel) -> Self {
        let a = kernel.radius().hi().to_f64();
        let nu = 0.5 * f64::from(kernel.dim());
        let h0 = short((THETA / a).min(THETA / nu).min(0.125));
        Self { kernel, a, nu, h0, panels: 0 }
    }

    /// Panels needed for a length `t` of the axis above 1, estimated.
    pub fn cost(&self, from: f64, to: f64) -> f64 {
        (to - from).max(0.0) * self.a.max(self.nu / from.max(1.0)) / (2.0 * THETA)
    }

    fn p(&self) -> Prec {
        self.kernel.prec()
    }

    fn count(&mut self) -> Result<()> {
        self.panels += 1;
        if self.panels > MAX_PANELS {
            return Err(Error::unable("tube_bound", "the sweep would need more than 1000000 panels"));
        }
        Ok(())
    }

    fn panel(&mut self, c: &Float, h: &Float) -> Result<Panel> {
        self.count()?;
        Panel::new(self.kernel, c, h)
    }

    /// Half length of the panel whose left end is `e > 1`.
    fn step_up(&self, e: &Float) -> Float {
        let x = e.to_f64();
        let gap = Float::with_val(53, e - 1u32).to_f64();
        short((THETA / self.a).min(THETA * x / self.nu).min(gap * 0.25).min(x / 3.0))
    }

    /// Half length of the panel whose right end is `e < 1`.
    fn step_down(&self, e: &Float) -> Float {
        let x = e.to_f64();
        let gap = Float::with_val(53, 1u32 - e).to_f64();
        let origin = if self.kernel.dim().is_multiple_of(2) { 0.5 } else { 0.2 };
        short((THETA / self.a).min(THETA * x / (self.nu + THETA)).min(gap).min(x * origin))
    }

    /// `y` of `t` on the panel about 1.
    fn on_centre(&self, t: &Float) -> Result<Interval> {
        let p = self.p();
        Interval::point(exact_sub(t, &Float::with_val(2, 1)))?.div(&Interval::point(self.h0.clone())?, p)
    }

    fn dim(&self) -> Interval {
        Interval::int(i64::from(self.kernel.dim()))
    }

    /// `int_from^to d t K^2 dt`, `0 <= from <= to`.
    pub fn mass(&mut self, from: &Float, to: &Float) -> Result<Interval> {
        let p = self.p();
        let one = Float::with_val(2, 1);
        let (left, right) = (exact_sub(&one, &self.h0), exact(&one, &self.h0));
        let mut sum = Interval::zero();
        if *from < left {
            sum = sum.add(&self.mass_below(from, if *to < left { to } else { &left })?, p);
        }
        if *to > left && *from < right {
            let h0 = self.h0.clone();
            let centre = self.panel(&one, &h0)?;
            let y0 = if *from <= left { Interval::int(-1) } else { self.on_centre(from)? };
            let y1 = if *to >= right { Interval::one() } else { self.on_centre(to)? };
            sum = sum.add(&centre.integral(&y0, &y1, p)?, p);
        }
        let mut e = if *from > right { from.clone() } else { right };
        while e < *to {
            let mut h = self.step_up(&e);
            if exact(&e, &Float::with_val(h.prec(), &h << 1u32)) > *to {
                h = exact_sub(to, &e) >> 1u32;
            }
            let c = exact(&e, &h);
            sum = sum.add(&self.panel(&c, &h)?.integral(&Interval::int(-1), &Interval::one(), p)?, p);
            e = exact(&c, &h);
        }
        Ok(sum.mul(&self.dim(), p))
    }

    /// The part below 1, without the factor `d`, `from < to <= 1 - h0`.
    fn mass_below(&mut self, from: &Float, to: &Float) -> Result<Interval> {
        let p = self.p();
        let mut sum = Interval::zero();
        let mut e = to.clone();
        let floor = Float::with_val(2, 1) >> (p.bits() + 8);
        while e > *from {
            if from.is_zero() {
                let rest = self.origin(&e)?;
                if rest < floor {
                    return Ok(sum.add(&Interval::new(Float::new(2), rest)?, p));
                }
            }
            let mut h = self.step_down(&e);
            if exact_sub(&e, &Float::with_val(h.prec(), &h << 1u32)) < *from {
                h = exact_sub(&e, from) >> 1u32;
            }
            let c = exact_sub(&e, &h);
            sum = sum.add(&self.panel(&c, &h)?.integral(&Interval::int(-1), &Interval::one(), p)?, p);
            e = exact_sub(&c, &h);
        }
        Ok(sum)
    }

    /// Upper bound of `int_0^e t K^2 dt <= (e^d/d) (2 (A/2)^nu / Gamma(nu+1))^2` (TB-14).
    pub(super) fn origin(&self, e: &Float) -> Result<Float> {
        let q = Prec::new(64)?;
        let d = self.dim();
        let nu = d.mul_2exp(-1);
        let log = self.kernel.radius().mul_2exp(-1).ln(q)?.mul(&nu, q);
        let log = log.sub(&lgamma(&nu.add(&Interval::one(), q), q)?, q);
        let log = log.add(&Interval::ln2(q), q).mul_2exp(1);
        let log = log.add(&Interval::point(e.clone())?.ln(q)?.mul(&d, q), q);
        Ok(log.exp(q).div(&d, q)?.into_bounds().1)
    }

    /// `int_s^T d t K^2 dt` and `int_s^T d t K^2 p_d dt` for some `T >= reach`, with `T`; `s >= 1`.
    pub fn weighted(&mut self, s: &Float, reach: f64) -> Result<(Interval, Interval, Float)> {
        let p = self.p();
        let fraction = Fraction::new(self.kernel.dim(), p)?;
        let one = Float::with_val(2, 1);
        let right = exact(&one, &self.h0);
        let (mut plain, mut weighted) = (Interval::zero(), Interval::zero());
        let mut e = s.clone();
        if *s < right {
            let h0 = self.h0.clone();
            let centre = self.panel(&one, &h0)?;
            let y = self.on_centre(s)?;
            let all = centre.integral(&y, &Interval::one(), p)?;
            let root = self.root_part(&centre, &fraction, &y, &all)?;
            weighted = weighted.add(&all.sub(&root, p), p);
            plain = plain.add(&all, p);
            e = right;
        }
        while e.to_f64() < reach {
            let h = self.step_up(&e);
            let c = exact(&e, &h);
            let panel = self.panel(&c, &h)?;
            let (w, bound) = fraction.regular(&c, &h)?;
            plain = plain.add(&panel.integral(&Interval::int(-1), &Interval::one(), p)?, p);
            weighted = weighted.add(&panel.weighted(&w, &bound, p)?, p);
            e = exact(&c, &h);
        }
        let d = self.dim();
        Ok((plain.mul(&d, p), weighted.mul(&d, p), e))
    }

    /// `int t K^2 (1 - p_d) dt` over `[y, 1]` of the panel about 1.
    fn root_part(&self, centre: &Panel, fraction: &Fraction, y: &Interval, all: &Interval) -> Result<Interval> {
        let p = self.p();
        let series = fraction.singular(&centre.h)?;
        // moments of y^{j+1/2}: (1 - y^{j+3/2}) / (j + 3/2)
        let root = y.sqrt(p)?;
        let mut power = root.mul(y, p);
        let mut half = Vec::new();
        for j in 0..series.c.len() + centre.mass.c.len() {
            half.push(Interval::one().sub(&power, p).mul_2exp(1).div_int(2 * j as i64 + 3, p)?);
            power = power.mul(y, p);
        }
        let mut sum = Dot::new(p);
        for (n, c) in centre.mass.c.iter().enumerate() {
            let mut row = Dot::new(p);
            for (m, w) in series.c.iter().enumerate() {
                row.add(w, &half[n + m]);
            }
            sum.add(c, &row.finish()?);
        }
        // What the two expansions miss: the weight is at most 1, and its series misses at most its rest.
        let rest = Interval::point(series.rest.clone())?;
        let h = Interval::point(centre.h.clone())?;
        let length = Interval::one().sub(y, p);
        let one = Interval::one();
        let missed = Interval::point(centre.mass.rest.clone())?.mul(&length, p).mul(&one.add(&rest, p), p);
        let missed = missed.mul(&h, p).add(&rest.mul(&all.abs(), p), p);
        Ok(sum.finish()?.mul(&h, p).add(&super::dot::symmetric(missed.hi())?, p))
    }
}
