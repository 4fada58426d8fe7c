use neurocards_core::ids::{ChargeId, InvoiceId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{
    Currency, DueRefund, Invoice, Payment, PaymentStatus, Price, StoredInvoice,
};
use uuid::Uuid;

use super::{Moment, unreadable};

/// A row of `invoices`, and whether a payment names it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct InvoiceRow {
    id: Uuid,
    user_id: i64,
    #[sqlx(try_from = "i64")]
    credits: Credits,
    currency: String,
    amount: i64,
    created_at: Moment,
    paid: bool,
}

/// A row of `payments`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct PaymentRow {
    no: i64,
    #[sqlx(try_from = "String")]
    charge: ChargeId,
    provider_charge: Option<String>,
    invoice_id: Uuid,
    user_id: i64,
    #[sqlx(try_from = "i64")]
    credits: Credits,
    currency: String,
    amount: i64,
    status: String,
    rewarded: bool,
    booked_at: Moment,
    refunded_at: Option<Moment>,
}

/// A row of `payments`, and when its refund was asked.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct DueRefundRow {
    #[sqlx(flatten)]
    payment: PaymentRow,
    asked_at: Moment,
}

fn price(currency: &str, amount: i64) -> Result<Price, sqlx::Error> {
    let currency = Currency::parse(currency)
        .ok_or_else(|| unreadable(format!("{currency} is no currency")))?;
    Price::new(currency, amount).map_err(unreadable)
}

fn status(word: &str) -> Result<PaymentStatus, sqlx::Error> {
    PaymentStatus::parse(word)
        .ok_or_else(|| unreadable(format!("{word} is no status of a payment")))
}

impl TryFrom<InvoiceRow> for StoredInvoice {
    type Error = sqlx::Error;

    fn try_from(row: InvoiceRow) -> Result<Self, sqlx::Error> {
        let invoice = Invoice {
            id: InvoiceId(row.id),
            user: UserId(row.user_id),
            credits: row.credits,
            price: price(&row.currency, row.amount)?,
        };
        Ok(Self {
            invoice,
            created_at: row.created_at.0,
            paid: row.paid,
        })
    }
}

impl TryFrom<PaymentRow> for Payment {
    type Error = sqlx::Error;

    fn try_from(row: PaymentRow) -> Result<Self, sqlx::Error> {
        let provider_charge = row.provider_charge.map(ChargeId::parse).transpose();
        Ok(Self {
            no: row.no,
            charge: row.charge,
            provider_charge: provider_charge.map_err(unreadable)?,
            user: UserId(row.user_id),
            invoice: InvoiceId(row.invoice_id),
            credits: row.credits,
            price: price(&row.currency, row.amount)?,
            status: status(&row.status)?,
            rewarded: row.rewarded,
            booked_at: row.booked_at.0,
            refunded_at: row.refunded_at.map(|at| at.0),
        })
    }
}

impl TryFrom<DueRefundRow> for DueRefund {
    type Error = sqlx::Error;

    fn try_from(row: DueRefundRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            payment: row.payment.try_into()?,
            asked_at: row.asked_at.0,
        })
    }
}
