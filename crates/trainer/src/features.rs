//! The random hidden layer of Assumption 7 and the matrix of its values at the sample.

use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use crate::error::{Result, at_least, positive};
use crate::kernel::{Isa, LANES, Lanes, PANEL, TILE, blocks};
use crate::sampler::{BLOCK, PointSampler, Points};
use crate::stream::{Purpose, Stream};

/// Standard deviations of the random layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deviations {
    /// Of each coordinate of a hidden weight `U_j`; Assumption 7: 1/2.
    pub hidden: f64,
    /// Of a hidden bias `B_j`; Assumption 7: 1/2.
    pub bias: f64,
    /// Of an initial output weight, times `r`; Assumption 7: 1.
    pub output_times_r: f64,
}

impl Default for Deviations {
    fn default() -> Self {
        Self { hidden: 0.5, bias: 0.5, output_times_r: 1.0 }
    }
}

impl Deviations {
    /// Larger deviations, in which the radius of a point is a larger part of what the features see: theory note TR-06.
    pub const WIDE: Self = Self { hidden: 2.0, bias: 6.0, output_times_r: 1.0 };

    pub(crate) fn check(&self) -> Result<()> {
        positive("FeatureMap::random", "hidden", self.hidden)?;
        positive("FeatureMap::random", "bias", self.bias)?;
        positive("FeatureMap::random", "output_times_r", self.output_times_r)
    }
}

/// The hidden layer `x -> (erf(<U_j, x> + B_j))_{j < r}`, in the layout of the feature kernel. Neurons that pad the last
/// panel are zero, so their features are zero.
#[derive(Clone, Debug)]
pub struct FeatureMap {
    d: usize,
    r: usize,
    /// Per panel, per coordinate: the 64 weights.
    u: Vec<[Lanes; PANEL]>,
    /// Per panel: the 64 biases.
    b: Vec<[Lanes; PANEL]>,
}

impl FeatureMap {
    /// `r` neurons on `R^d` with `U_j ~ N(0, hidden^2 I_d)`, `B_j ~ N(0, bias^2)`, from `seed`.
    ///
    /// # Errors
    /// `d < 1`, `r < 1`, a deviation that is not finite and positive.
    pub fn random(d: usize, r: usize, deviations: &Deviations, seed: u64) -> Result<Self> {
        at_least("FeatureMap::random", "d", d, 1)?;
        at_least("FeatureMap::random", "r", r, 1)?;
        deviations.check()?;
        let panels = blocks(r) / PANEL;
        let mut map = Self { d, r, u: vec![[Lanes::ZERO; PANEL]; panels * d], b: vec![[Lanes::ZERO; PANEL]; panels] };
        for j in 0..r {
            // One stream a neuron: a wider layer begins with the neurons of a narrower one.
            let mut stream = Stream::new(seed, Purpose::Hidden, j as u64);
            let mut draw = |deviation: f64| -> f32 {
                let z: f64 = StandardNormal.sample(&mut stream);
                narrow(z * deviation)
            };
            map.set_bias(j, draw(deviations.bias));
            for k in 0..d {
                map.set_weight(j, k, draw(deviations.hidden));
            }
        }
        Ok(map)
    }

    fn slot(j: usize) -> (usize, usize, usize) {
        (j / (LANES * PANEL), (j / LANES) % PANEL, j % LANES)
    }

    fn set_bias(&mut self, j: usize, v: f32) {
        let (panel, part, lane) = Self::slot(j);
        self.b[panel][part].0[lane] = v;
    }

    fn set_weight(&mut self, j: usize, k: usize, v: f32) {
        let (panel, part, lane) = Self::slot(j);
        self.u[panel * self.d + k][part].0[lane] = v;
    }

    /// Bias of neuron `j < r`; NaN for another `j`.
    #[must_use]
    pub fn bias(&self, j: usize) -> f32 {
        if j >= self.r {
            return f32::NAN;
        }
        let (panel, part, lane) = Self::slot(j);
        self.b[panel][part].0[lane]
    }

    /// Coordinate `k < d` of the weight of neuron `j < r`; NaN for another `j` or `k`.
    #[must_use]
    pub fn weight(&self, j: usize, k: usize) -> f32 {
        if j >= self.r || k >= self.d {
            return f32::NAN;
        }
        let (panel, part, lane) = Self::slot(j);
        self.u[panel * self.d + k][part].0[lane]
    }

    /// Input dimension.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.d
    }

    /// Number of neurons.
    #[must_use]
    pub fn width(&self) -> usize {
        self.r
    }

    /// Blocks of lanes in one padded row.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.b.len() * PANEL
    }

    /// Network outputs `<w, features(x)>` at the points, unclipped. `w` is a padded row.
    pub(crate) fn project(&self, isa: Isa, points: &Points, w: &[Lanes], out: &mut Vec<f64>) {
        let (w, _) = w.as_chunks::<PANEL>();
        let mut tile = vec![[0.0f32; TILE]; self.d];
        out.clear();
        for first in (0..points.len()).step_by(TILE) {
            let count = points.tile(first, &mut tile);
            let z = isa.project(&tile, &self.u, &self.b, w);
            out.extend_from_slice(&z[..count]);
        }
    }

    /// Feature rows of the points, written to `rows` (`stride` blocks each).
    fn rows(&self, isa: Isa, points: &Points, rows: &mut [Lanes]) {
        let mut tile = vec![[0.0f32; TILE]; self.d];
        let (panels, _) = rows.as_chunks_mut::<PANEL>();
        for (i, group) in panels.chunks_mut(TILE * self.b.len()).enumerate() {
            points.tile(i * TILE, &mut tile);
            let mut out: Vec<&mut [[Lanes; PANEL]]> = group.chunks_mut(self.b.len()).collect();
            isa.features(&tile, &self.u, &self.b, &mut out);
        }
    }

    /// Features of one point in `f64`, for tests and for the study of a construction.
    #[must_use]
    pub fn features_f64(&self, x: &[f64]) -> Vec<f64> {
        (0..self.r)
            .map(|j| {
                let t: f64 = x.iter().enumerate().map(|(k, v)| v * f64::from(self.weight(j, k))).sum();
                libm::erf(t + f64::from(self.bias(j)))
            })
            .collect()
    }
}

