//! What Telegram refuses is refused, in its words; what only the fake refuses is marked.

use serde_json::{Value, json};

use crate::telegram::rig::Rig;

fn keyboard(button: &Value) -> Value {
    json!({"chat_id": 7, "text": "a", "reply_markup": {"inline_keyboard": [[button]]}})
}

#[tokio::test]
async fn a_wrong_token_and_an_unknown_method_are_told_apart() {
    let rig = Rig::new().await;
    let url = format!("{}/bot42:WRONG/getMe", rig.fake.url());
    let answer = rig.http.get(url).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body,
        json!({"ok": false, "error_code": 401, "description": "Unauthorized"})
    );
    assert_eq!(
        rig.refusal("sendRocket", json!({})).await,
        "Not Found: method not found"
    );
}

#[tokio::test]
async fn method_names_come_in_any_case_and_under_test() {
    let rig = Rig::new().await;
    for method in ["GetMe", "getme", "test/getMe"] {
        assert_eq!(rig.ok(method, json!({})).await["id"], 42, "{method}");
    }
}

#[tokio::test]
async fn telegrams_own_refusals_have_its_words() {
    let rig = Rig::new().await;
    let long = "я".repeat(33);
    let cases = [
        (json!({"chat_id": 7, "text": ""}), "message text is empty"),
        (json!({"chat_id": 7}), "message text is empty"),
        (
            json!({"chat_id": 7, "text": "a".repeat(4097)}),
            "message is too long",
        ),
        (json!({"chat_id": 999, "text": "a"}), "chat not found"),
        (
            json!({"chat_id": 7, "text": "<b>a", "parse_mode": "HTML"}),
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            keyboard(&json!({"text": "a", "callback_data": long})),
            "BUTTON_DATA_INVALID",
        ),
        (
            keyboard(&json!({"text": "a", "callback_data": ""})),
            "BUTTON_DATA_INVALID",
        ),
        (
            keyboard(&json!({"text": "a"})),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            keyboard(&json!({"text": "a", "url": "http://"})),
            "BUTTON_URL_INVALID",
        ),
    ];
    for (parameters, words) in cases {
        let refusal = rig.refusal("sendMessage", parameters).await;
        assert_eq!(refusal, format!("Bad Request: {words}"));
    }
    assert!(rig.fake.ledger().broken_rules().is_empty());
}

#[tokio::test]
async fn what_bot_api_10_1_does_not_know_is_refused_and_marked() {
    let rig = Rig::new().await;
    let cases = [
        (
            json!({"chat_id": 7, "text": "a", "colour": "red"}),
            "no parameter \"colour\"",
        ),
        (
            json!({"chat_id": 7, "text": 5}),
            "\"text\" must be a string",
        ),
        (
            json!({"chat_id": 7, "text": "a", "protect_content": 1}),
            "must be a boolean",
        ),
        (
            keyboard(&json!({"text": "a", "callback_data": "b", "color": "c"})),
            "InlineKeyboardButton has no parameter \"color\"",
        ),
        (
            keyboard(&json!({"text": "a", "callback_data": "b", "pay": true})),
            "exactly one action",
        ),
        (
            json!({"chat_id": 7, "text": "a", "parse_mode": "MarkdownV2"}),
            "not supported here",
        ),
    ];
    for (count, (parameters, words)) in cases.into_iter().enumerate() {
        let refusal = rig.refusal("sendMessage", parameters).await;
        assert!(refusal.contains(words), "{refusal}");
        assert_eq!(rig.fake.ledger().broken_rules().len(), count + 1);
    }
}

