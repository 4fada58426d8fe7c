//! Transactions, and their time. Different here because one connection writes, and takes the file's
//! lock before it reads.

use std::future::{Ready, ready};
use std::time::{Duration, Instant};

use sqlx::sqlite::{Sqlite, SqlitePool};

use super::SqliteStore;
use super::dialect::{Link, Now};
use super::sql::Tx;
use crate::rows::Moment;

pub(crate) type Transaction = sqlx::Transaction<'static, Sqlite>;

/// Where statements of a transaction run, for those that know no transaction.
pub(super) fn link(tx: &mut Transaction) -> Link<'_> {
    tx
}

impl SqliteStore {
    pub(super) fn writers(&self) -> &SqlitePool {
        &self.writer
    }

    /// Where reads of one state of the file begin.
    pub(super) fn snapshots(&self) -> &SqlitePool {
        &self.readers
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// A file has no fresh connection that could do more.
    #[expect(
        clippy::unused_self,
        reason = "a store on Postgres knows its connections"
    )]
    pub(super) const fn renews(&self, _: Instant, _: &sqlx::Error) -> bool {
        false
    }

    pub(super) fn now(&self) -> Now {
        Moment(self.clock.now())
    }
}

/// Writers take turns from the start.
pub(super) async fn begin(writer: &SqlitePool) -> Result<Transaction, sqlx::Error> {
    writer.begin_with("begin immediate").await
}

/// The first read fixes the state of the file that all of them see.
pub(super) async fn begin_reads(readers: &SqlitePool) -> Result<Transaction, sqlx::Error> {
    readers.begin().await
}

pub(super) fn moment(tx: &Tx) -> Ready<Result<Moment, sqlx::Error>> {
    ready(Ok(tx.now))
}

/// Whoever writes is alone.
pub(super) fn is_conflict(_: &sqlx::Error) -> bool {
    false
}

/// A statement takes what time it needs.
pub(super) fn take_time(_: Link<'_>, _: Duration) -> Ready<Result<(), sqlx::Error>> {
    ready(Ok(()))
}
