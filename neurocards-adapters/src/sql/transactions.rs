//! How port methods read and write.

use std::time::{Duration, Instant};

use neurocards_core::ports::Unavailable;

use super::deadline::within;
use super::dialect::{Now, Store, Transaction, begin, begin_reads, is_conflict};
use crate::database::Aborted;

/// How often a transaction is run before a conflict with another is told to the caller.
const RUNS_MAX: u32 = 4;

/// A transaction and its time.
pub(crate) struct Tx {
    pub(crate) db: Transaction,
    pub(crate) now: Now,
}

impl Tx {
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.db.commit().await
    }
}

impl Store {
    /// Runs one transaction, again after a conflict with another or on a stale connection. `work` commits it; without a
    /// commit nothing stays.
    pub(super) async fn write<T, E, F>(&self, work: impl Fn(Tx) -> F) -> Result<T, E>
    where
        E: From<Unavailable>,
        F: Future<Output = Result<T, Aborted<E>>>,
    {
        self.bounded(async {
            for run in 1..RUNS_MAX {
                let begun = Instant::now();
                match work(self.begin().await?).await {
                    Err(Aborted::Broken(error))
                        if is_conflict(&error) || self.renews(begun, &error) =>
                    {
                        tracing::debug!(run, %error, "the transaction is run again");
                    }
                    done => return done,
                }
            }
            work(self.begin().await?).await
        })
        .await
    }

    /// Runs several reads over one state of the database, again on a stale connection.
    pub(super) async fn read<T, F>(
        &self,
        deadline: Duration,
        work: impl Fn(Tx) -> F,
    ) -> Result<T, Unavailable>
    where
        F: Future<Output = Result<T, Aborted<Unavailable>>>,
    {
        within(deadline, async {
            let begun = Instant::now();
            match work(self.begin_reads().await?).await {
                Err(Aborted::Broken(error)) if self.renews(begun, &error) => {
                    work(self.begin_reads().await?).await
                }
                done => done,
            }
        })
        .await
    }

    async fn begin_reads(&self) -> Result<Tx, sqlx::Error> {
        Ok(self.tx(begin_reads(self.snapshots()).await?))
    }

    async fn begin(&self) -> Result<Tx, sqlx::Error> {
        Ok(self.tx(begin(self.writers()).await?))
    }

    fn tx(&self, db: Transaction) -> Tx {
        let now = self.now();
        Tx { db, now }
    }
}
