use std::time::Duration;

use neurocards_core::ports::Topic;
use tokio::sync::Notify;

/// Hints within one process: at most one is remembered per topic until somebody waits.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    jobs: Notify,
    deliveries: Notify,
    updates: Notify,
}

impl Hints {
    fn of(&self, topic: Topic) -> &Notify {
        match topic {
            Topic::Jobs => &self.jobs,
            Topic::Deliveries => &self.deliveries,
            Topic::Updates => &self.updates,
        }
    }

    /// Ends the wait for `topic`, or the next one if nobody waits.
    pub(crate) fn give(&self, topic: Topic) {
        self.of(topic).notify_one();
    }

    /// Waits for a hint, at most this long.
    pub(crate) async fn wait(&self, topic: Topic, at_most: Duration) {
        // Running out of time is the other way for a wait to end.
        let _ = tokio::time::timeout(at_most, self.of(topic).notified()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hints_between_two_waits_end_the_next_one_at_once() {
        let hints = Hints::default();
        hints.give(Topic::Jobs);
        hints.give(Topic::Jobs);
        hints.wait(Topic::Jobs, Duration::from_hours(24)).await;
        hints.wait(Topic::Jobs, Duration::from_millis(1)).await;
    }
}
