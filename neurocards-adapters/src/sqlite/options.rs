//! How a store on SQLite is opened. Different here because a file has one writer and many readers.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::Clock;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::system::SystemClock;

/// How a store on SQLite is opened.
#[derive(Clone)]
pub struct SqliteOptions {
    /// Connections that only read, besides the one that writes.
    pub readers: u32,
    /// How long a write waits for another process to finish its own.
    pub busy_timeout: Duration,
    /// How long a port method may take in all; longer than `busy_timeout`.
    pub deadline: Duration,
    /// The time by which leases and schedules are judged.
    pub clock: Arc<dyn Clock>,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            readers: 4,
            busy_timeout: Duration::from_secs(5),
            deadline: Duration::from_secs(10),
            clock: Arc::new(SystemClock),
        }
    }
}

impl fmt::Debug for SqliteOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteOptions")
            .field("readers", &self.readers)
            .field("busy_timeout", &self.busy_timeout)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl SqliteOptions {
    /// The connection that writes, and those that read.
    pub(super) async fn pools(&self, path: &Path) -> Result<(SqlitePool, SqlitePool), sqlx::Error> {
        let file = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(self.busy_timeout);
        let writer = self.pool(1).connect_with(file.clone()).await?;
        let readers = self
            .pool(self.readers.max(1))
            .connect_with(file.pragma("query_only", "on"))
            .await?;
        Ok((writer, readers))
    }

    fn pool(&self, size: u32) -> SqlitePoolOptions {
        SqlitePoolOptions::new()
            .max_connections(size)
            .acquire_timeout(self.deadline)
            // Writers queue for the one connection: that is slow only if it breaks the deadline.
            .acquire_slow_threshold(self.deadline)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
    }
}
