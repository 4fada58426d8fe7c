//! How many updates are asked for at once.

/// Most updates of one call (Bot API, `getUpdates`).
const MOST: u8 = 100;

/// The updates of one call: half as many after an answer that is too long, twice as many after one
/// that is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Batch(u8);

impl Batch {
    /// As many as one call may bring.
    pub(super) const FULL: Self = Self(MOST);
    /// One update: fewer cannot be asked for.
    pub(super) const ONE: Self = Self(1);

    pub(super) const fn updates(self) -> u8 {
        self.0
    }

    pub(super) fn halved(self) -> Self {
        Self((self.0 / 2).max(Self::ONE.0))
    }

    pub(super) fn doubled(self) -> Self {
        Self(self.0.saturating_mul(2).min(MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_shrinks_to_one_and_grows_to_the_full() {
        let next = |batch: &Batch| (*batch != Batch::ONE).then(|| batch.halved());
        let shrinking = std::iter::successors(Some(Batch::FULL), next);
        let sizes: Vec<u8> = shrinking.map(Batch::updates).collect();
        assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1]);
        assert_eq!(Batch::ONE.halved(), Batch::ONE);
        let next = |batch: &Batch| (*batch != Batch::FULL).then(|| batch.doubled());
        let growing = std::iter::successors(Some(Batch::ONE), next);
        let sizes: Vec<u8> = growing.map(Batch::updates).collect();
        assert_eq!(sizes, [1, 2, 4, 8, 16, 32, 64, 100]);
        assert_eq!(Batch::FULL.doubled(), Batch::FULL);
    }
}
