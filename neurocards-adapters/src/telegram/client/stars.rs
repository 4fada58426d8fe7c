//! The bot's Stars: given back, and listed.

use chrono::DateTime;
use neurocards_core::ids::{ChargeId, UserId};
use neurocards_core::money::payment::{
    ListedTransaction, OddTransaction, StarTransaction, StarsMoved,
};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;
use serde_json::value::RawValue;

use super::TelegramClient;
use crate::telegram::errors::CallError;

#[derive(Deserialize)]
struct Transactions {
    transactions: Vec<Box<RawValue>>,
}

/// Bot API, `StarTransaction`: a refund carries the id of the payment.
#[derive(Deserialize)]
struct Transaction {
    id: String,
    amount: i64,
    date: i64,
    source: Option<Partner>,
    receiver: Option<Partner>,
}

/// Bot API, `TransactionPartnerUser`, with the fields that other partners lack left out.
#[derive(Deserialize)]
struct Partner {
    transaction_type: Option<String>,
    user: Option<Person>,
    invoice_payload: Option<String>,
}

#[derive(Deserialize)]
struct Person {
    id: i64,
}

impl TelegramClient {
    /// Gives a payment's Stars back. That they were given back before is success.
    pub async fn refund_star_payment(
        &self,
        payer: UserId,
        charge: &ChargeId,
    ) -> Result<(), CallError> {
        let params = json!({
            "user_id": payer.0,
            "telegram_payment_charge_id": charge.as_str(),
        });
        let refund = self.call::<IgnoredAny>("refundStarPayment", &params);
        match refund.await {
            Err(error) if !error.is_refunded_already() => Err(error),
            _ => Ok(()),
        }
    }

    /// Movements of the bot's Stars in the order in which they happened, from the one numbered
    /// `offset`, at most `limit`, 1 to 100.
    pub async fn star_transactions(
        &self,
        offset: u32,
        limit: u8,
    ) -> Result<Vec<ListedTransaction>, CallError> {
        let params = json!({ "offset": offset, "limit": limit.clamp(1, 100) });
        let list: Transactions = self.call("getStarTransactions", &params).await?;
        let rows = list.transactions.iter();
        Ok(rows.map(|row| read(row.get())).collect())
    }
}

fn read(row: &str) -> ListedTransaction {
    let odd = || OddTransaction::told(row);
    let transaction: Transaction = serde_json::from_str(row).map_err(|_| odd())?;
    Ok(StarTransaction {
        moved: moved(&transaction),
        charge: ChargeId::parse(transaction.id).map_err(|_| odd())?,
        stars: transaction.amount,
        at: DateTime::from_timestamp(transaction.date, 0).ok_or_else(odd)?,
    })
}

fn moved(transaction: &Transaction) -> StarsMoved {
    if let Some((payer, partner)) = transaction.source.as_ref().and_then(of_an_invoice) {
        let payload = partner.invoice_payload.as_ref();
        return StarsMoved::Paid {
            payer,
            invoice: payload.and_then(|payload| payload.parse().ok()),
        };
    }
    match transaction.receiver.as_ref().and_then(of_an_invoice) {
        Some((payer, _)) => StarsMoved::Refunded { payer },
        None => StarsMoved::Other,
    }
}

fn of_an_invoice(partner: &Partner) -> Option<(UserId, &Partner)> {
    let user = partner.user.as_ref()?;
    let of_an_invoice = partner.transaction_type.as_deref() == Some("invoice_payment");
    of_an_invoice.then_some((UserId(user.id), partner))
}
