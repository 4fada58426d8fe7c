use std::collections::HashSet;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ports::{Topic, WakeUp};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::MemoryStore;

/// One hint per topic at most; a hint for which nobody waits is kept for the next who does.
#[derive(Default)]
pub(super) struct Hints {
    jobs: Notify,
    deliveries: Notify,
    updates: Notify,
}

impl Hints {
    pub(super) fn give(&self, topics: HashSet<Topic>) {
        for topic in topics {
            self.of(topic).notify_one();
        }
    }

    fn of(&self, topic: Topic) -> &Notify {
        match topic {
            Topic::Jobs => &self.jobs,
            Topic::Deliveries => &self.deliveries,
            Topic::Updates => &self.updates,
        }
    }
}

#[async_trait]
impl WakeUp for MemoryStore {
    async fn wait(&self, topic: Topic, at_most: Duration) {
        // Running out of time is as good an end as a hint: the caller looks for work either way.
        let _ = timeout(at_most, self.hints.of(topic).notified()).await;
    }
}
