use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::money::account::HoldEnd;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, Entry, Grant, Hold, Purchase, Release, Violation, Written,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreditLedger, LedgerError, Unavailable};
use sqlx::postgres::{PgConnection, PgPool};

use super::entries::{self, Ledger};
use super::name::{Name, NameError};
use super::statements::Statements;
use super::{ADAPTER, audit, broken, ledger, migrations, within};
use crate::store::MigrationError;

/// The ledger without the rest of the store: accounts and entries in a schema of their own, in
/// anybody's database.
///
/// The methods that end in `_in` move money in a transaction of the caller, together with the
/// caller's own rows: nothing is written unless that transaction commits. It must be open already,
/// since an account stays locked until its end. After [`LedgerError::Unavailable`] it can only be
/// rolled back, and be tried again as a whole; after any other error it can go on. Lock several
/// users' accounts in the order of their ids, or run deadlocks again.
///
/// What a [`Hold`] sets credits aside for is called a job; here it may be anything with a UUID.
#[derive(Clone)]
pub struct PostgresLedger {
    pool: PgPool,
    schema: Name,
    sql: Arc<Statements>,
    deadline: Duration,
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
    pub fn new(pool: PgPool, schema: &str, deadline: Duration) -> Result<Self, NameError> {
        let schema = Name::parse(schema)?;
        Ok(Self {
            pool,
            sql: Arc::new(Statements::of(&schema)),
            schema,
            deadline,
        })
    }

    /// Makes the schema and its tables, or brings them to those of this version; else does nothing.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        let mut db = self.pool.acquire().await.map_err(broken)?;
        let migrated = migrations::migrate_ledger(&mut db, &self.schema).await;
        migrated.map_err(|error| MigrationError::of(&error, ADAPTER))
    }

    /// What a user has, as the transaction sees it.
    pub async fn balance_in(
        &self,
        db: &mut PgConnection,
        user: UserId,
    ) -> Result<Balance, Unavailable> {
        within(self.deadline, async {
            Ok(entries::balance(&mut self.on(db), user).await?)
        })
        .await
    }

    /// Gives credits, once per key.
    pub async fn grant_in(
        &self,
        db: &mut PgConnection,
        grant: &Grant,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::grant(&mut self.on(db), grant)).await
    }

    /// Credits what a charge paid for, once per charge.
    pub async fn purchase_in(
        &self,
        db: &mut PgConnection,
        purchase: &Purchase,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::purchase(&mut self.on(db), purchase)).await
    }

    /// Takes back all that a charge bought, once.
    pub async fn chargeback_in(
        &self,
        db: &mut PgConnection,
        chargeback: &Chargeback,
    ) -> Result<Written, LedgerError> {
        let taken = async { ledger::chargeback(&mut self.on(db), chargeback).await };
        within(self.deadline, taken).await
    }

    /// Takes back all that a grant gave, once.
    pub async fn correct_in(
        &self,
        db: &mut PgConnection,
        correction: &Correction,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::correct(&mut self.on(db), correction)).await
    }

    /// Sets credits aside, once per job.
    pub async fn hold_in(
        &self,
        db: &mut PgConnection,
        hold: &Hold,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::hold(&mut self.on(db), hold)).await
    }

    /// Earns what is held for a job; [`LedgerError::Ended`] if it was given back.
    pub async fn capture_in(
        &self,
        db: &mut PgConnection,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        self.settle(db, HoldEnd::Capture, release).await
    }

    /// Gives back what is held for a job; [`LedgerError::Ended`] if it was earned.
    pub async fn refund_in(
        &self,
        db: &mut PgConnection,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        self.settle(db, HoldEnd::Refund, release).await
    }

    async fn settle(
        &self,
        db: &mut PgConnection,
        end: HoldEnd,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        within(
            self.deadline,
            ledger::settle(&mut self.on(db), end, release),
        )
        .await
    }

    fn on<'c>(&'c self, db: &'c mut PgConnection) -> Ledger<'c> {
        let sql = &self.sql;
        Ledger { db, sql, now: None }
    }
}

/// Each method is a transaction of its own. A deadlock is [`LedgerError::Unavailable`]; nobody is
/// told of a gift or a correction.
#[async_trait]
impl CreditLedger for PostgresLedger {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        within(self.deadline, async {
            let mut db = self.pool.acquire().await?;
            Ok(entries::balance(&mut self.on(&mut db), user).await?)
        })
        .await
    }

    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin().await?;
            let written = ledger::grant(&mut self.on(&mut db), grant).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn purchase(&self, purchase: &Purchase) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin().await?;
            let written = ledger::purchase(&mut self.on(&mut db), purchase).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn chargeback(&self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin().await?;
            let written = ledger::chargeback(&mut self.on(&mut db), chargeback).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn correct(&self, correction: &Correction) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin().await?;
            let written = ledger::correct(&mut self.on(&mut db), correction).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        within(self.deadline, async {
            let mut db = self.pool.acquire().await?;
            Ok(entries::statement(&mut self.on(&mut db), user, page).await?)
        })
        .await
    }

    async fn has(&self, key: &EntryKey) -> Result<bool, Unavailable> {
        within(self.deadline, async {
            let mut db = self.pool.acquire().await?;
            let keyed = entries::keyed(&mut self.on(&mut db), key).await?;
            Ok(keyed.is_some())
        })
        .await
    }

    /// The invariants 1 and 2, and of 3 what entries show.
    async fn audit(&self, limit: u32) -> Result<Vec<Violation>, Unavailable> {
        within(audit::WITHIN, async {
            let begin = "begin isolation level repeatable read read only";
            let mut db = self.pool.begin_with(begin).await?;
            audit::take_time(&mut db).await?;
            Ok(entries::audit(&mut self.on(&mut db), limit).await?)
        })
        .await
    }
}
