//! Names that nobody can guess: tasks and files.

use std::hash::{BuildHasher, Hasher, RandomState};

use sha2::{Digest, Sha256};

/// Makes ids out of a secret start and a counter.
#[derive(Debug)]
pub(crate) struct Ids {
    secret: u64,
    count: u64,
}

impl Ids {
    /// Ids that differ in every run.
    pub(crate) fn random() -> Self {
        Self {
            secret: RandomState::new().build_hasher().finish(),
            count: 0,
        }
    }

    /// The next id: 32 hex digits.
    pub(crate) fn next(&mut self) -> String {
        self.count += 1;
        let mut hash = Sha256::new();
        hash.update(self.secret.to_be_bytes());
        hash.update(self.count.to_be_bytes());
        hex::encode(&hash.finalize()[..16])
    }
}
