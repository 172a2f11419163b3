//! The derivative of the rank bound in the threshold, over a box: mean value forms for the search for the best radius (RB-12).

use super::bound::degrees;
use super::density::{cap_probability, density, density_constant};
use super::harmonic::Dimensions;
use super::legendre::{Recurrence, growth_bits};
use super::zonal::zonal_sum;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};
use std::collections::HashMap;

/// Largest dimension in which the rank loss is taken in closed form: its guard bits grow with the dimension.
const MAX_CLOSED_DIM: u32 = 64;

/// Largest number of degrees for which a derivative is worth its cost.
const MAX_DEGREES: usize = 400;

/// What the derivatives on all boxes share.
pub(super) struct Slope {
    d: u32,
    r: Interval,
    /// `c_n` of RB-12 for `n = 1, 2, ...`: `N_n` below the first degree counted, `r` from there on, less `r` in closed form.
    weights: Vec<Interval>,
    closed: bool,
    p: Prec,
    /// `G_d` at points already asked for, by the bits of the point.
    known: HashMap<u64, Interval>,
}

impl Slope {
    /// For dimension `d >= 3` and an exact width; `None` where only wider enclosures are affordable.
    pub fn new(d: u32, r: &Float, p: Prec) -> Option<Self> {
        let closed = d <= MAX_CLOSED_DIM;
        let (first, last) = degrees(d, r, p)?;
        let last = if closed { first - 1 } else { last? };
        if last > MAX_DEGREES {
            return None;
        }
        let size = r.get_exp().map_or(0, i32::unsigned_abs);
        let p = p.plus(64 + 2 * size);
        let r = Interval::point(r.clone()).ok()?;
        let mut dims = Dimensions::new(d);
        let weights = (1..=last).map(|n| {
            let size = dims.next();
            let full = if n < first { Interval::integer(&size, p) } else { r.clone() };
            if closed { full.sub(&r, p) } else { full }
        });
        let weights = weights.collect();
        Some(Self { d, r, weights, closed, p, known: HashMap::new() })
    }

    /// `G_d(t)` at an exact point (RB-04).
    fn zonal(&mut self, t: f64) -> Result<Interval> {
        if let Some(v) = self.known.get(&t.to_bits()) {
            return Ok(v.clone());
        }
        let v = zonal_sum(self.d, &Float::with_val(53, t), self.p)?;
        self.known.insert(t.to_bits(), v.clone());
        Ok(v)
    }

    /// `G` and `dG/dx`, `x = t^2`, over `[a, b]`: both increase, and the derivative lies between the slopes of chords on
    /// either side (convexity, RB-12). `a, b` are dyadic, so the ends of the chords are exact.
    fn zonal_over(&mut self, a: f64, b: f64) -> Result<Option<(Interval, Interval)>> {
        let (p, side) = (self.p, b - a);
        let far = b + side;
        if far >= 1.0 {
            return Ok(None);
        }
        let (at_a, at_b, at_far) = (self.zonal(a)?, self.zonal(b)?, self.zonal(far)?);
        let square = |t: f64| Ok::<_, Error>(Interval::exact_f64(t)?.sqr(p));
        let most = at_far.sub(&at_b, p).div(&square(far)?.sub(&square(b)?, p), p)?;
        let least = if a >= side && a > 0.0 {
            let before = self.zonal(a - side)?;
            at_a.sub(&before, p).div(&square(a)?.sub(&square(a - side)?, p), p)?
        } else {
            Interval::zero()
        };
        Ok(Some((at_a.hull(&at_b), least.max(&Interval::zero()).hull(&most))))
    }

    /// Encloses the derivative of the main part of the rank bound for every threshold in `[a, b]`, `0 <= a < b < 1` dyadic
    /// (RB-12): the bound is at most its main part, and equal to it in closed form. `None` near 1.
    pub fn over(&mut self, a: f64, b: f64) -> Result<Option<Interval>> {
        let (d, p) = (self.d, self.p);
        let n = i64::from(d);
        let one = Interval::one();
        let whole = Interval::exact_f64(a)?.hull(&Interval::exact_f64(b)?);
        let w = density(d, &whole, p)?;
        let mass = cap_probability(d, &whole, p)?;
        let mut slope = w.mul(&one.sub(&mass.mul_2exp(1), p), p);
        let rest = one.sub(&whole, p).mul(&one.add(&whole, p), p);
        let power = rest.pow(&Interval::int(n - 1).mul_2exp(-1), p)?;
        let kappa = density_constant(d, p)?.mul(&power, p).div_int(n - 1, p)?;
        let double = kappa.mul(&w, p).mul_2exp(1);
        // P_n over the box: the middle value and |P_n'| <= n(n+D-2)/(D-1), cut to [-1, 1].
        let middle = Float::with_val(60, a) / 2u32 + Float::with_val(60, b) / 2u32;
        let half = Interval::exact_f64(b)?.sub(&Interval::exact_f64(a)?, p).mul_2exp(-1);
        let g = p.plus(growth_bits(&middle, self.weights.len() as u32) + 8);
        let point = Interval::point(middle)?;
        let (mut own, mut above) = (Recurrence::new(d, &point, g), Recurrence::new(d + 2, &point, g));
        let unit = one.neg().hull(&one);
        let spread = |value: &Interval, degree: i64, dim: i64| -> Result<Interval> {
            let reach = half.mul_int(degree * (degree + dim - 2), p).div_int(dim - 1, p)?;
            let all = value.add(&reach.neg().hull(&reach), p);
            Ok(all.intersect(&unit).unwrap_or_else(|| unit.clone()))
        };
        for (weight, degree) in self.weights.iter().zip(1i64..) {
            own.advance()?;
            let product = spread(own.value(), degree, n)?.mul(&spread(above.value(), degree - 1, n + 2)?, p);
            slope = slope.add(&weight.mul(&double, p).mul(&product, p), p);
            above.advance()?;
        }
        if self.closed {
            let Some((sum, growth)) = self.zonal_over(a, b)? else { return Ok(None) };
            let decay = whole.mul_int(n - 1, p).div(&rest, p)?.mul(&sum, p);
            let change = whole.mul(&growth, p).sub(&decay, p).mul_2exp(1).mul(&kappa.sqr(p), p);
            slope = slope.sub(&self.r.mul(&change, p), p);
        }
        Ok(Some(slope))
    }
}
