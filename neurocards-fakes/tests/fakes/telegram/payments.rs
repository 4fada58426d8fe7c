//! Money: honest, refused, late and forged.

mod checkout;
mod gone_wrong;
mod roubles;
mod stars;
mod terms;

use neurocards_fakes::telegram::{Checkout, HumanError, Receipt, TelegramHandle, User};
use serde_json::{Value, json};

use crate::telegram::rig::{Rig, SOON};

/// An invoice over 390 Stars, to be bent by a test.
fn in_stars() -> Value {
    json!({"chat_id": 7, "title": "5 кредитов", "description": "Пакет", "payload": "order-1",
        "currency": "XTR", "prices": [{"label": "a", "amount": 390}], "start_parameter": "x"})
}

/// The same with some fields changed.
fn but(mut invoice: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("fields are wanted: {changes}");
    };
    invoice.as_object_mut().unwrap().extend(changes);
    invoice
}

/// Without what only a message has.
fn as_link(mut invoice: Value) -> Value {
    let fields = invoice.as_object_mut().unwrap();
    fields.retain(|field, _| field != "chat_id" && field != "start_parameter");
    invoice
}

async fn invoice(rig: &Rig, start_parameter: &str) -> i64 {
    send(
        rig,
        but(in_stars(), json!({"start_parameter": start_parameter})),
    )
    .await
}

async fn send(rig: &Rig, invoice: Value) -> i64 {
    rig.ok("sendInvoice", invoice).await["message_id"]
        .as_i64()
        .unwrap()
}

/// Pays an invoice of 390 Stars without being asked first.
async fn paid(rig: &Rig) -> Receipt {
    let checkout = Checkout {
        message_id: Some(invoice(rig, "x").await),
        skip_pre_checkout: true,
        ..Checkout::default()
    };
    rig.anna.check_out(checkout).await.unwrap()
}

/// The `successful_payment`s among updates, each with its update's id.
fn payments(updates: &[Value]) -> Vec<(&Value, &Value)> {
    let payments = updates.iter().map(|update| {
        (
            &update["update_id"],
            &update["message"]["successful_payment"],
        )
    });
    payments
        .filter(|(_, payment)| payment.is_object())
        .collect()
}

/// Answers the next pre-checkout question; gives it.
async fn answer(rig: &Rig, verdict: Value) -> Value {
    let updates = rig
        .ok("getUpdates", json!({"timeout": 50, "offset": -1}))
        .await;
    let query = updates[0]["pre_checkout_query"].clone();
    let mut parameters = verdict;
    parameters["pre_checkout_query_id"] = query["id"].clone();
    rig.ok("answerPreCheckoutQuery", parameters).await;
    query
}

#[tokio::test]
async fn a_payment_comes_only_after_the_bot_agreed() {
    let rig = Rig::new().await;
    let id = invoice(&rig, "x").await;
    rig.drain_updates().await;
    let (paid, query) = tokio::join!(rig.anna.pay(id), answer(&rig, json!({"ok": true})));
    assert_eq!(query["total_amount"], 390);
    let receipt = paid.unwrap();
    let updates = rig.drain_updates().await;
    let payment = &updates.last().unwrap()["message"]["successful_payment"];
    assert_eq!(payment["telegram_payment_charge_id"], receipt.charge_id);
    assert_eq!(rig.ok("getMyStarBalance", json!({})).await["amount"], 390);
}

#[tokio::test]
async fn a_refusal_and_a_silence_cost_nothing() {
    let rig = Rig::new().await;
    let id = invoice(&rig, "x").await;
    rig.drain_updates().await;
    let no = json!({"ok": false, "error_message": "Уже оплачено"});
    let (paid, _) = tokio::join!(rig.anna.pay(id), answer(&rig, no));
    assert_eq!(
        paid,
        Err(HumanError::PaymentRefused("Уже оплачено".to_owned()))
    );
    rig.drain_updates().await;
    let silence = async {
        let asked = |fake: &TelegramHandle| (fake.pending_updates() == 1).then_some(());
        rig.fake.wait_until(SOON, asked).await.unwrap();
        tokio::time::pause();
        tokio::time::advance(SOON).await;
        tokio::time::resume();
    };
    let (paid, ()) = tokio::join!(rig.anna.pay(id), silence);
    assert_eq!(paid, Err(HumanError::PaymentTimedOut));
    let late = rig.drain_updates().await.pop().unwrap()["pre_checkout_query"]["id"].clone();
    let late = json!({"pre_checkout_query_id": late, "ok": true});
    let refusal = rig.refusal("answerPreCheckoutQuery", late).await;
    assert!(refusal.contains("query is too old"), "{refusal}");
    assert_eq!(rig.ok("getMyStarBalance", json!({})).await["amount"], 0);
}

#[tokio::test]
async fn payments_can_be_forged_repeated_and_refunded() {
    let rig = Rig::new().await;
    let id = invoice(&rig, "x").await;
    rig.drain_updates().await;
    let forged = Checkout {
        message_id: Some(id),
        amount: Some(1),
        payload: Some("order-2".to_owned()),
        skip_pre_checkout: true,
        ..Checkout::default()
    };
    let receipt = rig.anna.check_out(forged).await.unwrap();
    rig.anna.report_payment_again(&receipt.charge_id).unwrap();
    let updates = rig.drain_updates().await;
    let payments: Vec<_> = updates
        .iter()
        .map(|u| &u["message"]["successful_payment"])
        .collect();
    assert_eq!(payments[0], payments[1]);
    assert_eq!(
        (
            &payments[0]["total_amount"],
            &payments[0]["invoice_payload"]
        ),
        (&json!(1), &json!("order-2"))
    );
    let refund = json!({"user_id": 7, "telegram_payment_charge_id": receipt.charge_id});
    rig.ok("refundStarPayment", refund.clone()).await;
    let again = rig.refusal("refundStarPayment", refund).await;
    assert_eq!(again, "Bad Request: CHARGE_ALREADY_REFUNDED");
    let told = rig.drain_updates().await;
    assert_eq!(told[0]["message"]["refunded_payment"]["total_amount"], 1);
}

#[tokio::test]
async fn a_forwarded_invoice_can_be_paid_by_others_only_without_start_parameter() {
    let rig = Rig::new().await;
    let boris = rig.fake.add_user(User::new(8, "Борис", "ru"));
    for (start_parameter, payable) in [("", true), ("x", false)] {
        let checkout = Checkout {
            message_id: Some(invoice(&rig, start_parameter).await),
            forwarded_from: Some(7),
            skip_pre_checkout: true,
            ..Checkout::default()
        };
        assert_eq!(boris.check_out(checkout).await.is_ok(), payable);
    }
}
