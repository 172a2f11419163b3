//! Points of a radial law: a norm from its table and a uniform direction.

use std::sync::Arc;

use rand_distr::{Distribution, StandardNormal};

use crate::error::{Error, Result, at_least, positive};
use crate::kernel::TILE;
use crate::norm::NormTable;
use crate::stream::{Purpose, Stream};

/// Points per random stream. Part of the definition of a sample: changing it changes every sample.
pub const BLOCK: usize = 1024;

/// A law of the norm: one table, or a mixture of several.
#[derive(Clone, Debug)]
pub struct NormMixture {
    parts: Vec<(u64, Arc<NormTable>)>,
}

impl NormMixture {
    /// A single law.
    #[must_use]
    pub fn single(table: Arc<NormTable>) -> Self {
        Self { parts: vec![(u64::MAX, table)] }
    }

    /// The mixture of equal weights: each table with probability 1/m, to 2^-64.
    ///
    /// # Errors
    /// No table.
    pub fn equal(tables: Vec<Arc<NormTable>>) -> Result<Self> {
        at_least("NormMixture::equal", "tables", tables.len(), 1)?;
        let m = tables.len() as u64;
        let parts =
            tables.into_iter().zip(1..).map(|(t, i)| (if i == m { u64::MAX } else { u64::MAX / m * i }, t)).collect();
        Ok(Self { parts })
    }

    /// Draws one norm.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        let table = if self.parts.len() == 1 {
            &self.parts[0].1
        } else {
            let u = stream.bits();
            self.parts.iter().find(|(edge, _)| u <= *edge).map_or(&self.parts[0].1, |(_, t)| t)
        };
        table.quantile(stream.bits())
    }
}

/// Draws points of a radial law on `R^d` from a seed, block by block.
#[derive(Clone, Debug)]
pub struct PointSampler {
    d: usize,
    seed: u64,
    law: NormMixture,
}

impl PointSampler {
    /// Points of dimension `d` whose norm follows `law`.
    ///
    /// # Errors
    /// `d < 2`.
    pub fn new(d: usize, law: NormMixture, seed: u64) -> Result<Self> {
        at_least("PointSampler::new", "d", d, 2)?;
        Ok(Self { d, seed, law })
    }

    /// Dimension of the points.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.d
    }

    /// The law of the norm.
    #[must_use]
    pub fn law(&self) -> &NormMixture {
        &self.law
    }

    /// Only the norms of a block; a stream of its own, not the norms of [`PointSampler::fill`].
    pub fn fill_norms(&self, purpose: Purpose, block: u64, norms: &mut Vec<f64>) {
        let mut stream = Stream::new(self.seed, purpose, block);
        norms.clear();
        norms.extend((0..BLOCK).map(|_| self.law.sample(&mut stream)));
    }

    /// The `BLOCK` points of a block. The same for every caller and every number of threads.
    pub fn fill(&self, purpose: Purpose, block: u64, points: &mut Points) {
        self.fill_norms(purpose, block, &mut points.norms);
        points.d = self.d;
        points.x.clear();
        // Directions have their own generator, after the norms in the same stream of the block.
        let mut stream = Stream::new(self.seed ^ DIRECTION, purpose, block);
        for norm in &points.norms {
            let start = points.x.len();
            let mut square = 0.0f64;
            for _ in 0..self.d {
                let z: f64 = StandardNormal.sample(&mut stream);
                square += z * z;
                points.x.push(crate::features::narrow(z));
            }
            // d >= 2 normals that are all zero do not happen; a zero norm would only give the point 0.
            let scale = if square > 0.0 { norm / square.sqrt() } else { 0.0 };
            for v in &mut points.x[start..] {
                *v = crate::features::narrow(f64::from(*v) * scale);
            }
        }
    }
}

/// Separates the directions' streams from the norms'.
const DIRECTION: u64 = 0x5bd1_e995_97f4_a7c5;

/// A block of points.
#[derive(Clone, Debug, Default)]
pub struct Points {
    d: usize,
    x: Vec<f32>,
    norms: Vec<f64>,
}

impl Points {
    /// Points given by their coordinates, `d` a point.
    ///
    /// # Errors
    /// `d` that is zero or does not divide the number of coordinates.
    pub fn from_rows(d: usize, x: Vec<f32>) -> Result<Self> {
        at_least("Points::from_rows", "d", d, 1)?;
        if !x.len().is_multiple_of(d) {
            return Err(Error::argument(
                "Points::from_rows",
                "x",
                format!("{} coordinates are no multiple of {d}", x.len()),
            ));
        }
        let norms = x.chunks_exact(d).map(|p| p.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>().sqrt()).collect();
        Ok(Self { d, x, norms })
    }

    /// Dimension.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.d
    }

    /// Number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.norms.len()
    }

    /// Whether there is no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.norms.is_empty()
    }

    /// Keeps the first `count` points.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.norms.truncate(count);
        self.x.truncate(count.saturating_mul(self.d));
    }

    /// Coordinates, point by point.
    #[must_use]
    pub fn coordinates(&self) -> &[f32] {
        &self.x
    }

    /// Norms as drawn, before the coordinates were rounded to `f32`.
    #[must_use]
    pub fn norms(&self) -> &[f64] {
        &self.norms
    }

    /// Puts the points `first..first + TILE` coordinate by coordinate into `tile`; zeros where there is no point. Returns
    /// how many there are.
    pub(crate) fn tile(&self, first: usize, tile: &mut [[f32; TILE]]) -> usize {
        let count = self.len().saturating_sub(first).min(TILE);
        for (k, lane) in tile.iter_mut().enumerate() {
            for (t, v) in lane.iter_mut().enumerate() {
                *v = if t < count { self.x[(first + t) * self.d + k] } else { 0.0 };
            }
        }
        count
    }
}

/// `Ok` if `lambda` is usable as a radius.
pub(crate) fn check_lambda(function: &'static str, lambda: f64) -> Result<()> {
    positive(function, "lambda", lambda)
}
