//! When the answer to createTask is lost, late or bad.

use neurocards_fakes::kie::{Call, FaultKind};
use serde_json::json;

use super::rig::{Rig, SOON, client};

#[tokio::test]
async fn a_task_exists_and_is_paid_for_although_the_connection_was_cut() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let before = rig.balance().await;
    rig.kie.fail_next_creates(1, FaultKind::AcceptThenCut);
    assert!(rig.send(&request).await.is_err());
    assert_eq!(rig.kie.tasks().len(), 1);
    assert!((before - rig.balance().await - 70.0).abs() < 1e-9);
    let create = &rig.kie.creates()[0];
    assert_eq!(create.task.as_ref(), Some(&rig.kie.tasks()[0].id));
    assert_eq!(create.reply.as_ref().unwrap().status, None);
}

#[tokio::test]
async fn a_task_exists_although_the_gateway_reports_an_error() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    for status in [502, 524] {
        rig.kie
            .fail_next_creates(1, FaultKind::AcceptThenHttp(status));
        let answer = rig.send(&request).await.unwrap();
        assert_eq!(answer.status(), status);
        assert!(answer.text().await.unwrap().contains("cloudflare"));
    }
    assert_eq!(rig.kie.tasks().len(), 2);
}

#[tokio::test]
async fn a_task_exists_although_the_answer_never_comes() {
    let rig = Rig::start().await;
    rig.kie.fail_next_creates(1, FaultKind::AcceptThenHang);
    let request = rig.request().await;
    let waited = async {
        let is_there = rig.kie.wait_for_tasks(SOON, |tasks| tasks.len() == 1);
        is_there.await.unwrap();
        tokio::time::pause();
        tokio::time::advance(SOON).await;
        tokio::time::resume();
    };
    let (sent, ()) = tokio::join!(rig.send(&request), waited);
    assert!(sent.unwrap_err().is_timeout(), "no answer");
    assert_eq!(rig.kie.tasks().len(), 1);
}

#[tokio::test]
async fn a_late_task_is_created_although_the_caller_has_left() {
    let rig = Rig::start().await;
    rig.kie.fail_next_creates(1, FaultKind::Delay(30_000));
    let request = rig.request().await;
    tokio::select! {
        sent = rig.send(&request) => panic!("{sent:?}"),
        asked = rig.kie.wait_for_ledger(SOON, |ledger| ledger.creates.len() == 1) => asked.unwrap(),
    }
    assert!(rig.kie.tasks().is_empty(), "not yet");
    // From here on time goes by as soon as all have to wait for it.
    tokio::time::pause();
    rig.kie
        .wait_for_tasks(SOON, |tasks| tasks.len() == 1)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_task_exists_although_the_answer_does_not_name_it() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    rig.kie.fail_next_creates(1, FaultKind::AcceptThenNoData);
    assert_eq!(
        rig.create(&request).await,
        json!({"code": 200, "msg": "success", "data": {}})
    );
    rig.kie.fail_next_creates(1, FaultKind::AcceptThenGarbage);
    let text = rig.send(&request).await.unwrap().text().await.unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_err());
    assert_eq!(rig.kie.tasks().len(), 2);
}

#[tokio::test]
async fn a_refused_request_creates_nothing_and_costs_nothing() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let before = rig.balance().await;
    let refusals = [
        (FaultKind::server_exception(), 500),
        (FaultKind::rate_limit(), 429),
        (FaultKind::no_credits(), 402),
        (FaultKind::no_credits_as_500(), 500),
        (FaultKind::key_spent(), 433),
        (FaultKind::no_access(), 401),
        (FaultKind::model_paused(), 500),
        (FaultKind::maintenance(), 455),
        (FaultKind::photo_unreadable(), 451),
        (FaultKind::moderated(), 422),
        (FaultKind::this_field_is_required(), 500),
    ];
    let count = refusals.len();
    for (fault, code) in refusals {
        rig.kie.fail_next_creates(1, fault);
        let answer = rig.create(&request).await;
        assert_eq!(answer["code"], code);
        assert!(answer.get("data").is_none_or(serde_json::Value::is_null));
    }
    for (fault, status) in [(FaultKind::Http(403), 403), (FaultKind::Http(429), 429)] {
        rig.kie.fail_next_creates(1, fault);
        let answer = rig.send(&request).await.unwrap();
        assert_eq!(answer.status(), status);
        assert!(!answer.headers().contains_key("retry-after"));
    }
    rig.kie.fail_next_creates(1, FaultKind::Cut);
    assert!(rig.send(&request).await.is_err());
    assert!(rig.kie.tasks().is_empty());
    assert_eq!(rig.kie.creates().len(), count + 3);
    assert!((rig.balance().await - before).abs() < 1e-9);
}

#[tokio::test]
async fn a_fault_lasts_as_often_as_told_or_until_it_is_cleared() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    rig.kie.fail_next_creates(2, FaultKind::server_exception());
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(rig.create(&request).await["code"].as_i64().unwrap());
    }
    assert_eq!(codes, [500, 500, 200]);
    rig.kie
        .fail_all(Call::Create, FaultKind::server_exception());
    for _ in 0..5 {
        assert_eq!(rig.create(&request).await["code"], 500);
    }
    rig.kie.clear_faults();
    assert_eq!(rig.create(&request).await["code"], 200);
}

#[tokio::test]
async fn a_caller_without_a_name_is_stopped_at_the_edge() {
    let rig = Rig::start().await;
    let url = format!("{}/api/v1/chat/credit", rig.kie.api_url());
    let answer = client(None)
        .get(url)
        .bearer_auth(rig.kie.key())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(answer.text().await.unwrap(), "error code: 1010");
}

#[tokio::test]
async fn a_stop_ends_requests_that_hang() {
    let rig = Rig::start().await;
    rig.kie.fail_next_creates(1, FaultKind::Hang);
    let handle = rig.kie.handle();
    let request = rig.post("/api/v1/jobs/createTask").json(&json!({}));
    let sent = tokio::spawn(request.send());
    handle
        .wait_for_ledger(SOON, |ledger| ledger.creates.len() == 1)
        .await
        .unwrap();
    tokio::time::timeout(SOON, rig.kie.stop()).await.unwrap();
    assert!(sent.await.unwrap().is_err());
}
