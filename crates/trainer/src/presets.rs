//! Settings meant to separate the compact law at `lambda = sqrt 2` from every shallow network of width `d^3` (`d^2` at
//! d = 32). Theory note TR-05 in `docs/theory/trainer.md` says which of them were measured and which are extrapolated.

use crate::config::{StepSize, TrainConfig};
use crate::error::{Result, at_least};

/// Width, sample and steps for one dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Features.
    pub r: usize,
    /// Training points.
    pub n: usize,
    /// Steps at `eta = 1.9/L`.
    pub steps: u64,
    /// Steps with the step size measured anew, [`Preset::EVERY`] steps apart.
    pub steps_remeasured: u64,
}

impl Preset {
    /// Steps between two measurements of the step size.
    pub const EVERY: u64 = 500;

    /// The settings for dimension `d`.
    ///
    /// # Errors
    /// `d < 2`.
    pub fn of(d: usize) -> Result<Self> {
        at_least("Preset::of", "d", d, 2)?;
        let (r, n, steps, steps_remeasured) = match d {
            2..=5 => (1000, 16_000, 50_000, 15_000),
            6..=11 => (2000, 16_000, 40_000, 16_000),
            12..=23 => (4000, 32_000, 55_000, 40_000),
            24..=47 => (8000, 64_000, 40_000, 30_000),
            48..=95 => (8000, 64_000, 100_000, 60_000),
            _ => (8000, 64_000, 300_000, 200_000),
        };
        Ok(Self { r, n, steps, steps_remeasured })
    }

    /// Bytes of the feature matrix.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        crate::kernel::blocks(self.r) * 64 * self.n
    }

    /// The paper's method, `eta = 1.9/L`.
    #[must_use]
    pub fn config(&self, d: usize, seed: u64) -> TrainConfig {
        TrainConfig::paper(d, self.r, self.n, self.steps, seed)
    }

    /// Plain gradient descent with the step size measured anew.
    #[must_use]
    pub fn config_remeasured(&self, d: usize, seed: u64) -> TrainConfig {
        let mut config = TrainConfig::paper(d, self.r, self.n, self.steps_remeasured, seed);
        config.step = StepSize::Remeasured { factor: 1.9, every: Self::EVERY };
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_valid_and_fit_in_four_gigabytes() {
        for d in 2..=256 {
            let preset = Preset::of(d).unwrap();
            preset.config(d, 1).check().unwrap();
            preset.config_remeasured(d, 1).check().unwrap();
            assert!(preset.bytes() <= 4 << 30);
        }
        assert!(Preset::of(1).unwrap_err().to_string().contains("Preset::of: d"));
    }
}
