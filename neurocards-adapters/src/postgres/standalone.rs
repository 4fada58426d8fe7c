//! The ledger on its own in Postgres. Different here because it may live in any schema.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnection, PgPool};

use super::access::Access;
use super::link::Link;
use super::name::{Name, NameError};
use super::reader::Reader;
use super::sql::broken;
use super::sql::entries::Ledger;
use super::sql::statements::Statements;
use super::{ADAPTER, migrations};
use crate::database::MigrationError;

/// The ledger without the rest of the store: accounts and entries in a schema of their own, in
/// anybody's database.
///
#[doc = include_str!("../sql/standalone.md")]
///
/// That transaction must be open already, since an account stays locked until its end. Lock several
/// users' accounts in the order of their ids, or run deadlocks again; the methods of
/// [`CreditLedger`] answer one as unavailable, too.
///
/// [`CreditLedger`]: neurocards_core::ports::CreditLedger
#[derive(Clone)]
pub struct PostgresLedger {
    access: Access,
    schema: Name,
    sql: Arc<Statements>,
    pub(super) deadline: Duration,
}

impl fmt::Debug for PostgresLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresLedger")
            .field("schema", &self.schema)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl PostgresLedger {
    /// A ledger in `schema`, reached through the caller's pool; no method but
    /// [`CreditLedger::audit`] takes longer than `deadline`. [`PostgresLedger::migrate`] makes the
    /// schema.
    ///
    /// [`CreditLedger::audit`]: neurocards_core::ports::CreditLedger::audit
    pub fn new(pool: PgPool, schema: &str, deadline: Duration) -> Result<Self, NameError> {
        let schema = Name::parse(schema)?;
        Ok(Self {
            access: Access::direct(pool, deadline),
            sql: Arc::new(Statements::with(&format!("{schema}."))),
            schema,
            deadline,
        })
    }

    /// Makes the schema and its tables, or brings them to those of this version; else does nothing.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        let mut db = self.access.acquire().await.map_err(broken)?;
        let migrated = migrations::migrate_ledger(&mut db, &self.schema).await;
        migrated.map_err(|error| MigrationError::of(&error, ADAPTER))
    }

    /// The same ledger through a pooler in transaction mode, such as PgBouncer: no statement has a
    /// name, and each stands in a transaction. The caller's pool must open connections without
    /// `extra_float_digits`, which poolers refuse.
    #[must_use]
    pub fn behind_pooler(self) -> Self {
        let access = self.access.pooled("");
        Self { access, ..self }
    }

    pub(super) const fn writers(&self) -> &Access {
        &self.access
    }

    pub(super) fn readers(&self) -> Reader {
        Reader(self.access.clone())
    }

    pub(super) fn statements(&self) -> &Statements {
        &self.sql
    }

    /// The caller's connection.
    pub(super) const fn link<'c>(&self, db: &'c mut PgConnection) -> Link<'c> {
        Link::of(db, !self.access.is_pooled())
    }

    /// The ledger, reached through a connection.
    pub(super) fn on<'c>(&'c self, db: Link<'c>) -> Ledger<'c> {
        let sql = &self.sql;
        Ledger { db, sql, now: None }
    }
}
