use std::time::Duration;

use async_trait::async_trait;

/// What there may be to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A job became due.
    Jobs,
    /// A delivery became due.
    Deliveries,
    /// An update came in.
    Updates,
}

/// Hints that work is there, so that loops need not poll fast. A hint may be lost or wrong:
/// polling is the truth.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait WakeUp: Send + Sync {
    /// Returns when there may be work, at the latest after `at_most`. Work announced between the
    /// end of the last wait and this call MUST end it at once. One waiter per topic and store.
    async fn wait(&self, topic: Topic, at_most: Duration);
}
