//! The inverse-CDF table.
//!
//! Each tail probability `p` in `(0, 1/2]` falls into a bin given by its exponent and top three mantissa bits; a bin holds
//! one or more cells, each a polynomial of degree 11 for the quantile. Binary octaves take care of the algebraic and
//! logarithmic singularities at `p = 0`. A double zero of the density at `x_0 = F^-1(u_0)` makes the quantile a cube root
//! there; cells next to it are polynomials in `v = cbrt(p - u_0)`, in which the quantile is analytic.
//! Each cell is accepted only when, at points between its nodes, the CDF of its value is within [`TOLERANCE`] of `p` (or
//! the value is the quantile to sixteen units in its last place); otherwise it is halved. Theory note TR-02.

use std::sync::Arc;

use super::NormLaw;
use super::solve::{Side, increasing_root, mass_between, quantile};
use crate::error::{Error, Result};

/// Largest CDF error accepted at the check points of a cell, absolutely; the relative error is held to 1e4 times
/// that, except in the upper tail at a finite edge.
pub const TOLERANCE: f64 = 1e-13;

const DEGREE: usize = 11;
/// Mantissa bits of a bin.
const SPLIT: u32 = 3;
/// Octaves tabulated; the smallest probability a sampler asks for is 2^-65.
const OCTAVES: usize = 66;
/// Largest probability of the table: the double below 1/2, so that no bin is empty.
const LARGEST: f64 = 0.5 - f64::EPSILON / 4.0;
/// Halvings of a bin.
const DEPTH: u32 = 12;

#[derive(Clone, Debug)]
struct Cell {
    /// Largest `p` of the cell.
    last: f64,
    /// Probability `u_0` of the double zero, if the cell is written in the cube root.
    anchor: Option<f64>,
    mid: f64,
    inverse_half: f64,
    /// Monomial coefficients in `(v - mid) * inverse_half`, highest first.
    c: [f64; DEGREE + 1],
}

impl Cell {
    #[inline]
    fn value(&self, p: f64) -> f64 {
        let v = self.anchor.map_or(p, |u| (p - u).cbrt());
        let t = (v - self.mid) * self.inverse_half;
        self.c.iter().fold(0.0, |s, c| s * t + c)
    }
}

#[derive(Clone, Debug, Default)]
struct HalfTable {
    /// First cell of each bin, bins by increasing `p`.
    first: Vec<u32>,
    cells: Vec<Cell>,
}

impl HalfTable {
    #[inline]
    fn value(&self, p: f64) -> f64 {
        let mut i = self.first[bin(p)] as usize;
        while p > self.cells[i].last {
            i += 1;
        }
        self.cells[i].value(p)
    }
}

/// Bin of `p` in `[2^-OCTAVES, 1/2)`: exponent and top mantissa bits.
#[inline]
fn bin(p: f64) -> usize {
    #[allow(clippy::cast_possible_truncation)]
    let code = (p.to_bits() >> (52 - SPLIT)) as usize;
    code - (((1023 - OCTAVES) as u64) << SPLIT) as usize
}

/// Left end of a bin.
fn bin_start(bin: usize) -> f64 {
    f64::from_bits(((bin as u64) + (((1023 - OCTAVES) as u64) << SPLIT)) << (52 - SPLIT))
}

/// A quantile function in tabulated form.
#[derive(Clone, Debug)]
pub struct NormTable {
    lower: HalfTable,
    upper: HalfTable,
    law: Arc<dyn NormLaw>,
    tail_start: f64,
}

impl NormTable {
    /// Builds the table of a law.
    ///
    /// # Errors
    /// A law whose median is not finite and positive; a cell that stays above the tolerance after [`DEPTH`] halvings.
    pub fn build(law: Arc<dyn NormLaw>) -> Result<Self> {
        let median = quantile(&*law, Side::Lower, 0.5);
        if !(median.is_finite() && median > 0.0) {
            return Err(Error::argument("NormTable::build", "law", format!("{} has no positive median", law.name())));
        }
        let tail_start = law.tail_start();
        let flat = law.flat_points();
        let lower = half(&*law, Side::Lower, &flat, 0.0)?;
        let upper = half(&*law, Side::Upper, &flat, tail_start)?;
        Ok(Self { lower, upper, law, tail_start })
    }

    /// The norm for 64 random bits: the low bit chooses the tail, the others its probability, `(m + 1/2) 2^-64`.
    #[inline]
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn quantile(&self, bits: u64) -> f64 {
        const UNIT: f64 = 1.0 / 18_446_744_073_709_551_616.0;
        let p = ((bits >> 1) as f64 + 0.5) * UNIT;
        if bits & 1 == 0 { self.lower_quantile(p) } else { self.upper_quantile(p) }
    }