#[tokio::test]
async fn a_query_and_a_form_carry_the_same_parameters_as_json() {
    let rig = Rig::new().await;
    let markup = r#"{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}"#;
    let fields = [
        ("chat_id", "7"),
        ("text", "a"),
        ("protect_content", "true"),
        ("reply_markup", markup),
    ];
    let url = reqwest::Url::parse_with_params(&rig.method_url("sendMessage"), fields).unwrap();
    let by_query: Value = rig
        .http
        .get(url.clone())
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let form = url.query().unwrap().to_owned();
    let by_form = rig
        .http
        .post(rig.method_url("sendMessage"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    let by_form: Value = by_form.send().await.unwrap().json().await.unwrap();
    for body in [by_query, by_form] {
        assert_eq!(body["result"]["has_protected_content"], true, "{body}");
        assert!(body["result"]["reply_markup"].is_object(), "{body}");
    }
}

#[tokio::test]
async fn a_bot_writes_only_to_those_who_started_and_did_not_block_it() {
    let rig = Rig::new().await;
    let boris = rig
        .fake
        .add_user(neurocards_fakes::telegram::User::new(8, "Борис", "ru"));
    let to_boris = json!({"chat_id": 8, "text": "a"});
    let refusal = rig.refusal("sendMessage", to_boris.clone()).await;
    assert_eq!(
        refusal,
        "Forbidden: bot can't initiate conversation with a user"
    );
    boris.start(None).unwrap();
    rig.ok("sendMessage", to_boris.clone()).await;
    boris.block();
    let refusal = rig.refusal("sendMessage", to_boris.clone()).await;
    assert_eq!(refusal, "Forbidden: bot was blocked by the user");
    boris.unblock();
    rig.ok("sendMessage", to_boris.clone()).await;
    boris.deactivate();
    let refusal = rig.refusal("sendMessage", to_boris).await;
    assert_eq!(refusal, "Forbidden: user is deactivated");
}

#[tokio::test]
async fn an_edit_must_meet_its_message_and_change_it() {
    let rig = Rig::new().await;
    let id = rig.message_with(&["a"]).await;
    let same = json!({"chat_id": 7, "message_id": id, "text": "Выбирай",
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}});
    let refusal = rig.refusal("editMessageText", same).await;
    assert_eq!(
        refusal,
        "Bad Request: message is not modified: specified new message content and reply markup \
         are exactly the same as a current content and reply markup of the message"
    );
    let edit = |id: i64| json!({"chat_id": 7, "message_id": id, "text": "b"});
    assert_eq!(
        rig.refusal("editMessageText", edit(999)).await,
        "Bad Request: message to edit not found"
    );
    let of_anna = rig.anna.messages()[0].message_id;
    assert_eq!(
        rig.refusal("editMessageText", edit(of_anna)).await,
        "Bad Request: message can't be edited"
    );
    rig.ok("editMessageText", edit(id)).await;
    let view = rig.anna.from_bot().remove(0);
    assert_eq!(
        (view.edit_count, view.text.as_str(), view.keyboard.len()),
        (1, "b", 0)
    );
    assert_eq!(view.revisions[0].text, "Выбирай");
}

#[tokio::test]
async fn a_press_is_answered_once_and_not_too_late() {
    let rig = Rig::new().await;
    let message = rig.message_with(&["a", "b"]).await;
    let words = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let press = rig.anna.press_text(message, "a").unwrap();
    let answer = json!({"callback_query_id": press, "text": "Есть", "show_alert": true});
    rig.ok("answerCallbackQuery", answer.clone()).await;
    assert_eq!(rig.refusal("answerCallbackQuery", answer).await, words);
    let toast = rig.anna.toast(&press).unwrap();
    assert_eq!((toast.text.as_deref(), toast.alert), (Some("Есть"), true));

    let late = rig.anna.press_text(message, "b").unwrap();
    rig.fake.advance(std::time::Duration::from_secs(150));
    assert_eq!(
        rig.refusal("answerCallbackQuery", json!({"callback_query_id": late}))
            .await,
        words
    );
}

#[tokio::test]
async fn an_invoice_in_stars_has_one_price_and_no_provider() {
    let rig = Rig::new().await;
    let invoice = |prices: Value, provider: &str, payload: &str| {
        json!({"chat_id": 7, "title": "t", "description": "d", "payload": payload,
            "currency": "XTR", "prices": prices, "provider_token": provider})
    };
    let one = json!([{"label": "a", "amount": 5}]);
    let two = json!([{"label": "a", "amount": 5}, {"label": "b", "amount": 5}]);
    let refusal = rig.refusal("sendInvoice", invoice(two, "", "p")).await;
    assert!(refusal.contains("exactly one price"), "{refusal}");
    let refusal = rig
        .refusal("sendInvoice", invoice(one.clone(), "x", "p"))
        .await;
    assert!(refusal.contains("empty provider_token"), "{refusal}");
    let refusal = rig
        .refusal("sendInvoice", invoice(one.clone(), "", &"p".repeat(129)))
        .await;
    assert_eq!(refusal, "Bad Request: INVOICE_PAYLOAD_INVALID");
    rig.ok("sendInvoice", invoice(one, "", "p")).await;
    assert!(rig.anna.from_bot()[0].keyboard[0][0].pay);
}
