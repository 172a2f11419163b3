//! Upper bounds of error terms: `m 2^e` with a 32-bit integer mantissa, every operation rounded up.

use rug::float::Round;
use rug::{Float, Integer};

/// A non-negative number known from above. Zero, or `mantissa` in `[2^31, 2^32)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mag {
    mantissa: u64,
    exp: i64,
}

impl Mag {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, exp: 0 };

    /// At least `m 2^exp`.
    #[must_use]
    pub fn new(m: u64, exp: i64) -> Self {
        if m == 0 {
            return Self::ZERO;
        }
        let bits = 64 - m.leading_zeros();
        if bits <= 32 {
            let up = 32 - bits;
            return Self { mantissa: m << up, exp: exp - i64::from(up) };
        }
        let down = bits - 32;
        let kept = (m >> down) + u64::from(m & ((1 << down) - 1) != 0);
        // Rounding up may have reached 2^32.
        if kept == 1 << 32 {
            Self { mantissa: 1 << 31, exp: exp + i64::from(down) + 1 }
        } else {
            Self { mantissa: kept, exp: exp + i64::from(down) }
        }
    }

    /// `2^exp`.
    #[must_use]
    pub fn pow2(exp: i64) -> Self {
        Self::new(1, exp)
    }

    /// At least `|x|`; `x` must be finite.
    #[must_use]
    pub fn of(x: &Float) -> Self {
        if x.is_zero() {
            return Self::ZERO;
        }
        // 32 bits of |x|, rounded away from zero, are an exact integer in an f64.
        let short = Float::with_val_round(32, x.abs_ref(), Round::Up).0;
        match short.to_integer_exp() {
            Some((m, e)) => Self::new(m.to_u64().unwrap_or(u64::MAX), i64::from(e)),
            None => Self { mantissa: (1 << 32) - 1, exp: i64::MAX / 4 },
        }
    }

    /// At least `|n| 2^exp`.
    #[must_use]
    pub fn of_integer(n: &Integer, exp: i64) -> Self {
        let bits = n.significant_bits();
        if bits == 0 {
            return Self::ZERO;
        }
        Self::pow2(i64::from(bits) + exp)
    }

    /// Least `b` with `self <= 2^b` known here; `i64::MIN / 4` for zero.
    #[must_use]
    pub fn bits(self) -> i64 {
        if self.mantissa == 0 { i64::MIN / 4 } else { self.exp + 32 }
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// At least `a + b`.
    #[must_use]
    pub fn plus(self, b: Self) -> Self {
        if self.is_zero() {
            return b;
        }
        if b.is_zero() {
            return self;
        }
        let (big, small) = if self.exp >= b.exp { (self, b) } else { (b, self) };
        let gap = big.exp - small.exp;
        let moved = if gap > 40 { 1 } else { (small.mantissa >> gap) + 1 };
        Self::new(big.mantissa + moved, big.exp)
    }

    /// At least `a b`.
    #[must_use]
    pub fn times(self, b: Self) -> Self {
        Self::new(self.mantissa * b.mantissa, self.exp + b.exp)
    }

    /// At least `a n`, `n < 2^32`.
    #[must_use]
    pub fn times_int(self, n: u32) -> Self {
        Self::new(self.mantissa * u64::from(n), self.exp)
    }

    /// At least `a n / d` for `d > 0`.
    #[must_use]
    pub fn times_ratio(self, n: Self, d: u64) -> Self {
        // A quotient of 64 by at most 44 bits keeps 20 significant bits; the ceiling makes it a bound.
        Self::new((self.mantissa * n.mantissa).div_ceil(d.max(1)), self.exp + n.exp)
    }

    /// The bound as a float, exact.
    #[must_use]
    pub fn to_float(self) -> Float {
        let shift = i32::try_from(self.exp.clamp(-(1 << 30), 1 << 30)).unwrap_or(0);
        let m = Float::with_val(32, self.mantissa);
        if self.exp < -(1 << 29) && self.mantissa != 0 {
            return Float::with_val(32, 1) >> (1u32 << 29);
        }
        m << shift
    }
}
