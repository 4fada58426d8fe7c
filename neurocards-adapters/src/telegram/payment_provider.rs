//! The [`PaymentProvider`] port on Telegram.

use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::actor::Reason;
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::money::payment::ListedTransaction;
use neurocards_core::ports::{PaymentProvider, PaymentProviderError};

use super::client::TelegramClient;
use super::errors::CallError;

/// The longest pause that a page of transactions is waited for; Telegram asks for a minute at most
/// as a rule.
const WAIT_MAX: Duration = Duration::from_mins(2);
/// Pauses before one page.
const WAITS_MAX: u32 = 5;

impl TelegramClient {
    /// Why credits are taken back with a payment that Telegram gave back, for the ledger.
    pub fn given_back() -> Reason {
        Reason::of("Telegram gave the payment back")
    }
}

#[async_trait]
impl PaymentProvider for TelegramClient {
    async fn refund(&self, payer: UserId, charge: &ChargeId) -> Result<(), PaymentProviderError> {
        Ok(self.refund_star_payment(payer, charge).await?)
    }

    async fn transactions(
        &self,
        offset: u32,
        limit: u8,
    ) -> Result<Vec<ListedTransaction>, PaymentProviderError> {
        for _ in 0..WAITS_MAX {
            match self.star_transactions(offset, limit).await {
                Err(CallError::RateLimited { retry_after }) if retry_after <= WAIT_MAX => {
                    tokio::time::sleep(retry_after).await;
                }
                answer => return Ok(answer?),
            }
        }
        Ok(self.star_transactions(offset, limit).await?)
    }
}

impl From<CallError> for PaymentProviderError {
    fn from(error: CallError) -> Self {
        let text = error.to_string();
        if error.is_short_of_stars() {
            return Self::ShortOfStars(text);
        }
        match error {
            // At 401, 404 and 409 the token is the trouble, not this charge.
            CallError::Api {
                code: 401 | 404 | 409,
                ..
            } => Self::Unreached(text),
            CallError::Api {
                code: 400..=499, ..
            }
            | CallError::Unsendable(_) => Self::Refused(text),
            _ => Self::Unreached(text),
        }
    }
}
