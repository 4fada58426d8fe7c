//! The ledger on its own in SQLite. Different here because a file has one schema and no time.

use std::fmt;
use std::time::Duration;

use neurocards_core::ports::Clock;
use sqlx::sqlite::{SqliteConnection, SqlitePool};

use super::dialect::Link;
use super::sql::broken;
use super::sql::entries::Ledger;
use super::sql::statements::{OF_STORE, Statements};
use super::transactions::begin;
use super::{ADAPTER, migrations};
use crate::database::MigrationError;
use crate::rows::Moment;
use crate::system::SystemClock;

/// The ledger without the rest of the store: the tables `accounts` and `entries` in anybody's
/// database.
///
#[doc = include_str!("../sql/standalone.md")]
///
/// Begin that transaction with `begin immediate`, so that it waits for other writers before it
/// reads.
#[derive(Clone)]
pub struct SqliteLedger {
    pool: SqlitePool,
    pub(super) deadline: Duration,
}

impl fmt::Debug for SqliteLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteLedger")
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl SqliteLedger {
    /// A ledger reached through the caller's pool, whose connections keep foreign keys; no method
    /// but [`CreditLedger::audit`] takes longer than `deadline`. [`SqliteLedger::migrate`] makes
    /// the tables.
    ///
    /// [`CreditLedger::audit`]: neurocards_core::ports::CreditLedger::audit
    pub const fn new(pool: SqlitePool, deadline: Duration) -> Self {
        Self { pool, deadline }
    }

    /// Makes the tables, or brings them to those of this version; else does nothing.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        let mut db = begin(&self.pool).await.map_err(broken)?;
        let migrated = migrations::migrate_ledger(&mut db).await;
        migrated.map_err(|error| MigrationError::of(&error, ADAPTER))?;
        Ok(db.commit().await.map_err(broken)?)
    }

    pub(super) const fn writers(&self) -> &SqlitePool {
        &self.pool
    }

    pub(super) const fn readers(&self) -> &SqlitePool {
        &self.pool
    }

    #[expect(
        clippy::unused_self,
        reason = "a ledger on Postgres has its statements in itself"
    )]
    pub(super) fn statements(&self) -> &'static Statements {
        &OF_STORE
    }

    #[expect(
        clippy::unused_self,
        reason = "a ledger on Postgres may be behind a pooler"
    )]
    pub(super) const fn link<'c>(&self, db: &'c mut SqliteConnection) -> Link<'c> {
        db
    }

    #[expect(
        clippy::unused_self,
        reason = "a ledger on Postgres has its statements in itself"
    )]
    pub(super) fn on<'c>(&self, db: Link<'c>) -> Ledger<'c> {
        Ledger {
            db,
            sql: &OF_STORE,
            now: Moment(SystemClock.now()),
        }
    }
}
