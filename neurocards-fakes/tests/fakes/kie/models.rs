//! Each model and what it takes.

use serde_json::{Value, json};

use super::rig::{Rig, json_of};

fn without(request: &Value, field: &str) -> Value {
    let mut less = request.clone();
    less["input"].as_object_mut().unwrap().remove(field);
    less
}

fn with(request: &Value, field: &str, value: Value) -> Value {
    let mut other = request.clone();
    other["input"][field] = value;
    other
}

#[tokio::test]
async fn every_model_takes_a_right_request() {
    let rig = Rig::start().await;
    let url = rig.upload().await;
    let inputs = [
        (
            "bytedance/seedance-2-fast",
            json!({
                "prompt": "a bottle", "first_frame_url": url, "resolution": "480p",
                "aspect_ratio": "9:16", "duration": 4, "generate_audio": false,
                "web_search": false, "nsfw_checker": true,
            }),
        ),
        (
            "wan/2-7-image-to-video",
            json!({
                "prompt": "a bottle", "first_frame_url": url, "duration": 5, "resolution": "720p",
            }),
        ),
        (
            "hailuo/2-3-image-to-video-standard",
            json!({
                "prompt": "a bottle", "image_url": url, "duration": "6", "resolution": "768P",
            }),
        ),
        (
            "grok-imagine/image-to-video",
            json!({
                "prompt": "a bottle", "image_urls": [url], "duration": 6, "mode": "normal",
            }),
        ),
        (
            "bytedance/seedance-1.5-pro",
            json!({
                "prompt": "a bottle", "input_urls": [url], "duration": 4, "aspect_ratio": "9:16",
            }),
        ),
    ];
    for (model, input) in inputs {
        let task = rig.task(&json!({"model": model, "input": input})).await;
        assert_eq!(rig.reach(&task, "success").await["model"], model);
    }
}

#[tokio::test]
async fn a_missing_field_is_code_500_and_named() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    for field in ["prompt", "sound", "multi_shots"] {
        let answer = rig.create(&without(&request, field)).await;
        let msg = format!("{field} is required");
        assert_eq!(answer, json!({"code": 500, "msg": msg, "data": null}));
    }
    let empty = rig.create(&json!({"model": "kling-3.0/video"})).await;
    assert_eq!(empty["msg"], "This field is required");
    assert!(rig.kie.tasks().is_empty());
}

#[tokio::test]
async fn a_wrong_value_or_type_is_code_422() {
    let rig = Rig::start().await;
    let request = rig.request().await;
    let wrong = [
        ("duration", json!(5)),
        ("duration", json!("16")),
        ("aspect_ratio", json!("2:1")),
        ("mode", json!("turbo")),
        ("sound", json!("no")),
        ("prompt", json!("x".repeat(20_001))),
        ("image_urls", json!("http://127.0.0.1/a.jpg")),
        ("image_urls", json!(["a", "b", "c"])),
    ];
    for (field, value) in wrong {
        let answer = rig.create(&with(&request, field, value)).await;
        assert_eq!(answer["code"], 422, "{field}");
        assert!(
            answer["msg"].as_str().unwrap().starts_with(field),
            "{answer}"
        );
    }
    assert!(rig.kie.tasks().is_empty());
}

#[tokio::test]
async fn an_unknown_model_is_refused_with_the_recorded_text() {
    let rig = Rig::start().await;
    let answer = rig
        .create(&json!({"model": "sora-2-image-to-video", "input": {}}))
        .await;
    assert_eq!(answer["code"], 422);
    let text = "The model name you specified is not supported.";
    assert!(answer["msg"].as_str().unwrap().starts_with(text));
}

#[tokio::test]
async fn a_model_that_does_not_check_charges_for_an_empty_input() {
    let rig = Rig::start().await;
    let before = rig.balance().await;
    let task = rig
        .task(&json!({"model": "grok-imagine/image-to-video", "input": {}}))
        .await;
    let record = rig.reach(&task, "fail").await;
    assert_eq!(
        record["failMsg"],
        "generate playground failed, task id is blank"
    );
    assert!(rig.kie.creates()[0].credits > 0.0);
    assert!((rig.balance().await - before).abs() < 1e-9, "returned");
}

#[tokio::test]
async fn the_catalogue_lists_the_models_and_can_be_filtered() {
    let rig = Rig::start().await;
    let all = json_of(rig.get("/api/v1/models").send().await.unwrap()).await;
    assert_eq!(all["data"]["total"], 6);
    let some = rig.get("/api/v1/models?q=kling").send().await.unwrap();
    let some = json_of(some).await;
    assert_eq!(some["data"]["models"][0]["model"], "kling-3.0/video");
    assert_eq!(some["data"]["total"], 1);
}
