//! The store ports on SQLite: one file in WAL mode, for one host. Bot and worker may be one process
//! or several; writers of all of them take turns.

mod acts;
mod attempts;
mod audit;
mod books;
mod cancel;
mod cards;
mod charges;
mod claim;
mod credit_ledger;
mod entries;
mod finish;
mod gifts;
mod inbox;
mod invoices;
mod job_queue;
mod ledger;
mod migrations;
mod news;
mod outbox;
mod payments;
mod place;
mod promos;
mod reads;
mod receipts;
mod referrals;
mod refunds;
mod releases;
mod standalone;
mod turn;
mod users;
mod videos;
mod wake_up;

pub use crate::store::MigrationError;
pub use standalone::SqliteLedger;

use std::fmt;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::ports::{Clock, Topic, Unavailable};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use crate::store::{Aborted, Hints, Moment, too_slow};
use crate::system::SystemClock;

const ADAPTER: &str = "sqlite";

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
        let file = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(options.busy_timeout);
        let pool = |size| {
            SqlitePoolOptions::new()
                .max_connections(size)
                .acquire_timeout(options.deadline)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
        };
        let writer = pool(1).connect_with(file.clone()).await.map_err(broken)?;
        let readers = pool(options.readers.max(1))
            .connect_with(file.pragma("query_only", "on"))
            .await
            .map_err(broken)?;
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
        let begun = self.writer.begin_with("begin immediate").await;
        let mut tx = begun.map_err(broken)?;
        let migrated = migrations::migrate_store(&mut tx).await;
        migrated.map_err(|error| MigrationError::of(&error, ADAPTER))?;
        Ok(tx.commit().await.map_err(broken)?)
    }

    /// Whether the schema is that of this program. A file that a newer program migrated is refused.
    pub async fn is_migrated(&self) -> Result<bool, MigrationError> {
        let mut reader = self.readers.acquire().await.map_err(broken)?;
        let is_migrated = migrations::is_store_migrated(&mut reader).await;
        is_migrated.map_err(|error| MigrationError::of(&error, ADAPTER))
    }

    /// Whether the file answers; for health checks.
    pub async fn ping(&self) -> Result<(), Unavailable> {
        self.bounded(async {
            sqlx::query("-- sqlite.ping\nselect 1")
                .execute(&self.readers)
                .await?;
            Ok(())
        })
        .await
    }

    /// Ends all connections, once the transactions in hand are over.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Runs one write transaction. `work` commits it; without a commit nothing stays.
    async fn write<T, E, F>(&self, work: impl FnOnce(Tx) -> F) -> Result<T, E>
    where
        E: From<Unavailable>,
        F: Future<Output = Result<T, Aborted<E>>>,
    {
        self.bounded(async {
            let db = self.writer.begin_with("begin immediate").await?;
            let now = Moment(self.clock.now());
            work(Tx { db, now }).await
        })
        .await
    }

    /// Runs several reads over one state of the file.
    async fn read<T, F>(
        &self,
        deadline: Duration,
        work: impl FnOnce(Tx) -> F,
    ) -> Result<T, Unavailable>
    where
        F: Future<Output = Result<T, Aborted<Unavailable>>>,
    {
        within(deadline, async {
            let db = self.readers.begin().await?;
            let now = Moment(self.clock.now());
            work(Tx { db, now }).await
        })
        .await
    }

    async fn bounded<T, E: From<Unavailable>>(
        &self,
        work: impl Future<Output = Result<T, Aborted<E>>>,
    ) -> Result<T, E> {
        within(self.deadline, work).await
    }

    fn announce(&self, topics: &[Topic]) {
        for topic in topics {
            self.hints.give(*topic);
        }
    }
}

/// Ends a port method that takes too long; dropping its transaction rolls it back.
async fn within<T, E: From<Unavailable>>(
    deadline: Duration,
    work: impl Future<Output = Result<T, Aborted<E>>>,
) -> Result<T, E> {
    match tokio::time::timeout(deadline, work).await {
        Ok(done) => done.map_err(|aborted| aborted.into_port_error(ADAPTER)),
        Err(_) => Err(too_slow(ADAPTER, deadline).into()),
    }
}

fn broken(error: sqlx::Error) -> Unavailable {
    Aborted::<Unavailable>::from(error).into_port_error(ADAPTER)
}

/// A transaction and its time.
struct Tx {
    db: Transaction<'static, Sqlite>,
    now: Moment,
}

impl Tx {
    async fn commit(self) -> Result<(), sqlx::Error> {
        self.db.commit().await
    }
}
