//! The laws of the paper by name.

use std::sync::Arc;

use crate::error::Result;
use crate::norm::{GaussianNorm, HeavyTail, NormLaw, NormTable, SphereSum};
use crate::sampler::NormMixture;

/// A name for the law of the points (it is part of a checkpoint's identity) and the law itself.
#[derive(Clone, Debug)]
pub struct NamedLaw {
    /// Name.
    pub name: String,
    /// Law of the norm.
    pub law: NormMixture,
}

impl NamedLaw {
    /// D'_d: the sum of two independent uniform points of the unit sphere, `d >= 2`.
    ///
    /// # Errors
    /// `d < 2`; a table that cannot be built.
    pub fn compact(d: usize) -> Result<Self> {
        let table = table(SphereSum::new(d)?)?;
        Ok(Self { name: format!("compact {d}"), law: NormMixture::single(table) })
    }

    /// The heavy-tailed law with norm density `(d/x) J_{d/2}(2 pi alpha sqrt(d) R_d x)^2`, `d >= 2`.
    ///
    /// # Errors
    /// `d < 2`, `alpha` not finite and positive; a table that cannot be built.
    pub fn heavy(d: usize, alpha: f64) -> Result<Self> {
        let table = table(HeavyTail::new(d, alpha)?)?;
        Ok(Self { name: format!("heavy {d} {:016x}", alpha.to_bits()), law: NormMixture::single(table) })
    }

    /// D_d: the heavy-tailed law and `N(0, I/d)` with probability 1/2 each, `d >= 2`.
    ///
    /// # Errors
    /// As [`NamedLaw::heavy`].
    pub fn mixture(d: usize, alpha: f64) -> Result<Self> {
        let law = NormMixture::equal(vec![table(HeavyTail::new(d, alpha)?)?, table(GaussianNorm::new(d)?)?])?;
        Ok(Self { name: format!("mixture {d} {:016x}", alpha.to_bits()), law })
    }
}

fn table(law: impl NormLaw + 'static) -> Result<Arc<NormTable>> {
    NormTable::build(Arc::new(law)).map(Arc::new)
}
