//! Arguments of a function under test: where they may lie, and where they are hard.

use super::random::Random;
use enclosure::Interval;
use enclosure::rug::Float;
use enclosure::rug::float::{Constant, Round, Special};

/// One argument: the part of its domain that is sampled, its hard places, its exponents.
#[derive(Clone, Debug)]
pub struct Arg {
    /// Greatest lower bound of the sampled part, and whether it belongs to the domain.
    pub from: (f64, bool),
    /// Least upper bound of the sampled part, and whether it belongs to the domain.
    pub to: (f64, bool),
    /// Places around which arguments are drawn at all distances.
    pub hard: Vec<f64>,
    /// Exponents of the arguments drawn over the whole range of magnitudes.
    pub exponents: (i64, i64),
    /// Whether only integers are meant.
    pub integer: bool,
    /// Whether the function takes intervals here (else only points).
    pub wide: bool,
    /// Whether the function takes an unbounded interval here.
    pub unbounded: bool,
}

impl Arg {
    /// Any real number.
    pub fn line() -> Self {
        Self {
            from: (f64::NEG_INFINITY, false),
            to: (f64::INFINITY, false),
            hard: vec![0.0, 1.0, -1.0, 0.5, 2.0],
            exponents: (-60, 60),
            integer: false,
            wide: true,
            unbounded: true,
        }
    }

    /// Numbers above `x` (or from `x` on, when `closed`).
    pub fn above(x: f64, closed: bool) -> Self {
        let hard = [x, 0.0, 0.5, 1.0, 2.0].into_iter().filter(|h| *h >= x).collect();
        Self { from: (x, closed), hard, ..Self::line() }
    }

    /// Numbers between `a` and `b`, ends included when `closed`.
    pub fn between(a: f64, b: f64, closed: bool) -> Self {
        let hard = vec![a, b, 0.5 * (a + b)];
        Self { from: (a, closed), to: (b, closed), hard, unbounded: false, exponents: (-60, 10), ..Self::line() }
    }

    /// The integers of `a..=b`, as points.
    pub fn integers(a: i64, b: i64) -> Self {
        let (a, b) = (a as f64, b as f64);
        Self { integer: true, wide: false, ..Self::between(a, b, true) }
    }

    /// More hard places.
    pub fn hard(mut self, places: &[f64]) -> Self {
        self.hard.extend(places);
        self
    }

    /// Other exponents for the arguments of all magnitudes.
    pub fn exponents(mut self, lo: i64, hi: i64) -> Self {
        self.exponents = (lo, hi);
        self
    }

    /// No intervals here.
    pub fn points(mut self) -> Self {
        self.wide = false;
        self
    }

    /// No unbounded intervals here.
    pub fn bounded(mut self) -> Self {
        self.unbounded = false;
        self
    }

    /// Whether the number belongs to the sampled part of the domain.
    pub fn holds(&self, x: &Float) -> bool {
        let ((a, a_in), (b, b_in)) = (self.from, self.to);
        x.is_finite() && (*x > a || (a_in && *x == a)) && (*x < b || (b_in && *x == b))
    }

    /// A random argument.
    pub fn draw(&self, random: &mut Random) -> Float {
        if self.integer {
            let (a, b) = (self.from.0 as i64, self.to.0 as i64);
            // Small ones half of the time.
            let top = if random.once_in(2) { b.min(a.saturating_add(12)) } else { b };
            return Float::with_val(64, random.between(a, top));
        }
        for _ in 0..64 {
            let x = self.candidate(random);
            if self.holds(&x) {
                return x;
            }
            let mirrored = -x;
            if self.holds(&mirrored) {
                return mirrored;
            }
        }
        let inside = self.hard.iter().map(|h| Float::with_val(53, *h)).find(|h| self.holds(h));
        inside.unwrap_or_else(|| Float::with_val(53, 0.5 * (self.from.0 + self.to.0)))
    }

    fn candidate(&self, random: &mut Random) -> Float {
        let bits = *random.pick(&[1u32, 2, 5, 11, 24, 53, 53, 64, 113, 160]);
        match random.bits() % 8 {
            0 | 1 => beside(*random.pick(&self.hard), random),
            2 | 3 => mantissa(bits, random.between(-4, 5), random),
            4 => mantissa(bits, random.between(self.exponents.0, self.exponents.1), random),
            5 => Float::with_val(64, random.between(-80, 80)) >> 1u32,
            6 => {
                // Beside the zeros and extrema of the trigonometric functions.
                let most = if random.once_in(3) { 1 << 20 } else { 12 };
                let k = random.between(-most, most);
                Float::with_val(bits.max(2), (Float::with_val(240, Constant::Pi) * k) >> 1u32)
            }
            _ if self.from.0.is_finite() && self.to.0.is_finite() => {
                let t = mantissa(bits, 0, random).abs();
                let length = Float::with_val(53, self.to.0) - self.from.0;
                Float::with_val(bits.max(2) + 60, t * length) + self.from.0
            }
            _ => mantissa(bits, random.between(0, 9), random),
        }
    }

    /// A random interval of the domain around `x`; `x` itself when the argument takes only points.
    pub fn widen(&self, x: &Float, random: &mut Random) -> Interval {
        let point = || Interval::point(x.clone()).unwrap_or_else(|e| panic!("{e}"));
        if !self.wide || random.once_in(12) {
            return point();
        }
        let mut end = |sign: i32, limit: (f64, bool)| {
            if random.once_in(8) {
                return x.clone();
            }
            if self.unbounded && limit.0.is_infinite() && random.once_in(24) {
                return Float::with_val(2, if sign < 0 { Special::NegInfinity } else { Special::Infinity });
            }
            let scale = if random.once_in(2) { i64::from(x.get_exp().unwrap_or(0)) } else { 0 };
            let r = mantissa(20, scale - random.between(-2, 70), random).abs() * sign;
            let round = if sign < 0 { Round::Down } else { Round::Up };
            let y = Float::with_val_round(x.prec() + 90, x + &r, round).0;
            if self.holds(&y) {
                y
            } else if limit.1 {
                Float::with_val(53, limit.0)
            } else {
                x.clone()
            }
        };
        let (lo, hi) = (end(-1, self.from), end(1, self.to));
        Interval::new(lo, hi).unwrap_or_else(|_| point())
    }
}

/// `h` plus or minus a power of two times a small integer, at any distance down to `2^-100`.
fn beside(h: f64, random: &mut Random) -> Float {
    let at = Float::with_val(220, h);
    if random.once_in(5) {
        return Float::with_val(53, at);
    }
    let step = Float::with_val(220, random.between(-3, 3));
    at + (step >> u32::try_from(random.between(1, 100)).unwrap_or(1))
}

/// A random number of `bits` bits in `2^exp [1/2, 1)`, of either sign.
fn mantissa(bits: u32, exp: i64, random: &mut Random) -> Float {
    let mut m = Float::with_val(192, random.bits() | 1 << 63);
    m <<= 64u32;
    m += random.bits();
    m <<= 64u32;
    m += random.bits();
    let m = Float::with_val_round(bits.max(2), &m, Round::Zero).0;
    let exp = i32::try_from(exp - 192).unwrap_or(0);
    (if random.once_in(2) { -m } else { m }) << exp
}
