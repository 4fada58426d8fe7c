//! Invoices, the word before a payment, Stars: the requests, and what the answers mean.

use std::time::Duration;

use chrono::DateTime;
use neurocards_adapters::telegram::client::{InvoiceWords, RoubleProvider, TelegramClient};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_core::ids::{ChargeId, ChatId, InvoiceId, MessageId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{
    Currency, Invoice, OddTransaction, Price, StarTransaction, StarsMoved,
};
use neurocards_core::ports::{PaymentProvider, PaymentProviderError};
use serde_json::{Value, json};
use uuid::Uuid;
use wiremock::matchers::any;
use wiremock::{Mock, ResponseTemplate};

use super::rig::{PATIENT, Rig};

const PAYLOAD: &str = "0000000000000000000000000000000a";

/// Offers five credits in the chat of user 7.
pub(crate) async fn offer(
    client: &TelegramClient,
    currency: Currency,
    amount: i64,
    provider: Option<&RoubleProvider>,
) -> Result<MessageId, CallError> {
    let invoice = invoice(currency, amount);
    client
        .send_invoice(ChatId(7).into(), &invoice, &words(), provider)
        .await
}

fn invoice(currency: Currency, amount: i64) -> Invoice {
    Invoice {
        id: InvoiceId(Uuid::from_u128(10)),
        user: UserId(7),
        credits: Credits::small(5),
        price: Price::new(currency, amount).unwrap(),
    }
}

fn words() -> InvoiceWords {
    InvoiceWords {
        title: "5 кредитов".to_owned(),
        description: "Кредиты".to_owned(),
    }
}

fn provider() -> RoubleProvider {
    RoubleProvider {
        token: "provider-canary".into(),
        vat_code: 4,
    }
}

pub(crate) fn charge() -> ChargeId {
    ChargeId::parse("stx1").unwrap()
}

#[tokio::test]
async fn an_invoice_in_stars_has_one_price_and_an_empty_provider() {
    let rig = Rig::ok(json!({ "message_id": 5 })).await;
    let sent = offer(&rig.client, Currency::Stars, 200, Some(&provider())).await;
    assert_eq!(sent, Ok(MessageId(5)));
    let expected = json!({
        "chat_id": 7,
        "title": "5 кредитов",
        "description": "Кредиты",
        "payload": PAYLOAD,
        "currency": "XTR",
        "prices": [{ "label": "5 кредитов", "amount": 200 }],
        "start_parameter": "topup",
        "provider_token": "",
    });
    assert_eq!(rig.call().await, ("sendinvoice".to_owned(), expected));
}

#[tokio::test]
async fn an_invoice_in_roubles_carries_the_line_of_the_fiscal_receipt() {
    let rig = Rig::ok(json!({ "message_id": 5 })).await;
    let sent = offer(&rig.client, Currency::Roubles, 39_005, Some(&provider())).await;
    assert_eq!(sent, Ok(MessageId(5)));
    let (_, body) = rig.call().await;
    assert_eq!(
        (&body["currency"], &body["provider_token"]),
        (&json!("RUB"), &json!("provider-canary"))
    );
    assert_eq!(
        (&body["need_email"], &body["send_email_to_provider"]),
        (&json!(true), &json!(true))
    );
    let data: Value = serde_json::from_str(body["provider_data"].as_str().unwrap()).unwrap();
    let line = json!({
        "description": "5 кредитов",
        "quantity": "1.00",
        "amount": { "value": "390.05", "currency": "RUB" },
        "vat_code": 4,
        "payment_mode": "full_payment",
        "payment_subject": "service",
    });
    assert_eq!(data, json!({ "receipt": { "items": [line] } }));
}

#[tokio::test]
async fn roubles_without_a_provider_are_not_asked_for() {
    let rig = Rig::ok(json!({ "message_id": 5 })).await;
    let sent = offer(&rig.client, Currency::Roubles, 39_000, None).await;
    assert!(matches!(sent, Err(CallError::Unsendable(_))), "{sent:?}");
    assert_eq!(rig.server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn titles_and_descriptions_are_cut_to_their_limits() {
    let rig = Rig::ok(json!({ "message_id": 5 })).await;
    let long = InvoiceWords {
        title: "я".repeat(33),
        description: "я".repeat(256),
    };
    let stars = invoice(Currency::Stars, 1);
    let sent = rig
        .client
        .send_invoice(ChatId(7).into(), &stars, &long, None);
    sent.await.unwrap();
    let (_, body) = rig.call().await;
    let chars = |field: &str| body[field].as_str().unwrap().chars().count();
    assert_eq!((chars("title"), chars("description")), (32, 255));
}

#[test]
fn the_providers_token_is_not_printed() {
    assert!(!format!("{:?}", provider()).contains("canary"));
}

#[tokio::test]
async fn a_checkout_is_answered_with_yes_or_a_reason() {
    let within = Duration::from_secs(20);
    for (refusal, expected) in [
        (None, json!({ "pre_checkout_query_id": "q", "ok": true })),
        (
            Some("нет"),
            json!({ "pre_checkout_query_id": "q", "ok": false, "error_message": "нет" }),
        ),
    ] {
        let rig = Rig::ok(json!(true)).await;
        let answer = rig.client.answer_pre_checkout("q", refusal, within);
        answer.await.unwrap();
        let called = ("answerprecheckoutquery".to_owned(), expected);
        assert_eq!(rig.call().await, called);
    }
    let too_old =
        "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let rig = Rig::refusing(400, too_old).await;
    let answer = rig.client.answer_pre_checkout("q", None, within);
    assert_eq!(answer.await, Ok(()));
}

#[tokio::test]
async fn stars_given_back_before_count_as_given_back() {
    let rig = Rig::ok(json!(true)).await;
    rig.client.refund(UserId(7), &charge()).await.unwrap();
    let expected = json!({ "user_id": 7, "telegram_payment_charge_id": "stx1" });
    assert_eq!(rig.call().await, ("refundstarpayment".to_owned(), expected));

    let rig = Rig::refusing(400, "Bad Request: CHARGE_ALREADY_REFUNDED").await;
    rig.client.refund(UserId(7), &charge()).await.unwrap();
}

#[tokio::test]
async fn only_a_refusal_for_good_ends_a_refund() {
    for (code, description, is_final) in [
        (400, "Bad Request: CHARGE_NOT_FOUND", true),
        (400, "Bad Request: CHARGE_ID_INVALID", true),
        (400, "Bad Request: BALANCE_TOO_LOW", false),
        (401, "Unauthorized", false),
        (404, "Not Found", false),
        (429, "Too Many Requests: retry after 5", false),
        (500, "Internal Server Error", false),
    ] {
        let rig = Rig::refusing(code, description).await;
        let error = rig.client.refund(UserId(7), &charge()).await.unwrap_err();
        let refused = matches!(error, PaymentProviderError::Refused(_));
        assert_eq!(refused, is_final, "{description}: {error}");
    }
}

#[tokio::test]
async fn too_few_stars_are_told_as_that() {
    let rig = Rig::refusing(400, "Bad Request: BALANCE_TOO_LOW").await;
    let error = rig.client.refund(UserId(7), &charge()).await.unwrap_err();
    let short = matches!(error, PaymentProviderError::ShortOfStars(_));
    assert!(short, "{error}");
}

fn flooded(retry_after: u32) -> ResponseTemplate {
    ResponseTemplate::new(429).set_body_json(json!({
        "ok": false,
        "error_code": 429,
        "description": format!("Too Many Requests: retry after {retry_after}"),
        "parameters": { "retry_after": retry_after },
    }))
}

#[tokio::test]
async fn a_list_of_stars_goes_on_after_the_pauses_that_are_asked_for() {
    let rig = Rig::ok(json!({ "transactions": [] })).await;
    let flood = Mock::given(any()).respond_with(flooded(0));
    let flood = flood.up_to_n_times(3).with_priority(1);
    flood.mount(&rig.server).await;
    assert_eq!(rig.client.transactions(0, 100).await, Ok(vec![]));
    assert_eq!(rig.server.received_requests().await.unwrap().len(), 4);
}

#[tokio::test]
async fn pauses_before_a_list_of_stars_have_a_bound() {
    for (retry_after, calls) in [(0, 6), (3_600, 1)] {
        let rig = Rig::with(PATIENT, flooded(retry_after)).await;
        let error = rig.client.transactions(0, 100).await.unwrap_err();
        assert!(
            matches!(error, PaymentProviderError::Unreached(_)),
            "{error}"
        );
        assert_eq!(rig.server.received_requests().await.unwrap().len(), calls);
    }
}

#[tokio::test]
async fn stars_are_listed_with_what_moved_them() {
    let user = json!({ "id": 7, "is_bot": false, "first_name": "Аня" });
    let partner = |kind: &str, payload: Value| json!({ "type": "user", "transaction_type": kind, "user": user, "invoice_payload": payload });
    let moved = |side: &str, partner: Value| json!({ "id": "stx1", "amount": 200, "date": 1_767_604_800, side: partner });
    let invoice = Some(InvoiceId(Uuid::from_u128(10)));
    let payer = UserId(7);
    let cases = [
        (
            moved("source", partner("invoice_payment", json!(PAYLOAD))),
            StarsMoved::Paid { payer, invoice },
        ),
        (
            moved("source", partner("invoice_payment", json!("old shop"))),
            StarsMoved::Paid {
                payer,
                invoice: None,
            },
        ),
        (
            moved("receiver", partner("invoice_payment", json!(PAYLOAD))),
            StarsMoved::Refunded { payer },
        ),
        (
            moved("receiver", partner("gift_purchase", Value::Null)),
            StarsMoved::Other,
        ),
        (
            moved("receiver", json!({ "type": "fragment" })),
            StarsMoved::Other,
        ),
        (
            moved("source", json!({ "type": "other" })),
            StarsMoved::Other,
        ),
    ];
    let list: Vec<_> = cases.iter().map(|(moved, _)| moved.clone()).collect();
    let rig = Rig::ok(json!({ "transactions": list })).await;
    let listed = rig.client.transactions(300, 100).await.unwrap();
    let expected = cases.map(|(_, moved)| {
        Ok(StarTransaction {
            charge: charge(),
            moved,
            stars: 200,
            at: DateTime::from_timestamp(1_767_604_800, 0).unwrap(),
        })
    });
    assert_eq!(listed, expected);
    let asked = json!({ "offset": 300, "limit": 100 });
    assert_eq!(rig.call().await, ("getstartransactions".to_owned(), asked));
}

#[tokio::test]
async fn a_transaction_that_cannot_be_read_keeps_its_place() {
    let odd = [
        json!({ "id": "", "amount": 1, "date": 1 }),
        json!({ "id": "stx2", "amount": "1", "date": 1 }),
        json!({ "id": "stx3", "amount": 1, "date": 9_000_000_000_000_000_000_i64 }),
        json!(7),
    ];
    let good = json!({ "id": "stx1", "amount": 200, "date": 1, "source": { "type": "other" } });
    let list = odd.iter().cloned().chain([good]).collect::<Vec<_>>();
    let rig = Rig::ok(json!({ "transactions": list })).await;
    let listed = rig.client.transactions(0, 100).await.unwrap();
    for (row, odd) in listed.iter().zip(&odd) {
        assert_eq!(*row, Err(OddTransaction::told(&odd.to_string())));
    }
    assert!(matches!(&listed[4..], [Ok(good)] if good.stars == 200));
}
