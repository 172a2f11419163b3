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
    /// Outputs at the last point evaluated; scratch of the products.
    outputs: Vec<f32>,
    scratch: Vec<f32>,
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
            outputs: vec![0.0; matrix.len()],
            scratch: vec![0.0; matrix.len()],
            chunks,
        }
    }

    /// The matrix.
    #[must_use]
    pub fn matrix(&self) -> &'a FeatureMatrix {
        self.matrix
    }

    /// One pass. With a mask: the product with the Gram matrix of its rows.
    fn pass(&mut self, w: &[f64], mask: Option<&[f32]>, gradient: &mut [f64]) -> StepSums {
        let stride = self.matrix.stride();
        for (block, part) in self.packed.iter_mut().zip(w.chunks(LANES)) {
            for (slot, v) in block.0.iter_mut().zip(part) {
                *slot = narrow(*v);
            }
        }
        let outputs = if mask.is_some() { &mut self.scratch } else { &mut self.outputs };
        // Chunks end at the ends of sample blocks, so equal chunks of the other arrays match them.
        let starts: Vec<usize> =
            self.chunks.iter().scan(0, |at, (_, y)| Some(std::mem::replace(at, *at + y.len()))).collect();
        let mut slices = Vec::with_capacity(starts.len());
        let mut rest = &mut outputs[..];
        for (_, y) in &self.chunks {
            let (head, tail) = rest.split_at_mut(y.len());
            slices.push(head);
            rest = tail;
        }
        let (isa, packed) = (self.isa, &self.packed);
        let sums: Vec<StepSums> = self
            .chunks
            .par_iter()
            .zip(self.partial.par_chunks_mut(stride))
            .zip(slices)
            .zip(starts)
            .map(|((((rows, y), g), outputs), start)| {
                g.fill(Lanes::ZERO);
                let (labels, residual) = match mask {
                    None => (*y, Residual::Clipped),
                    Some(mask) => (&mask[start..start + y.len()], Residual::Masked),
                };
                isa.step(rows, stride, labels, packed, residual, outputs, g)
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
    ///
    /// # Errors
    /// `w` or `gradient` whose length is not the width.
    pub fn evaluate(&mut self, w: &[f64], gradient: &mut [f64]) -> Result<Evaluation> {
        let r = self.matrix.width();
        for (name, len) in [("w", w.len()), ("gradient", gradient.len())] {
            if len != r {
                return Err(Error::argument(
                    "Objective::evaluate",
                    name,
                    format!("has {len} entries for {r} features"),
                ));
            }
        }
        let sums = self.pass(w, None, gradient);
        #[allow(clippy::cast_precision_loss)]
        let n = self.matrix.len() as f64;
        for g in gradient.iter_mut() {
            *g *= 2.0 / n;
        }
        Ok(Evaluation { risk: sums.loss / n, active: sums.active })
    }

    /// `(2/n) sum_i mask_i x_i x_i^T v`. Returns `v^T` times it.
    fn hessian_times(&mut self, v: &[f64], mask: &[f32], out: &mut [f64]) -> f64 {
        let sums = self.pass(v, Some(mask), out);
        #[allow(clippy::cast_precision_loss)]
        let n = self.matrix.len() as f64;
        for g in out.iter_mut() {
            *g *= 2.0 / n;
        }
        2.0 * sums.loss / n
    }

    /// Largest eigenvalue of `(2/n) X^T X`, the Hessian of `Fhat` where every sample is active; see
    /// [`Objective::active_eigenvalue`].
    ///
    /// # Errors
    /// As there.
    pub fn top_eigenvalue(&mut self, seed: u64, tolerance: f64, limit: usize) -> Result<f64> {
        self.power(&vec![1.0; self.matrix.len()], seed, tolerance, limit)
    }

    /// Largest eigenvalue of the Hessian of `Fhat` at the point of the last [`Objective::evaluate`]: only the samples with
    /// `0 < <w, x> < 1` count. 0 if there is none.
    ///
    /// Power iteration from a random start; stops when the estimate grows by less than `tolerance` relative in one step. The
    /// estimate is a Rayleigh quotient, so it comes from below.
    ///
    /// # Errors
    /// `tolerance` not in (0, 1); no convergence within `limit` passes.
    pub fn active_eigenvalue(&mut self, seed: u64, tolerance: f64, limit: usize) -> Result<f64> {
        let mask: Vec<f32> = self.outputs.iter().map(|z| if *z > 0.0 && *z < 1.0 { 1.0 } else { 0.0 }).collect();
        if mask.iter().all(|m| *m == 0.0) {
            return Ok(0.0);
        }
        self.power(&mask, seed, tolerance, limit)
    }

    fn power(&mut self, mask: &[f32], seed: u64, tolerance: f64, limit: usize) -> Result<f64> {
        use rand_distr::{Distribution, StandardNormal};
        if !(tolerance > 0.0 && tolerance < 1.0) {
            return Err(Error::argument(
                "Objective::top_eigenvalue",
                "tolerance",
                format!("must be in (0, 1), got {tolerance}"),
            ));
        }
        let r = self.matrix.width();
        let mut stream = crate::stream::Stream::new(seed, crate::stream::Purpose::Power, 0);
        let mut v: Vec<f64> = (0..r).map(|_| StandardNormal.sample(&mut stream)).collect();
        let mut next = vec![0.0; r];
        let mut last = 0.0;
        for _ in 0..limit {
            let norm = v.iter().map(|x| x * x).sum::<f64>().sqrt();
            v.iter_mut().for_each(|x| *x /= norm);
            let value = self.hessian_times(&v, mask, &mut next);
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
