//! What all parts of a running fake share.

use std::time::Duration;

use super::world::World;
use crate::shared;

/// What does not change while the fake runs.
pub(crate) struct Fixed {
    pub(crate) token: String,
    pub(crate) pace: Pace,
}

/// Spans of real time that tests shorten.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How long a pre-checkout question waits for its answer.
    pub(crate) pre_checkout: Duration,
    /// First pause after a failed webhook push; it doubles. The very first repeat has none.
    pub(crate) webhook_retry: Duration,
}

pub(crate) type Shared = shared::Shared<World, Fixed>;
