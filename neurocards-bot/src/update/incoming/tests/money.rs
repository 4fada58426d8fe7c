//! Service messages about money.

use neurocards_core::ids::ChargeId;
use neurocards_core::money::payment::{Charge, Currency, Price};

use super::*;

fn payment(currency: &str, amount: i64, payload: &str) -> Value {
    json!({ "successful_payment": {
        "currency": currency,
        "total_amount": amount,
        "invoice_payload": payload,
        "telegram_payment_charge_id": "stx1",
        "provider_payment_charge_id": "prov1",
    }})
}

#[test]
fn a_payment_is_read_with_its_payer_invoice_and_price() {
    for (currency, provider_id) in [("XTR", None), ("RUB", ChargeId::parse("prov1").ok())] {
        let expected = Charge {
            id: ChargeId::parse("stx1").unwrap(),
            provider_id,
            payer: UserId(7),
            invoice: ORDER.parse().unwrap(),
            price: Price::new(Currency::parse(currency).unwrap(), 20_000).unwrap(),
        };
        let read = of(payment(currency, 20_000, ORDER));
        assert_eq!(read, Some(Input::Paid(expected)));
    }
}

#[test]
fn money_for_nothing_of_ours_is_never_passed_over() {
    for strange in [
        payment("XTR", 200, "order 5"),
        payment("USD", 200, ORDER),
        payment("XTR", 0, ORDER),
    ] {
        let Some(Input::PaidStrangely(told)) = of(strange.clone()) else {
            panic!("{strange}");
        };
        assert_eq!(told.charge, "stx1");
        assert!(told.why.contains("user 7") && told.why.contains("stx1"));
    }
}

#[test]
fn an_amount_that_is_none_is_never_passed_over() {
    let amounts = [
        "0",
        "-200",
        "9223372036854775808",
        "36893488147419103232",
        "1e999",
        "200.5",
        r#""200""#,
        "null",
        "{}",
    ];
    for amount in amounts {
        let paid = message(payment("XTR", 200, ORDER)).to_string();
        let paid = paid.replace(
            "\"total_amount\":200",
            &format!("\"total_amount\":{amount}"),
        );
        let read = read(&format!("{{\"update_id\":1,\"message\":{paid}}}"));
        let Some(Input::PaidStrangely(told)) = read.map(|incoming| incoming.input) else {
            panic!("{amount}");
        };
        assert_eq!(told.charge, "stx1");
        assert!(told.why.contains(amount), "{}", told.why);
    }
}

#[test]
fn money_is_named_even_where_it_cannot_be_read() {
    let named = |body: &str| {
        let update = parsed(&format!("{{\"update_id\":3,\"message\":{body}}}"));
        update.money.map(|money| money.name)
    };
    for (body, charge) in [
        (
            r#"{"successful_payment":{"telegram_payment_charge_id":"stx1"}}"#,
            "stx1",
        ),
        (
            r#"{"refunded_payment":{"telegram_payment_charge_id":"stx1"}}"#,
            "stx1",
        ),
        (r#"{"successful_payment":{}}"#, "of update 3"),
        (r#"{"successful_payment":7}"#, "of update 3"),
    ] {
        assert_eq!(named(body).as_deref(), Some(charge), "{body}");
    }
    let reply = r#"{"text":"?","reply_to_message":{"successful_payment":{}}}"#;
    assert_eq!(named(reply), None);
}

#[test]
fn a_payment_without_a_readable_payer_is_of_whose_chat_it_is() {
    let mut paid = payment("XTR", 200, ORDER);
    paid["from"] = json!({ "id": "7" });
    let update = json!({ "update_id": 1, "message": message(paid) });
    assert_eq!(read(&update.to_string()).unwrap().who.user, UserId(7));
}

#[test]
fn a_refund_is_told_by_the_bot_in_the_chat_of_whoever_got_it() {
    let bot = json!({ "id": 9, "is_bot": true, "first_name": "b" });
    for from in [bot, person()] {
        let refund = json!({ "from": from, "refunded_payment": {
            "currency": "XTR", "total_amount": 200, "invoice_payload": ORDER,
            "telegram_payment_charge_id": "stx1",
        }});
        let update = json!({ "update_id": 1, "message": message(refund) });
        let read = read(&update.to_string()).unwrap();
        assert_eq!(read.who.user, UserId(7));
        assert_eq!(
            read.input,
            Input::Refunded(ChargeId::parse("stx1").unwrap())
        );
    }
}
