//! The coefficients of a ball indicator: `mu_n`, `a_n^2 = N_(d,n) mu_n^2`, the variance, and the rank loss.

use super::density::{density, lower_cap};
use super::harmonic::Dimensions;
use super::legendre::Recurrence;
use super::zonal::zonal_sum;
use enclosure::rug::float::Round;
use enclosure::rug::{Float, Integer};
use enclosure::{Error, Interval, Prec, Result};

/// Largest number of extra bits that a radius near 0 or 2 may cost.
const MAX_POINT_BITS: u32 = 1 << 16;

/// Precision for the terms that bound the effect of a threshold interval: a thin interval needs box values of `P_n` that
/// resolve its width, a wide one gains nothing from more than double precision.
fn shift_prec(delta: &Float, p: Prec) -> Prec {
    let bits = delta.get_exp().map_or(0, |e| e.min(0).unsigned_abs());
    Prec::DOUBLE.plus(bits).min(p)
}

/// The threshold `t = lambda^2/2 - 1` of a radius, as an exact middle point `-u` (the law is symmetric, so `t > 0` is
/// replaced by `-t`) and a half width.
#[derive(Clone, Debug)]
pub(crate) struct Threshold {
    /// `|t|` at the middle, exact, below 1.
    pub u: Float,
    /// Upper bound of the distance from the middle to any threshold asked for.
    pub delta: Float,
}

impl Threshold {
    /// From an enclosure of a radius inside `(0, 2)` (its upper end may be cut to 2 by the caller).
    pub fn from_radius(function: &'static str, lambda: &Interval) -> Result<Self> {
        let exact = |x: &Float| -> Result<Float> {
            let scale = x.get_exp().map_or(0, i32::unsigned_abs);
            let bits = 2 * x.prec() + 2 * scale + 8;
            if scale > MAX_POINT_BITS || bits > 8 * MAX_POINT_BITS {
                return Err(Error::unable(function, "the radius is too close to 0 to be written as a threshold"));
            }
            Ok(Float::with_val(bits, x * x) / 2u32 - 1u32)
        };
        if lambda.is_point() {
            let t = exact(lambda.lo())?;
            return Ok(Self { u: t.abs(), delta: Float::new(2) });
        }
        let (lo, hi) = (exact(lambda.lo())?, exact(lambda.hi())?);
        let bits = lo.prec().max(hi.prec()) + 2;
        let mut mid = Float::with_val(bits, &lo + &hi) / 2u32;
        // A middle value of few bits keeps the recurrences cheap; the half width absorbs the shift.
        let width = Float::with_val_round(53, &hi - &lo, Round::Up).0;
        if let (Some(w), Some(m)) = (width.get_exp(), mid.get_exp()) {
            let keep = i64::from(m) - i64::from(w) + 8;
            mid.set_prec(u32::try_from(keep.clamp(24, i64::from(bits))).unwrap_or(bits));
        }
        let (up, down) =
            (Float::with_val_round(53, &hi - &mid, Round::Up).0, Float::with_val_round(53, &mid - &lo, Round::Up).0);
        Ok(Self { u: mid.abs(), delta: up.max(&down) })
    }

    /// Enclosure of the (reflected) threshold, cut to `[-1, 1]`.
    pub fn interval(&self, p: Prec) -> Interval {
        let m = Interval::point(Float::with_val(self.u.prec(), -&self.u)).unwrap_or_else(|_| Interval::zero());
        let reach = Interval::point(self.delta.clone()).unwrap_or_else(|_| Interval::zero());
        let all = m.add(&reach.neg().hull(&reach), p.plus(self.u.prec()));
        let unit = Interval::one().neg().hull(&Interval::one());
        all.intersect(&unit).unwrap_or(unit)
    }
}

/// Reach of a threshold interval: `|d mu_n/dt| = w |P_n|`, bounded by the largest density times a box value of `P_n`.
#[derive(Clone, Debug)]
struct Shift {
    /// `[-s, s]` with `s = delta max w`: what `P` and every `mu_n` can change at most.
    base: Interval,
    /// `P_0, P_1, ...` of dimension `d` over the whole threshold interval.
    legendre: Recurrence,
}

impl Shift {
    fn new(d: u32, threshold: &Threshold, p: Prec) -> Result<Self> {
        let all = threshold.interval(p);
        // Only the size of the density matters here: a few digits, rounded up, are enough.
        let w = density(d, &all, Prec::DOUBLE)?;
        let s = w.mul(&Interval::point(threshold.delta.clone())?, p).hi_point();
        let s = s.ok_or_else(|| Error::unable("rank_bound", "the density is unbounded on this radius interval"))?;
        Ok(Self { base: s.neg().hull(&s), legendre: Recurrence::new(d, &all, p) })
    }

    /// What `mu_n` of the next degree can change, `n = 1, 2, ...`.
    fn next(&mut self, p: Prec) -> Result<Interval> {
        self.legendre.advance()?;
        self.legendre.cut_to_unit();
        Ok(self.base.mul(self.legendre.value(), p))
    }
}

