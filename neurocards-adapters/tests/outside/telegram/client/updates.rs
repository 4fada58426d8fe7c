//! Long polling for updates.

use std::time::Duration;

use neurocards_adapters::telegram::client::UpdateText;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::rig::{PATIENT, Rig};

#[tokio::test]
async fn a_poll_asks_for_our_kinds_of_updates_only() {
    let rig = Rig::ok(json!([])).await;
    let updates = rig
        .client
        .get_updates_raw(41, Duration::from_secs(30), 200)
        .await
        .unwrap();
    assert_eq!(updates, []);
    let expected = json!({
        "offset": 41,
        "timeout": 30,
        "limit": 100,
        "allowed_updates": ["message", "callback_query", "pre_checkout_query", "my_chat_member"],
    });
    assert_eq!(rig.call().await, ("getupdates".to_owned(), expected));
}

#[tokio::test]
async fn an_odd_update_loses_neither_itself_nor_the_others() {
    let odd = r#"{"message_reaction": {"a": 1.50},  "update_id": 1}"#;
    let plain = r#"{"update_id":2,"message":{"message_id":1e0}}"#;
    let body = format!(r#"{{"ok":true,"result":[{odd},{{"no":"id"}}, {plain}]}}"#);
    let rig = Rig::with(PATIENT, ResponseTemplate::new(200).set_body_string(body)).await;
    let updates = rig
        .client
        .get_updates_raw(0, Duration::ZERO, 100)
        .await
        .unwrap();
    let expected = [(1, odd), (2, plain)].map(|(id, json)| UpdateText {
        id,
        json: json.to_owned(),
    });
    assert_eq!(updates, expected);
}
