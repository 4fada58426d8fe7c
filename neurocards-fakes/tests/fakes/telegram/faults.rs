//! Scripted faults of calls and downloads.

use std::time::{Duration, Instant};

use neurocards_fakes::telegram::{Fault, FaultKind, TelegramHandle};
use serde_json::json;

use crate::telegram::rig::Rig;

fn hello() -> serde_json::Value {
    json!({"chat_id": 7, "text": "Привет"})
}

#[tokio::test]
async fn a_flood_says_when_to_come_back_and_sends_nothing() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::flood("sendMessage", 3)).unwrap();
    let body = rig.body("sendMessage", hello()).await;
    assert_eq!(body["parameters"]["retry_after"], 3);
    assert_eq!(body["description"], "Too Many Requests: retry after 3");
    assert!(rig.anna.from_bot().is_empty());
    rig.ok("sendMessage", hello()).await;
}

#[tokio::test]
async fn a_fault_meets_only_its_method_and_chat() {
    let rig = Rig::new().await;
    rig.fake
        .add_fault(Fault::status("sendMessage", 2, 502).in_chat(7))
        .unwrap();
    rig.ok("sendChatAction", json!({"chat_id": 7, "action": "typing"}))
        .await;
    assert_eq!(rig.refusal("sendMessage", hello()).await, "Bad Gateway");
    assert_eq!(rig.refusal("sendMessage", hello()).await, "Bad Gateway");
    rig.ok("sendMessage", hello()).await;
    assert!(rig.fake.faults().is_empty());
}

#[tokio::test]
async fn a_cut_before_the_effect_does_nothing_and_one_after_it_does_everything() {
    let rig = Rig::new().await;
    for (fault_kind, messages) in [(FaultKind::CutBefore, 0), (FaultKind::CutAfter, 1)] {
        rig.fake
            .add_fault(Fault::calls("sendMessage", 1, fault_kind))
            .unwrap();
        let request = rig.http.post(rig.method_url("sendMessage")).json(&hello());
        let error = request.send().await.unwrap_err();
        assert!(error.is_request(), "{error:?}");
        assert_eq!(rig.anna.from_bot().len(), messages);
    }
    let ledger = rig.fake.ledger();
    let effects: Vec<_> = ledger
        .of("sendMessage")
        .map(|call| (call.took_effect, call.status))
        .collect();
    assert_eq!(effects, [(false, None), (true, None)]);
    assert_eq!(ledger.effects("sendMessage", 7), 1);
}

#[tokio::test]
async fn a_delayed_call_is_carried_out_and_a_hanging_one_is_not() {
    let rig = Rig::new().await;
    let delay = FaultKind::Delay { millis: 50 };
    rig.fake
        .add_fault(Fault::calls("sendMessage", 1, delay))
        .unwrap();
    let begun = Instant::now();
    rig.ok("sendMessage", hello()).await;
    assert!(begun.elapsed() >= Duration::from_millis(50));
    rig.fake
        .add_fault(Fault::calls("sendMessage", 1, FaultKind::Hang))
        .unwrap();
    let request = rig.http.post(rig.method_url("sendMessage")).json(&hello());
    let error = request
        .timeout(Duration::from_millis(100))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(rig.anna.from_bot().len(), 1);
}

#[tokio::test]
async fn a_poll_can_be_in_conflict() {
    let rig = Rig::new().await;
    rig.fake
        .add_fault(Fault::status("getUpdates", 1, 409))
        .unwrap();
    let body = rig.body("getUpdates", json!({})).await;
    assert!(
        body["description"]
            .as_str()
            .unwrap()
            .starts_with("Conflict: terminated by other")
    );
}

#[tokio::test]
async fn stopping_ends_long_polls_and_hanging_calls() {
    let rig = Rig::new().await;
    rig.drain_updates().await;
    rig.fake
        .add_fault(Fault::calls("sendMessage", 1, FaultKind::Hang))
        .unwrap();
    let poll = rig
        .http
        .post(rig.method_url("getUpdates"))
        .json(&json!({"timeout": 50}))
        .send();
    let hang = rig
        .http
        .post(rig.method_url("sendMessage"))
        .json(&hello())
        .send();
    let (poll, hang) = (tokio::spawn(poll), tokio::spawn(hang));
    let both_wait = |fake: &TelegramHandle| (fake.calls("sendMessage") == 1).then_some(());
    rig.fake
        .wait_until(crate::telegram::rig::SOON, both_wait)
        .await
        .unwrap();
    let begun = Instant::now();
    rig.fake.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(5));
    // The poll may have been accepted before the stop or not at all; neither waits for 50 s.
    drop(poll.await.unwrap());
    assert!(hang.await.unwrap().is_err());
}
