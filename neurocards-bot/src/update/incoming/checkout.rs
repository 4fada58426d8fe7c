//! The question before a charge, read field by field: whatever the others hold, one whose id can be
//! read is answered (Bot API, `PreCheckoutQuery`).

use neurocards_adapters::telegram::client::UpdateKind;
use neurocards_adapters::telegram::fields::Fields;
use neurocards_core::ids::{InvoiceId, UserId};
use neurocards_core::money::payment::{Checkout, CheckoutRefusal, Currency, Price};

use super::visitor::language;
use crate::money::checkout::CheckoutQuestion;

/// The question in an update, if there is one that can be answered.
pub(crate) fn checkout_question(update: &Fields) -> Option<CheckoutQuestion> {
    let query = update.object(UpdateKind::PreCheckoutQuery.field())?;
    let from = query.object("from");
    let payer = from.as_ref().and_then(|from| from.read("id")).map(UserId);
    let tag: Option<String> = from.and_then(|from| from.read("language_code"));
    Some(CheckoutQuestion {
        id: query.read("id")?,
        payer,
        language: language(tag.as_deref()),
        asked: asked(&query, payer),
    })
}

/// What would be charged; refused if no invoice of ours can have asked for it.
fn asked(query: &Fields, payer: Option<UserId>) -> Result<Checkout, CheckoutRefusal> {
    let payload: String = query.read("invoice_payload").unwrap_or_default();
    let invoice: InvoiceId = payload.parse().map_err(|_| CheckoutRefusal::Unknown)?;
    Ok(Checkout {
        invoice,
        payer: payer.ok_or(CheckoutRefusal::NotYours)?,
        price: price(query).ok_or(CheckoutRefusal::OtherPrice)?,
    })
}

fn price(query: &Fields) -> Option<Price> {
    let currency = Currency::parse(&query.read::<String>("currency")?)?;
    Price::new(currency, query.read("total_amount")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(update: &str) -> Option<CheckoutQuestion> {
        checkout_question(&Fields::of(update)?)
    }

    const PAYLOAD: &str = "\"0191f3c8d0007c3e8b4f0123456789ab\"";

    fn query(payer: &str, payload: &str, currency: &str, amount: &str) -> CheckoutQuestion {
        let update = format!(
            r#"{{"update_id":3,"pre_checkout_query":{{"id":"1","from":{{"id":{payer}}},
            "invoice_payload":{payload},"currency":{currency},"total_amount":{amount}}}}}"#
        );
        of(&update).expect("a question with an id")
    }

    fn refused(query: &CheckoutQuestion) -> CheckoutRefusal {
        query.asked.unwrap_err()
    }

    #[test]
    fn a_question_that_no_invoice_of_ours_fits_is_refused_unseen() {
        let honest = query("7", PAYLOAD, "\"XTR\"", "200").asked.unwrap();
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
        assert!(of(no_id).is_none() && of(of_a_text).is_none());
        let bare = r#"{"update_id":3,"pre_checkout_query":{"id":"1"}}"#;
        assert!(of(bare).is_some_and(|query| query.asked.is_err()));
    }
}
