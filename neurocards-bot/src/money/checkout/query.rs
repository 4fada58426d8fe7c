//! The question, as Telegram puts it, read field by field: whatever the others hold, one whose id
//! can be read is answered.

use neurocards_core::ids::{InvoiceId, UserId};
use neurocards_core::money::payment::{Checkout, CheckoutRefusal, Currency, Price};
use neurocards_core::user::Language;

use crate::update::incoming::{Fields, language};

/// Bot API, `PreCheckoutQuery`.
pub(super) struct Query {
    pub(super) id: String,
    pub(super) payer: Option<UserId>,
    language: Option<String>,
    currency: Option<String>,
    total_amount: Option<i64>,
    invoice_payload: Option<String>,
}

impl Query {
    /// The question in an update, if there is one that can be answered.
    pub(super) fn of(update: &str) -> Option<Self> {
        let query = Fields::of(update)?.object("pre_checkout_query")?;
        let payer = query.object("from");
        let payer = payer.as_ref();
        Some(Self {
            id: query.read("id")?,
            payer: payer.and_then(|payer| payer.read("id")).map(UserId),
            language: payer.and_then(|payer| payer.read("language_code")),
            currency: query.read("currency"),
            total_amount: query.read("total_amount"),
            invoice_payload: query.read("invoice_payload"),
        })
    }

    /// The language of their app.
    pub(super) fn language(&self) -> Language {
        language(self.language.as_deref())
    }

    /// What would be charged; refused if no invoice of ours can have asked for it.
    pub(super) fn read(&self) -> Result<Checkout, CheckoutRefusal> {
        let payload = self.invoice_payload.as_deref().unwrap_or_default();
        let invoice: InvoiceId = payload.parse().map_err(|_| CheckoutRefusal::Unknown)?;
        Ok(Checkout {
            invoice,
            payer: self.payer.ok_or(CheckoutRefusal::NotYours)?,
            price: self.price().ok_or(CheckoutRefusal::OtherPrice)?,
        })
    }

    fn price(&self) -> Option<Price> {
        let currency = Currency::parse(self.currency.as_deref()?)?;
        Price::new(currency, self.total_amount?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAYLOAD: &str = "\"0191f3c8d0007c3e8b4f0123456789ab\"";

    fn query(payer: &str, payload: &str, currency: &str, amount: &str) -> Query {
        let update = format!(
            r#"{{"update_id":3,"pre_checkout_query":{{"id":"1","from":{{"id":{payer}}},
            "invoice_payload":{payload},"currency":{currency},"total_amount":{amount}}}}}"#
        );
        Query::of(&update).expect("a question with an id")
    }

    fn refused(query: &Query) -> CheckoutRefusal {
        query.read().unwrap_err()
    }

    #[test]
    fn a_question_that_no_invoice_of_ours_fits_is_refused_unseen() {
        let honest = query("7", PAYLOAD, "\"XTR\"", "200").read().unwrap();
        assert_eq!((honest.payer, honest.price.amount()), (UserId(7), 200));
        for payload in ["\"pack-5\"", "5", "null"] {
            let forged = query("7", payload, "\"XTR\"", "200");
            assert_eq!(refused(&forged), CheckoutRefusal::Unknown);
        }
        for currency in ["\"USD\"", "1", "null"] {
            let forged = query("7", PAYLOAD, currency, "200");
            assert_eq!(refused(&forged), CheckoutRefusal::OtherPrice);
        }
        let of_nobody = query("\"7\"", PAYLOAD, "\"XTR\"", "200");
        assert_eq!(refused(&of_nobody), CheckoutRefusal::NotYours);
    }

    #[test]
    fn an_amount_that_is_none_is_refused_not_left_unanswered() {
        for amount in [
            "0",
            "-200",
            "9223372036854775807",
            "9223372036854775808",
            "36893488147419103232",
            "1e999",
            "200.5",
            "\"200\"",
            "null",
        ] {
            let forged = query("7", PAYLOAD, "\"XTR\"", amount);
            assert_eq!(refused(&forged), CheckoutRefusal::OtherPrice, "{amount}");
        }
    }

    #[test]
    fn only_a_question_with_an_id_is_one() {
        let no_id = r#"{"update_id":3,"pre_checkout_query":{"id":1}}"#;
        let of_a_text = r#"{"update_id":3,"message":{"text":"pre_checkout_query"}}"#;
        assert!(Query::of(no_id).is_none() && Query::of(of_a_text).is_none());
        let bare = r#"{"update_id":3,"pre_checkout_query":{"id":"1"}}"#;
        assert!(Query::of(bare).is_some_and(|query| query.read().is_err()));
    }
}
