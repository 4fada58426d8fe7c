use std::collections::HashSet;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ports::{Topic, WakeUp};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::MemoryStore;

/// One bell per topic. A ring that nobody hears is kept for the next who waits.
#[derive(Default)]
pub(super) struct Bells {
    jobs: Notify,
    deliveries: Notify,
    updates: Notify,
}

impl Bells {
    pub(super) fn ring(&self, topics: HashSet<Topic>) {
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
        // Elapsed is as good an end as a ring: the caller looks for work either way.
        let _ = timeout(at_most, self.bells.of(topic).notified()).await;
    }
}
