//! Products of polynomials with interval coefficients, by one multiplication of long integers.

use enclosure::rug::float::Round;
use enclosure::rug::{Float, Integer};
use enclosure::{Error, Interval, Prec, Result};

/// Precision of error bounds.
const COARSE: u32 = 53;

/// Integers `c_i` and a number `r` with `|x_i - c_i 2^-shift| <= r` for the polynomial's coefficients `x_i`.
struct Fixed {
    c: Vec<Integer>,
    shift: i32,
    /// `r`, rounded up.
    radius: Float,
    /// Upper bound of `sum |c_i| 2^-shift`.
    sum: Float,
    /// Bits of the longest `c_i`.
    bits: u32,
}

/// `x + y`, rounded up.
fn up(x: &Float, y: &Float) -> Float {
    Float::with_val_round(COARSE, x + y, Round::Up).0
}

/// `x y`, rounded up, for `x, y >= 0`.
fn times(x: &Float, y: &Float) -> Float {
    Float::with_val_round(COARSE, x * y, Round::Up).0
}

impl Fixed {
    /// The largest coefficient gets `p` bits and 8 more.
    fn new(x: &[Interval], p: Prec) -> Result<Self> {
        let largest = x.iter().filter_map(|x| x.mag().get_exp()).max().unwrap_or(0);
        if x.iter().any(|x| !x.is_bounded()) {
            return Err(Error::unable("tube_bound", "a polynomial has unbounded coefficients"));
        }
        let bits = i32::try_from(p.bits()).unwrap_or(i32::MAX / 4) + 8;
        let shift = bits.saturating_sub(largest);
        let unit = Float::with_val(2, 1) >> shift;
        let mut radius = Float::new(COARSE);
        let mut sum = Float::new(COARSE);
        let mut c = Vec::with_capacity(x.len());
        let mut longest = 1;
        for x in x {
            let middle = Float::with_val(p.bits() + 16, x.lo() + x.hi()) >> 1u32;
            let n = Float::with_val(p.bits() + 16, &middle << shift).to_integer().unwrap_or_default();
            // The rounded middle, exact: n has at most p + 9 bits.
            let here = Float::with_val(p.bits() + 16, &n) >> shift;
            let below = Float::with_val_round(COARSE, &here - x.lo(), Round::Up).0;
            let over = Float::with_val_round(COARSE, x.hi() - &here, Round::Up).0;
            radius = radius.max(&below).max(&over);
            sum = up(&sum, &here.abs());
            longest = longest.max(n.significant_bits());
            c.push(n);
        }
        // Keeps the bound positive, so that sizes below are sound for exact input too.
        let radius = up(&radius, &Float::with_val(2, &unit >> 8u32));
        Ok(Self { c, shift, radius, sum, bits: longest })
    }

    /// `sum c_i 2^(slot i)`.
    fn pack(&self, slot: u32) -> Integer {
        let mut all = Integer::with_capacity(self.c.len() * slot as usize + 64);
        for c in self.c.iter().rev() {
            all <<= slot;
            all += c;
        }
        all
    }
}

/// The coefficients of the product of `x` and `y` (TB-21): each at most about `2^-p` times the product of the largest coefficients, and
/// what the inputs' own widths bring, too wide.
///
/// # Errors
/// [`Error::Unable`] for unbounded coefficients.
pub fn product(x: &[Interval], y: &[Interval], p: Prec) -> Result<Vec<Interval>> {
    if x.is_empty() || y.is_empty() {
        return Ok(Vec::new());
    }
    let (a, b) = (Fixed::new(x, p)?, Fixed::new(y, p)?);
    let slot = slot(&a, &b);
    Ok(unpack(a.pack(slot) * b.pack(slot), &a, &b, slot, p))
}

