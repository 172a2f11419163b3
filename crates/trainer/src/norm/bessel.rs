//! Bessel functions of integer and half-integer order in `f64`, as sums of squares.
//!
//! Backward recurrence (Miller's algorithm) normalised by a sum of squares, forward recurrence from the Hankel expansions
//! far out. Only quantities without cancellation are formed.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

/// `J_nu(z)` with sign, `F = J_nu^2 + 2 sum_{k>=1} J_{nu+k}^2` and `1 - F`, with `nu = twice / 2`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Squares {
    pub j: f64,
    pub lower: f64,
    pub upper: f64,
}

/// By backward recurrence, any `z > 0`; the cost grows like `max(z, nu)`.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn backward(twice: usize, z: f64) -> Squares {
    let nu = twice as f64 / 2.0;
    let odd = twice % 2 == 1;
    // Orders are base + k; half-integer orders go down to -1/2.
    let base = if odd { -0.5 } else { 0.0 };
    let target = (nu - base) as usize;
    // The turning point is at order z; beyond it the terms fall faster than exp(-(2/3) (2/z)^(1/2) t^(3/2)).
    let far = z.max(nu);
    let top = (far + 12.0 * far.cbrt() + 40.0 - base) as usize;
    let (mut above, mut here) = (0.0f64, 1e-60f64);
    let (mut j, mut high, mut low, mut even) = (0.0, 0.0, 0.0, 0.0);
    for k in (0..=top).rev() {
        // `here` is the (unnormalised) function of order base + k.
        let square = here * here;
        match k.cmp(&target) {
            std::cmp::Ordering::Greater => high += 2.0 * square,
            std::cmp::Ordering::Equal => {
                high += square;
                low += square;
                j = here;
            }
            std::cmp::Ordering::Less => low += if (odd && k > 1) || (!odd && k > 0) { 2.0 * square } else { square },
        }
        if !odd {
            even += if k == 0 {
                here
            } else if k % 2 == 0 {
                2.0 * here
            } else {
                0.0
            };
        }
        if k == 0 {
            break;
        }
        let below = 2.0 * (base + k as f64) / z * here - above;
        (above, here) = (here, below);
        if here.abs() > 1e90 {
            let s = 1e-180;
            (above, here, j, even) = (above * s, here * s, j * s, even * s);
            (high, low) = (high * s * s, low * s * s);
        }
    }
    if odd {
        // here = J_{-1/2}, above = J_{1/2}: their squares add up to 2/(pi z). `low` holds J_{-1/2}^2 + J_{1/2}^2 + ...;
        // 1 - F_{1/2} is not in it.
        let unit = (here * here + above * above) * PI * z / 2.0;
        let (sin, cos) = z.sin_cos();
        let sign = if (here * cos + above * sin) < 0.0 { -1.0 } else { 1.0 };
        let lower = high / unit;
        return Squares { j: sign * j / unit.sqrt(), lower, upper: 1.0 - lower };
    }
    let unit = high + low;
    // J_0 + 2 sum J_{2k} = 1 gives the sign.
    let sign = if even < 0.0 { -1.0 } else { 1.0 };
    Squares { j: sign * j / unit.sqrt(), lower: high / unit, upper: low / unit }
}

/// By forward recurrence, for `z > max(40, nu)`: a finite sum of positive terms for `1 - F`.
#[allow(clippy::cast_precision_loss)]
pub(super) fn forward(twice: usize, z: f64) -> Squares {
    let odd = twice % 2 == 1;
    let steps = twice / 2;
    let amplitude = (2.0 / (PI * z)).sqrt();
    let (mut here, mut next, mut order, mut upper) = if odd {
        let (sin, cos) = z.sin_cos();
        let (here, next) = (amplitude * sin, amplitude * (sin / z - cos));
        (here, next, 0.5, 2.0 / PI * (sin * sin / z + sine_complement(2.0 * z)))
    } else {
        let (here, next) = (hankel(0.0, z, amplitude), hankel(1.0, z, amplitude));
        (here, next, 0.0, here * here)
    };
    for _ in 0..steps {
        upper += if order == 0.0 { next * next } else { here * here + next * next };
        let after = 2.0 * (order + 1.0) / z * next - here;
        (here, next) = (next, after);
        order += 1.0;
    }
    // For integer order the first step counts J_0^2 twice in the doubled sum but once in J_0^2 + J_1^2: start and step agree.
    Squares { j: here, lower: 1.0 - upper, upper }
}

/// `J_nu(z)` for nu = 0 or 1 by its Hankel expansion (DLMF 10.17.3), `z >= 40`: terms fall below 1e-17 before they grow.
fn hankel(nu: f64, z: f64, amplitude: f64) -> f64 {
    let mu = 4.0 * nu * nu;
    let (mut term, mut p, mut q) = (1.0f64, 0.0, 0.0);
    for k in 0..40 {
        let sign = if (k / 2) % 2 == 0 { 1.0 } else { -1.0 };
        if k % 2 == 0 {
            p += sign * term;
        } else {
            q += sign * term;
        }
        let odd = 2.0 * f64::from(k) + 1.0;
        let next = term * (mu - odd * odd) / (8.0 * f64::from(k + 1) * z);
        if next.abs() < 1e-18 || next.abs() >= term.abs() && k > 0 {
            break;
        }
        term = next;
    }
    // cos(z - s) with s = (nu/2 + 1/4) pi, from sin z and cos z: no rounding of a shifted argument.
    let (sin, cos) = z.sin_cos();
    let (ss, cs) = (nu * FRAC_PI_2 + FRAC_PI_4).sin_cos();
    amplitude * (p * (cos * cs + sin * ss) - q * (sin * cs - cos * ss))
}

/// `pi/2 - Si(t)` for `t >= 80`, by the auxiliary functions f and g (DLMF 6.12).
fn sine_complement(t: f64) -> f64 {
    let (mut f, mut g, mut term) = (0.0, 0.0, 1.0 / t);
    for k in 0..40 {
        let sign = if (k / 2) % 2 == 0 { 1.0 } else { -1.0 };
        if k % 2 == 0 {
            f += sign * term;
        } else {
            g += sign * term;
        }
        let next = term * f64::from(k + 1) / t;
        if next < 1e-19 / t {
            break;
        }
        term = next;
    }
    let (sin, cos) = t.sin_cos();
    f * cos + g * sin
}