/// `n` sample points' features, row by row, and their labels.
#[derive(Clone, Debug)]
pub struct FeatureMatrix {
    n: usize,
    r: usize,
    stride: usize,
    /// One allocation per block of points, so that the threads fault in and clear their own pages.
    rows: Vec<Vec<Lanes>>,
    labels: Vec<f32>,
    norms: Vec<f64>,
}

impl FeatureMatrix {
    /// Features of the first `n` training points of `sampler`, labels `1{|x| <= lambda}` decided on the `f64` norm.
    /// Runs on the current rayon pool; the result does not depend on the number of threads.
    ///
    /// # Errors
    /// `n < 1`, `lambda` not finite and positive, dimensions that differ, a size that does not fit in memory.
    pub fn generate(map: &FeatureMap, sampler: &PointSampler, n: usize, lambda: f64, isa: Isa) -> Result<Self> {
        at_least("FeatureMatrix::generate", "n", n, 1)?;
        positive("FeatureMatrix::generate", "lambda", lambda)?;
        if sampler.dimension() != map.dimension() {
            return Err(crate::Error::argument(
                "FeatureMatrix::generate",
                "sampler",
                format!("dimension {} differs from that of the features, {}", sampler.dimension(), map.dimension()),
            ));
        }
        let stride = map.stride();
        let fits = n.checked_mul(stride).and_then(|t| t.checked_mul(64)).is_some_and(|b| isize::try_from(b).is_ok());
        let refuse = || {
            let reason = format!("{n} rows of width {} do not fit in memory", map.width());
            crate::Error::argument("FeatureMatrix::generate", "n", reason)
        };
        if !fits {
            return Err(refuse());
        }
        let mut rows: Vec<Vec<Lanes>> = Vec::new();
        for first in (0..n).step_by(BLOCK) {
            let mut block = Vec::new();
            block.try_reserve_exact(BLOCK.min(n - first) * stride).map_err(|_| refuse())?;
            rows.push(block);
        }
        let mut labels = vec![0.0; n];
        let mut norms = vec![0.0; n];
        rows.par_iter_mut()
            .zip(labels.par_chunks_mut(BLOCK))
            .zip(norms.par_chunks_mut(BLOCK))
            .enumerate()
            .for_each_init(Points::default, |points, (block, ((rows, labels), norms))| {
                sampler.fill(Purpose::Train, block as u64, points);
                rows.resize(labels.len() * stride, Lanes::ZERO);
                map.rows(isa, points, rows);
                norms.copy_from_slice(&points.norms()[..norms.len()]);
                for (label, norm) in labels.iter_mut().zip(points.norms()) {
                    *label = if *norm <= lambda { 1.0 } else { 0.0 };
                }
            });
        Ok(Self { n, r: map.width(), stride, rows, labels, norms })
    }

    /// Number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n
    }

    /// Never true: a matrix has at least one row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Number of features.
    #[must_use]
    pub fn width(&self) -> usize {
        self.r
    }

    /// Blocks of lanes in one padded row.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Labels, 0 or 1.
    #[must_use]
    pub fn labels(&self) -> &[f32] {
        &self.labels
    }

    /// Norms of the points, as drawn.
    #[must_use]
    pub fn norms(&self) -> &[f64] {
        &self.norms
    }

    /// Rows in chunks of at most `rows` (a divisor of [`BLOCK`]), each with its labels.
    pub(crate) fn chunks(&self, rows: usize) -> Vec<(&[Lanes], &[f32])> {
        let labels = self.labels.chunks(BLOCK).flat_map(|block| block.chunks(rows));
        self.rows.iter().flat_map(|block| block.chunks(rows * self.stride)).zip(labels).collect()
    }

    /// Row `i < n`, padded; empty for another `i`.
    #[must_use]
    pub fn row(&self, i: usize) -> &[Lanes] {
        if i >= self.n {
            return &[];
        }
        let at = (i % BLOCK) * self.stride;
        &self.rows[i / BLOCK][at..at + self.stride]
    }
}

/// The initial output weights of Assumption 7, `W ~ N(0, (output_times_r / r)^2 I_r)`.
///
/// # Errors
/// `r < 1`, a deviation that is not finite and positive.
pub fn initial_weights(r: usize, deviations: &Deviations, seed: u64) -> Result<Vec<f64>> {
    at_least("initial_weights", "r", r, 1)?;
    deviations.check()?;
    #[allow(clippy::cast_precision_loss)]
    let scale = deviations.output_times_r / r as f64;
    let mut stream = Stream::new(seed, Purpose::Output, 0);
    Ok((0..r)
        .map(|_| {
            let z: f64 = StandardNormal.sample(&mut stream);
            z * scale
        })
        .collect())
}

/// Rounds to `f32`; the values of this crate are far from its ends.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn narrow(v: f64) -> f32 {
    v as f32
}
