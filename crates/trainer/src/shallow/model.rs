//! The shallow network, its gradient and its measured risk.

use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use super::Activation;
use crate::features::narrow;
use crate::sampler::Points;
use crate::stream::{Purpose, Stream};

/// Points of one task of the gradient.
const CHUNK: usize = 256;

/// `x -> sum_j w_j s(<u_j, x> + b_j) + b_0`.
#[derive(Clone, Debug, PartialEq)]
pub struct ShallowNetwork {
    d: usize,
    width: usize,
    activation: Activation,
    /// d rows of `width` weights (coordinate by coordinate), then the biases, the output weights, and `b_0`.
    theta: Vec<f32>,
}

impl ShallowNetwork {
    /// Random start: `u_j ~ N(0, I)`, `b_j ~ N(0, 1)`, `w_j ~ N(0, 1/width)`, `b_0 = 0`.
    #[must_use]
    pub fn random(d: usize, width: usize, activation: Activation, seed: u64, restart: u64) -> Self {
        let mut stream = Stream::new(seed, Purpose::Shallow, restart);
        let mut theta: Vec<f32> = (0..width * (d + 2))
            .map(|_| {
                let z: f64 = StandardNormal.sample(&mut stream);
                narrow(z)
            })
            .collect();
        #[allow(clippy::cast_precision_loss)]
        let scale = narrow(1.0 / (width as f64).sqrt());
        for w in &mut theta[width * (d + 1)..] {
            *w *= scale;
        }
        theta.push(0.0);
        Self { d, width, activation, theta }
    }

    /// Width.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// All parameters: `d` rows of `width` hidden weights, biases, output weights, `b_0`.
    #[must_use]
    pub fn parameters(&self) -> &[f32] {
        &self.theta
    }

    /// All parameters, to change.
    pub fn parameters_mut(&mut self) -> &mut [f32] {
        &mut self.theta
    }

    /// Output at `x` with the work space of one point.
    fn forward(&self, x: &[f32], values: &mut [f32], slopes: &mut [f32]) -> f64 {
        let (weights, rest) = self.theta.split_at(self.width * self.d);
        let (bias, rest) = rest.split_at(self.width);
        let (out, last) = rest.split_at(self.width);
        values.copy_from_slice(bias);
        for (xk, row) in x.iter().zip(weights.chunks_exact(self.width)) {
            for (v, u) in values.iter_mut().zip(row) {
                *v += xk * u;
            }
        }
        self.activation.apply(values, slopes);
        // Sixteen partial sums: one running sum would forbid vector instructions.
        let mut lanes = [0.0f32; 16];
        let (v16, v_rest) = values.as_chunks::<16>();
        let (w16, w_rest) = out.as_chunks::<16>();
        for (v, w) in v16.iter().zip(w16) {
            for ((s, v), w) in lanes.iter_mut().zip(v).zip(w) {
                *s += v * w;
            }
        }
        let rest: f32 = v_rest.iter().zip(w_rest).map(|(v, w)| v * w).sum();
        lanes.iter().map(|&s| f64::from(s)).sum::<f64>() + f64::from(rest) + f64::from(last[0])
    }

    /// Output at a point.
    #[must_use]
    pub fn output(&self, x: &[f32]) -> f64 {
        self.forward(x, &mut vec![0.0; self.width], &mut vec![0.0; self.width])
    }

    /// Empirical risk `(1/n) sum (N(x_i) - y_i)^2` and its gradient, in a fixed order of summation.
    pub(super) fn gradient(&self, sample: &[Points], lambda: f64, n: usize) -> (f64, Vec<f32>) {
        let tasks: Vec<(&[f32], &[f64])> =
            sample.iter().flat_map(|p| p.coordinates().chunks(CHUNK * self.d).zip(p.norms().chunks(CHUNK))).collect();
        let parts: Vec<(f64, Vec<f32>)> =
            tasks.par_iter().map(|(x, norms)| self.chunk_gradient(x, norms, lambda)).collect();
        #[allow(clippy::cast_precision_loss)]
        let n = n as f64;
        let mut risk = 0.0;
        let mut total = vec![0.0f32; self.theta.len()];
        for (loss, part) in &parts {
            risk += loss;
            for (t, g) in total.iter_mut().zip(part) {
                *t += g;
            }
        }
        let scale = narrow(1.0 / n);
        total.iter_mut().for_each(|g| *g *= scale);
        (risk / n, total)
    }

