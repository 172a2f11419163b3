//! Expansions of the tube fraction on a panel.

use super::panel::{Expansion, cauchy_tail, choose};
use super::tube::{slope_constant, tube_fraction};
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// The tube fraction of one dimension at one precision.
pub struct Fraction {
    d: u32,
    c: Interval,
    p: Prec,
}

impl Fraction {
    /// Prepares `c_d`.
    pub fn new(d: u32, p: Prec) -> Result<Self> {
        Ok(Self { d, c: slope_constant(d, p)?, p })
    }

    /// The expansion of `p_d(c + h y)`, `h < c - 1`, with its bound on the panel (TB-10).
    pub fn regular(&self, c: &Float, h: &Float) -> Result<(Expansion, Interval)> {
        let p = self.p;
        let d = i64::from(self.d);
        let (ci, hi) = (Interval::point(c.clone())?, Interval::point(h.clone())?);
        let one = Interval::one();
        let gap = Float::with_val(53, c - 1u32).to_f64();
        let (cf, hf) = (c.to_f64(), h.to_f64());
        let reach = 0.8 * gap / hf;
        // |g| <= (c-r)^{1-d} ((c-r)^2-1)^{-1/2}; relative to c^{1-d} the growth is about e^{(d-1) r/(c-r)}.
        let growth = (d - 1) as f64 * hf / (cf - 0.8 * gap);
        let (terms, rho) = choose(4.0 - gap.log2().min(0.0), growth, reach, f64::from(p.bits()))?;
        let r = hi.mul(&Interval::exact_f64(rho)?, p);
        let near = ci.sub(&r, p);
        // The f64 numbers above only choose `terms` and `rho`; that the disc stays off the branch point is checked here.
        if !near.sub(&one, p).is_positive() {
            return Err(Error::unable("tube_bound", "the disc of a panel reaches 1"));
        }
        let root = near.sqr(p).sub(&one, p).sqrt(p)?;
        let slope = near.powi(1 - d, p)?.div(&root, p)?.mul(&self.c, p);
        let start = tube_fraction(self.d, &ci, p)?;
        let size = start.add(&slope.mul(&r, p), p);
        let rest = cauchy_tail(&size, &Interval::zero(), rho, terms)?;
        // (t^3 - t) g' = (d - 1 - d t^2) g
        let c2 = ci.sqr(p);
        let lead = ci.mul(&ci.sqr(p.double()).sub(&one, p), p).recip(p)?;
        let a1 = c2.mul_int(3, p).sub(&one, p).mul(&hi, p);
        let a2 = ci.mul(&hi.sqr(p), p).mul_int(3, p);
        let a3 = hi.powi(3, p)?;
        let b0 = Interval::int(d - 1).sub(&c2.mul_int(d, p), p).mul(&hi, p);
        let b1 = ci.mul(&hi.sqr(p), p).mul_int(-2 * d, p);
        let b2 = hi.powi(3, p)?.mul_int(-d, p);
        let root = ci.sqr(p.double()).sub(&one, p).sqrt(p)?;
        let mut g = vec![ci.powi(1 - d, p)?.div(&root, p)?];
        for n in 0..terms.saturating_sub(2) {
            let i = n as i64;
            let mut s = g[n].mul(&b0.sub(&a1.mul_int(i, p), p), p);
            if n > 0 {
                s = s.add(&g[n - 1].mul(&b1.sub(&a2.mul_int(i - 1, p), p), p), p);
            }
            if n > 1 {
                s = s.add(&g[n - 2].mul(&b2.sub(&a3.mul_int(i - 2, p), p), p), p);
            }
            g.push(s.mul(&lead, p).div_int(i + 1, p)?);
        }
        let scale = self.c.mul(&hi, p).neg();
        let mut out = vec![start];
        for (n, g) in g.iter().enumerate() {
            out.push(g.mul(&scale, p).div_int(n as i64 + 1, p)?);
        }
        let bound = out.iter().fold(Interval::point(rest.clone())?, |sum, c| sum.add(&c.abs(), Prec::DOUBLE));
        Ok((Expansion { c: out, rest }, bound))
    }

    /// Next to `t = 1`: `p_d(1 + h y) = 1 - sqrt(y) sum_n s_n y^n` on `0 <= y <= 1`, the sum missing at most the rest (TB-10).
    pub fn singular(&self, h: &Float) -> Result<Expansion> {
        let p = self.p;
        let d = i64::from(self.d);
        let hi = Interval::point(h.clone())?;
        let one = Interval::one();
        let hf = h.to_f64();
        let growth = (d - 1) as f64 * hf / 0.3;
        let (terms, rho) = choose(2.0, growth, 0.7 / hf, f64::from(p.bits()))?;
        let r = hi.mul(&Interval::exact_f64(rho)?, p);
        let near = one.sub(&r, p);
        // As above: the disc must stay off 0.
        if !near.is_positive() {
            return Err(Error::unable("tube_bound", "the disc of a panel reaches 0"));
        }
        // |e| <= (1-r)^{1-d} (2-r)^{-1/2} on |t - 1| <= r; the factors 1/(n+1/2) of the integration are at most 2.
        let size = near.powi(1 - d, p)?.div(&one.add(&near, p).sqrt(p)?, p)?;
        let scale = self.c.mul(&hi.sqrt(p)?, p);
        let size = size.mul(&scale, p).mul_2exp(1);
        let rest = cauchy_tail(&size, &Interval::zero(), rho, terms)?;
        // e = t^{1-d} (t+1)^{-1/2}: t (t+1) e' = ((1-d)(t+1) - t/2) e, and t = 1 + h y.
        let mut e = vec![Interval::ratio(1, 2, p)?.sqrt(p)?];
        let h2 = hi.sqr(p);
        let b0 = hi.mul_int(2 * (1 - d), p).sub(&hi.mul_2exp(-1), p);
        let b1 = h2.mul(&Interval::int(1 - d).sub(&one.mul_2exp(-1), p), p);
        for n in 0..terms.saturating_sub(1) {
            let i = n as i64;
            let mut s = e[n].mul(&b0.sub(&hi.mul_int(3 * i, p), p), p);
            if n > 0 {
                s = s.add(&e[n - 1].mul(&b1.sub(&h2.mul_int(i - 1, p), p), p), p);
            }
            e.push(s.div_int(2 * (i + 1), p)?);
        }
        let mut out = Vec::with_capacity(terms);
        for (n, e) in e.iter().enumerate() {
            out.push(e.mul(&scale, p).mul_2exp(1).div_int(2 * n as i64 + 1, p)?);
        }
        Ok(Expansion { c: out, rest })
    }
}
