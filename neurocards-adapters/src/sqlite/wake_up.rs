//! Hints within one process. Different here because SQLite tells other processes nothing.

use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ports::{Topic, WakeUp};

use super::SqliteStore;

/// Hints reach this process only; others find work by polling.
#[async_trait]
impl WakeUp for SqliteStore {
    async fn wait(&self, topic: Topic, at_most: Duration) {
        self.hints.wait(topic, at_most).await;
    }
}
