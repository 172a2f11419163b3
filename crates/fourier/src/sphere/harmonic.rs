//! Dimensions of the spaces of spherical harmonics.

use enclosure::rug::ops::Pow;
use enclosure::rug::{Float, Integer, float::Round};
use enclosure::{Error, Interval, Prec, Result};

/// Largest dimension accepted by this module.
pub const MAX_DIM: u32 = 1_000_000;

/// Largest size, in bits, of a dimension `N_(d,n)` that is written out.
const MAX_BITS: f64 = 8_388_608.0;

/// Checks `2 <= d <= MAX_DIM`.
pub(crate) fn check_dim(function: &'static str, d: u32) -> Result<()> {
    if (2..=MAX_DIM).contains(&d) { Ok(()) } else { Err(Error::domain(function, "d", d, "it must lie in 2..=1000000")) }
}

/// `N_(d,n)` for a degree of any size: `(2n+d-2)/(d-2) * C(n+d-3, d-3)` for `d >= 3`. The caller bounds the size.
pub(crate) fn dimension_of(d: u32, n: &Integer) -> Integer {
    if *n == 0 {
        return Integer::from(1);
    }
    if d == 2 {
        return Integer::from(2);
    }
    let top = Integer::from(n + (d - 3));
    let chosen = match n.to_u32() {
        Some(small) if small < d => top.binomial(small),
        _ => top.binomial(d - 3),
    };
    let twice = Integer::from(n * 2u32) + (d - 2);
    (chosen * twice).div_exact_u(d - 2)
}

/// `N_(d,n)`, the dimension of the space of spherical harmonics of degree `n` on `S^(d-1)`, exact.
///
/// `N_(d,n) = (2n+d-2) (n+d-3)! / (n! (d-2)!)` for `d >= 3`, `n >= 1`; `N_(d,0) = 1`; `N_(2,n) = 2`.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6`; [`Error::Unable`] when the number would have more than `2^23` bits.
pub fn harmonic_dim(d: u32, n: u32) -> Result<Integer> {
    const NAME: &str = "harmonic_dim";
    check_dim(NAME, d)?;
    // log2 C(a+b, b) <= b log2(e (a+b)/b) for the smaller b: an estimate, used only to refuse the work.
    let (small, total) = (f64::from(n.min(d)).max(1.0), f64::from(n) + f64::from(d));
    if small * (std::f64::consts::E * total / small).log2() > MAX_BITS {
        return Err(Error::unable(NAME, format!("N_({d},{n}) may have more than 2^23 bits")));
    }
    Ok(dimension_of(d, &Integer::from(n)))
}

/// `ln Gamma(twice/2)`, `twice >= 1`: MPFR's correctly rounded value, 1 ulp wide.
pub(crate) fn ln_gamma_half(twice: u64, p: Prec) -> Result<Interval> {
    let x = Float::with_val(65, twice) / 2u32;
    // Correct rounding downward: the true value lies below the next float, which spares the second evaluation.
    let lo = Float::with_val_round(p.bits(), x.ln_gamma_ref(), Round::Down).0;
    let mut hi = lo.clone();
    hi.next_up();
    Interval::new(lo, hi)
}

/// Encloses `ln N_(d,n)` without forming the integer; about `2^(8-p) (1 + (n+d) ln(n+d))` wide.
///
/// # Errors
/// [`Error::Domain`] unless `2 <= d <= 10^6`.
pub fn ln_harmonic_dim(d: u32, n: u64, p: Prec) -> Result<Interval> {
    check_dim("ln_harmonic_dim", d)?;
    if n == 0 {
        return Ok(Interval::zero());
    }
    if d == 2 {
        return Ok(Interval::ln2(p));
    }
    if n > 1 << 61 {
        return Err(Error::domain("ln_harmonic_dim", "n", n, "it must be at most 2^61"));
    }
    let g = p.plus(8);
    let d = u64::from(d);
    let lead = Interval::integer(&(Integer::from(n) * 2u32 + (d - 2)), g).ln(g)?;
    let up = ln_gamma_half(2 * (n + d - 2), g)?;
    let down = ln_gamma_half(2 * (n + 1), g)?.add(&ln_gamma_half(2 * (d - 1), g)?, g);
    Ok(lead.add(&up, g).sub(&down, g).round(p))
}

/// The integers `N_(d,1), N_(d,2), ...` one after the other, each from the last by an exact division.
#[derive(Clone, Debug)]
pub(crate) struct Dimensions {
    d: u32,
    n: u32,
    value: Integer,
}

impl Dimensions {
    /// Starts before degree 1.
    pub fn new(d: u32) -> Self {
        Self { d, n: 0, value: Integer::from(1) }
    }

    /// `N_(d,n)` of the next degree.
    pub fn next(&mut self) -> Integer {
        let (d, n) = (u64::from(self.d), u64::from(self.n));
        self.n += 1;
        if n == 0 {
            self.value = Integer::from(d);
        } else if d > 2 {
            let top = Integer::from(2 * n + d) * (n + d - 2);
            let bottom = Integer::from(2 * n + d - 2) * (n + 1);
            self.value = Integer::from(&self.value * &top).div_exact(&bottom);
        }
        self.value.clone()
    }
}

/// `2^k` as an integer.
pub(crate) fn power_of_two(k: u32) -> Integer {
    Integer::from(2u32).pow(k)
}