    fn chunk_gradient(&self, x: &[f32], norms: &[f64], lambda: f64) -> (f64, Vec<f32>) {
        let m = self.width;
        let mut gradient = vec![0.0f32; self.theta.len()];
        let (mut values, mut slopes) = (vec![0.0f32; m], vec![0.0f32; m]);
        let out = &self.theta[m * (self.d + 1)..m * (self.d + 2)];
        let mut loss = 0.0;
        for (x, norm) in x.chunks_exact(self.d).zip(norms) {
            let y = if *norm <= lambda { 1.0 } else { 0.0 };
            let e = self.forward(x, &mut values, &mut slopes) - y;
            loss += e * e;
            let c = narrow(2.0 * e);
            let (g_weights, g_rest) = gradient.split_at_mut(m * self.d);
            let (g_bias, g_rest) = g_rest.split_at_mut(m);
            let (g_out, g_last) = g_rest.split_at_mut(m);
            g_last[0] += c;
            for ((((s, w), v), gb), go) in slopes.iter_mut().zip(out).zip(&values).zip(g_bias).zip(g_out) {
                *go += c * v;
                *s *= c * w;
                *gb += *s;
            }
            for (xk, row) in x.iter().zip(g_weights.chunks_exact_mut(m)) {
                for (g, s) in row.iter_mut().zip(&slopes) {
                    *g += xk * s;
                }
            }
        }
        (loss, gradient)
    }

    /// Mean loss on the points and its standard error.
    pub(super) fn measure(&self, points: &[Points], lambda: f64, m: usize) -> (f64, f64) {
        let parts: Vec<(f64, f64)> = points
            .par_iter()
            .map(|p| {
                let (mut values, mut slopes) = (vec![0.0; self.width], vec![0.0; self.width]);
                p.coordinates().chunks_exact(self.d).zip(p.norms()).fold((0.0, 0.0), |(s, q), (x, norm)| {
                    let y = if *norm <= lambda { 1.0 } else { 0.0 };
                    let loss = (self.forward(x, &mut values, &mut slopes) - y).powi(2);
                    (s + loss, q + loss * loss)
                })
            })
            .collect();
        let (s, q) = parts.iter().fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
        #[allow(clippy::cast_precision_loss)]
        let m = m as f64;
        (s / m, ((q - s * s / m).max(0.0) / (m - 1.0) / m).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gradient against central differences of the risk, for every activation and every parameter of a small network.
    #[test]
    fn gradient_is_the_derivative_of_the_risk() {
        let x: Vec<f32> = (0..30).map(|i: u16| (f32::from(i) * 0.7).sin() * 1.5).collect();
        let points = [Points::from_rows(3, x).unwrap()];
        for activation in Activation::ALL {
            let mut network = ShallowNetwork::random(3, 5, activation, 3, 0);
            let (_, gradient) = network.gradient(&points, 1.2, 10);
            for (i, g) in gradient.iter().enumerate() {
                let h = 1e-3f32;
                let start = network.theta[i];
                let mut at = |t: f32| {
                    network.theta[i] = t;
                    network.gradient(&points, 1.2, 10).0
                };
                let slope = (at(start + h) - at(start - h)) / f64::from(2.0 * h);
                network.theta[i] = start;
                // Rounding of the f32 outputs over h gives 2e-4; a kink within h of a point gives at most its step times h.
                assert!((f64::from(*g) - slope).abs() < 2e-3, "{activation:?} {i}: {g} against {slope}");
            }
        }
    }
}
