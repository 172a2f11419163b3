//! The vector v of the proof of Theorem 9, as a starting point or a target, and its margins against Eq. (38).

use std::f64::consts::{FRAC_1_SQRT_2, PI, SQRT_2};

use crate::error::{Error, Result, positive};
use crate::features::{FeatureMap, FeatureMatrix};

/// Owen's function `T(h, a) = (1/(2 pi)) int_0^a exp(-h^2 (1 + t^2)/2)/(1 + t^2) dt` for `0 <= a <= 1`, by Simpson's rule
/// on 256 panels: the integrand is entire-smooth there and the error is below 1e-13 for `h <= 2`.
fn owen(h: f64, a: f64) -> f64 {
    const PANELS: i32 = 256;
    let f = |t: f64| (-0.5 * h * h * (1.0 + t * t)).exp() / (1.0 + t * t);
    let step = a / f64::from(2 * PANELS);
    let inner: f64 = (1..2 * PANELS).map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * f(step * f64::from(i))).sum();
    (f(0.0) + inner + f(a)) * step / 3.0 / (2.0 * PI)
}

/// `xi_lambda = g(lambda) = ((1 - erf 1)/(2 pi)) arctan(a)/T(sqrt 2, a)`, `a = 1/sqrt(2 + lambda^2)`: the zero of `f_xi` is
/// at `lambda` (proof of Proposition 22, item 2).
///
/// # Errors
/// `lambda` outside [1, 2].
pub fn xi(lambda: f64) -> Result<f64> {
    if !(1.0..=2.0).contains(&lambda) {
        return Err(Error::argument("xi", "lambda", format!("must be in [1, 2], got {lambda}")));
    }
    let a = 1.0 / (2.0 + lambda * lambda).sqrt();
    Ok(libm::erfc(1.0) / (2.0 * PI) * a.atan() / owen(SQRT_2, a))
}

/// Mean of a feature given `|x| = z` and `B >= 0`: `(2/pi) arctan(1/sqrt(2 + z^2))` (Proposition 21).
#[must_use]
pub fn mean_group1(z: f64) -> f64 {
    2.0 / PI * (1.0 / (2.0 + z * z).sqrt()).atan()
}

/// Mean of a feature given `|x| = z` and `B >= 1/sqrt 2`: `(4/(1 - erf 1)) T(sqrt 2, 1/sqrt(2 + z^2))` (Proposition 21).
#[must_use]
pub fn mean_group2(z: f64) -> f64 {
    4.0 / libm::erfc(1.0) * owen(SQRT_2, 1.0 / (2.0 + z * z).sqrt())
}

/// `f_xi(z)`, the function that v is meant to realise, times `r^0.25`.
#[must_use]
pub fn profile(xi: f64, z: f64) -> f64 {
    mean_group1(z) - xi * mean_group2(z)
}

/// Which vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construction {
    /// As printed on p. 39: `r^-0.75` and `-xi r^-0.75` on the neurons that survive.
    Printed,
    /// Each group's weights divided by `r` times the fraction of all neurons that it is expected to keep (1/8 and
    /// `(1 - erf 1)/8`), times `r`: then the mean of `<v, x>` given the norm is `r^0.25 f_xi`, as Eq. (38) wants.
    /// Its norm exceeds the theorem's `r^-0.25`.
    Balanced,
}

/// v and how far it is from what Eq. (38) says.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The vector.
    pub v: Vec<f64>,
    /// `xi_lambda`.
    pub xi: f64,
    /// Surviving neurons of the two groups.
    pub survivors: [usize; 2],
    /// `|v|^2`; the theorem wants at most `r^-0.5`.
    pub norm_squared: f64,
    /// `|w_0 - v|^2`; the theorem wants less than `|v|^2`.
    pub distance_squared: f64,
}

