//! The power series about 0 (DLMF 10.2.2), for any order and any x, in fixed point with rectangular splitting.

use super::super::ball::{Ball, fixed};
use super::super::mag::Mag;
use rug::float::{Constant, Round};
use rug::ops::Pow;
use rug::{Float, Integer};

/// More terms than this are never worth it: another variant is faster or nothing is feasible.
const MAX_TERMS: u64 = 1 << 20;

/// Number of terms, size of the largest one and the bound of what is left out, for
/// `S = sum (-1)^k z^k / (d_1 .. d_k)`, `z = x^2/2`, `d_k = k (2k + n)`.
struct Plan {
    terms: u64,
    largest: i64,
    tail: Mag,
}

/// Terms until they fall below `2^-stop` with ratio at most 1/2; `None` when that takes too many.
fn plan(n: u64, z: Mag, stop: i64) -> Option<Plan> {
    let mut term = Mag::pow2(0);
    let mut largest = 1;
    let mut k = 0;
    loop {
        k += 1;
        if k > MAX_TERMS {
            return None;
        }
        let d = k * (2 * k + n);
        let next = term.times_ratio(z, d);
        // From here on the ratio only falls: z/d_{j} <= z/d_k <= 1/2 gives a tail of at most twice its first term.
        if next.bits() < -stop && Mag::new(2, 0).times_ratio(z, d).bits() <= 0 {
            return Some(Plan { terms: k, largest, tail: next.times_int(2) });
        }
        largest = largest.max(next.bits());
        term = next;
    }
}

/// Estimate (not a bound: it only sizes the guard bits) of `log2 S`, `S = Gamma(nu+1) (2/x)^nu J_nu(x)`.
fn log2_sum(n: u32, x: f64) -> f64 {
    let nu = 0.5 * f64::from(n);
    let ln = if x * x <= 4.0 * (nu + 1.0) {
        return -1.0 - x * x / (2.7 * (nu + 1.0));
    } else if x < nu {
        // Debye, DLMF 10.19.3, without the algebraic factor, which is above 1.
        let r = ((nu - x) * (nu + x)).sqrt();
        r - nu + nu * (2.0 * nu / (nu + r)).ln()
    } else {
        let gamma = if nu < 0.6 { 0.0 } else { nu * nu.ln() - nu + 0.5 * (std::f64::consts::TAU * nu).ln() };
        gamma - nu * (0.5 * x).ln() - 0.5 * x.ln()
    };
    ln * std::f64::consts::LOG2_E - 2.0
}

/// Bound BJ-01 (docs/theory/bessel.md): `S 2^q` up to `16 N^2 T` units plus the tail, where `T` bounds the largest
/// term and 1, and `N` is the number of terms. Returns `(S, q, error of S)`.
fn sum(n: u64, x: &Float, plan: &Plan, q: u32) -> (Integer, Mag) {
    let count = plan.terms;
    let whole = 2 * x.get_exp().unwrap_or(0).max(0).unsigned_abs();
    let z = Float::with_val_round(q + 8 + whole, x.square_ref(), Round::Zero).0 >> 1u32;
    let z_bits = z.get_exp().map_or(0, |e| e.max(0).unsigned_abs());
    // About sqrt(N) powers, but not so many that large z makes them much longer than q bits.
    let by_size = if z_bits == 0 { u64::MAX } else { u64::from(1 + q / (4 * z_bits)) };
    let m = count.isqrt().min(by_size).max(1);
    let first = fixed(&z, q);
    let mut powers: Vec<Integer> = Vec::with_capacity(m as usize);
    powers.push(first);
    let mut scratch = Integer::new();
    for i in 1..m as usize {
        scratch.assign_product(&powers[i - 1], &powers[0], q);
        powers.push(scratch.clone());
    }
    let top = &powers[m as usize - 1];
    let mut s = Integer::new();
    let mut c = 1u64;
    for k in (0..count).rev() {
        let i = k % m;
        let even = k % 2 == 0;
        if i == 0 {
            scratch.assign_shifted(c, q);
            if even { s += &scratch } else { s -= &scratch }
        } else if even {
            s += &powers[i as usize - 1] * c;
        } else {
            s -= &powers[i as usize - 1] * c;
        }
        if k > 0 {
            let d = k * (2 * k + n);
            match c.checked_mul(d) {
                Some(next) => c = next,
                None => {
                    s /= c;
                    c = d;
                }
            }
            if i == 0 {
                scratch.assign_product(&s, top, q);
                std::mem::swap(&mut s, &mut scratch);
            }
        }
    }
    s /= c;
    let rounding = Mag::new(count, 0).times(Mag::new(16 * count, 0)).times(Mag::pow2(plan.largest - i64::from(q)));
    (s, rounding.plus(plan.tail))
}

