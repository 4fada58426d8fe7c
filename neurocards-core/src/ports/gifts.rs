use async_trait::async_trait;
use thiserror::Error;

use super::{LedgerError, Unavailable};
use crate::actor::{Actor, Reason};
use crate::ids::UserId;
use crate::money::account::AccountError;
use crate::money::gift::{Friends, NewPromo, Promo, PromoCode, PromoRefusal};
use crate::page::Page;

/// Why a promo code gave nothing. Nothing was written, as far as is known.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum RedeemError {
    /// The code gives this user nothing.
    #[error(transparent)]
    Refused(#[from] PromoRefusal),
    /// The balance would pass [`Credits::MAX`](crate::money::credits::Credits::MAX).
    #[error("the gift does not fit into the balance")]
    TooMuch,
    /// Nothing is known to have changed; the same call again is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl RedeemError {
    /// Why the ledger took no gift, in the words of redeeming.
    pub fn of_ledger(adapter: &'static str, error: LedgerError) -> Self {
        match error {
            LedgerError::Account(AccountError::Amount(_)) => Self::TooMuch,
            LedgerError::KeyConflict(_) => PromoRefusal::Redeemed.into(),
            error => Unavailable::new(adapter, error).into(),
        }
    }
}

/// Why a promo code was not created. Nothing was written, as far as is known.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum CreatePromoError {
    /// The code exists: codes are not used twice.
    #[error("the promo code {0} exists already")]
    Exists(PromoCode),
    /// Credits or uses are zero or too many, or the end is past.
    #[error("{0}")]
    Terms(&'static str),
    /// Nothing is known to have changed; the same call again is safe.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Credits that nobody paid for. Friends are remembered by
/// [`Inbox::commit`](super::Inbox::commit) and rewarded by [`Payments::book`](super::Payments).
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Gifts: Send + Sync {
    /// Creates a promo code that passes [`NewPromo::check`], and the act of it.
    async fn create_promo(&self, promo: &NewPromo) -> Result<(), CreatePromoError>;

    /// Ends a promo code now, and writes the act of it; `false` if there is none, or its time is
    /// over, or it was ended.
    async fn end_promo(
        &self,
        code: &PromoCode,
        reason: &Reason,
        by: &Actor,
    ) -> Result<bool, Unavailable>;

    /// A promo code as it stands; `None` if nobody created it.
    async fn promo(&self, code: &PromoCode) -> Result<Option<Promo>, Unavailable>;

    /// Promo codes, newest first.
    async fn promos(&self, page: Page) -> Result<Vec<Promo>, Unavailable>;

    /// Gives what a promo code is worth: MUST be once per user and code, and never to more users
    /// than the code allows, also at once. Answers the code as it stands then. Where several
    /// refusals fit: [`Redeemed`](PromoRefusal::Redeemed), then [`Ended`](PromoRefusal::Ended),
    /// then [`UsedUp`](PromoRefusal::UsedUp).
    async fn redeem(&self, user: UserId, code: &PromoCode) -> Result<Promo, RedeemError>;

    /// How many friends a user brought.
    async fn friends(&self, user: UserId) -> Result<Friends, Unavailable>;
}
