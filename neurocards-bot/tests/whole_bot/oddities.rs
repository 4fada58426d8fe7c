//! What people really send: everything is answered.

use neurocards_fakes::telegram::{MessageView, Person};
use serde_json::{Value, json};

use super::rig::{Rig, WITHIN, ask, photo, see, texts};
use super::shop::choose;

/// Messages that were met with silence once.
const MET_WITH_SILENCE: [&str; 9] = [
    include_str!("../../src/update/incoming/tests/date-in-text.json"),
    include_str!("../../src/update/incoming/tests/dice.json"),
    include_str!("../../src/update/incoming/tests/file-with-odd-mime.json"),
    include_str!("../../src/update/incoming/tests/jpeg-as-octet-stream.json"),
    include_str!("../../src/update/incoming/tests/reply-from-a-channel-text.json"),
    include_str!("../../src/update/incoming/tests/reply-from-another-chat-photo.json"),
    include_str!("../../src/update/incoming/tests/reply-from-another-chat-text.json"),
    include_str!("../../src/update/incoming/tests/rich-message.json"),
    include_str!("../../src/update/incoming/tests/voice-without-mime.json"),
];

/// What a message holds besides who sent it, where and when.
fn fields(update: &str) -> Value {
    let mut update: Value = serde_json::from_str(update).unwrap();
    let mut message = update["message"].take();
    for envelope in ["message_id", "date", "from", "chat"] {
        message.as_object_mut().unwrap().remove(envelope);
    }
    message
}

/// Sends it, and waits for an answer of any kind.
async fn answered(person: &Person, fields: &Value) -> MessageView {
    let sent = person.send_fields(fields.clone()).unwrap();
    let answer = person.wait_for(WITHIN, |view| view.message_id > sent).await;
    answer.unwrap_or_else(|_| panic!("{fields} is met with silence: {:?}", texts(person)))
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_person_sends_is_met_with_silence() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    for update in MET_WITH_SILENCE {
        answered(&anna, &fields(update)).await;
    }
    for kind in [
        "sticker",
        "location",
        "story",
        "checklist",
        "paid_media",
        "a_kind_of_next_year",
    ] {
        answered(&anna, &json!({ kind: { "odd": [1.5, null] } })).await;
    }
    rig.finish().await;
}

/// Rich messages and the messages that are replied to make an update too long to be kept whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_in_an_update_too_long_to_be_kept_is_heard() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let replied_to = json!({ "rich_message": { "text": "я".repeat(60_000) } });
    let command = json!({ "text": "/help", "reply_to_message": replied_to });
    assert!(
        answered(&anna, &command)
            .await
            .text
            .contains("Как это работает")
    );
    answered(&anna, &replied_to).await;
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_judged_by_its_bytes_and_not_by_its_name() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    for (id, name, mime) in [
        (7, "photo.jpg", "application/octet-stream"),
        (8, "photo", "image"),
        (9, "photo.pdf", "application/pdf"),
    ] {
        let person = if id == 7 {
            anna.clone()
        } else {
            rig.guest(id).await
        };
        person.send_document(name, mime, photo(), None).unwrap();
        see(&person, "Расскажите о товаре").await;
    }
    let boris = rig.guest(10).await;
    boris
        .send_document("a.pdf", "application/pdf", "%PDF-1.7", None)
        .unwrap();
    see(&boris, "не фото").await;
    // Where no photo is wanted, a file that calls itself something else is no photo.
    anna.say("Кружка").unwrap();
    see(&anna, "Какое видео").await;
    anna.send_document("a.pdf", "application/pdf", "%PDF-1.7", None)
        .unwrap();
    let refused = see(&anna, "кнопк").await;
    assert!(!refused.text.contains("уже есть"), "{}", refused.text);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_land_in_the_topic_of_what_they_answer() {
    let rig = Rig::start().await;
    let anna = rig.guest(7).await;
    for topic in [
        anna.open_topic("Кружки").unwrap(),
        anna.open_topic("Чашки").unwrap(),
    ] {
        let asked = anna.say_in_topic(topic, "/balance").unwrap();
        let cabinet = anna
            .wait_for(WITHIN, |view| view.message_id > asked)
            .await
            .unwrap();
        assert_eq!(cabinet.topic, Some(topic));
        anna.press_text(cabinet.message_id, "Пополнить").unwrap();
        let packs = |view: &MessageView| {
            view.message_id == cabinet.message_id && view.has_button("5 кредитов")
        };
        let packs = anna.wait_for(WITHIN, packs).await.unwrap();
        anna.press_text(packs.message_id, "5 кредитов").unwrap();
        let bill = |view: &MessageView| view.invoice.is_some() && view.message_id > asked;
        assert_eq!(
            anna.wait_for(WITHIN, bill).await.unwrap().topic,
            Some(topic)
        );
    }
    assert_eq!(ask(&anna, "/help", "Как это работает").await.topic, None);
    assert_eq!(choose(&anna, "5 кредитов").await.topic, None);
    rig.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_for_a_topic_that_is_gone_lands_in_the_chat() {
    let mut rig = Rig::start().await;
    let anna = rig.guest(7).await;
    let topic = anna.open_topic("Кружки").unwrap();
    rig.stop_bot().await;
    anna.say_in_topic(topic, "/help").unwrap();
    anna.delete_topic(topic);
    rig.start_bot();
    assert_eq!(see(&anna, "Как это работает").await.topic, None);
    rig.finish().await;
}
