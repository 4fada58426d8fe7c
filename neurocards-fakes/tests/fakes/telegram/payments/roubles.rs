//! Roubles, through the payment provider that the bot is connected to.

use neurocards_fakes::telegram::{Checkout, FakeTelegram};
use serde_json::{Value, json};

use super::{answer, but, payments, send};
use crate::telegram::rig::Rig;

const PROVIDER: &str = "381764678:TEST:100037";

async fn connected() -> Rig {
    Rig::with(FakeTelegram::builder().provider_token(PROVIDER)).await
}

fn in_roubles() -> Value {
    json!({"chat_id": 7, "title": "5 кредитов", "description": "Пакет", "payload": "order-1",
        "currency": "RUB", "provider_token": PROVIDER,
        "prices": [{"label": "5 кредитов", "amount": 49_000}, {"label": "Скидка", "amount": -10_000}]})
}

#[tokio::test]
async fn roubles_need_the_provider_that_the_bot_is_connected_to() {
    let (connected, alone) = (connected().await, Rig::new().await);
    for (rig, token) in [
        (&connected, ""),
        (&connected, "381764678:TEST:1"),
        (&alone, PROVIDER),
    ] {
        let invoice = but(in_roubles(), json!({"provider_token": token}));
        let refusal = rig.refusal("sendInvoice", invoice).await;
        assert_eq!(refusal, "Bad Request: PAYMENT_PROVIDER_INVALID");
    }
    let sent = connected.ok("sendInvoice", in_roubles()).await;
    assert_eq!(sent["invoice"]["total_amount"], 39_000);
}

#[tokio::test]
async fn roubles_have_a_least_and_a_most_amount() {
    let rig = connected().await;
    let prices = |amount: i64| json!({"prices": [{"label": "a", "amount": amount}]});
    for amount in [-1, 0, 8_652, 86_530_476] {
        let invoice = but(in_roubles(), prices(amount));
        let refusal = rig.refusal("sendInvoice", invoice).await;
        assert_eq!(refusal, "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID");
    }
    for amount in [8_653, 86_530_475] {
        send(&rig, but(in_roubles(), prices(amount))).await;
    }
}

#[tokio::test]
async fn what_the_provider_is_told_is_json_and_tips_grow() {
    let rig = connected().await;
    let broken = but(in_roubles(), json!({"provider_data": "receipt"}));
    let refusal = rig.refusal("sendInvoice", broken).await;
    assert_eq!(refusal, "Bad Request: DATA_JSON_INVALID");
    for tips in [json!([2, 1]), json!([0]), json!([101]), json!([1, 1])] {
        let tips = json!({"max_tip_amount": 100, "suggested_tip_amounts": tips});
        let refusal = rig.refusal("sendInvoice", but(in_roubles(), tips)).await;
        assert!(refusal.contains("tips"), "{refusal}");
    }
    let receipt = json!({"need_email": true, "send_email_to_provider": true,
        "provider_data": "{\"receipt\":{}}", "max_tip_amount": 100, "suggested_tip_amounts": [1, 100]});
    send(&rig, but(in_roubles(), receipt)).await;
    let shipped = but(in_roubles(), json!({"need_shipping_address": true}));
    let refusal = rig.refusal("sendInvoice", shipped).await;
    assert!(refusal.contains("shipping"), "{refusal}");
}

#[tokio::test]
async fn a_payment_in_roubles_brings_the_wanted_email_the_tip_and_both_ids() {
    let rig = connected().await;
    let wanted = json!({"need_email": true, "max_tip_amount": 5_000});
    let checkout = Checkout {
        message_id: Some(send(&rig, but(in_roubles(), wanted)).await),
        email: Some("anna@example.com".to_owned()),
        tip: Some(5_000),
        ..Checkout::default()
    };
    rig.drain_updates().await;
    let yes = answer(&rig, json!({"ok": true}));
    let (paid, query) = tokio::join!(rig.anna.check_out(checkout), yes);
    let receipt = paid.unwrap();
    let info = json!({"email": "anna@example.com"});
    assert_eq!(
        (&query["order_info"], &query["total_amount"]),
        (&info, &json!(44_000))
    );
    let updates = rig.drain_updates().await;
    let (_, payment) = payments(&updates)[0];
    assert_eq!(payment["telegram_payment_charge_id"], receipt.charge_id);
    assert!(payment["provider_payment_charge_id"].is_string());
    assert_eq!(
        (&payment["order_info"], &payment["total_amount"]),
        (&info, &json!(44_000))
    );
}

#[tokio::test]
async fn roubles_are_no_stars() {
    let rig = connected().await;
    let checkout = Checkout {
        message_id: Some(send(&rig, in_roubles()).await),
        skip_pre_checkout: true,
        ..Checkout::default()
    };
    let receipt = rig.anna.check_out(checkout).await.unwrap();
    let list = rig.ok("getStarTransactions", json!({})).await;
    assert_eq!(list["transactions"], json!([]));
    let refund = json!({"user_id": 7, "telegram_payment_charge_id": receipt.charge_id});
    let refusal = rig.refusal("refundStarPayment", refund).await;
    assert_eq!(refusal, "Bad Request: CHARGE_NOT_FOUND");
}
