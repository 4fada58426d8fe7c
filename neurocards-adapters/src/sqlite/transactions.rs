//! Transactions, and their time. Different here because one connection writes, and takes the file's
//! lock before it reads.

use std::future::{Ready, ready};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnection, SqlitePool};

use super::SqliteStore;
use super::dialect::Now;
use super::sql::{Transaction, Tx};
use crate::rows::Moment;

impl SqliteStore {
    pub(super) fn writers(&self) -> &SqlitePool {
        &self.writer
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
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
pub(super) fn take_time(_: &mut SqliteConnection, _: Duration) -> Ready<Result<(), sqlx::Error>> {
    ready(Ok(()))
}
