//! recordInfo and its errors.

use neurocards_fakes::kie::{Call, FaultKind, Plan};
use serde_json::{Value, json};

use super::rig::{Rig, json_of, quick};

#[tokio::test]
async fn an_unknown_task_has_no_record() {
    let rig = Rig::start().await;
    let answer = rig.record("0123456789abcdef0123456789abcdef").await;
    assert_eq!(
        answer,
        json!({"code": 422, "msg": "recordInfo is null", "data": null})
    );
    let nameless = rig.get("/api/v1/jobs/recordInfo").send().await.unwrap();
    assert_eq!(json_of(nameless).await["code"], 400);
}

#[tokio::test]
async fn a_new_task_can_stay_invisible_for_a_while() {
    let rig = Rig::start().await;
    rig.kie.plan_next(Plan::at_once().hidden_for(2));
    let task = rig.task(&rig.request().await).await;
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(rig.record(&task).await["code"].as_i64().unwrap());
    }
    assert_eq!(codes, [422, 422, 200]);
}

#[tokio::test]
async fn a_key_of_another_account_does_not_see_the_task() {
    let rig = Rig::with(quick().keys(["first", "second"])).await;
    let task = rig.task(&rig.request().await).await;
    let url = format!("{}/api/v1/jobs/recordInfo?taskId={task}", rig.kie.api_url());
    let other = rig
        .http
        .get(url)
        .bearer_auth("second")
        .send()
        .await
        .unwrap();
    assert_eq!(json_of(other).await["msg"], "recordInfo is null");
    assert_eq!(rig.record(&task).await["code"], 200);
    let keys: Vec<_> = rig.kie.ledger().polls.iter().map(|poll| poll.key).collect();
    assert_eq!(keys, [Some(1), Some(0)]);
}

#[tokio::test]
async fn a_failed_look_up_says_nothing_about_the_task() {
    let rig = Rig::start().await;
    let task = rig.task(&rig.request().await).await;
    rig.kie.fail_next(Call::Poll, 1, FaultKind::rate_limit());
    assert_eq!(rig.record(&task).await["code"], 429);
    rig.kie.fail_next(Call::Poll, 1, FaultKind::Http(502));
    let request = rig
        .get("/api/v1/jobs/recordInfo")
        .query(&[("taskId", &task)]);
    assert_eq!(request.send().await.unwrap().status(), 502);
    rig.reach(&task, "success").await;
    let statuses: Vec<_> = rig
        .kie
        .ledger()
        .polls
        .iter()
        .map(|poll| poll.status)
        .collect();
    assert_eq!(statuses, [Some(200), Some(502), Some(200)]);
}

#[tokio::test]
async fn param_is_json_in_a_text_and_its_input_again() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let task = rig.task(&request).await;
    let record = rig.record(&task).await["data"].clone();
    let param: Value = serde_json::from_str(record["param"].as_str().unwrap()).unwrap();
    assert_eq!(param["model"], "kling-3.0/video");
    let input: Value = serde_json::from_str(param["input"].as_str().unwrap()).unwrap();
    assert_eq!(input, request["input"]);
}

#[tokio::test]
async fn a_wrong_key_is_refused_inside_http_200() {
    let rig = Rig::start().await;
    for path in [
        "/api/v1/chat/credit",
        "/api/v1/models",
        "/api/v1/jobs/recordInfo?taskId=x",
    ] {
        let url = format!("{}{path}", rig.kie.api_url());
        let answer = rig.http.get(url).bearer_auth("wrong").send().await.unwrap();
        let expected = json!({"code": 401, "msg": "You do not have access permissions"});
        assert_eq!(json_of(answer).await, expected);
    }
}

#[tokio::test]
async fn a_wrong_path_is_a_real_404_without_an_envelope() {
    let rig = Rig::start().await;
    let answer = rig.post("/api/v1/jobs/createTasks").send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["path"], "/api/v1/jobs/createTasks");
    assert_eq!(body["status"], 404);
    assert!(body.get("code").is_none());
}
