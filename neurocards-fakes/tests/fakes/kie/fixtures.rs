//! The fake's answers have the shape of the recorded and documented ones.

use std::path::Path;
use std::time::Duration;

use neurocards_fakes::kie::{CreditsConsumed, Ending, FaultKind, Plan, Stage, TaskIdStyle, sign};
use serde_json::{Value, json};

use super::rig::{Rig, SOON, json_of, quick, receiver};

fn fixture(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/kie-fixtures");
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The keys of an answer with the kind of each value.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.clone(), shape(field)))
            .collect(),
        Value::Array(entries) => entries.iter().map(shape).take(1).collect(),
        Value::String(_) => "text".into(),
        Value::Number(_) => "number".into(),
        Value::Bool(_) => "bool".into(),
        Value::Null => Value::Null,
    }
}

fn assert_shaped_like(answer: &Value, name: &str) {
    assert_eq!(shape(answer), shape(&fixture(name)["body"]), "{name}");
}

/// As recorded before 2026-08: without `creditsConsumed`.
fn old(plan: Plan) -> Plan {
    Plan {
        credits_consumed: CreditsConsumed::Never,
        ..plan
    }
}

#[tokio::test]
async fn created_tasks_look_as_recorded() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let answer = rig.create(&request).await;
    assert_shaped_like(&answer, "create-success--seedance2-taskid-recordid");
    rig.kie.plan_next(Plan {
        task_id: TaskIdStyle::Dated,
        ..Plan::at_once()
    });
    let answer = rig.create(&request).await;
    assert_shaped_like(&answer, "create-success--docs-taskid-only");
}

#[tokio::test]
async fn refusals_are_those_of_the_fixtures() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let cases = [
        (
            FaultKind::no_access(),
            "create-error--401-http200-no-access",
        ),
        (FaultKind::rate_limit(), "create-error--429-inside-http200"),
        (FaultKind::key_spent(), "create-error--433-subkey-limit"),
        (
            FaultKind::photo_unreadable(),
            "create-error--451-image-fetch",
        ),
        (FaultKind::model_paused(), "create-error--500-model-paused"),
        (
            FaultKind::server_exception(),
            "create-error--500-server-exception",
        ),
    ];
    for (fault, name) in cases {
        rig.kie.fail_next_creates(1, fault);
        assert_eq!(rig.create(&request).await, fixture(name)["body"], "{name}");
    }
    let unknown = rig.create(&json!({"model": "sora-2", "input": {}})).await;
    assert_eq!(unknown, fixture("create-error--422-unknown-model")["body"]);
    let unknown = rig.record("0").await;
    assert_eq!(
        unknown,
        fixture("record-lookup--422-recordinfo-null")["body"]
    );
}

#[tokio::test]
async fn the_edge_answers_as_recorded() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    for (status, name) in [
        (403, "create-error--403-cloudflare-1010"),
        (502, "create-error--502-html"),
    ] {
        rig.kie.fail_next_creates(1, FaultKind::Http(status));
        let answer = rig.send(&request).await.unwrap();
        let expected = fixture(name);
        assert_eq!(answer.status().as_u16(), expected["http_status"]);
        assert_eq!(answer.headers()["server"], "cloudflare");
        let kind = expected["headers"]["content-type"].as_str().unwrap();
        assert_eq!(answer.headers()["content-type"], kind);
        assert_eq!(answer.text().await.unwrap(), expected["body"]);
    }
    let lost = rig.post("/api/v1/jobs/createTasks").send().await.unwrap();
    assert_eq!(lost.status(), 404);
    assert_shaped_like(&lost.json().await.unwrap(), "create-error--404-spring-path");
}

