//! Transactions, and their time. Different here because one connection writes, and takes the file's
//! lock before it reads.

use std::future::{Ready, ready};
use std::time::Duration;

use neurocards_core::ports::Unavailable;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Sqlite, Transaction};

use super::SqliteStore;
use super::dialect::Now;
use super::sql::within;
use crate::database::Aborted;
use crate::rows::Moment;

/// How a transaction that writes begins: writers take turns from the start.
pub(super) const BEGIN: &str = "begin immediate";

impl SqliteStore {
    /// Runs one write transaction. `work` commits it; without a commit nothing stays.
    pub(super) async fn write<T, E, F>(&self, work: impl FnOnce(Tx) -> F) -> Result<T, E>
    where
        E: From<Unavailable>,
        F: Future<Output = Result<T, Aborted<E>>>,
    {
        self.bounded(async {
            let db = self.writer.begin_with(BEGIN).await?;
            let now = self.now();
            work(Tx { db, now }).await
        })
        .await
    }

    /// Runs several reads over one state of the file.
    pub(super) async fn read<T, F>(
        &self,
        deadline: Duration,
        work: impl FnOnce(Tx) -> F,
    ) -> Result<T, Unavailable>
    where
        F: Future<Output = Result<T, Aborted<Unavailable>>>,
    {
        within(deadline, async {
            let db = self.readers.begin().await?;
            let now = self.now();
            work(Tx { db, now }).await
        })
        .await
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    pub(super) fn now(&self) -> Now {
        Moment(self.clock.now())
    }
}

/// A statement of SQLite takes what time it needs.
pub(super) fn take_time(_: &mut SqliteConnection, _: Duration) -> Ready<Result<(), sqlx::Error>> {
    ready(Ok(()))
}

/// A transaction and its time.
pub(super) struct Tx {
    pub(super) db: Transaction<'static, Sqlite>,
    pub(super) now: Now,
}

impl Tx {
    pub(super) fn moment(&self) -> Ready<Result<Moment, sqlx::Error>> {
        ready(Ok(self.now))
    }

    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.db.commit().await
    }
}
