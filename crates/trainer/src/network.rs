//! A trained network `x -> [<w, features(x)>]_+^1`.

use crate::error::{Error, Result};
use crate::features::{FeatureMap, narrow};
use crate::kernel::{Isa, Lanes, pack};
use crate::sampler::Points;

/// Architecture (2) with a random hidden layer: the function that the `f32` kernels compute, which is the function that
/// [`crate::risk::fresh_risk`] bounds the risk of.
#[derive(Clone, Debug)]
pub struct Network {
    map: FeatureMap,
    weights: Vec<f64>,
    packed: Vec<Lanes>,
    isa: Isa,
}

impl Network {
    /// A network of the hidden layer and output weights; weights beyond the width are dropped, missing ones are zero.
    #[must_use]
    pub fn new(map: FeatureMap, mut weights: Vec<f64>, isa: Isa) -> Self {
        weights.resize(map.width(), 0.0);
        let packed = pack(&weights.iter().map(|v| narrow(*v)).collect::<Vec<_>>());
        Self { map, weights, packed, isa }
    }

    /// Hidden layer.
    #[must_use]
    pub fn features(&self) -> &FeatureMap {
        &self.map
    }

    /// Output weights (the kernels round them to `f32`).
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// `<w, features(x)>` at each point, not clipped.
    ///
    /// # Errors
    /// Points of another dimension.
    pub fn outputs(&self, points: &Points) -> Result<Vec<f64>> {
        if points.dimension() != self.map.dimension() && !points.is_empty() {
            let reason =
                format!("dimension {} differs from the network's, {}", points.dimension(), self.map.dimension());
            return Err(Error::argument("Network::outputs", "points", reason));
        }
        let mut out = Vec::with_capacity(points.len());
        self.outputs_into(points, &mut out);
        Ok(out)
    }

    pub(crate) fn outputs_into(&self, points: &Points, out: &mut Vec<f64>) {
        self.map.project(self.isa, points, &self.packed, out);
    }
}
