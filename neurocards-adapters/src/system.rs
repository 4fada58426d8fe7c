//! The real clock and the real randomness: the only place that reads them.

use chrono::{DateTime, Utc};
use neurocards_core::ids::Nonce;
use neurocards_core::ports::{Clock, IdSource};
use uuid::Uuid;

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock port")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Ids that grow with time, secrets from the system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the IdSource port")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the IdSource port")]
    fn nonce(&self) -> Nonce {
        // A v4 UUID has 122 random bits and 6 fixed ones; two of them folded leave none fixed.
        let (one, other) = (Uuid::new_v4().as_u128(), Uuid::new_v4().as_u128());
        Nonce::from_bits(one ^ other.rotate_left(64))
    }
}
