//! Activations of the shallow baselines and their derivatives.

use crate::kernel::erf_one;

/// `e^x` for `|x| <= 87`, beyond which the argument is cut: a few units in the last place, without a branch or a call, so that
/// loops over it become vector instructions.
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Adding and subtracting 1.5 * 2^23 rounds to an integer.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let k = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    // ln 2 in two parts, the first with few enough bits that k times it is exact.
    let f = (x - k * 0.693_359_4) + k * 2.121_944_4e-4;
    let series = [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let power = series.iter().fold(0.0f32, |p, c| p * f + c);
    // 127 + k lies in 1..=253; the sum is exact and its integer part sits in the low bits of the mantissa.
    let exponent = (k + (ROUND + 127.0)).to_bits() & 0xff;
    power * f32::from_bits(exponent << 23)
}

/// `ln(1 + e)` for `0 <= e <= 1`, as `2 artanh(e/(2 + e))`: the argument is at most 1/3, where seven terms leave 1e-8 relative.
#[inline(always)]
fn ln_1p(e: f32) -> f32 {
    let y = e / (2.0 + e);
    let t = y * y;
    let series = [1.0 / 13.0, 1.0 / 11.0, 1.0 / 9.0, 1.0 / 7.0, 0.2, 1.0 / 3.0, 1.0];
    2.0 * y * series.iter().fold(0.0f32, |p, c| p * t + c)
}

/// An activation function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `erf`.
    Erf,
    /// `tanh`.
    Tanh,
    /// `max(0, t)`, derivative 0 at 0.
    Relu,
    /// `ln(1 + e^t)`.
    Softplus,
}

impl Activation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Erf, Self::Tanh, Self::Relu, Self::Softplus];

    /// Name for tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Erf => "erf",
            Self::Tanh => "tanh",
            Self::Relu => "relu",
            Self::Softplus => "softplus",
        }
    }

    /// Replaces each pre-activation by the activation, and writes the derivative.
    pub(super) fn apply(self, values: &mut [f32], slopes: &mut [f32]) {
        let pairs = values.iter_mut().zip(slopes);
        match self {
            Self::Erf => pairs.for_each(|(v, s)| {
                *s = std::f32::consts::FRAC_2_SQRT_PI * exp(-*v * *v);
                *v = erf_one(*v);
            }),
            Self::Tanh => pairs.for_each(|(v, s)| {
                let e = exp(2.0 * *v);
                *v = 1.0 - 2.0 / (e + 1.0);
                *s = 1.0 - *v * *v;
            }),
            Self::Relu => pairs.for_each(|(v, s)| {
                *s = if *v > 0.0 { 1.0 } else { 0.0 };
                *v = v.max(0.0);
            }),
            Self::Softplus => pairs.for_each(|(v, s)| {
                let e = exp(-v.abs());
                *s = if *v >= 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) };
                *v = v.max(0.0) + ln_1p(e);
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential() {
        for i in -870..=870i16 {
            let x = f32::from(i) / 10.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 4e-7, "{x}");
        }
        assert!(exp(-1e30) > 0.0 && exp(1e30).is_finite());
    }

    #[test]
    fn logarithm() {
        for i in 0..=1000i16 {
            let e = f32::from(i) / 1000.0;
            let exact = f64::from(e).ln_1p();
            assert!((f64::from(ln_1p(e)) - exact).abs() <= 4e-7 * exact, "{e}");
        }
    }

    /// Values and derivatives by mpmath 1.3 at 30 digits: erf, tanh, log(1+exp(t)) and their derivatives at t.
    #[test]
    fn values_and_slopes() {
        let cases = [
            (Activation::Erf, 0.5, 0.520_499_877_813_046_5, 0.878_782_578_935_444_8),
            (Activation::Tanh, -0.75, -0.635_148_952_387_287_3, 0.596_585_808_282_331_4),
            (Activation::Relu, -0.25, 0.0, 0.0),
            (Activation::Relu, 1.25, 1.25, 1.0),
            (Activation::Softplus, 1.5, 1.701_413_277_982_752_4, 0.817_574_476_193_643_7),
            (Activation::Softplus, -30.0, 9.357_622_968_839_737e-14, 9.357_622_968_839_299e-14),
            (Activation::Softplus, 90.0, 90.0, 1.0),
        ];
        for (a, t, value, slope) in cases {
            let (mut v, mut s) = ([t as f32], [0.0]);
            a.apply(&mut v, &mut s);
            assert!((f64::from(v[0]) - value).abs() <= 3e-7 * value.abs(), "{} {t}: {}", a.name(), v[0]);
            assert!((f64::from(s[0]) - slope).abs() <= 3e-7 * slope.abs(), "{} {t}: slope {}", a.name(), s[0]);
        }
    }
}
