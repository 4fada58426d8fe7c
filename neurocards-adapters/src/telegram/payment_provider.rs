//! The [`PaymentProvider`] port on Telegram.

use async_trait::async_trait;
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::payment::StarTransaction;
use neurocards_core::ports::{PaymentProvider, PaymentProviderError};

use super::client::TelegramClient;
use super::errors::CallError;

#[async_trait]
impl PaymentProvider for TelegramClient {
    async fn refund(&self, payer: UserId, charge: &ChargeId) -> Result<(), PaymentProviderError> {
        Ok(self.refund_star_payment(payer, charge).await?)
    }

    async fn transactions(
        &self,
        offset: u32,
        limit: u8,
    ) -> Result<Vec<StarTransaction>, PaymentProviderError> {
        Ok(self.star_transactions(offset, limit).await?)
    }
}

impl From<CallError> for PaymentProviderError {
    fn from(error: CallError) -> Self {
        let text = error.to_string();
        if error.is_short_of_stars() {
            return Self::Unreached(text);
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
