//! The question, as Telegram puts it.

use neurocards_core::ids::{InvoiceId, UserId};
use neurocards_core::payment::{Checkout, CheckoutRefusal, Currency, Price};
use neurocards_core::user::Language;
use serde::Deserialize;

use crate::incoming::language;

#[derive(Deserialize)]
pub(super) struct Asking {
    pub(super) pre_checkout_query: Query,
}

/// Bot API, `PreCheckoutQuery`.
#[derive(Deserialize)]
pub(super) struct Query {
    pub(super) id: String,
    pub(super) from: Payer,
    currency: String,
    total_amount: i64,
    invoice_payload: String,
}

#[derive(Deserialize)]
pub(super) struct Payer {
    pub(super) id: i64,
    language_code: Option<String>,
}

impl Query {
    /// The language of their app.
    pub(super) fn language(&self) -> Language {
        language(self.from.language_code.as_deref())
    }

    /// What would be charged; refused if no invoice of ours can have asked for it.
    pub(super) fn read(&self) -> Result<Checkout, CheckoutRefusal> {
        let invoice: InvoiceId = self
            .invoice_payload
            .parse()
            .map_err(|_| CheckoutRefusal::Unknown)?;
        let currency = Currency::parse(&self.currency).ok_or(CheckoutRefusal::OtherPrice)?;
        let price = Price::new(currency, self.total_amount);
        Ok(Checkout {
            invoice,
            payer: UserId(self.from.id),
            price: price.map_err(|_| CheckoutRefusal::OtherPrice)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_no_invoice_of_ours_fits_is_refused_unseen() {
        let query = |payload: &str, currency: &str, total_amount| Query {
            id: "1".to_owned(),
            from: Payer {
                id: 7,
                language_code: None,
            },
            currency: currency.to_owned(),
            total_amount,
            invoice_payload: payload.to_owned(),
        };
        let payload = "0191f3c8d0007c3e8b4f0123456789ab";
        assert!(query(payload, "XTR", 200).read().is_ok());
        for (bad, refusal) in [
            (query("pack-5", "XTR", 200), CheckoutRefusal::Unknown),
            (query(payload, "USD", 200), CheckoutRefusal::OtherPrice),
            (query(payload, "XTR", 0), CheckoutRefusal::OtherPrice),
            (query(payload, "XTR", -1), CheckoutRefusal::OtherPrice),
            (query(payload, "XTR", i64::MAX), CheckoutRefusal::OtherPrice),
        ] {
            assert_eq!(bad.read(), Err(refusal));
        }
    }
}