    /// The quantile of lower tail probability `p` in `[2^-66, 1/2]`; `p` is moved into that range.
    #[inline]
    #[must_use]
    pub fn lower_quantile(&self, p: f64) -> f64 {
        self.lower.value(clamp(p))
    }

    /// The quantile of upper tail probability `p` in `[2^-66, 1/2]`; `p` is moved into that range.
    #[inline]
    #[must_use]
    pub fn upper_quantile(&self, p: f64) -> f64 {
        let p = clamp(p);
        if p < self.tail_start { self.tail(p) } else { self.upper.value(p) }
    }

    #[cold]
    fn tail(&self, p: f64) -> f64 {
        let law = &*self.law;
        let (mut lo, mut hi) = law.tail_bracket(p);
        // At most the exponent range, and only if the law's bracket is wrong.
        while lo > f64::MIN_POSITIVE && law.upper(lo) < p {
            lo *= 0.5;
        }
        while hi < f64::MAX / 4.0 && law.upper(hi) > p {
            hi *= 2.0;
        }
        increasing_root(lo, hi, p * 4.0 * f64::EPSILON, |x| (p - law.upper(x), law.density(x)))
    }

    /// The law the table was built from.
    #[must_use]
    pub fn law(&self) -> &Arc<dyn NormLaw> {
        &self.law
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.lower.cells.len() + self.upper.cells.len()
    }

    /// Largest `|F(Q(p)) - p|` over both tails at `points` probabilities each, half of them uniform in `p`, half in
    /// `log p`, with the two tails given by the caller.
    pub fn audit(&self, points: usize, lower: impl Fn(f64) -> f64, upper: impl Fn(f64) -> f64) -> f64 {
        let mut worst = 0.0f64;
        for p in super::certified::probabilities(points) {
            worst = worst.max((lower(self.lower_quantile(p)) - p).abs());
            worst = worst.max((upper(self.upper_quantile(p)) - p).abs());
        }
        worst
    }
}

#[inline]
fn clamp(p: f64) -> f64 {
    const LEAST: f64 = 1.0 / (1u128 << OCTAVES) as f64;
    if p > LARGEST {
        LARGEST
    } else if p > LEAST {
        p
    } else {
        LEAST
    }
}

/// Cells of one side for `p` from `least` (or the first octave) to 1/2.
fn half(law: &dyn NormLaw, side: Side, flat: &[f64], least: f64) -> Result<HalfTable> {
    let anchors: Vec<(f64, f64)> =
        flat.iter().map(|&x| (side.mass(law, x), x)).filter(|(u, _)| *u <= 0.55 && *u >= 0.9 * least).collect();
    let bins = bin(LARGEST) + 1;
    let mut table = HalfTable { first: Vec::with_capacity(bins), cells: Vec::new() };
    for i in 0..bins {
        table.first.push(u32::try_from(table.cells.len()).unwrap_or(u32::MAX));
        let start = bin_start(i);
        let end = bin_start(i + 1);
        if end <= least {
            continue;
        }
        // Cut the bin half-way between neighbouring anchors, so that each piece belongs to one.
        let mut cuts = vec![start.max(least)];
        let mut inner: Vec<f64> = anchors.windows(2).map(|w| 0.5 * (w[0].0 + w[1].0)).collect();
        inner.extend(anchors.iter().map(|a| a.0));
        inner.retain(|c| *c > cuts[0] && *c < end);
        inner.sort_by(f64::total_cmp);
        cuts.extend(inner);
        cuts.push(end);
        for pair in cuts.windows(2) {
            refine(law, side, &anchors, pair[0], pair[1], DEPTH, &mut table.cells)?;
        }
    }
    Ok(table)
}

/// Appends cells that cover `(a, b]`.
fn refine(
    law: &dyn NormLaw,
    side: Side,
    anchors: &[(f64, f64)],
    a: f64,
    b: f64,
    depth: u32,
    cells: &mut Vec<Cell>,
) -> Result<()> {
    let middle = 0.5 * (a + b);
    let near = anchors.iter().min_by(|x, y| (x.0 - middle).abs().total_cmp(&(y.0 - middle).abs()));
    // Away from its zero by more than four times its own length a cell does not feel the cube root.
    let anchor = near.filter(|(u, _)| (u - middle).abs() < 4.0 * (b - a));
    let (cell, worst) = fit(law, side, anchor.copied(), a, b);
    if worst <= 1.0 {
        cells.push(cell);
        return Ok(());
    }
    if depth == 0 {
        return Err(Error::Accuracy {
            function: "NormTable::build",
            reason: format!(
                "{}: CDF error {:.1e} at tail probability {middle:e} ({side:?})",
                law.name(),
                worst * TOLERANCE
            ),
        });
    }
    refine(law, side, anchors, a, middle, depth - 1, cells)?;
    refine(law, side, anchors, middle, b, depth - 1, cells)
}

