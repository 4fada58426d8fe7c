//! How long videos of a model took lately, which is what a user is told to expect.

use std::time::Duration;

/// The newest videos of a model whose waits are looked at.
pub const WAITS_MAX: u16 = 50;

/// The fewest waits that have a median.
pub const WAITS_MIN: usize = 5;

/// The median of waits, the longer one of the two in the middle; `None` for fewer than
/// [`WAITS_MIN`].
pub fn median(mut waits: Vec<Duration>) -> Option<Duration> {
    if waits.len() < WAITS_MIN {
        return None;
    }
    waits.sort_unstable();
    waits.get(waits.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(seconds: &[u64]) -> Option<Duration> {
        median(seconds.iter().copied().map(Duration::from_secs).collect())
    }

    #[test]
    fn a_median_needs_five_waits() {
        assert_eq!(of(&[1, 2, 3, 4]), None);
        assert_eq!(of(&[9, 1, 2, 8, 3]), Some(Duration::from_secs(3)));
    }

    #[test]
    fn of_an_even_number_the_longer_middle_counts() {
        assert_eq!(of(&[6, 5, 4, 3, 2, 1]), Some(Duration::from_secs(4)));
    }
}
