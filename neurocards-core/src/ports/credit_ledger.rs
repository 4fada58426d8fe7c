use async_trait::async_trait;
use thiserror::Error;

use super::Unavailable;
use crate::ids::{ChargeId, JobId, UserId};
use crate::money::account::AccountError;
use crate::money::entry_key::EntryKey;
use crate::money::ledger::{
    Balance, Chargeback, Correction, Entry, Grant, Purchase, Violation, Written,
};
use crate::page::Page;

/// Why money did not move. Nothing was written, as far as is known.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The account does not move: too little to take, or an amount or a key out of range.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The key was used before for another user, kind or amount.
    #[error("the key {0} was used for another entry")]
    KeyConflict(EntryKey),
    /// No purchase with this charge id.
    #[error("no purchase has the charge id {0}")]
    UnknownCharge(ChargeId),
    /// No grant with this key.
    #[error("no grant has the key {0}")]
    UnknownGrant(EntryKey),
    /// No hold for this job.
    #[error("nothing is held for the job {0}")]
    NothingHeld(JobId),
    /// The hold ended the other way: it was captured and is to be refunded, or the reverse.
    #[error("the hold of the job {0} has ended the other way")]
    Ended(JobId),
    /// Nothing is known to have changed; the same call again is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Money in, and the account of it. What moves with work is in
/// [`JobQueue`](super::JobQueue): holds, captures, refunds. What people pay comes in through
/// [`Payments`](super::Payments), which books purchases and chargebacks with their receipts.
///
/// Entries MUST be append-only. A balance MUST equal the signed sum of its entries after every
/// method, and MUST NOT be negative.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait CreditLedger: Send + Sync {
    /// What the user has; zero for an unknown user.
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable>;

    /// Gives credits. The same key again MUST write nothing and answer [`Written::Existing`], or
    /// [`LedgerError::KeyConflict`] if user, kind or amount differ. A gift of a person other than
    /// the user MUST, in the same transaction, become news for the user.
    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError>;

    /// Credits what a charge paid for. One charge id MUST be one purchase, however often this is
    /// called.
    async fn purchase(&self, purchase: &Purchase) -> Result<Written, LedgerError>;

    /// Takes back what a charge bought, once per charge id: [`Written::Existing`] after that. MUST
    /// answer [`AccountError::Insufficient`] and write nothing if the credits are spent.
    async fn chargeback(&self, chargeback: &Chargeback) -> Result<Written, LedgerError>;

    /// Takes back what a grant gave, once per grant: [`Written::Existing`] after that. MUST answer
    /// [`AccountError::Insufficient`] and write nothing if the credits are spent. MUST, in the same
    /// transaction, become news for the user.
    async fn correct(&self, correction: &Correction) -> Result<Written, LedgerError>;

    /// The user's entries, newest first.
    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable>;

    /// Whether an entry with this key exists.
    async fn has(&self, key: &EntryKey) -> Result<bool, Unavailable>;

    /// Violations of the invariants, at most `limit`, each naming its row; empty when all is
    /// right. MUST look at every row, whatever the constraints of the database promise.
    async fn audit(&self, limit: u32) -> Result<Vec<Violation>, Unavailable>;
}
