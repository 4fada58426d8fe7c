//! What is told to `callBackUrl`.

use std::time::Duration;

use neurocards_fakes::kie::{Callbacks, FaultKind, Plan, sign};
use serde_json::{Value, json};

use super::rig::{Rig, SOON, quick, receiver};

/// A right request that names a callback address.
async fn request(rig: &Rig, url: &str) -> Value {
    let mut request = rig.request().await;
    request["callBackUrl"] = url.into();
    request
}

async fn delivered(rig: &Rig, count: usize) {
    rig.kie
        .wait_for_ledger(SOON, |ledger| ledger.callbacks.len() >= count)
        .await
        .unwrap();
}

#[tokio::test]
async fn success_and_failure_are_told_with_the_whole_record() {
    let rig = Rig::start().await;
    let url = receiver(&[200]).await;
    let task = rig.task(&request(&rig, &url).await).await;
    delivered(&rig, 1).await;
    rig.kie.plan_next(Plan::internal_error());
    rig.task(&request(&rig, &url).await).await;
    delivered(&rig, 2).await;
    let [good, bad] = rig.kie.callbacks().try_into().unwrap();
    assert_eq!(good.status, Some(200));
    assert_eq!(good.body["code"], 200);
    assert_eq!(good.body["msg"], "Playground task completed successfully.");
    assert_eq!(good.body["data"]["taskId"], task);
    assert!(
        good.body["data"]["resultJson"]
            .as_str()
            .unwrap()
            .contains("resultUrls")
    );
    assert_eq!(good.headers, []);
    assert_eq!(bad.body["code"], 501);
    assert_eq!(bad.body["msg"], "Playground task failed.");
    assert_eq!(bad.body["data"]["failCode"], "500");
}

#[tokio::test]
async fn a_lost_task_tells_of_itself_at_the_address_of_its_attempt() {
    let rig = Rig::start().await;
    let url = receiver(&[200]).await;
    rig.kie.fail_next_creates(1, FaultKind::AcceptThenCut);
    assert!(rig.send(&request(&rig, &url).await).await.is_err());
    delivered(&rig, 1).await;
    assert_eq!(rig.kie.creates_for(&url), 1);
    assert_eq!(rig.kie.ledger().creates_per_callback()[&url], 1);
    let told = &rig.kie.callbacks()[0];
    assert_eq!(told.url, url);
    assert_eq!(told.body["data"]["taskId"], rig.kie.tasks()[0].id);
}

#[tokio::test]
async fn a_failed_delivery_is_tried_three_times_in_all() {
    let rig = Rig::with(quick().callback_retry(Duration::ZERO)).await;
    let url = receiver(&[500, 503, 404]).await;
    rig.task(&request(&rig, &url).await).await;
    delivered(&rig, 3).await;
    let url = receiver(&[500, 200]).await;
    rig.task(&request(&rig, &url).await).await;
    delivered(&rig, 5).await;
    let statuses: Vec<_> = rig.kie.callbacks().iter().map(|told| told.status).collect();
    assert_eq!(
        statuses,
        [Some(500), Some(503), Some(404), Some(500), Some(200)]
    );
}

#[tokio::test]
async fn a_receiver_that_is_not_there_does_not_hinder_the_task() {
    let rig = Rig::with(quick().callback_retry(Duration::ZERO)).await;
    let task = rig
        .task(&request(&rig, "http://127.0.0.1:1/cb").await)
        .await;
    rig.reach(&task, "success").await;
    delivered(&rig, 3).await;
    assert!(rig.kie.callbacks().iter().all(|told| told.status.is_none()));
}

#[tokio::test]
async fn an_end_can_be_told_twice_or_never() {
    let rig = Rig::start().await;
    let url = receiver(&[200]).await;
    rig.kie.plan_next(Plan::at_once().silent());
    let silent = rig.task(&request(&rig, &url).await).await;
    rig.reach(&silent, "success").await;
    let twice = Callbacks {
        times: 2,
        ..Callbacks::default()
    };
    rig.kie.plan_next(Plan::at_once().calling_back(twice));
    let told = rig.task(&request(&rig, &url).await).await;
    delivered(&rig, 2).await;
    assert!(
        rig.kie
            .callbacks()
            .iter()
            .all(|seen| seen.task.as_ref() == Some(&told))
    );
}

#[tokio::test]
async fn a_callback_can_come_before_the_answer_to_create_task() {
    let rig = Rig::start().await;
    let url = receiver(&[200]).await;
    let first = Callbacks {
        before_reply: true,
        ..Callbacks::default()
    };
    rig.kie.plan_next(Plan::at_once().calling_back(first));
    let task = rig.task(&request(&rig, &url).await).await;
    assert_eq!(rig.kie.callbacks()[0].task.as_ref(), Some(&task));
}

#[tokio::test]
async fn callbacks_are_signed_if_there_is_a_webhook_key() {
    let rig = Rig::with(quick().webhook_key("secret")).await;
    let url = receiver(&[200]).await;
    let task = rig.task(&request(&rig, &url).await).await;
    delivered(&rig, 1).await;
    let wrong = Callbacks {
        wrong_signature: true,
        ..Callbacks::default()
    };
    rig.kie.plan_next(Plan::at_once().calling_back(wrong));
    rig.task(&request(&rig, &url).await).await;
    delivered(&rig, 2).await;
    let [right, wrong] = rig.kie.callbacks().try_into().unwrap();
    let at: u64 = right.headers[0].1.parse().unwrap();
    assert_eq!(right.headers[0].0, "X-Webhook-Timestamp");
    let expected = ("X-Webhook-Signature".to_owned(), sign("secret", &task, at));
    assert_eq!(right.headers[1], expected);
    let other = wrong.task.as_ref().unwrap();
    let at: u64 = wrong.headers[0].1.parse().unwrap();
    assert_ne!(wrong.headers[1].1, sign("secret", other, at));
}

#[tokio::test]
async fn a_callback_can_be_forged() {
    let rig = Rig::start().await;
    let url = receiver(&[401]).await;
    let body = json!({"code": 200, "data": {"taskId": "unknown", "state": "success"}});
    let headers = [("X-Webhook-Timestamp".to_owned(), "1".to_owned())];
    assert_eq!(
        rig.kie.forge_callback(&url, &headers, &body).await,
        Some(401)
    );
    let told = &rig.kie.callbacks()[0];
    assert_eq!((told.task.as_ref(), &told.body), (None, &body));
}
