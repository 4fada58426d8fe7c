//! What Telegram lets stand in an invoice.

use neurocards_fakes::telegram::FakeTelegram;
use serde_json::{Value, json};

use super::{as_link, but, in_stars};
use crate::telegram::rig::Rig;

fn one_price(amount: i64) -> Value {
    json!([{"label": "a", "amount": amount}])
}

#[tokio::test]
async fn an_invoice_in_stars_asks_nothing_and_has_a_price_that_telegram_takes() {
    let rig = Rig::new().await;
    let cases = [
        (json!({"need_email": true}), "STARS_INVOICE_INVALID"),
        (
            json!({"send_email_to_provider": true}),
            "STARS_INVOICE_INVALID",
        ),
        (json!({"max_tip_amount": 5}), "STARS_INVOICE_INVALID"),
        (
            json!({"suggested_tip_amounts": [1]}),
            "STARS_INVOICE_INVALID",
        ),
        (json!({"provider_data": "{}"}), "STARS_INVOICE_INVALID"),
        (
            json!({"prices": one_price(0)}),
            "CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
        (
            json!({"prices": one_price(100_001)}),
            "CURRENCY_TOTAL_AMOUNT_INVALID",
        ),
        (json!({"currency": "stars"}), "CURRENCY_INVALID"),
        (json!({"currency": "XTS"}), "PAYMENT_PROVIDER_INVALID"),
        (
            json!({"start_parameter": "с пробелом"}),
            "START_PARAM_INVALID",
        ),
        (
            json!({"photo_url": "ftp://example.org/a.jpg"}),
            "WEBDOCUMENT_URL_INVALID",
        ),
    ];
    for (change, words) in cases {
        let refusal = rig.refusal("sendInvoice", but(in_stars(), change)).await;
        assert_eq!(refusal, format!("Bad Request: {words}"));
    }
    assert!(rig.anna.from_bot().is_empty());
}

#[tokio::test]
async fn flags_that_say_no_and_a_photo_go_with_stars() {
    let rig = Rig::new().await;
    let change = json!({"need_email": false, "is_flexible": false, "max_tip_amount": 0,
        "provider_token": "", "provider_data": "", "prices": one_price(100_000),
        "photo_url": "https://example.org/a.jpg", "photo_width": 640, "photo_height": 360});
    rig.ok("sendInvoice", but(in_stars(), change)).await;
}

#[tokio::test]
async fn texts_of_an_invoice_have_limits_in_characters_and_its_payload_in_bytes() {
    let rig = Rig::new().await;
    let fits = json!({"title": "я".repeat(32), "description": "я".repeat(255),
        "payload": "я".repeat(64)});
    rig.ok("sendInvoice", but(in_stars(), fits)).await;
    for (field, text) in [
        ("title", String::new()),
        ("title", "я".repeat(33)),
        ("description", String::new()),
        ("description", "я".repeat(256)),
        ("payload", String::new()),
        ("payload", "я".repeat(65)),
    ] {
        let refusal = rig
            .refusal("sendInvoice", but(in_stars(), json!({field: text})))
            .await;
        let named = refusal.contains(field) || refusal.contains("INVOICE_PAYLOAD_INVALID");
        assert!(named, "{field}: {refusal}");
    }
}

fn keyboard(buttons: &[&Value]) -> Value {
    json!({"reply_markup": {"inline_keyboard": [buttons]}})
}

#[tokio::test]
async fn the_first_button_of_an_invoice_pays_and_no_other_does() {
    let rig = Rig::new().await;
    let pay = json!({"text": "Заплатить 390 ⭐", "pay": true});
    let other = json!({"text": "Назад", "callback_data": "back"});
    for (buttons, words) in [
        (vec![&other], "the first button of an invoice must be Pay"),
        (
            vec![&other, &pay],
            "the first button of an invoice must be Pay",
        ),
        (vec![&pay, &pay], "BUTTON_POS_INVALID"),
    ] {
        let invoice = but(in_stars(), keyboard(&buttons));
        let refusal = rig.refusal("sendInvoice", invoice).await;
        assert_eq!(refusal, format!("Bad Request: {words}"));
    }
    let invoice = but(in_stars(), keyboard(&[&pay, &other]));
    rig.ok("sendInvoice", invoice).await;
    rig.ok("sendInvoice", in_stars()).await;
    let usual = &rig.anna.from_bot()[1].keyboard[0][0];
    assert_eq!((usual.text.as_str(), usual.pay), ("Заплатить 390 ⭐", true));
}

#[tokio::test]
async fn only_an_invoice_has_a_pay_button_and_it_stays_an_invoice() {
    let rig = Rig::new().await;
    let pay = json!({"text": "Заплатить", "pay": true});
    let text = but(json!({"chat_id": 7, "text": "a"}), keyboard(&[&pay]));
    let refusal = rig.refusal("sendMessage", text).await;
    assert_eq!(refusal, "Bad Request: BUTTON_TYPE_INVALID");
    let id = super::invoice(&rig, "x").await;
    let edit = json!({"chat_id": 7, "message_id": id, "text": "Оплачено"});
    let refusal = rig.refusal("editMessageText", edit).await;
    assert_eq!(
        refusal,
        "Bad Request: there is no text in the message to edit"
    );
    let back = json!({"text": "Назад", "callback_data": "back"});
    let edit = but(json!({"chat_id": 7, "message_id": id}), keyboard(&[&back]));
    rig.refusal("editMessageReplyMarkup", edit).await;
    assert!(rig.anna.from_bot()[0].keyboard[0][0].pay);
}

#[tokio::test]
async fn a_subscription_is_in_stars_by_the_month_and_10_000_at_most() {
    let builder = FakeTelegram::builder().provider_token("381764678:TEST:1");
    let rig = Rig::with(builder).await;
    let monthly = but(in_stars(), json!({"subscription_period": 2_592_000}));
    let link = |change: Value| as_link(but(monthly.clone(), change));
    rig.ok("createInvoiceLink", link(json!({}))).await;
    let roubles = json!({"currency": "RUB", "provider_token": "381764678:TEST:1",
        "prices": one_price(39_000)});
    for (change, words) in [
        (
            json!({"subscription_period": 86_400}),
            "SUBSCRIPTION_PERIOD_INVALID",
        ),
        (roubles, "SUBSCRIPTION_CURRENCY_INVALID"),
        (
            json!({"prices": one_price(10_001)}),
            "SUBSCRIPTION_AMOUNT_INVALID",
        ),
    ] {
        let refusal = rig.refusal("createInvoiceLink", link(change)).await;
        assert_eq!(refusal, format!("Bad Request: {words}"));
    }
}

#[tokio::test]
async fn nothing_is_shipped() {
    let rig = Rig::new().await;
    let answer = json!({"shipping_query_id": "1", "ok": false, "error_message": "Нет"});
    let refusal = rig.refusal("answerShippingQuery", answer).await;
    assert!(refusal.contains("query is too old"), "{refusal}");
}