#[tokio::test]
async fn records_look_as_recorded_in_every_state() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let cases = [
        (
            Plan::default()
                .through([Stage::new("generating", 0)])
                .held(),
            "generating",
            "record-pending--kling3-generating",
        ),
        (
            Plan::default().through([Stage::new("reviewing", 0)]).held(),
            "reviewing",
            "record-pending--unknown-state",
        ),
        (Plan::at_once(), "success", "record-success--two-urls"),
        (
            Plan::ending(Ending::BrokenResult),
            "success",
            "record-success--malformed-resultjson",
        ),
        (
            Plan::task_id_blank(),
            "fail",
            "record-fail--422-task-id-blank",
        ),
        (Plan::moderated(), "fail", "record-fail--400-ai-moderator"),
        (Plan::real_person(), "fail", "record-fail--400-real-person"),
        (
            Plan::internal_error(),
            "fail",
            "record-fail--500-internal-error-later",
        ),
    ];
    for (plan, state, name) in cases {
        rig.kie.plan_next(old(plan));
        let task = rig.task(&request).await;
        rig.reach(&task, state).await;
        let answer = rig.record(&task).await;
        assert_shaped_like(&answer, name);
        let expected = &fixture(name)["body"]["data"];
        assert_eq!(answer["data"]["failCode"], expected["failCode"], "{name}");
        assert_eq!(answer["data"]["failMsg"], expected["failMsg"], "{name}");
    }
}

#[tokio::test]
async fn the_failure_of_a_gone_photo_is_the_recorded_one() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    rig.kie.advance(Duration::from_hours(24 * 5));
    rig.kie.plan_next(old(Plan::at_once()));
    let task = rig.task(&request).await;
    let record = rig.reach(&task, "fail").await;
    let expected = fixture("record-fail--500-upload-failed")["body"]["data"].clone();
    assert_eq!(shape(&record), shape(&expected));
    assert_eq!(record["failMsg"], expected["failMsg"]);
}

#[tokio::test]
async fn uploads_balance_and_links_look_as_recorded() {
    let rig = Rig::start().await;
    let url = format!("{}/api/file-base64-upload", rig.kie.upload_url());
    let body = json!({"base64Data": "eA==", "uploadPath": "p", "fileName": "test.txt"});
    let ask = |key: &str| rig.http.post(&url).bearer_auth(key).json(&body);
    let kept = json_of(ask(rig.kie.key()).send().await.unwrap()).await;
    assert_shaped_like(&kept, "upload--base64-ok");
    assert_shaped_like(&kept, "upload--stream-ok");
    let refused = ask("wrong").send().await.unwrap();
    let expected = fixture("upload--401-invalid-key");
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.json::<Value>().await.unwrap(), expected["body"]);
    let balance = json_of(rig.get("/api/v1/chat/credit").send().await.unwrap()).await;
    assert_shaped_like(&balance, "credit--integer-balance");
    let file = kept["data"]["downloadUrl"].clone();
    let link = rig
        .post("/api/v1/common/download-url")
        .json(&json!({"url": file}));
    assert_shaped_like(
        &json_of(link.send().await.unwrap()).await,
        "download-url--ok",
    );
}

#[tokio::test]
async fn callbacks_look_as_documented() {
    let rig = Rig::with(quick()).await;
    let mut request = rig.request().await;
    request["callBackUrl"] = receiver(&[200]).await.into();
    rig.task(&request).await;
    rig.kie
        .wait_for_ledger(SOON, |ledger| ledger.callbacks.len() == 1)
        .await
        .unwrap();
    assert_shaped_like(
        &rig.kie.callbacks()[0].body,
        "callback--jobs-success-duplicate",
    );
}

#[test]
fn the_signature_is_that_of_the_fixture() {
    let valid = fixture("callback-signature--valid");
    let key = valid["expect"]["hmac_key"].as_str().unwrap();
    let task = valid["body"]["data"]["taskId"].as_str().unwrap();
    let at = valid["headers"]["X-Webhook-Timestamp"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(sign(key, task, at), valid["headers"]["X-Webhook-Signature"]);
}
