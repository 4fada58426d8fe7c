use async_trait::async_trait;
use thiserror::Error;

use super::Unavailable;
use crate::credits::Credits;
use crate::ids::UserId;
use crate::ledger::{Balance, Entry, Grant, Page, Payment, Violation, Written};

/// Why money did not move.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is too little to take back.
    #[error("the balance is {balance}, {needed} are needed")]
    Insufficient {
        /// What the user has.
        balance: Credits,
        /// What would be taken.
        needed: Credits,
    },
    /// The amount is zero, or the balance would pass [`Credits::MAX`].
    #[error("the amount {0} is out of range")]
    Amount(Credits),
    /// The key was used before for another user, kind or amount.
    #[error("the key {0} was used for another entry")]
    KeyConflict(String),
    /// No purchase with this charge id.
    #[error("no purchase has the charge id {0}")]
    UnknownCharge(String),
    /// Nothing changed; try again.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Money in, and the account of it. What moves with work is in
/// [`JobQueue`](super::JobQueue): holds, captures, refunds.
///
/// Entries MUST be append-only. A balance MUST equal the signed sum of its entries after every
/// method, and MUST NOT be negative.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait CreditLedger: Send + Sync {
    /// What the user has; zero for an unknown user.
    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable>;

    /// Gives credits. The same key again MUST write nothing and answer [`Written::Existing`], or
    /// [`LedgerError::KeyConflict`] if user or amount differ.
    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError>;

    /// Credits a payment. One charge id MUST be one purchase, however often this is called.
    async fn purchase(&self, payment: &Payment) -> Result<Written, LedgerError>;

    /// Takes back what a payment bought, once per charge id. MUST answer
    /// [`LedgerError::Insufficient`] and write nothing if the credits are spent.
    async fn chargeback(&self, charge_id: &str) -> Result<Written, LedgerError>;

    /// The user's entries, newest first.
    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable>;

    /// Every violation of the ledger's invariants, at most 100; empty when all is right.
    async fn audit(&self) -> Result<Vec<Violation>, Unavailable>;
}