/// Fixed-point helpers that reuse their destination.
trait FixedPoint {
    fn assign_product(&mut self, a: &Integer, b: &Integer, q: u32);
    fn assign_shifted(&mut self, c: u64, q: u32);
}

impl FixedPoint for Integer {
    fn assign_product(&mut self, a: &Integer, b: &Integer, q: u32) {
        use rug::Assign;
        self.assign(a * b);
        *self >>= q;
    }

    fn assign_shifted(&mut self, c: u64, q: u32) {
        use rug::Assign;
        self.assign(c);
        *self <<= q;
    }
}

/// `(x/2)^nu / Gamma(nu+1)` with relative error below `2^-goal` (BJ-02): one rounding per multiplication.
fn prefactor(n: u32, x: &Float, goal: u32) -> Float {
    let m = n / 2;
    let steps = u64::from(m) + 16;
    let w = goal + 2 + (64 - steps.leading_zeros());
    // Integer order: x^m / (2^m m!); half-integer: x^m sqrt(2x/pi) / (2m+1)!!.
    let mut den = Float::with_val(w, 1);
    let (first, step) = if n.is_multiple_of(2) { (1, 1) } else { (3, 2) };
    let mut batch = 1u64;
    for i in 0..u64::from(m) {
        let f = first + step * i;
        match batch.checked_mul(f) {
            Some(b) => batch = b,
            None => {
                den *= batch;
                batch = f;
            }
        }
    }
    den *= batch;
    let mut out = if m == 0 {
        Float::with_val(w, 1)
    } else if m == 1 {
        Float::with_val(w, x)
    } else {
        Float::with_val(w, x.pow(m))
    };
    if n.is_multiple_of(2) {
        out >>= m;
    } else {
        let pi = Float::with_val(w, Constant::Pi);
        let mut root = Float::with_val(w, x / &pi);
        root <<= 1u32;
        root.sqrt_mut();
        out *= &root;
    }
    out /= &den;
    out
}

/// `J_{n/2}(x)` for `x > 0` by its power series, to about `goal` bits; any order, any x, but slow for x well above
/// both the order and `goal`. `None` when too many terms are needed or the exponent range is left.
#[must_use]
pub fn series(n: u32, x: &Float, goal: u32) -> Option<Ball> {
    let xf = x.to_f64();
    let log_s = log2_sum(n, xf);
    if !log_s.is_finite() || log_s < -4e6 {
        return None;
    }
    // Exponent of (x/2)^nu / Gamma(nu + 1): stay far from the limits of MPFR.
    let exp = f64::from(n) * 0.5 * (f64::from(x.get_exp()?) + 1.0 + f64::from(n + 2).log2());
    if exp.abs() > 4e8 {
        return None;
    }
    let need = i64::from(goal) + 4 - log_s.floor() as i64;
    let z = Mag::of(x).times(Mag::of(x)).times(Mag::pow2(-1));
    let plan = plan(u64::from(n), z, need)?;
    let guard = 2 * i64::from(64 - plan.terms.leading_zeros()) + 4 + plan.largest;
    let q = u32::try_from(need + guard).ok()?;
    let (s, err) = sum(u64::from(n), x, &plan, q);
    let pre = prefactor(n, x, goal + 4);
    let s = Float::with_val(goal + 6, &s) >> q;
    let mid = Float::with_val(goal + 6, &s * &pre);
    // |pre| here is its computed value: 2^-(goal+4) relative error is covered by the factor 2 in `relative`.
    let relative = Mag::of(&mid).times(Mag::pow2(-i64::from(goal) - 3));
    let err = Mag::of(&pre).times(err).times(Mag::new(17, -4)).plus(relative);
    Some(Ball { mid, err })
}
