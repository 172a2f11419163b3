//! Settings meant to separate the compact law at `lambda = sqrt 2` from every shallow network of width `d^3` (`d^2` from
//! d = 32 on). Theory note TR-05 in `docs/theory/trainer.md` says which of them were measured and which are extrapolated.

use crate::config::TrainConfig;
use crate::error::{Result, at_least};
use crate::features::Deviations;

/// Width, sample and steps for one dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Features.
    pub r: usize,
    /// Training points.
    pub n: usize,
    /// Steps at `eta = 1.9/L`.
    pub steps: u64,
    /// Steps with the step size measured anew, [`Preset::EVERY`] steps apart.
    pub steps_remeasured: u64,
    /// Law of the features.
    pub deviations: Deviations,
}

impl Preset {
    /// Steps between two measurements of the step size.
    pub const EVERY: u64 = 500;

    /// The settings for dimension `d` with the features of Assumption 7.
    ///
    /// # Errors
    /// `d < 2`.
    pub fn paper(d: usize) -> Result<Self> {
        at_least("Preset::paper", "d", d, 2)?;
        let (r, n, steps, steps_remeasured) = match d {
            2..=5 => (1000, 16_000, 50_000, 15_000),
            6..=11 => (2000, 16_000, 40_000, 16_000),
            12..=23 => (4000, 32_000, 55_000, 40_000),
            24..=47 => (8000, 64_000, 40_000, 30_000),
            48..=95 => (8000, 64_000, 100_000, 60_000),
            _ => (8000, 64_000, 300_000, 200_000),
        };
        Ok(Self { r, n, steps, steps_remeasured, deviations: Deviations::default() })
    }

    /// The settings for dimension `d` with [`Deviations::WIDE`].
    ///
    /// # Errors
    /// `d < 2`.
    pub fn wide(d: usize) -> Result<Self> {
        at_least("Preset::wide", "d", d, 2)?;
        let (r, n, steps, steps_remeasured) = match d {
            2..=5 => (1000, 16_000, 20_000, 8_000),
            6..=11 => (2000, 16_000, 10_000, 5_000),
            12..=23 => (4000, 32_000, 8_000, 5_000),
            24..=47 => (6000, 48_000, 6000, 4000),
            48..=95 => (8000, 64_000, 8000, 6000),
            _ => (8000, 96_000, 20_000, 12_000),
        };
        Ok(Self { r, n, steps, steps_remeasured, deviations: Deviations::WIDE })
    }

    /// Bytes of the feature matrix.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        crate::kernel::blocks(self.r) * 64 * self.n
    }

    /// Plain gradient descent at `eta = 1.9/L` in dimension `d`.
    #[must_use]
    pub fn config(&self, d: usize, seed: u64) -> TrainConfig {
        let mut config = TrainConfig::paper(d, self.r, self.n, self.steps, seed);
        config.deviations = self.deviations;
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_valid_and_fit_in_four_gigabytes() {
        for d in 2..=256 {
            for preset in [Preset::paper(d).unwrap(), Preset::wide(d).unwrap()] {
                preset.config(d, 1).check().unwrap();
                assert!(preset.bytes() <= 4 << 30);
            }
        }
        for bad in [Preset::paper(1), Preset::wide(1)] {
            assert!(bad.unwrap_err().to_string().contains("got 1"));
        }
    }
}
