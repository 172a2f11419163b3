//! Piecewise-constant functions of `<x1, x2>` and their exact distance from polynomials in `L2(w_d)` (RB-09).

use super::density::{cap_probability, density_constant};
use super::harmonic::{Dimensions, check_dim};
use super::legendre::Recurrence;
use enclosure::rug::Integer;
use enclosure::{Error, Interval, Prec, Result};

/// Largest polynomial degree and number of pieces.
const MAX_DEGREE: u32 = 4096;
/// Largest `m` of [`lemma17_step`].
const MAX_OSCILLATION: u32 = 1024;

/// A function that is constant between consecutive breakpoints of `[-1, 1]` and 0 outside them.
#[derive(Clone, Debug)]
pub struct Step {
    /// Breakpoints `z_0 <= z_1 <= ... <= z_k` as enclosures inside `[-1, 1]`.
    breaks: Vec<Interval>,
    /// Values on `(z_0, z_1), ..., (z_(k-1), z_k)`.
    values: Vec<i32>,
}

impl Step {
    /// A step function with small integer values.
    ///
    /// # Errors
    /// [`Error::Domain`] unless there is one more breakpoint than values, at most 4097 of them, all in `[-1, 1]`, in
    /// order (enclosures may overlap).
    pub fn new(breaks: Vec<Interval>, values: Vec<i32>) -> Result<Self> {
        const NAME: &str = "step function";
        if values.is_empty() || breaks.len() != values.len() + 1 || values.len() > MAX_DEGREE as usize {
            let needs = "one more breakpoint than values, between 1 and 4096 values";
            return Err(Error::domain(NAME, "values", values.len(), needs));
        }
        for z in &breaks {
            if *z.lo() < -1 || *z.hi() > 1 {
                return Err(Error::domain(NAME, "breaks", z, "breakpoints must lie in [-1, 1]"));
            }
        }
        for pair in breaks.windows(2) {
            if pair[0].lo() > pair[1].hi() {
                return Err(Error::domain(NAME, "breaks", &pair[1], "breakpoints must be in order"));
            }
        }
        Ok(Self { breaks, values })
    }

    /// The indicator `1{s <= t}`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `t` lies in `[-1, 1]`.
    pub fn indicator(t: &Interval) -> Result<Self> {
        Self::new(vec![Interval::one().neg(), t.clone()], vec![1])
    }

    /// Number of pieces.
    #[must_use]
    pub fn pieces(&self) -> usize {
        self.values.len()
    }

    /// Breakpoints.
    #[must_use]
    pub fn breaks(&self) -> &[Interval] {
        &self.breaks
    }

    /// Values between the breakpoints.
    #[must_use]
    pub fn values(&self) -> &[i32] {
        &self.values
    }

    /// `f(z_j-) - f(z_j+)` at every breakpoint.
    fn drops(&self) -> Vec<i64> {
        let value = |j: Option<usize>| j.and_then(|j| self.values.get(j)).map_or(0, |&v| i64::from(v));
        (0..self.breaks.len()).map(|j| value(j.checked_sub(1)) - value(Some(j))).collect()
    }

    /// Encloses the squared norm `int f^2 w_d`.
    ///
    /// # Errors
    /// [`Error::Domain`] unless `2 <= d <= 10^6`.
    pub fn norm_squared(&self, d: u32, p: Prec) -> Result<Interval> {
        let g = p.plus(32);
        let mut sum = Interval::zero();
        let mut before = cap_probability(d, &self.breaks[0], g)?;
        for (z, v) in self.breaks[1..].iter().zip(&self.values) {
            let here = cap_probability(d, z, g)?;
            let mass = here.sub(&before, g).max(&Interval::zero());
            sum = sum.add(&mass.mul_int(i64::from(*v) * i64::from(*v), g), g);
            before = here;
        }
        Ok(sum.round(p))
    }

