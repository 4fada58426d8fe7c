use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::money::account::HoldEnd;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, Entry, Grant, Hold, Purchase, Release, Violation, Written,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{Clock, CreditLedger, LedgerError, Unavailable};
use sqlx::sqlite::{SqliteConnection, SqlitePool};

use super::entries::{self, Ledger};
use super::{ADAPTER, audit, broken, ledger, migrations, within};
use crate::store::{MigrationError, Moment};
use crate::system::SystemClock;

/// Writers take turns from the start.
const BEGIN: &str = "begin immediate";

/// The ledger without the rest of the store: the tables `accounts` and `entries` in anybody's
/// database.
///
/// The methods that end in `_in` move money in a transaction of the caller, together with the
/// caller's own rows: nothing is written unless that transaction commits. Begin it with
/// `begin immediate`, so that it waits for other writers before it reads. After
/// [`LedgerError::Unavailable`] it can only be rolled back, and be tried again as a whole; after
/// any other error it can go on.
///
/// What a [`Hold`] sets credits aside for is called a job; here it may be anything with a UUID.
#[derive(Clone)]
pub struct SqliteLedger {
    pool: SqlitePool,
    deadline: Duration,
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
    pub const fn new(pool: SqlitePool, deadline: Duration) -> Self {
        Self { pool, deadline }
    }

    /// Makes the tables, or brings them to those of this version; else does nothing.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        let mut db = self.pool.begin_with(BEGIN).await.map_err(broken)?;
        let migrated = migrations::migrate_ledger(&mut db).await;
        migrated.map_err(|error| MigrationError::of(&error, ADAPTER))?;
        Ok(db.commit().await.map_err(broken)?)
    }

    /// What a user has, as the transaction sees it.
    pub async fn balance_in(
        &self,
        db: &mut SqliteConnection,
        user: UserId,
    ) -> Result<Balance, Unavailable> {
        within(self.deadline, async {
            Ok(entries::balance(&mut on(db), user).await?)
        })
        .await
    }

    /// Gives credits, once per key.
    pub async fn grant_in(
        &self,
        db: &mut SqliteConnection,
        grant: &Grant,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::grant(&mut on(db), grant)).await
    }

    /// Credits what a charge paid for, once per charge.
    pub async fn purchase_in(
        &self,
        db: &mut SqliteConnection,
        purchase: &Purchase,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::purchase(&mut on(db), purchase)).await
    }

    /// Takes back all that a charge bought, once.
    pub async fn chargeback_in(
        &self,
        db: &mut SqliteConnection,
        chargeback: &Chargeback,
    ) -> Result<Written, LedgerError> {
        let taken = async { ledger::chargeback(&mut on(db), chargeback).await };
        within(self.deadline, taken).await
    }

    /// Takes back all that a grant gave, once.
    pub async fn correct_in(
        &self,
        db: &mut SqliteConnection,
        correction: &Correction,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::correct(&mut on(db), correction)).await
    }

    /// Sets credits aside, once per job.
    pub async fn hold_in(
        &self,
        db: &mut SqliteConnection,
        hold: &Hold,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::hold(&mut on(db), hold)).await
    }

    /// Earns what is held for a job; [`LedgerError::Ended`] if it was given back.
    pub async fn capture_in(
        &self,
        db: &mut SqliteConnection,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        self.settle(db, HoldEnd::Capture, release).await
    }

    /// Gives back what is held for a job; [`LedgerError::Ended`] if it was earned.
    pub async fn refund_in(
        &self,
        db: &mut SqliteConnection,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        self.settle(db, HoldEnd::Refund, release).await
    }

    async fn settle(
        &self,
        db: &mut SqliteConnection,
        end: HoldEnd,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        within(self.deadline, ledger::settle(&mut on(db), end, release)).await
    }
}

fn on(db: &mut SqliteConnection) -> Ledger<'_> {
    let now = Moment(SystemClock.now());
    Ledger { db, now }
}

/// Each method is a transaction of its own. Nobody is told of a gift or a correction.
#[async_trait]
impl CreditLedger for SqliteLedger {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        within(self.deadline, async {
            let mut db = self.pool.acquire().await?;
            Ok(entries::balance(&mut on(&mut db), user).await?)
        })
        .await
    }

    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin_with(BEGIN).await?;
            let written = ledger::grant(&mut on(&mut db), grant).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn purchase(&self, purchase: &Purchase) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin_with(BEGIN).await?;
            let written = ledger::purchase(&mut on(&mut db), purchase).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn chargeback(&self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin_with(BEGIN).await?;
            let written = ledger::chargeback(&mut on(&mut db), chargeback).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn correct(&self, correction: &Correction) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = self.pool.begin_with(BEGIN).await?;
            let written = ledger::correct(&mut on(&mut db), correction).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        within(self.deadline, async {
            let mut db = self.pool.acquire().await?;
            Ok(entries::statement(&mut on(&mut db), user, page).await?)
        })
        .await
    }

    async fn has(&self, key: &EntryKey) -> Result<bool, Unavailable> {
        within(self.deadline, async {
            let mut db = self.pool.acquire().await?;
            let keyed = entries::keyed(&mut on(&mut db), key).await?;
            Ok(keyed.is_some())
        })
        .await
    }

    /// The invariants 1 and 2, and of 3 what entries show.
    async fn audit(&self, limit: u32) -> Result<Vec<Violation>, Unavailable> {
        within(audit::WITHIN, async {
            let mut db = self.pool.begin().await?;
            Ok(entries::audit(&mut on(&mut db), limit).await?)
        })
        .await
    }
}
