//! Full-batch gradient descent on the empirical risk (6), over a stored feature matrix.

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::features::{FeatureMatrix, narrow};
use crate::kernel::{Isa, LANES, Lanes, Residual, StepSums};

/// The matrix is cut into chunks of this many rows, each with its own partial gradient; the partial gradients are added in
/// the order of the rows. It fixes the order of summation whatever the number of threads.
const CHUNK: usize = 256;

/// Columns (in lane blocks) summed by one task when the partial gradients are added.
const COLUMNS: usize = 32;

/// Empirical risk and gradient at one `w`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// `Fhat(w)`.
    pub risk: f64,
    /// Samples with `0 < <w, x> < 1`.
    pub active: u64,
}

/// Evaluates risk and gradient; owns the work space.
#[derive(Debug)]
pub struct Objective<'a> {
    matrix: &'a FeatureMatrix,
    isa: Isa,
    chunks: Vec<(&'a [Lanes], &'a [f32])>,
    partial: Vec<Lanes>,
    packed: Vec<Lanes>,
}

impl<'a> Objective<'a> {
    /// Work space for `matrix`.
    #[must_use]
    pub fn new(matrix: &'a FeatureMatrix, isa: Isa) -> Self {
        let chunks = matrix.chunks(CHUNK);
        Self {
            matrix,
            isa,
            partial: vec![Lanes::ZERO; chunks.len() * matrix.stride()],
            packed: vec![Lanes::ZERO; matrix.stride()],
            chunks,
        }
    }

    /// The matrix.
    #[must_use]
    pub fn matrix(&self) -> &'a FeatureMatrix {
        self.matrix
    }

    fn pass(&mut self, w: &[f64], residual: Residual, gradient: &mut [f64]) -> StepSums {
        let m = self.matrix;
        let stride = m.stride();
        for (block, part) in self.packed.iter_mut().zip(w.chunks(LANES)) {
            for (slot, v) in block.0.iter_mut().zip(part) {
                *slot = narrow(*v);
            }
        }
        let (isa, packed) = (self.isa, &self.packed);
        let sums: Vec<StepSums> = self
            .chunks
            .par_iter()
            .zip(self.partial.par_chunks_mut(stride))
            .map(|((rows, y), g)| {
                g.fill(Lanes::ZERO);
                isa.step(rows, stride, y, packed, residual, g)
            })
            .collect();
        let partial = &self.partial;
        gradient.par_chunks_mut(COLUMNS * LANES).enumerate().for_each(|(task, out)| {
            out.fill(0.0);
            for part in partial.chunks_exact(stride) {
                for (out, lanes) in out.chunks_mut(LANES).zip(&part[task * COLUMNS..]) {
                    for (o, v) in out.iter_mut().zip(&lanes.0) {
                        *o += f64::from(*v);
                    }
                }
            }
        });
        let mut total = StepSums::default();
        for s in sums {
            total.loss += s.loss;
            total.active += s.active;
        }
        total
    }

    /// `Fhat(w)` and its gradient in the paper's convention, from one pass over the matrix.
    pub fn evaluate(&mut self, w: &[f64], gradient: &mut [f64]) -> Evaluation {
        let sums = self.pass(w, Residual::Clipped, gradient);
        #[allow(clippy::cast_precision_loss)]
        let n = self.matrix.len() as f64;
        for g in gradient.iter_mut() {
            *g *= 2.0 / n;
        }
        Evaluation { risk: sums.loss / n, active: sums.active }
    }

    /// `(2/n) X^T X v`: the Hessian of `Fhat` where every sample is active. Returns `v^T` times it.
    pub fn hessian_times(&mut self, v: &[f64], out: &mut [f64]) -> f64 {
        let sums = self.pass(v, Residual::Linear, out);
        #[allow(clippy::cast_precision_loss)]
        let n = self.matrix.len() as f64;
        for g in out.iter_mut() {
            *g *= 2.0 / n;
        }
        2.0 * sums.loss / n
    }

    /// Largest eigenvalue of `(2/n) X^T X` by power iteration: stops when the estimate grows by less than `tolerance`
    /// relative in one step. The Rayleigh quotient is a lower bound of the eigenvalue; the iteration converges from below.
    ///
    /// # Errors
    /// `tolerance` not in (0, 1); no convergence within `limit` passes.
    pub fn top_eigenvalue(&mut self, seed: u64, tolerance: f64, limit: usize) -> Result<f64> {
        use rand_distr::{Distribution, StandardNormal};
        if !(tolerance > 0.0 && tolerance < 1.0) {
            return Err(Error::argument("Objective::top_eigenvalue", "tolerance", format!("must be in (0, 1), got {tolerance}")));
        }
        let r = self.matrix.width();
        let mut stream = crate::stream::Stream::new(seed, crate::stream::Purpose::Power, 0);
        let mut v: Vec<f64> = (0..r).map(|_| StandardNormal.sample(&mut stream)).collect();
        let mut next = vec![0.0; r];
        let mut last = 0.0;
        for _ in 0..limit {
            let norm = v.iter().map(|x| x * x).sum::<f64>().sqrt();
            v.iter_mut().for_each(|x| *x /= norm);
            let value = self.hessian_times(&v, &mut next);
            std::mem::swap(&mut v, &mut next);
            if (value - last).abs() <= tolerance * value {
                return Ok(value);
            }
            last = value;
        }
        Err(Error::Accuracy {
            function: "Objective::top_eigenvalue",
            reason: format!("no convergence to {tolerance} relative in {limit} passes"),
        })
    }
}
