//! Long polling for updates.

use std::time::Duration;

use neurocards_adapters::telegram::client::{ArrivedUpdate, Polled, UpdateKind};
use neurocards_adapters::telegram::errors::CallError;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::rig::{PATIENT, Rig};

fn updates(polled: Result<Polled, CallError>) -> Vec<ArrivedUpdate> {
    match polled.unwrap() {
        Polled::Updates(updates) => updates,
        Polled::TooLong { .. } => panic!("too long"),
    }
}

#[tokio::test]
async fn a_poll_asks_for_our_kinds_of_updates_only() {
    let rig = Rig::ok(json!([])).await;
    let polled = rig.client.get_updates_raw(41, Duration::from_secs(30), 200);
    assert!(updates(polled.await).is_empty());
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
    let polled = rig.client.get_updates_raw(0, Duration::ZERO, 100).await;
    let updates = updates(polled);
    let found: Vec<_> = updates.iter().map(|it| (it.id, it.json.as_str())).collect();
    assert_eq!(found, [(1, odd), (2, plain)]);
    let kinds = updates
        .iter()
        .map(|it| UpdateKind::of(&it.fields).map(|(kind, _)| kind));
    assert_eq!(kinds.collect::<Vec<_>>(), [None, Some(UpdateKind::Message)]);
}

/// An answer with one update of 17 MB, whose id is in front or behind.
fn endless(id_first: bool) -> String {
    let message = format!(r#""message":{{"text":"{}"}}"#, "x".repeat(17 << 20));
    let update = if id_first {
        format!(r#""update_id":41,{message}"#)
    } else {
        format!(r#"{message},"update_id":41"#)
    };
    format!(r#"{{"ok":true,"result":[{{{update}}}]}}"#)
}

#[tokio::test]
async fn of_an_update_too_long_to_be_read_the_id_is() {
    for id_first in [true, false] {
        let answer = ResponseTemplate::new(200).set_body_string(endless(id_first));
        let rig = Rig::with(PATIENT, answer).await;
        for (limit, expected) in [(1, Some(41)), (2, None)] {
            let polled = rig.client.get_updates_raw(0, Duration::ZERO, limit).await;
            match polled.unwrap() {
                Polled::TooLong { only } => assert_eq!(only, expected, "{id_first} {limit}"),
                Polled::Updates(updates) => panic!("{} updates", updates.len()),
            }
        }
    }
}

#[tokio::test]
async fn an_endless_page_that_is_no_answer_is_no_update() {
    let page = ResponseTemplate::new(502).set_body_string(endless(true));
    let rig = Rig::with(PATIENT, page).await;
    let polled = rig.client.get_updates_raw(0, Duration::ZERO, 1).await;
    assert!(matches!(polled, Err(CallError::Unreadable(_))));
}