    /// Encloses `|P_m f|^2 = sum_(n<=m) N_(d,n) (int f P_n w_d)^2`, the squared norm of the best polynomial of degree at
    /// most `m` (RB-09).
    ///
    /// # Errors
    /// [`Error::Domain`] unless `2 <= d <= 10^6` and `m <= 4096`.
    pub fn projection_squared(&self, d: u32, m: u32, p: Prec) -> Result<Interval> {
        const NAME: &str = "projection_squared";
        check_dim(NAME, d)?;
        if m > MAX_DEGREE {
            return Err(Error::domain(NAME, "m", m, "it must be at most 4096"));
        }
        // Guard bits for the growth of the recurrence's radii, at most asinh(1)/ln 2 = 1.272 bits a degree.
        let g = p.plus(m + m.div_ceil(3) + 64);
        let drops = self.drops();
        let mut mean = Interval::zero();
        for (z, &drop) in self.breaks.iter().zip(&drops) {
            mean = mean.add(&cap_probability(d, z, g)?.mul_int(drop, g), g);
        }
        // mu_n(z) = -c/(d-1) (1-z^2)^((d-1)/2) P_(n-1)^(d+2)(z)
        let front = density_constant(d, g)?.div_int(i64::from(d) - 1, g)?;
        let half = Interval::int(i64::from(d) - 1).mul_2exp(-1);
        let mut columns = Vec::with_capacity(self.breaks.len());
        for (z, &drop) in self.breaks.iter().zip(&drops) {
            let rest = Interval::one().sub(z, g).mul(&Interval::one().add(z, g), g).max(&Interval::zero());
            let weight = front.mul(&rest.pow(&half, g)?, g).mul_int(drop, g);
            columns.push((weight, Recurrence::new(d + 2, z, g)));
        }
        let mut dims = Dimensions::new(d);
        let mut sum = mean.sqr(g);
        for _ in 1..=m {
            let mut coefficient = Interval::zero();
            for (weight, legendre) in &mut columns {
                coefficient = coefficient.sub(&weight.mul(legendre.value(), g), g);
                legendre.advance()?;
            }
            sum = sum.add(&coefficient.sqr(g).mul(&Interval::integer(&dims.next(), g), g), g);
        }
        Ok(sum.round(p))
    }

    /// Encloses the squared `L2(w_d)` distance of this function from the polynomials of degree at most `m` (RB-09). For
    /// thin breakpoints the absolute width is about `2^-p`.
    ///
    /// # Errors
    /// As [`Step::projection_squared`].
    pub fn distance_squared(&self, d: u32, m: u32, p: Prec) -> Result<Interval> {
        let g = p.plus(8);
        let gap = self.norm_squared(d, g)?.sub(&self.projection_squared(d, m, g)?, g);
        Ok(gap.max(&Interval::zero()).round(p))
    }
}

/// The function `fbar_m` of Safran & Lee (2022), Appendix C.2: `sign(sin(4 pi m sqrt(d) (1+z)))` on
/// `[-1/(2 sqrt d), 0]`, 0 elsewhere, as a [`Step`].
///
/// The phase is `pi y` with `y = 4 m sqrt(d) (1+z)`, which runs over `[4m sqrt(d) - 2m, 4m sqrt(d)]`; the sign is `(-1)^j`
/// for `j < y < j+1`, so the inner breakpoints are `j/(4m sqrt d) - 1` for the integers `j` strictly inside. Those are
/// found exactly from the integer square root of `16 m^2 d`; only their positions are rounded, to about `2^-p`.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6` and `1 <= m <= 1024`.
pub fn lemma17_step(d: u32, m: u32, p: Prec) -> Result<Step> {
    const NAME: &str = "lemma17_step";
    check_dim(NAME, d)?;
    if !(1..=MAX_OSCILLATION).contains(&m) {
        return Err(Error::domain(NAME, "m", m, "it must lie in 1..=1024"));
    }
    let square = Integer::from(16u32) * m * m * d;
    let (root, rest) = square.sqrt_rem(Integer::new());
    let whole = rest == 0;
    let root = root.to_i64().ok_or_else(|| Error::unable(NAME, "4 m sqrt(d) is too large"))?;
    let g = p.plus(32);
    let scale = Interval::int(i64::from(d)).sqrt(g)?;
    // ceil(y) and floor(y) at the ends; at a whole number the end itself is the breakpoint.
    let last = if whole { root - 1 } else { root };
    let first = root + 1 - 2 * i64::from(m);
    let left = scale.mul_2exp(1).recip(g)?.neg();
    let period = scale.mul_int(4 * i64::from(m), g);
    let mut breaks = vec![left];
    // Below j = first the sign is that of (first - 1).
    let mut values = vec![if (first - 1) % 2 == 0 { 1 } else { -1 }];
    for j in first..=last {
        breaks.push(Interval::int(j).div(&period, g)?.sub(&Interval::one(), g));
        values.push(if j % 2 == 0 { 1 } else { -1 });
    }
    breaks.push(Interval::zero());
    Step::new(breaks, values)
}
