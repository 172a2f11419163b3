//! Many arguments at one order: Taylor polynomials about short centres.

use super::ball::{Ball, fixed};
use super::mag::Mag;
use super::point::with_slope;
use super::{Order, wide};
use crate::{Interval, Prec, Result};
use rug::float::Round;
use rug::{Assign, Float, Integer};
use std::collections::BTreeMap;

/// Fewer arguments than this in one cell are evaluated one by one: a centre costs about as much as three values.
const FEW: usize = 3;
/// Most Taylor coefficients of one centre.
const MAX_TERMS: usize = 4096;

/// `J_nu(x_i)` for many arguments of one order.
///
/// Arguments that share a cell `[c - 1, c + 1]` share a Taylor polynomial about `c` whose coefficients come from the
/// differential equation in fixed point. A value that comes out less accurate than asked for (next to a zero), wide arguments
/// and arguments near 0 are computed by themselves, so every point argument gives an enclosure below 8 ulp wide. Bound
/// BJ-14 in `docs/theory/bessel.md`.
///
/// # Errors
/// [`crate::Error::Domain`] when an argument holds a negative number.
pub fn points(nu: Order, xs: &[Interval], p: Prec) -> Result<Vec<Interval>> {
    let n = nu.twice();
    let mut cells: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, x) in xs.iter().enumerate() {
        super::check("bessel_j points", x)?;
        cells.entry(cell_of(n, x, p)).or_default().push(i);
    }
    let mut out: Vec<Option<Interval>> = vec![None; xs.len()];
    for (centre, members) in cells {
        let poly = if centre == 0 || members.len() < FEW { None } else { Polynomial::new(n, centre, p) };
        for i in members {
            let found = poly.as_ref().and_then(|poly| poly.at(&xs[i], p));
            out[i] = Some(found.unwrap_or_else(|| wide::hull(n, &xs[i], p)));
        }
    }
    Ok(out.into_iter().flatten().collect())
}

/// Twice the centre (an even number) of the cell that holds `x`, or 0 when `x` is not to be treated by a polynomial: too near
/// 0, far below the order, too large, or too wide.
fn cell_of(n: u32, x: &Interval, p: Prec) -> u32 {
    let xf = x.mid().to_f64();
    let wide = !x.is_point() && Mag::of(&x.width()).bits() > -i64::from(p.bits() / 2) - 8;
    if wide || !(Polynomial::LEAST..1e5).contains(&xf) || xf < 0.1 * f64::from(n) * 0.5 {
        return 0;
    }
    // Cells of length 2 centred at odd integers.
    4 * ((xf * 0.5).floor() as u32) + 2
}

/// The Taylor polynomial about `centre/2` in fixed point.
struct Polynomial {
    centre: Float,
    q: u32,
    /// Fraction bits beyond those wanted.
    spare: u32,
    coefficients: Vec<Integer>,
    /// Error of the polynomial's value on the cell, and bound of the slope there.
    error: Mag,
    slope: Mag,
}

impl Polynomial {
    /// Least argument treated: the recurrence for the coefficients is tame for `|h| <= x/6`.
    const LEAST: f64 = 6.0;

    /// Prepares the cell of half-length 1 about `c = twice/2 >= 7`.
    fn new(n: u32, twice: u32, p: Prec) -> Option<Self> {
        let c = Float::with_val(64, twice) >> 1u32;
        let goal = p.bits() + 12;
        let (y, d) = with_slope(n, &c, goal)?;
        // Fixed point relative to the function's size at the left end of the cell, estimated; checked per value.
        let drop = if twice < n { 1.5 * f64::from(n) / f64::from(twice) * 1.45 } else { 0.0 };
        let size = y.mid.get_exp()?.max(d.mid.get_exp()? - 8) - 2 - drop as i32;
        // A whole number of words: shifting by q is then a copy.
        let wanted = u32::try_from(i64::from(goal) + 10 - i64::from(size)).ok()?;
        let q = wanted.next_multiple_of(64);
        let spare = q - wanted;
        let unit = Mag::pow2(-i64::from(q));
        let mut cs = vec![fixed(&y.mid, q), fixed(&d.mid, q)];
        let mut es = vec![y.err.plus(unit), d.err.plus(unit)];
        let (x, n1) = (i64::from(twice), i64::from(n));
        let mut quiet = 0;
        // 4 c^2 (k+1)(k+2) a_{k+2} = -(2X(k+1)(2k+1) a_{k+1} + (4k^2 + X^2 - n^2) a_k + 4X a_{k-1} + 4 a_{k-2}), X = 2c.
        for k in 0..MAX_TERMS {
            let i = k as i64;
            let weights = [2 * x * (i + 1) * (2 * i + 1), 4 * i * i + x * x - n1 * n1, 4 * x, 4];
            let den = u64::try_from(x * x * (i + 1) * (i + 2)).ok()?;
            let mut s = Integer::from(&cs[k + 1] * weights[0]);
            s += &cs[k] * weights[1];
            let mut e = es[k + 1].times(Mag::new(weights[0].unsigned_abs(), 0));
            e = e.plus(es[k].times(Mag::new(weights[1].unsigned_abs(), 0)));
            for back in 1..=2usize {
                if k >= back {
                    s += &cs[k - back] * weights[back + 1];
                    e = e.plus(es[k - back].times(Mag::new(weights[back + 1].unsigned_abs(), 0)));
                }
            }
            s /= den;
            // Below a unit of the precision wanted: four such in a row may end the polynomial.
            quiet = if s.significant_bits() <= spare { quiet + 1 } else { 0 };
            cs.push(-s);
            es.push(e.times_ratio(Mag::pow2(0), den).plus(unit));
            if quiet >= 4 && Self::decays(k, twice, n) {
                return Some(Self::close(c, q, spare, cs, es));
            }
        }
        None
    }