/// Coefficients of `1{<x1,x2> <= t}` in Legendre polynomials, degree by degree.
#[derive(Clone, Debug)]
pub(crate) struct Spectrum {
    /// Dimension.
    pub d: u32,
    /// Threshold.
    pub threshold: Threshold,
    /// `P(1-P)`, the sum of all `a_n^2`, `n >= 1`.
    pub variance: Interval,
    /// Working precision.
    pub p: Prec,
    kappa: Interval,
    /// What moving the threshold by `delta` can change; absent for an exact threshold.
    shift: Option<Shift>,
    legendre: Recurrence,
    dims: Dimensions,
    mu_sq: Vec<Interval>,
    a_sq: Vec<Interval>,
    sizes: Vec<Integer>,
}

impl Spectrum {
    /// Starts the sequence for a threshold at working precision `p` (guard bits included).
    pub fn new(d: u32, threshold: Threshold, p: Prec) -> Result<Self> {
        let (kappa, mass) = lower_cap(d, &threshold.u, p)?;
        let shift = if threshold.delta.is_zero() {
            None
        } else {
            Some(Shift::new(d, &threshold, shift_prec(&threshold.delta, p))?)
        };
        let variance = match &shift {
            None => mass.mul(&Interval::one().sub(&mass, p), p),
            Some(s) => variance_of(&mass.add(&s.base, p).max(&Interval::zero()).min(&Interval::one()), p),
        };
        let t = Interval::point(Float::with_val(threshold.u.prec(), -&threshold.u))?;
        let legendre = Recurrence::new(d + 2, &t, p);
        Ok(Self {
            d,
            threshold,
            variance,
            p,
            kappa,
            shift,
            legendre,
            dims: Dimensions::new(d),
            mu_sq: Vec::new(),
            a_sq: Vec::new(),
            sizes: Vec::new(),
        })
    }

    /// Computes all coefficients up to degree `n`.
    pub fn extend_to(&mut self, n: usize) -> Result<()> {
        while self.mu_sq.len() < n {
            let mut mu = self.kappa.mul(self.legendre.value(), self.p);
            if let Some(s) = &mut self.shift {
                // The middle is reflected with the box, so only the size of the change matters, not its sign.
                mu = mu.add(&s.next(self.p)?, self.p);
            }
            let size = self.dims.next();
            let square = mu.sqr(self.p);
            self.a_sq.push(square.mul(&Interval::integer(&size, self.p), self.p));
            self.mu_sq.push(square);
            self.sizes.push(size);
            self.legendre.advance()?;
        }
        Ok(())
    }

    /// `mu_n^2` for `1 <= n <=` the degree reached.
    pub fn mu_sq(&self, n: usize) -> &Interval {
        &self.mu_sq[n - 1]
    }

    /// `a_n^2 = N_(d,n) mu_n^2`.
    pub fn a_sq(&self, n: usize) -> &Interval {
        &self.a_sq[n - 1]
    }

    /// `N_(d,n)`.
    pub fn size(&self, n: usize) -> &Integer {
        &self.sizes[n - 1]
    }

    /// `T_m = sum_(n>m) a_n^2 = P(1-P) - sum_(n<=m) a_n^2`, never below 0; the degrees up to `m` must be there.
    pub fn tail(&self, m: usize) -> Interval {
        let spent = self.a_sq[..m].iter().fold(Interval::zero(), |acc, a| acc.add(a, self.p));
        self.variance.sub(&spent, self.p).max(&Interval::zero())
    }

    /// `sum_(n>m) mu_n^2` through the closed form of RB-04, never below 0.
    pub fn mu_tail(&self, m: usize) -> Result<Interval> {
        let t = &self.threshold.u;
        let mut all = self.kappa.sqr(self.p).mul(&zonal_sum(self.d, t, self.p)?, self.p);
        if let Some(s) = &self.shift {
            // The derivative of the sum is 2w(H - P) with H, P in [0, 1] (RB-04).
            all = all.add(&s.base.mul_2exp(1), self.p);
        }
        let spent = self.mu_sq[..m].iter().fold(Interval::zero(), |acc, a| acc.add(a, self.p));
        Ok(all.sub(&spent, self.p).max(&Interval::zero()))
    }
}

/// `P(1-P)` over an interval of probabilities: increasing up to 1/2, decreasing beyond.
fn variance_of(mass: &Interval, p: Prec) -> Interval {
    let at = |x: &Float| -> Interval {
        let x = Interval::point(x.clone()).unwrap_or_else(|_| Interval::zero());
        x.mul(&Interval::one().sub(&x, p), p).max(&Interval::zero())
    };
    let ends = at(mass.lo()).hull(&at(mass.hi()));
    let half = Float::with_val(2, 0.5);
    if mass.contains(&half) { ends.hull(&Interval::one().mul_2exp(-2)) } else { ends }
}
