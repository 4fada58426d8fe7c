use uuid::Uuid;

use crate::ids::Nonce;

/// Where ids come from, so that a seed can replay a run.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
pub trait IdSource: Send + Sync {
    /// A new id. MUST be unique; SHOULD grow with time, so that indexes stay compact.
    fn uuid(&self) -> Uuid;

    /// A new secret. MUST be unpredictable: 128 bits of the system's randomness.
    fn nonce(&self) -> Nonce;
}