/// Chebyshev interpolation on one cell, and its largest CDF error at check points in units of the tolerance.
#[allow(clippy::cast_precision_loss)]
fn fit(law: &dyn NormLaw, side: Side, anchor: Option<(f64, f64)>, a: f64, b: f64) -> (Cell, f64) {
    const N: usize = DEGREE + 1;
    let to_v = |p: f64| anchor.map_or(p, |(u, _)| (p - u).cbrt());
    let (va, vb) = (to_v(a), to_v(b));
    let (mid, half) = (0.5 * (va + vb), 0.5 * (vb - va));
    let value = |v: f64| match anchor {
        None => quantile(law, side, v),
        Some((_, x0)) => x0 + displacement(law, x0, if side == Side::Lower { v } else { -v }),
    };
    let angle = |k: usize| std::f64::consts::PI * (k as f64 + 0.5) / N as f64;
    let samples: [f64; N] = std::array::from_fn(|k| value(mid + half * angle(k).cos()));
    // Chebyshev coefficients, then monomials by T_{k+1} = 2 t T_k - T_{k-1}.
    let mut mono = [0.0; N];
    let (mut before, mut now) = ([0.0; N], [0.0; N]);
    now[0] = 1.0;
    for k in 0..N {
        let c = samples.iter().enumerate().map(|(j, s)| s * (k as f64 * angle(j)).cos()).sum::<f64>() * 2.0 / N as f64;
        let c = if k == 0 { 0.5 * c } else { c };
        for (m, t) in mono.iter_mut().zip(&now) {
            *m += c * t;
        }
        let mut next = [0.0; N];
        let factor = if k == 0 { 1.0 } else { 2.0 };
        for i in 0..N {
            let shifted = if i == 0 { 0.0 } else { factor * now[i - 1] };
            next[i] = shifted - before[i];
        }
        (before, now) = (now, next);
    }
    mono.reverse();
    let cell = Cell { last: b, anchor: anchor.map(|a| a.0), mid, inverse_half: 1.0 / half, c: mono };
    let mut worst = 0.0f64;
    for i in 0..7 {
        let p = a + (b - a) * (f64::from(i) + 0.21) / 7.0;
        let x = cell.value(p);
        let error = if exact_to_rounding(law, side, x, p) { 0.0 } else { (side.mass(law, x) - p).abs() };
        let error = if error.is_nan() { f64::INFINITY } else { error };
        worst = worst.max(error / TOLERANCE);
        // Next to a finite edge the spacing of doubles forbids relative accuracy of the upper tail.
        if side == Side::Lower || law.edge().is_infinite() {
            worst = worst.max(error / (1e4 * TOLERANCE * p));
        }
    }
    (cell, worst)
}

/// Whether the quantile of `p` is within sixteen units in the last place of `x`: where the density is huge, at a finite edge
/// for instance, no double does better.
fn exact_to_rounding(law: &dyn NormLaw, side: Side, x: f64, p: f64) -> bool {
    let ulp = x.next_up() - x;
    let (a, b) = (side.mass(law, x - 16.0 * ulp), side.mass(law, x + 16.0 * ulp));
    a.min(b) <= p && p <= a.max(b)
}

/// The `h` with `int_{x0}^{x0+h} density = v^3`, where the density has a double zero at `x0`: the cube root of the
/// integral is a smooth increasing function of `h`.
fn displacement(law: &dyn NormLaw, x0: f64, v: f64) -> f64 {
    let root = |h: f64| mass_between(law, x0, x0 + h).cbrt();
    let mut reach = 1e-3 * x0;
    // Doubling from a thousandth of x0 reaches any scale of the density in few steps; capped by the support near 0.
    for _ in 0..60 {
        if root(reach) >= v.abs() && root(-reach.min(x0)) <= -v.abs() {
            break;
        }
        reach *= 1.5;
    }
    let (lo, hi) = if v > 0.0 { (0.0, reach) } else { (-reach.min(x0), 0.0) };
    if v == 0.0 {
        return 0.0;
    }
    secant(lo, hi, 4.0 * f64::EPSILON * v.abs(), |h| root(h) - v)
}

/// Zero of an increasing function by the Illinois method, to rounding, in at most 200 steps.
fn secant(mut lo: f64, mut hi: f64, tiny: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut flo, mut fhi) = (f(lo), f(hi));
    for _ in 0..200 {
        let x = (lo * fhi - hi * flo) / (fhi - flo);
        let x = if x > lo && x < hi { x } else { 0.5 * (lo + hi) };
        let fx = f(x);
        if fx.abs() <= tiny || hi - lo <= 2.0 * f64::EPSILON * x.abs() || x == lo || x == hi {
            return x;
        }
        if fx > 0.0 {
            hi = x;
            fhi = fx;
            flo *= 0.5;
        } else {
            lo = x;
            flo = fx;
            fhi *= 0.5;
        }
    }
    0.5 * (lo + hi)
}
