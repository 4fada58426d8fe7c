//! What people do and see.

use std::time::Duration;

use neurocards_fakes::telegram::{EventKind, HumanError, Target};
use serde_json::json;

use crate::telegram::rig::{Rig, SOON};

#[tokio::test]
async fn a_person_sees_a_message_the_moment_it_comes() {
    let rig = Rig::new().await;
    let seen = rig
        .anna
        .wait_for(SOON, |message| message.text.contains("Готово"));
    let send = rig.ok(
        "sendMessage",
        json!({"chat_id": 7, "text": "<b>Готово</b> &amp; точка", "parse_mode": "HTML"}),
    );
    let (seen, _) = tokio::join!(seen, send);
    let seen = seen.unwrap();
    assert_eq!(seen.html, "<b>Готово</b> &amp; точка");
    let nothing = rig
        .anna
        .wait_for(Duration::from_millis(20), |m| m.text == "никогда")
        .await;
    assert!(nothing.is_err());
}

#[tokio::test]
async fn buttons_are_found_by_label_data_and_place() {
    let rig = Rig::new().await;
    let message = rig.message_with(&["1 видео", "3 видео"]).await;
    rig.drain_updates().await;
    rig.anna.press_text(message, "3").unwrap();
    rig.anna
        .press(message, &Target::Data("1 видео".to_owned()))
        .unwrap();
    rig.anna.press(message, &Target::At(1, 0)).unwrap();
    rig.anna
        .press(message, &Target::Stale("давно".to_owned()))
        .unwrap();
    let missing = rig.anna.press_text(message, "5");
    assert_eq!(
        missing,
        Err(HumanError::NoSuchButton("1 видео, 3 видео".to_owned()))
    );
    let updates = rig.drain_updates().await;
    let data: Vec<_> = updates
        .iter()
        .map(|u| u["callback_query"]["data"].as_str().unwrap())
        .collect();
    assert_eq!(data, ["3 видео", "1 видео", "3 видео", "давно"]);
}

#[tokio::test]
async fn a_press_sent_again_has_a_new_update_id_and_the_same_message_and_data() {
    let rig = Rig::new().await;
    let message = rig.message_with(&["a"]).await;
    rig.drain_updates().await;
    let press = rig.anna.press_text(message, "a").unwrap();
    rig.anna.press_again(&press).unwrap();
    let updates = rig.drain_updates().await;
    assert_ne!(updates[0]["update_id"], updates[1]["update_id"]);
    let (first, second) = (&updates[0]["callback_query"], &updates[1]["callback_query"]);
    assert_eq!(first["data"], second["data"]);
    assert_eq!(
        first["message"]["message_id"],
        second["message"]["message_id"]
    );
}

#[tokio::test]
async fn a_person_who_blocked_the_bot_can_write_nothing_to_it() {
    let rig = Rig::new().await;
    rig.anna.block();
    assert_eq!(rig.anna.say("эй"), Err(HumanError::BotIsBlocked));
    rig.anna.unblock();
    rig.anna.say("эй").unwrap();
    let updates = rig.drain_updates().await;
    let kinds = updates
        .iter()
        .filter(|u| u["my_chat_member"].is_object())
        .count();
    assert_eq!(kinds, 2);
}

#[tokio::test]
async fn chat_action_and_feed_show_what_happens() {
    let rig = Rig::new().await;
    let before = rig.anna.chat().unwrap().last_event;
    rig.ok(
        "sendChatAction",
        json!({"chat_id": 7, "action": "upload_video"}),
    )
    .await;
    assert_eq!(
        rig.anna.chat().unwrap().action.unwrap().action,
        "upload_video"
    );
    let message = rig.message_with(&["a"]).await;
    assert_eq!(rig.anna.chat().unwrap().action, None);
    let press = rig.anna.press_text(message, "a").unwrap();
    rig.ok("answerCallbackQuery", json!({"callback_query_id": press}))
        .await;
    rig.ok(
        "deleteMessage",
        json!({"chat_id": 7, "message_id": message}),
    )
    .await;
    let kinds: Vec<_> = rig
        .fake
        .events_after(7, before)
        .into_iter()
        .map(|event| event.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            EventKind::Action,
            EventKind::Message,
            EventKind::Press,
            EventKind::Toast,
            EventKind::Delete
        ]
    );
    assert!(rig.anna.chat().unwrap().messages.last().unwrap().deleted);
}

#[tokio::test]
async fn replies_point_at_their_message() {
    let rig = Rig::new().await;
    let question = rig.anna.say("Сколько?").unwrap();
    let answer =
        json!({"chat_id": 7, "text": "Пять", "reply_parameters": {"message_id": question}});
    let sent = rig.ok("sendMessage", answer).await;
    assert_eq!(sent["reply_to_message"]["text"], "Сколько?");
    assert_eq!(rig.anna.from_bot()[0].reply_to_message_id, Some(question));
    let lost = json!({"chat_id": 7, "text": "?", "reply_parameters": {"message_id": 999}});
    let refusal = rig.refusal("sendMessage", lost).await;
    assert_eq!(refusal, "Bad Request: message to be replied not found");
}
