//! Ids that a seed replays.

use std::sync::atomic::{AtomicU64, Ordering};

use neurocards_core::ids::Nonce;
use neurocards_core::ports::IdSource;
use uuid::Uuid;

/// Ids and secrets drawn from a seed: the same seed gives the same sequence. For tests only, as its
/// secrets can be guessed.
#[derive(Debug)]
pub struct SeededIds {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededIds {
    /// The sequence of `seed`.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }

    /// The number of this draw, and 64 bits that look random.
    fn draw(&self) -> (u64, u64) {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        (number, mix(self.seed ^ mix(number)))
    }
}

impl IdSource for SeededIds {
    /// Grows with each draw, as ids minted over time do.
    fn uuid(&self) -> Uuid {
        let (number, random) = self.draw();
        Uuid::from_u64_pair(number, random)
    }

    fn nonce(&self) -> Nonce {
        let (number, random) = self.draw();
        Nonce::from_bits(u128::from(random) << 64 | u128::from(mix(random ^ number)))
    }
}

/// `SplitMix64`'s finalizer (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_growing_ids() {
        let (one, other) = (SeededIds::new(7), SeededIds::new(7));
        let ids: Vec<_> = (0..100).map(|_| one.uuid()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(ids.iter().all(|id| *id == other.uuid()));
        assert_ne!(SeededIds::new(8).uuid(), ids[0]);
    }
}
