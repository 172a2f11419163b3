//! Root finding for quantiles: Newton inside a bracket, with a bounded number of steps.

use super::NormLaw;

/// Most steps of one search. Bisection alone needs about 60 plus the bits of the exponent range.
const LIMIT: usize = 400;

/// The zero of the increasing function `f` in `[lo, hi]`; `f` returns value and derivative. Stops at a relative bracket
/// width of one ulp, at a value of size `tiny`, or after [`LIMIT`] steps.
pub(super) fn increasing_root(mut lo: f64, mut hi: f64, tiny: f64, mut f: impl FnMut(f64) -> (f64, f64)) -> f64 {
    let mut x = 0.5 * (lo + hi);
    let mut width = hi - lo;
    for _ in 0..LIMIT {
        let (value, slope) = f(x);
        if value.abs() <= tiny {
            return x;
        }
        if value > 0.0 {
            hi = x;
        } else {
            lo = x;
        }
        let newton = x - value / slope;
        // A Newton step that stays inside is kept if the bracket or the step has at least halved since the last one.
        let step = (newton - x).abs();
        let middle = if lo > 0.0 && hi > 4.0 * lo { (lo * hi).sqrt() } else { 0.5 * (lo + hi) };
        let next = if newton > lo && newton < hi && step < 0.5 * width { newton } else { middle };
        width = (next - x).abs().max(f64::MIN_POSITIVE);
        if next == x || hi - lo <= f64::EPSILON * hi {
            return next;
        }
        x = next;
    }
    x
}

/// Which tail a probability refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Lower,
    Upper,
}

impl Side {
    pub(super) fn mass(self, law: &dyn NormLaw, x: f64) -> f64 {
        match self {
            Self::Lower => law.lower(x),
            Self::Upper => law.upper(x),
        }
    }
}

/// The `x` with tail probability `p` on the given side.
pub(super) fn quantile(law: &dyn NormLaw, side: Side, p: f64) -> f64 {
    let mut hi = if law.edge().is_finite() { law.edge() } else { 1.0 };
    // Doubling: bounded by the exponent range.
    let enough = |x: f64| match side {
        Side::Lower => law.lower(x) >= p,
        Side::Upper => law.upper(x) <= p,
    };
    while hi < f64::MAX / 4.0 && !law.edge().is_finite() && !enough(hi) {
        hi *= 2.0;
    }
    // In the logarithm of the mass Newton's method is at home in both tails; halving finds the scale near zero.
    let mut lo = hi;
    while lo > f64::MIN_POSITIVE * 4.0 && enough(lo) {
        lo *= 0.5;
    }
    increasing_root(lo, hi, 1e-15, |x| {
        let mass = side.mass(law, x);
        let slope = law.density(x) / mass;
        let value = (mass / p).ln();
        match side {
            Side::Lower => (value, slope),
            Side::Upper => (-value, slope),
        }
    })
}

/// `int_a^b density`, signed, by 20-point Gauss-Legendre: relatively accurate where the density is smooth on the scale of
/// `b - a`, also when both tails are far larger than the integral.
pub(super) fn mass_between(law: &dyn NormLaw, a: f64, b: f64) -> f64 {
    let (c, h) = (0.5 * (a + b), 0.5 * (b - a));
    h * GAUSS.iter().map(|(x, w)| w * (law.density(c + h * x) + law.density(c - h * x))).sum::<f64>()
}

/// Positive nodes and weights of the 20-point Gauss-Legendre rule (Abramowitz and Stegun, table 25.4).
const GAUSS: [(f64, f64); 10] = [
    (0.076_526_521_133_497_34, 0.152_753_387_130_725_84),
    (0.227_785_851_141_645_07, 0.149_172_986_472_603_74),
    (0.373_706_088_715_419_55, 0.142_096_109_318_382_04),
    (0.510_867_001_950_827_1, 0.131_688_638_449_176_64),
    (0.636_053_680_726_515, 0.118_194_531_961_518_41),
    (0.746_331_906_460_150_8, 0.101_930_119_817_240_44),
    (0.839_116_971_822_218_8, 0.083_276_741_576_704_75),
    (0.912_234_428_251_326, 0.062_672_048_334_109_07),
    (0.963_971_927_277_913_8, 0.040_601_429_800_386_94),
    (0.993_128_599_185_094_9, 0.017_614_007_139_152_118),
];
