//! The store ports on SQLite: one file in WAL mode, for one host. Bot and worker may be one process
//! or several; writers of all of them take turns.

mod dialect;
mod job_lease;
mod locks;
mod migrations;
mod options;
mod order_insert;
#[path = "sql/mod.rs"]
#[cfg_attr(
    feature = "postgres",
    expect(clippy::duplicate_mod, reason = "one source for two dialects")
)]
mod sql;
mod standalone;
mod transactions;
mod wake_up;
mod words;

pub use crate::database::MigrationError;
pub use options::SqliteOptions;
pub use standalone::SqliteLedger;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::{Clock, Topic, Unavailable};
use sqlx::sqlite::SqlitePool;

use crate::database::Hints;
use sql::broken;
use transactions::begin;

const ADAPTER: &str = "sqlite";

/// Every store port over one SQLite file.
pub struct SqliteStore {
    /// One connection, so that writes of this process queue here and not at the file's lock.
    writer: SqlitePool,
    readers: SqlitePool,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    hints: Hints,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the file, and creates it if it is missing; its folder must exist. The schema is made
    /// by [`SqliteStore::migrate`].
    pub async fn open(path: &Path, options: SqliteOptions) -> Result<Self, Unavailable> {
        let (writer, readers) = options.pools(path).await.map_err(broken)?;
        Ok(Self {
            writer,
            readers,
            clock: options.clock,
            deadline: options.deadline,
            hints: Hints::default(),
        })
    }

    /// Brings the schema to that of this program. A file that a newer program migrated is refused.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        // The write lock is taken first, so that programs that start together take turns.
        let begun = begin(&self.writer).await;
        let mut tx = begun.map_err(broken)?;
        let migrated = migrations::migrate_store(&mut tx).await;
        migrated.map_err(|error| MigrationError::of(&error, ADAPTER))?;
        Ok(tx.commit().await.map_err(broken)?)
    }

    /// Ends all connections, once the transactions in hand are over.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    fn announce(&self, topics: &[Topic]) {
        for topic in topics {
            self.hints.give(*topic);
        }
    }
}
