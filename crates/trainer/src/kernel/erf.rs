//! `erf` in `f32`, to less than 4 units in the last place (theory note TR-01).
//!
//! Two polynomial pieces without a branch, so that sixteen lanes go through the same instructions:
//! `x + x q(x^2)` for `|x| < 1.5` and `1 - P(|x|)^16` up to 4, beyond which `erf` rounds to 1.
//! The coefficients come from `tests/reference/erf_coefficients.py`.

use super::Lanes;

/// `erf(x)/x - 1` as a polynomial in `x^2` on `|x| <= 1.5`.
const NEAR: [f32; 9] = [
    1.283_791_7e-1,
    -3.761_263_5e-1,
    1.128_372_6e-1,
    -2.686_314_8e-2,
    5.216_919_4e-3,
    -8.454_627e-4,
    1.130_967_65e-4,
    -1.132_887_3e-5,
    6.205_873e-7,
];

/// `erfc(x)^(1/16)` as a polynomial in `x` on `1.5 <= x <= 4`.
const FAR: [f32; 9] = [
    9.999_422_4e-1,
    -7.034_424e-2,
    -3.749_942_4e-2,
    -3.642_313_9e-3,
    2.481_687_6e-3,
    -5.279_850_7e-5,
    -6.237_349e-5,
    8.282_701e-6,
    -3.362_147_3e-7,
];

#[inline(always)]
pub(super) fn fma<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// One lane: `erf(x)`. NaN gives NaN, infinities give 1 in absolute value, `erf(-0) = -0`.
#[inline(always)]
pub(super) fn erf<const FMA: bool>(x: f32) -> f32 {
    // Ordered so that a NaN stays a NaN (`f32::min` would drop it) and compiles to one instruction.
    let a = x.abs();
    let a = if a > 4.0 { 4.0 } else { a };
    let t = a * a;
    let mut q = NEAR[8];
    for c in NEAR[..8].iter().rev() {
        q = fma::<FMA>(q, t, *c);
    }
    let near = fma::<FMA>(q, a, a);
    let mut p = FAR[8];
    for c in FAR[..8].iter().rev() {
        p = fma::<FMA>(p, a, *c);
    }
    p *= p;
    p *= p;
    p *= p;
    let far = fma::<FMA>(-p, p, 1.0);
    let y = if a < 1.5 { near } else { far };
    y.copysign(x)
}

/// Sixteen lanes.
#[inline(always)]
pub(super) fn erf_lanes<const FMA: bool>(x: &mut Lanes) {
    for v in &mut x.0 {
        *v = erf::<FMA>(*v);
    }
}

/// `erf` of one number, as the portable kernel computes it.
#[inline(always)]
pub(crate) fn erf_one(x: f32) -> f32 {
    erf::<false>(x)
}
