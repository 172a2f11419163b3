//! Random streams addressed by (seed, purpose, index), so that a sample does not depend on who draws it.
//!
//! Generator: xoshiro256++ (Blackman and Vigna 2021), its state filled by SplitMix64 from a mix of the three numbers. Each
//! block of points, each feature panel has its own index; threads share nothing.

use rand::RngCore;

/// What a stream is for. Two purposes never share a stream under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Training points.
    Train,
    /// Fresh points for the risk.
    Fresh,
    /// Hidden weights and biases.
    Hidden,
    /// Initial output weights.
    Output,
    /// Start vector of the power iteration.
    Power,
    /// Initial weights of a shallow baseline.
    Shallow,
    /// Anything a test or a benchmark draws.
    Probe,
}

/// A xoshiro256++ stream.
#[derive(Clone, Debug)]
pub struct Stream([u64; 4]);

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Stream {
    /// The stream of `index` for `purpose` under `seed`.
    #[must_use]
    pub fn new(seed: u64, purpose: Purpose, index: u64) -> Self {
        // One SplitMix64 output per coordinate, chained: every bit of the three inputs reaches all 256 bits of state.
        let mut key = seed;
        let a = split_mix(&mut key);
        let mut key = a ^ (purpose as u64).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let b = split_mix(&mut key);
        let mut key = b ^ index.wrapping_mul(0xa076_1d64_78bd_642f);
        Self(std::array::from_fn(|_| split_mix(&mut key)))
    }

    /// The next 64 bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let s = &mut self.0;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        out
    }
}

impl RngCore for Stream {
    #[allow(clippy::cast_possible_truncation)]
    fn next_u32(&mut self) -> u32 {
        (self.bits() >> 32) as u32
    }

    fn next_u64(&mut self) -> u64 {
        self.bits()
    }

    fn fill_bytes(&mut self, dst: &mut [u8]) {
        for part in dst.chunks_mut(8) {
            let bytes = self.bits().to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_and_indices_give_different_streams() {
        let mut seen = std::collections::HashSet::new();
        for seed in 0..4 {
            for purpose in [Purpose::Train, Purpose::Fresh, Purpose::Hidden, Purpose::Output, Purpose::Probe] {
                for index in 0..64 {
                    assert!(seen.insert(Stream::new(seed, purpose, index).bits()));
                }
            }
        }
    }

    /// First outputs of xoshiro256++ from the state 1, 2, 3, 4, computed by hand from the recurrence:
    /// rotl(1 + 4, 23) + 1 = 5 * 2^23 + 1.
    #[test]
    fn recurrence() {
        let mut s = Stream([1, 2, 3, 4]);
        assert_eq!(s.bits(), 5 * (1 << 23) + 1);
        // s2 = 3^1 = 2, s3 = 4^2 = 6, s1 = 2^2 = 0, s0 = 1^6 = 7, s2 ^= 2 << 17, s3 = rotl(6, 45).
        assert_eq!(s.0, [7, 0, 2 ^ (2 << 17), 6 << 45]);
        assert_eq!(s.bits(), 7u64.wrapping_add(6 << 45).rotate_left(23).wrapping_add(7));
    }
}