/// `x^2`, as [`product`].
///
/// # Errors
/// As [`product`].
pub fn square(x: &[Interval], p: Prec) -> Result<Vec<Interval>> {
    if x.is_empty() {
        return Ok(Vec::new());
    }
    let a = Fixed::new(x, p)?;
    let slot = slot(&a, &a);
    Ok(unpack(a.pack(slot).square(), &a, &a, slot, p))
}

/// Bits in which every coefficient of the product fits with its sign.
fn slot(a: &Fixed, b: &Fixed) -> u32 {
    a.bits + b.bits + usize::BITS - a.c.len().min(b.c.len()).leading_zeros() + 2
}

fn unpack(mut all: Integer, a: &Fixed, b: &Fixed, slot: u32, p: Prec) -> Vec<Interval> {
    // |x_i y_j - c_i e_j| <= |c_i| s + |e_j| r + r s, summed over i + j = n.
    let terms = Float::with_val(COARSE, a.c.len().min(b.c.len()));
    let both = times(&times(&a.radius, &b.radius), &terms);
    let error = up(&up(&times(&a.sum, &b.radius), &times(&b.sum, &a.radius)), &both);
    let count = a.c.len() + b.c.len() - 1;
    let shift = a.shift + b.shift;
    let mut out = Vec::with_capacity(count);
    for _ in 0..count {
        let digit = Integer::from(all.keep_signed_bits_ref(slot));
        all -= &digit;
        all >>= slot;
        let exact = Float::with_val(digit.significant_bits().max(2), &digit) >> shift;
        let low = Float::with_val_round(p.bits(), &exact - &error, Round::Down).0;
        let high = Float::with_val_round(p.bits(), &exact + &error, Round::Up).0;
        out.push(Interval::new(low, high).unwrap_or_else(|_| Interval::whole()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{product, square};
    use enclosure::rug::Float;
    use enclosure::{Interval, Prec};

    /// TB-21 against the schoolbook product of intervals, with coefficients of both signs, very different sizes, widths and zeros.
    #[test]
    fn tb_21_products() {
        let p = Prec::new(90).unwrap();
        let mut state = 12345u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as i64 - (1 << 30)
        };
        for round in 0..40 {
            let mut polynomial = |len: usize| -> Vec<Interval> {
                (0..len)
                    .map(|i| {
                        let x = Interval::int(next()).mul_2exp(-((i as i32 * round) % 70));
                        let width = Interval::int(next()).abs().mul_2exp(-60 - (round % 50));
                        match (i + round as usize) % 7 {
                            0 => Interval::zero(),
                            1 => x,
                            _ => Interval::new(x.lo().clone(), Float::with_val(160, x.hi() + width.hi())).unwrap(),
                        }
                    })
                    .collect()
            };
            let (x, y) = (polynomial(1 + round as usize % 9), polynomial(1 + (3 * round as usize) % 11));
            for (x, y, z) in [(&x, &y, product(&x, &y, p).unwrap()), (&x, &x, square(&x, p).unwrap())] {
                assert_eq!(z.len(), x.len() + y.len() - 1);
                for (n, z) in z.iter().enumerate() {
                    for pick in 0..4 {
                        // Members: ends of the factors; their exact product must be inside.
                        let end = |v: &Interval, low: bool| if low { v.lo().clone() } else { v.hi().clone() };
                        let mut sum = Float::new(700);
                        for (i, a) in x.iter().enumerate() {
                            if let Some(b) = n.checked_sub(i).and_then(|j| y.get(j)) {
                                let same = std::ptr::eq(x, y);
                                let (a, b) =
                                    (end(a, pick & 1 == 0), end(b, if same { pick & 1 == 0 } else { pick & 2 == 0 }));
                                sum += Float::with_val(400, &a * &b);
                            }
                        }
                        assert!(z.contains(&sum), "round {round} n {n}: {z} {sum}");
                    }
                }
            }
        }
        assert!(product(&[Interval::whole()], &[Interval::one()], p).is_err());
    }
}
