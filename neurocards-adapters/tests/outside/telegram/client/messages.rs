//! Texts and presses.

use neurocards_adapters::telegram::client::ChatAction;
use neurocards_adapters::telegram::html::{Html, TEXT_MAX};
use neurocards_adapters::telegram::keyboard::{Key, Keyboard};
use neurocards_core::chat::button::Button;
use neurocards_core::ids::{ChatId, MessageId};
use serde_json::{Value, json};

use super::rig::Rig;

fn keyboard() -> Keyboard {
    Keyboard::new().row([Key::button("Меню", Button::Menu)])
}

fn keyboard_json() -> Value {
    json!({ "inline_keyboard": [[{ "text": "Меню", "callback_data": "1menu" }]] })
}

#[tokio::test]
async fn a_text_is_sent_escaped_and_without_previews() {
    let rig = Rig::ok(json!({ "message_id": 5, "something": "new" })).await;
    let text = Html::text("a<b").bold();
    let sent = rig
        .client
        .send_text(ChatId(7), &text, Some(&keyboard()))
        .await
        .unwrap();
    assert_eq!(sent, MessageId(5));
    let (method, body) = rig.call().await;
    assert_eq!(method, "sendmessage");
    let expected = json!({
        "chat_id": 7,
        "text": "<b>a&lt;b</b>",
        "parse_mode": "HTML",
        "link_preview_options": { "is_disabled": true },
        "reply_markup": keyboard_json(),
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_cut_before_it_is_sent() {
    let rig = Rig::ok(json!({ "message_id": 5 })).await;
    let text = Html::text("<".repeat(TEXT_MAX + 1));
    rig.client.send_text(ChatId(7), &text, None).await.unwrap();
    let (_, body) = rig.call().await;
    let expected = format!("{}…", "&lt;".repeat(TEXT_MAX - 1));
    assert_eq!(body["text"], expected);
    assert_eq!(body.get("reply_markup"), None);
}

#[tokio::test]
async fn an_edit_names_its_message() {
    let rig = Rig::ok(json!({ "message_id": 5 })).await;
    let text = Html::text("x");
    let edited = rig
        .client
        .edit_text(ChatId(7), MessageId(5), &text, Some(&keyboard()))
        .await;
    assert_eq!(edited, Ok(()));
    let (method, body) = rig.call().await;
    assert_eq!(method, "editmessagetext");
    assert_eq!(
        (&body["chat_id"], &body["message_id"]),
        (&json!(7), &json!(5))
    );
    assert_eq!(
        (&body["text"], &body["reply_markup"]),
        (&json!("x"), &keyboard_json())
    );
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_a_success() {
    let words = "Bad Request: message is not modified: specified new message content and reply \
        markup are exactly the same as a current content and reply markup of the message";
    let rig = Rig::refusing(400, words).await;
    let edited = rig
        .client
        .edit_text(ChatId(7), MessageId(5), &Html::text("x"), None)
        .await;
    assert_eq!(edited, Ok(()));
}

#[tokio::test]
async fn an_edit_tells_that_the_message_is_gone() {
    let rig = Rig::refusing(400, "Bad Request: message to edit not found").await;
    let edited = rig
        .client
        .edit_text(ChatId(7), MessageId(5), &Html::text("x"), None)
        .await;
    assert!(edited.unwrap_err().is_message_gone());
}

#[tokio::test]
async fn a_press_is_answered_with_at_most_200_characters() {
    let rig = Rig::ok(json!(true)).await;
    let text = "я".repeat(300);
    rig.client
        .answer_callback("q1", Some(&text), true)
        .await
        .unwrap();
    let (method, body) = rig.call().await;
    assert_eq!(method, "answercallbackquery");
    let expected = json!({
        "callback_query_id": "q1",
        "text": "я".repeat(200),
        "show_alert": true,
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_press_that_is_too_old_needs_no_answer() {
    let words = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let rig = Rig::refusing(400, words).await;
    assert_eq!(rig.client.answer_callback("q1", None, false).await, Ok(()));
}

#[tokio::test]
async fn an_action_is_named_as_telegram_names_it() {
    let rig = Rig::ok(json!(true)).await;
    rig.client
        .send_chat_action(ChatId(7), ChatAction::UploadVideo)
        .await
        .unwrap();
    let expected = json!({ "chat_id": 7, "action": "upload_video" });
    assert_eq!(rig.call().await, ("sendchataction".to_owned(), expected));
}
