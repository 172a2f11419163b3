//! Activations of the shallow baselines and their derivatives.

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
            Self::Erf => {
                let scale = std::f32::consts::FRAC_2_SQRT_PI;
                pairs.for_each(|(v, s)| {
                    *s = scale * (-*v * *v).exp();
                    *v = libm::erff(*v);
                });
            }
            Self::Tanh => pairs.for_each(|(v, s)| {
                *v = v.tanh();
                *s = 1.0 - *v * *v;
            }),
            Self::Relu => pairs.for_each(|(v, s)| {
                *s = if *v > 0.0 { 1.0 } else { 0.0 };
                *v = v.max(0.0);
            }),
            Self::Softplus => pairs.for_each(|(v, s)| {
                let e = (-v.abs()).exp();
                *s = if *v >= 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) };
                *v = v.max(0.0) + e.ln_1p();
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
