use async_trait::async_trait;
use thiserror::Error;

use crate::ids::{ChargeId, UserId};
use crate::money::payment::ListedTransaction;

/// Why the payment provider did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PaymentProviderError {
    /// It refuses for good.
    #[error("refused: {0}")]
    Refused(String),
    /// Nobody knows, or not now; trying again is safe.
    #[error("not answered: {0}")]
    Unreached(String),
    /// The bot has too few Stars to give some back; trying again is safe, once it has more.
    #[error("the bot has too few Stars: {0}")]
    ShortOfStars(String),
}

/// Who holds the bot's Stars.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Gives a charge's Stars back. A charge that is refunded already MUST count as done. May
    /// be repeated.
    async fn refund(&self, payer: UserId, charge: &ChargeId) -> Result<(), PaymentProviderError>;

    /// Movements of Stars in the order in which they happened, from the one numbered `offset`, at
    /// most `limit`, 1 to 100. One that cannot be read MUST keep its place: the next page is counted
    /// from it. A provider that asks for a pause MUST be given it, within bounds. May be repeated.
    async fn transactions(
        &self,
        offset: u32,
        limit: u8,
    ) -> Result<Vec<ListedTransaction>, PaymentProviderError>;
}
