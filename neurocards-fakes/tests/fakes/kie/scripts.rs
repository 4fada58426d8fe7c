//! Scripts and observation over HTTP.

use serde_json::{Value, json};

use super::rig::Rig;

async fn script(rig: &Rig, script: Value) -> u16 {
    let url = format!("{}/_control/script", rig.kie.api_url());
    rig.http
        .post(url)
        .json(&script)
        .send()
        .await
        .unwrap()
        .status()
        .as_u16()
}

async fn look(rig: &Rig, path: &str) -> Value {
    let url = format!("{}{path}", rig.kie.api_url());
    rig.http
        .get(url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}

#[tokio::test]
async fn plans_and_faults_are_scripted_in_json() {
    let rig = Rig::start().await;
    let done = script(&rig, json!({
        "faults": [{"call": "create", "times": 1, "fault": {"refuse": {"code": 500, "msg": "x"}}}],
        "plan_next": [{"stages": [], "ending": {"fail": {"code": "400", "message": "no"}}}],
        "balance": 70.5,
    }))
    .await;
    assert_eq!(done, 204);
    let request = rig.request().await;
    assert_eq!(rig.create(&request).await["msg"], "x");
    let task = rig.task(&request).await;
    assert_eq!(rig.reach(&task, "fail").await["failMsg"], "no");
    let tasks = look(&rig, "/_control/tasks").await;
    assert_eq!(tasks[0]["progress_percent"], 100);
    let ledger = look(&rig, "/_control/ledger").await;
    assert_eq!(ledger["creates"].as_array().unwrap().len(), 2);
    assert_eq!(ledger["creates"][1]["task"], task);
    assert_eq!(ledger["credits_taken"], 70.0);
}

#[tokio::test]
async fn tasks_are_held_and_released_by_script() {
    let rig = Rig::start().await;
    assert_eq!(script(&rig, json!({"hold": true})).await, 204);
    let task = rig.task(&rig.request().await).await;
    assert!(rig.kie.task(&task).unwrap().held);
    assert_eq!(script(&rig, json!({"release": [task]})).await, 204);
    rig.reach(&task, "success").await;
}

#[tokio::test]
async fn a_script_that_cannot_be_is_refused() {
    let rig = Rig::start().await;
    assert_eq!(script(&rig, json!({"release": ["unknown"]})).await, 422);
    assert_eq!(
        script(
            &rig,
            json!({"faults": [{"call": "create", "fault": {"http": 200}}]})
        )
        .await,
        422
    );
    assert_eq!(script(&rig, json!({"plan_nxt": []})).await, 422);
}

#[tokio::test]
async fn no_key_is_written_down() {
    let rig = Rig::start().await;
    rig.task(&rig.request().await).await;
    let ledger = look(&rig, "/_control/ledger").await;
    assert!(!ledger.to_string().contains(rig.kie.key()));
    assert_eq!(ledger["creates"][0]["key"], 0);
    assert_eq!(
        ledger["creates"][0]["headers"]["user-agent"],
        "neurocards-test/1"
    );
}
