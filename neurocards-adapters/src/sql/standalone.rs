use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::money::account::HoldEnd;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, Entry, Grant, Hold, Purchase, Release, Violation, Written,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreditLedger, LedgerError, Unavailable};

use super::deadline::within;
use super::dialect::{self, Connection, StandaloneLedger, begin, begin_reads, link};
use super::{audit, entries, ledger};

impl StandaloneLedger {
    /// What a user has, as the transaction sees it.
    pub async fn balance_in(
        &self,
        db: &mut Connection,
        user: UserId,
    ) -> Result<Balance, Unavailable> {
        within(self.deadline, async {
            Ok(entries::balance(self.link(db), self.statements(), user).await?)
        })
        .await
    }

    /// Gives credits, once per key.
    pub async fn grant_in(
        &self,
        db: &mut Connection,
        grant: &Grant,
    ) -> Result<Written, LedgerError> {
        within(
            self.deadline,
            ledger::grant(&mut self.on(self.link(db)), grant),
        )
        .await
    }

    /// Credits what a charge paid for, once per charge.
    pub async fn purchase_in(
        &self,
        db: &mut Connection,
        purchase: &Purchase,
    ) -> Result<Written, LedgerError> {
        within(
            self.deadline,
            ledger::purchase(&mut self.on(self.link(db)), purchase),
        )
        .await
    }

    /// Takes back all that a charge bought, once.
    pub async fn chargeback_in(
        &self,
        db: &mut Connection,
        chargeback: &Chargeback,
    ) -> Result<Written, LedgerError> {
        let taken = async { ledger::chargeback(&mut self.on(self.link(db)), chargeback).await };
        within(self.deadline, taken).await
    }

    /// Takes back all that a grant gave, once.
    pub async fn correct_in(
        &self,
        db: &mut Connection,
        correction: &Correction,
    ) -> Result<Written, LedgerError> {
        within(
            self.deadline,
            ledger::correct(&mut self.on(self.link(db)), correction),
        )
        .await
    }

    /// Sets credits aside, once per job.
    pub async fn hold_in(&self, db: &mut Connection, hold: &Hold) -> Result<Written, LedgerError> {
        within(
            self.deadline,
            ledger::hold(&mut self.on(self.link(db)), hold),
        )
        .await
    }

    /// Earns what is held for a job; [`LedgerError::Ended`] if it was given back.
    pub async fn capture_in(
        &self,
        db: &mut Connection,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        self.settle(db, HoldEnd::Capture, release).await
    }

    /// Gives back what is held for a job; [`LedgerError::Ended`] if it was earned.
    pub async fn refund_in(
        &self,
        db: &mut Connection,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        self.settle(db, HoldEnd::Refund, release).await
    }

    async fn settle(
        &self,
        db: &mut Connection,
        end: HoldEnd,
        release: &Release,
    ) -> Result<Written, LedgerError> {
        within(
            self.deadline,
            ledger::settle(&mut self.on(self.link(db)), end, release),
        )
        .await
    }
}

/// Each method is a transaction of its own. Nobody is told of a gift or a correction.
#[async_trait]
impl CreditLedger for StandaloneLedger {
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        within(self.deadline, async {
            Ok(entries::balance(self.readers(), self.statements(), user).await?)
        })
        .await
    }

    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = begin(self.writers()).await?;
            let written = ledger::grant(&mut self.on(link(&mut db)), grant).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn purchase(&self, purchase: &Purchase) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = begin(self.writers()).await?;
            let written = ledger::purchase(&mut self.on(link(&mut db)), purchase).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn chargeback(&self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = begin(self.writers()).await?;
            let written = ledger::chargeback(&mut self.on(link(&mut db)), chargeback).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn correct(&self, correction: &Correction) -> Result<Written, LedgerError> {
        within(self.deadline, async {
            let mut db = begin(self.writers()).await?;
            let written = ledger::correct(&mut self.on(link(&mut db)), correction).await?;
            db.commit().await?;
            Ok(written)
        })
        .await
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        within(self.deadline, async {
            Ok(entries::statement(self.readers(), self.statements(), user, page).await?)
        })
        .await
    }

    async fn has(&self, key: &EntryKey) -> Result<bool, Unavailable> {
        within(self.deadline, async {
            let keyed = entries::find(self.readers(), self.statements(), key).await?;
            Ok(keyed.is_some())
        })
        .await
    }

    /// The invariants 1 and 2, and of 3 what entries show.
    async fn audit(&self, limit: u32) -> Result<Vec<Violation>, Unavailable> {
        within(audit::WITHIN, async {
            let mut db = begin_reads(self.writers()).await?;
            dialect::take_time(link(&mut db), audit::WITHIN).await?;
            Ok(entries::audit(&mut self.on(link(&mut db)), limit).await?)
        })
        .await
    }
}
