//! Legendre polynomials in dimension `d` (Gegenbauer polynomials normalised to 1 at 1).

use super::harmonic::check_dim;
use enclosure::rug::Float;
use enclosure::{Error, Interval, Prec, Result};

/// Largest degree that [`legendre_d`] evaluates: guard bits grow like the degree.
const MAX_DEGREE: u32 = 20_000;

/// `P_0, P_1, ...` at one argument by the three-term recurrence
/// `(k+D-2) P_(k+1) = (2k+D-2) x P_k - k P_(k-1)` (DLMF 18.9.1 in this normalisation), in interval arithmetic.
///
/// For a point `x` the radii obey the same recurrence with all signs positive, so they grow at most like
/// `(|x| + sqrt(1+x^2))^k`: the caller adds [`growth_bits`] guard bits.
#[derive(Clone, Debug)]
pub(crate) struct Recurrence {
    dim: i64,
    k: i64,
    x: Interval,
    previous: Interval,
    current: Interval,
    p: Prec,
}

impl Recurrence {
    /// Starts at degree 0 in dimension `dim >= 2`.
    pub fn new(dim: u32, x: &Interval, p: Prec) -> Self {
        let (previous, current) = (Interval::zero(), Interval::one());
        Self { dim: i64::from(dim), k: 0, x: x.clone(), previous, current, p }
    }

    /// Value at the present degree.
    pub fn value(&self) -> &Interval {
        &self.current
    }

    /// Cuts the present value to `[-1, 1]`, where it lies for every argument in `[-1, 1]`.
    pub fn cut_to_unit(&mut self) {
        let unit = Interval::one().neg().hull(&Interval::one());
        if let Some(cut) = self.current.intersect(&unit) {
            self.current = cut;
        }
    }

    /// Moves to the next degree.
    pub fn advance(&mut self) -> Result<()> {
        let (k, dim, p) = (self.k, self.dim, self.p);
        let next = if k == 0 {
            self.x.clone()
        } else {
            let first = self.x.mul_int(2 * k + dim - 2, p).mul(&self.current, p);
            first.sub(&self.previous.mul_int(k, p), p).div_int(k + dim - 2, p)?
        };
        self.previous = std::mem::replace(&mut self.current, next);
        self.k += 1;
        Ok(())
    }
}

/// Upper bound of the bits lost by [`Recurrence`] over `n` steps: `n log2(|x| + sqrt(1+x^2)) + 8`.
pub(crate) fn growth_bits(x: &Float, n: u32) -> u32 {
    let u = x.to_f64().abs() + 1e-12;
    (f64::from(n) * u.asinh() / std::f64::consts::LN_2).ceil() as u32 + 8
}

/// `P_n` at a point, `p` good bits below 1 (absolute error near `2^-p`).
fn at_point(d: u32, n: u32, x: &Float, p: Prec) -> Result<Interval> {
    let g = p.plus(growth_bits(x, n) + 16);
    let mut r = Recurrence::new(d, &Interval::point(x.clone())?, g);
    for _ in 0..n {
        r.advance()?;
    }
    Ok(r.current)
}

/// `P_n` on a part of `[-1, 1]`: middle value and `|P_n'| <= P_n'(1) = n(n+d-2)/(d-1)`, cut to `[-1, 1]`.
fn inside(d: u32, n: u32, x: &Interval, p: Prec) -> Result<Interval> {
    let m = x.mid();
    let mut value = at_point(d, n, &m, p)?;
    if !x.is_point() {
        let slope = Interval::int(i64::from(n)).mul_int(i64::from(n) + i64::from(d) - 2, p);
        let slope = slope.div_int(i64::from(d) - 1, p)?;
        value = value.add(&slope.mul(&x.sub(&Interval::point(m)?, p), p), p);
    }
    let unit = Interval::one().neg().hull(&Interval::one());
    value.intersect(&unit).ok_or_else(|| Error::unable("legendre_d", "values left [-1, 1]"))
}

/// Encloses the Legendre polynomial `P_n(x)` of degree `n` in dimension `d` (`P_n(1) = 1`, orthogonal for
/// `(1-x^2)^((d-3)/2)`; `d = 2` Chebyshev, `d = 3` Legendre). Domain: every real interval `x`.
///
/// For a point in `[-1, 1]` the width is about `2^-p`; a wider argument adds at most `n(n+d-2)/(d-1)` times its width.
/// Beyond 1 the polynomial is monotone in `|x|` and the end points decide. Source: Mueller, Spherical Harmonics, sec. 2.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6`, `n <= 20000` and `x` is bounded.
pub fn legendre_d(d: u32, n: u32, x: &Interval, p: Prec) -> Result<Interval> {
    const NAME: &str = "legendre_d";
    check_dim(NAME, d)?;
    if n > MAX_DEGREE {
        return Err(Error::domain(NAME, "n", n, "it must be at most 20000"));
    }
    if !x.is_bounded() {
        return Err(Error::domain(NAME, "x", x, "it must be bounded"));
    }
    let one = Interval::one();
    let unit = one.neg().hull(&one);
    let mut parts = Vec::new();
    if let Some(middle) = x.intersect(&unit) {
        parts.push(inside(d, n, &middle, p)?);
    }
    let outer = [
        (*x.hi() > 1, x.lo().clone().max(one.lo()), x.hi().clone()),
        (*x.lo() < -1, x.lo().clone(), x.hi().clone().min(one.neg().hi())),
    ];
    for (present, from, to) in outer {
        if present {
            parts.push(at_point(d, n, &from, p)?.hull(&at_point(d, n, &to, p)?));
        }
    }
    let first = parts.first().cloned().ok_or_else(|| Error::unable(NAME, "empty argument"))?;
    Ok(parts.iter().fold(first, |acc, part| acc.hull(part)).round(p))
}
