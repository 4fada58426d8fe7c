//! Long polling: in which order and how often updates are delivered.

use std::time::Duration;

use neurocards_fakes::telegram::{Delivery, Fault};
use serde_json::json;

use crate::telegram::rig::Rig;

#[tokio::test]
async fn a_long_poll_ends_with_the_first_update() {
    let rig = Rig::new().await;
    rig.drain_updates().await;
    let poll = rig.ok("getUpdates", json!({"timeout": 50}));
    let say = async { rig.anna.say("эй").unwrap() };
    let (updates, _) = tokio::join!(poll, say);
    assert_eq!(updates[0]["message"]["text"], "эй");
}

#[tokio::test]
async fn a_second_poller_ends_the_first_with_a_conflict() {
    let rig = Rig::new().await;
    rig.drain_updates().await;
    let polls_before = rig.fake.changes();
    let first = rig.body("getUpdates", json!({"timeout": 50}));
    let second = async {
        let mut changes = polls_before;
        changes.changed().await.unwrap();
        rig.body("getUpdates", json!({"timeout": 0})).await
    };
    let (first, second) = tokio::join!(first, second);
    assert_eq!(first["error_code"], 409);
    assert!(
        first["description"]
            .as_str()
            .unwrap()
            .starts_with("Conflict: terminated by other")
    );
    assert_eq!(second["ok"], true);
}

#[tokio::test]
async fn a_webhook_and_a_poller_exclude_each_other() {
    let rig = Rig::new().await;
    rig.ok("setWebhook", json!({"url": "http://127.0.0.1:1/hook"}))
        .await;
    let body = rig.body("getUpdates", json!({})).await;
    assert_eq!(body["error_code"], 409);
    rig.ok("deleteWebhook", json!({"drop_pending_updates": true}))
        .await;
    assert!(rig.updates(0).await.is_empty());
}

#[tokio::test]
async fn allowed_updates_stick_until_they_are_given_again() {
    let rig = Rig::new().await;
    let message = rig.message_with(&["a"]).await;
    rig.drain_updates().await;
    rig.ok("getUpdates", json!({"allowed_updates": ["callback_query"]}))
        .await;
    rig.updates(0).await;
    rig.anna.say("не дойдёт").unwrap();
    rig.anna.press_text(message, "a").unwrap();
    assert_eq!(rig.drain_updates().await.len(), 1);
    rig.ok("getUpdates", json!({"allowed_updates": []})).await;
    rig.anna.say("дойдёт").unwrap();
    assert_eq!(rig.drain_updates().await.len(), 1);
}

#[tokio::test]
async fn a_press_is_lost_after_150_seconds_and_a_message_is_not() {
    let rig = Rig::new().await;
    let message = rig.message_with(&["a"]).await;
    rig.drain_updates().await;
    rig.anna.press_text(message, "a").unwrap();
    rig.anna.say("эй").unwrap();
    rig.fake.advance(Duration::from_secs(150));
    let updates = rig.drain_updates().await;
    assert_eq!(
        (updates.len(), &updates[0]["message"]["text"]),
        (1, &json!("эй"))
    );
}

#[tokio::test]
async fn updates_are_dropped_duplicated_and_reordered_on_demand() {
    let rig = Rig::new().await;
    rig.drain_updates().await;
    rig.fake
        .add_fault(Fault::deliver(Delivery::Drop, 1))
        .unwrap();
    rig.fake
        .add_fault(Fault::deliver(Delivery::Duplicate, 1))
        .unwrap();
    rig.fake
        .add_fault(Fault::deliver(Delivery::Reorder { together: 2 }, 2))
        .unwrap();
    for text in ["нет", "дважды", "поздно", "рано"] {
        rig.anna.say(text).unwrap();
    }
    let mut seen = Vec::new();
    let mut offset = 0;
    loop {
        let updates = rig.updates(offset).await;
        let Some(last) = updates.last() else { break };
        offset = last["update_id"].as_i64().unwrap() + 1;
        seen.extend(
            updates
                .iter()
                .map(|u| u["message"]["text"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(seen, ["дважды", "рано", "поздно", "дважды"]);
}
