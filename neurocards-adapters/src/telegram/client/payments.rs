//! Invoices, and the word before a payment.

use std::time::Duration;

use neurocards_core::ids::MessageId;
use neurocards_core::money::payment::{Currency, Invoice, Price};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::{Place, TelegramClient};
use crate::telegram::errors::CallError;

/// The longest title of an invoice, in characters (Bot API, `sendInvoice`).
pub const TITLE_MAX_CHARS: usize = 32;
/// The longest description of an invoice, in characters (Bot API, `sendInvoice`).
pub const DESCRIPTION_MAX_CHARS: usize = 255;

/// The deep link of forwarded copies. Without one their Pay button would take the money of
/// strangers (Bot API, `sendInvoice`, `start_parameter`).
pub const INVOICE_START: &str = "topup";

/// What an invoice says in the language of its chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceWords {
    /// What is sold, cut to [`TITLE_MAX_CHARS`]; also the line of the fiscal receipt.
    pub title: String,
    /// A sentence about it, cut to [`DESCRIPTION_MAX_CHARS`].
    pub description: String,
}

/// Who takes roubles behind Telegram. `Debug` does not show the token.
#[derive(Debug, Clone)]
pub struct RoubleProvider {
    /// The token that `@BotFather` gives for the provider.
    pub token: SecretString,
    /// The provider's code of the VAT rate on fiscal receipts: 1 to 12, 1 is "none".
    pub vat_code: u8,
}

#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

impl TelegramClient {
    /// Sends an invoice; one in roubles needs a provider.
    pub async fn send_invoice(
        &self,
        place: Place,
        invoice: &Invoice,
        words: &InvoiceWords,
        provider: Option<&RoubleProvider>,
    ) -> Result<MessageId, CallError> {
        let mut params = params(invoice, words);
        match (invoice.price.currency(), provider) {
            (Currency::Stars, _) => params["provider_token"] = json!(""),
            (Currency::Roubles, Some(provider)) => provider.add_to(&mut params, invoice.price),
            (Currency::Roubles, None) => {
                let reason = "an invoice in roubles without a payment provider";
                return Err(CallError::Unsendable(reason.to_owned()));
            }
        }
        match self.send_params(place, &params).await {
            Err(error) if error.is_topic_gone() && place.topic.is_some() => {
                self.send_params(place.chat.into(), &params).await
            }
            sent => sent,
        }
    }

    async fn send_params(&self, place: Place, params: &Value) -> Result<MessageId, CallError> {
        let mut params = params.clone();
        params["chat_id"] = json!(place.chat.0);
        if let Some(topic) = place.topic {
            params["message_thread_id"] = json!(topic);
        }
        let sent: Sent = self.call("sendInvoice", &params).await?;
        Ok(MessageId(sent.message_id))
    }

    /// Says whether Telegram may charge, within `deadline` or the one of short calls if that is
    /// shorter; a refusal tells the person why. That nobody waits any more is success.
    pub async fn answer_pre_checkout(
        &self,
        query: &str,
        refusal: Option<&str>,
        deadline: Duration,
    ) -> Result<(), CallError> {
        let mut params = json!({ "pre_checkout_query_id": query, "ok": refusal.is_none() });
        if let Some(reason) = refusal {
            params["error_message"] = json!(reason);
        }
        let answer =
            self.wire
                .call::<IgnoredAny>("answerPreCheckoutQuery", params.to_string(), deadline);
        match answer.await {
            Err(error) if !error.is_query_too_old() => Err(error),
            _ => Ok(()),
        }
    }
}

fn params(invoice: &Invoice, words: &InvoiceWords) -> Value {
    let title = cut(&words.title, TITLE_MAX_CHARS);
    json!({
        "title": title,
        "description": cut(&words.description, DESCRIPTION_MAX_CHARS),
        "payload": invoice.id.0.simple().to_string(),
        "currency": invoice.price.currency().code(),
        "prices": [{ "label": title, "amount": invoice.price.amount() }],
        "start_parameter": INVOICE_START,
    })
}

impl RoubleProvider {
    /// Adds what the law on cash registers (54-FZ) asks of sellers: the line of the receipt, and the
    /// buyer's address for it. The form is `YooKassa`'s, `provider_data.receipt`.
    fn add_to(&self, params: &mut Value, price: Price) {
        let amount = price.amount();
        let line = json!({
            "description": params["title"],
            "quantity": "1.00",
            "amount": {
                "value": format!("{}.{:02}", amount / 100, amount % 100),
                "currency": price.currency().code(),
            },
            "vat_code": self.vat_code,
            "payment_mode": "full_payment",
            "payment_subject": "service",
        });
        let data = json!({ "receipt": { "items": [line] } });
        params["provider_token"] = json!(self.token.expose_secret());
        params["provider_data"] = json!(data.to_string());
        params["need_email"] = json!(true);
        params["send_email_to_provider"] = json!(true);
    }
}

fn cut(text: &str, max_chars: usize) -> String {
    text.chars().take(max_chars).collect()
}