/// Builds v for the hidden layer `map` and the initial weights `w0`: the first half of the neurons is the group of
/// positive weights, the second that of negative ones; an entry is zeroed when `B_j < 0` (first group), `B_j < 1/sqrt 2`
/// (second), or when the sign of `w0_j` differs. Needs the deviations of Assumption 7.
///
/// # Errors
/// An odd width (the proof halves it), `lambda` outside [1, 2], `w0` of another length.
pub fn construct(map: &FeatureMap, w0: &[f64], lambda: f64, which: Construction) -> Result<Target> {
    let r = map.width();
    if !r.is_multiple_of(2) {
        return Err(Error::argument(
            "construct",
            "r",
            format!("must be even, the proof splits the neurons in halves; got {r}"),
        ));
    }
    if w0.len() != r {
        return Err(Error::argument("construct", "w0", format!("has {} entries for {r} neurons", w0.len())));
    }
    let xi = xi(lambda)?;
    #[allow(clippy::cast_precision_loss)]
    let unit = (r as f64).powf(-0.75);
    let (plus, minus) = match which {
        Construction::Printed => (unit, -xi * unit),
        Construction::Balanced => (8.0 * unit, -xi * 8.0 / libm::erfc(1.0) * unit),
    };
    let mut survivors = [0; 2];
    let v: Vec<f64> = w0
        .iter()
        .enumerate()
        .map(|(j, w)| {
            let (group, least, value) = if j < r / 2 { (0, 0.0, plus) } else { (1, FRAC_1_SQRT_2, minus) };
            if f64::from(map.bias(j)) < least || w * value <= 0.0 {
                return 0.0;
            }
            survivors[group] += 1;
            value
        })
        .collect();
    let norm_squared = v.iter().map(|x| x * x).sum();
    let distance_squared = v.iter().zip(w0).map(|(a, b)| (a - b) * (a - b)).sum();
    Ok(Target { v, xi, survivors, norm_squared, distance_squared })
}

/// How far output weights are from what Eq. (38) says, over a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// `max_j |<v, x_j> - r^0.25 f_xi(|x_j|)|`.
    pub deviation: f64,
    /// What Eq. (38) allows: `10 sqrt(ln(8 n/delta)/sqrt r)`.
    pub allowed: f64,
    /// The maximum of the deviation from the mean that the positive and the negative weights have as the construction's two
    /// groups, in place of `r^0.25 f_xi`; says something of constructed weights only.
    pub from_own_mean: f64,
    /// Fraction of samples where the clipped output is the label.
    pub exact: f64,
    /// Mean of the squared loss.
    pub empirical_risk: f64,
}

/// Measures [`Margins`] of the output weights `v` on the points of `matrix`, for the ball of radius `lambda`.
///
/// # Errors
/// `delta` not finite and positive; weights of another width; `lambda` outside [1, 2].
pub fn margins(v: &[f64], lambda: f64, matrix: &FeatureMatrix, delta: f64) -> Result<Margins> {
    positive("margins", "delta", delta)?;
    let (r, xi) = (matrix.width(), xi(lambda)?);
    if v.len() != r {
        return Err(Error::argument("margins", "v", format!("has {} entries for {r} features", v.len())));
    }
    #[allow(clippy::cast_precision_loss)]
    let (rf, n) = (r as f64, matrix.len() as f64);
    let sums = v.iter().fold([0.0, 0.0], |[a, b], v| if *v > 0.0 { [a + v, b] } else { [a, b - v] });
    let mut found = Margins {
        deviation: 0.0,
        allowed: 10.0 * ((8.0 * n / delta).ln() / rf.sqrt()).sqrt(),
        from_own_mean: 0.0,
        exact: 0.0,
        empirical_risk: 0.0,
    };
    for (i, (norm, label)) in matrix.norms().iter().zip(matrix.labels()).enumerate() {
        let row = matrix.row(i).iter().flat_map(|lanes| lanes.0);
        let z: f64 = v.iter().zip(row).map(|(v, x)| v * f64::from(x)).sum();
        found.deviation = found.deviation.max((z - rf.powf(0.25) * profile(xi, *norm)).abs());
        let own = sums[0] * mean_group1(*norm) - sums[1] * mean_group2(*norm);
        found.from_own_mean = found.from_own_mean.max((z - own).abs());
        let miss = z.clamp(0.0, 1.0) - f64::from(*label);
        found.empirical_risk += miss * miss / n;
        if miss == 0.0 {
            found.exact += 1.0 / n;
        }
    }
    Ok(found)
}