    /// Hypothesis of BJ-14: for every `k' >= k`, with `rho = 2` and `X = 2c`, the weights of the recurrence times
    /// `rho^1..rho^4` sum to at most `X^2 (k'+1)(k'+2)`.
    fn decays(k: usize, twice: u32, n: u32) -> bool {
        let (k, x, n) = (k as u128 + 1, u128::from(twice), u128::from(n));
        // (2k+1)/(k+2) < 2 and 4k^2 < 4(k+1)(k+2); the other terms fall with k. All multiplied by k^2.
        let gap = (x * x).abs_diff(n * n);
        8 * x * k * k + 16 * k * k + 4 * gap + 32 * x + 64 <= x * x * k * k
    }

    /// Sums up the error terms of BJ-14.
    fn close(centre: Float, q: u32, spare: u32, coefficients: Vec<Integer>, es: Vec<Mag>) -> Self {
        let unit = -i64::from(q);
        let count = coefficients.len();
        // One unit for each step of Horner's scheme, and at most one of the wanted precision for each term left out in `at`.
        let mut error = Mag::new(count as u64, unit).plus(Mag::new(count as u64, unit + i64::from(spare)));
        let mut slope = Mag::ZERO;
        let mut last = Mag::ZERO;
        for (k, (c, e)) in coefficients.iter().zip(&es).enumerate() {
            let size = Mag::of_integer(c, unit).plus(*e);
            error = error.plus(*e);
            slope = slope.plus(size.times(Mag::new(k as u64, 0)));
            if k + 4 >= count {
                // |a_k| rho^k with rho = 2; the tail is A (2^-N + 2^-(N+1) + ..).
                let scaled = size.times(Mag::pow2(k as i64));
                last = Mag::pow2(last.bits().max(scaled.bits()));
            }
        }
        let tail = last.times(Mag::pow2(1 - count as i64));
        error = error.plus(slope.times(Mag::pow2(unit))).plus(tail);
        slope = slope.plus(tail.times(Mag::new(count as u64, 2)));
        Self { centre, q, spare, coefficients, error, slope }
    }

    /// The value at `x` in the cell; `None` when it comes out with fewer than `p` good bits.
    fn at(&self, x: &Interval, p: Prec) -> Option<Interval> {
        let m = x.mid();
        let h = Float::with_val(m.prec() + 64, &m - &self.centre);
        if !(-1..=1).contains(&h) {
            return None;
        }
        let h_exp = h.get_exp().unwrap_or(-1 << 20);
        let h = fixed(&h, self.q);
        // Terms below a unit of the wanted precision are left out: |h| <= 2^-small.
        let small = u64::from(h_exp.min(0).unsigned_abs());
        let left_out =
            |k: usize, c: &Integer| u64::from(c.significant_bits()) <= u64::from(self.spare) + small * k as u64;
        let mut count = self.coefficients.len();
        while count > 1 && left_out(count - 1, &self.coefficients[count - 1]) {
            count -= 1;
        }
        let room = 2 * self.q as usize + 128;
        let (mut s, mut t) = (Integer::with_capacity(room), Integer::with_capacity(room));
        for c in self.coefficients[..count].iter().rev() {
            t.assign(&s * &h);
            t >>= self.q;
            t += c;
            std::mem::swap(&mut s, &mut t);
        }
        let mut ball = Ball::from_fixed(&s, self.q, self.error);
        if ball.good_bits() < i64::from(p.bits()) + 1 {
            return None;
        }
        if !x.is_point() {
            if *x.lo() < Float::with_val(64, &self.centre - 1u32) || *x.hi() > Float::with_val(64, &self.centre + 1u32)
            {
                return None;
            }
            let w = Mag::of(&Float::with_val_round(53, x.hi() - x.lo(), Round::Up).0);
            ball.err = ball.err.plus(self.slope.times(w.times(Mag::new((1 << 20) + 1, -21))));
        }
        Some(ball.interval(p))
    }
}
