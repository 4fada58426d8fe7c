//! Requests that break the rules are refused as by the real API.

use image::ImageFormat;
use neurocards_fakes::openai::FakeOpenAi;
use serde_json::{Value, json};

use crate::openai::rig::{Rig, data_url, photo, saying, showing};

/// The request about a mug with one field set.
fn with(field: &str, value: &Value) -> Value {
    let mut request = saying("Ceramic mug");
    request[field] = value.clone();
    request
}

async fn check(cases: &[(Value, u16, &str, &str)]) {
    let rig = Rig::new().await;
    for (request, status, code, param) in cases {
        let refusal = rig.refusal(request).await;
        let expected = (*status, (*code).to_owned(), (*param).to_owned());
        assert_eq!(refusal, expected, "{request}");
    }
}

#[tokio::test]
async fn a_missing_or_wrong_key_is_refused() {
    let rig = Rig::new().await;
    let url = format!("{}/responses", rig.fake.url());
    let post = || rig.http.post(&url).json(&saying("Mug"));
    let without = post().send().await.unwrap();
    assert_eq!(without.status(), 401);
    let wrong = post().bearer_auth("sk-stolen").send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    let body = wrong.text().await.unwrap();
    assert!(body.contains("invalid_api_key"), "{body}");
    assert!(!body.contains("sk-stolen"), "{body}");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let rig = Rig::new().await;
    let url = format!("{}/responses", rig.fake.url());
    for kind in ["application/json", "text/plain"] {
        let post = rig.http.post(&url).bearer_auth(rig.fake.key());
        let sent = post.header("content-type", kind).body("{\"model\":");
        assert_eq!(sent.send().await.unwrap().status(), 400);
    }
}

#[tokio::test]
async fn unknown_fields_are_refused_at_every_level() {
    let unknown = "unknown_parameter";
    let part = json!([{"role": "user", "content": [{"type": "input_text", "text": "a", "x": 1}]}]);
    check(&[
        (with("messages", &json!([])), 400, unknown, "messages"),
        (with("max_tokens", &json!(9)), 400, unknown, "max_tokens"),
        (
            with("text", &json!({"formt": {}})),
            400,
            unknown,
            "text.formt",
        ),
        (
            with("reasoning", &json!({"efort": "low"})),
            400,
            unknown,
            "reasoning.efort",
        ),
        (with("input", &part), 400, unknown, "input[0].content[0].x"),
    ])
    .await;
}

#[tokio::test]
async fn wrong_types_and_values_are_refused() {
    let role = json!([{"role": "tool", "content": "a"}]);
    let kind = json!([{"role": "user", "content": [{"type": "text", "text": "a"}]}]);
    check(&[
        (
            json!({"input": "a"}),
            400,
            "missing_required_parameter",
            "model",
        ),
        (
            json!({"model": "gpt-5"}),
            400,
            "missing_required_parameter",
            "input",
        ),
        (with("input", &json!(7)), 400, "invalid_type", "input"),
        (with("input", &json!([])), 400, "empty_array", "input"),
        (with("input", &role), 400, "invalid_value", "input[0].role"),
        (
            with("input", &kind),
            400,
            "invalid_value",
            "input[0].content[0].type",
        ),
        (with("store", &json!("no")), 400, "invalid_type", "store"),
        (
            with("max_output_tokens", &json!(15)),
            400,
            "integer_below_min_value",
            "max_output_tokens",
        ),
        (
            with("reasoning", &json!({"effort": "huge"})),
            400,
            "invalid_value",
            "reasoning.effort",
        ),
        (
            with("metadata", &json!({"order": 7})),
            400,
            "invalid_type",
            "metadata.order",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_model_refuses_what_its_family_cannot() {
    let mut effort = with("reasoning", &json!({"effort": "low"}));
    effort["model"] = json!("gpt-4.1");
    let mut hot = with("temperature", &json!(2.5));
    hot["model"] = json!("gpt-4.1");
    check(&[
        (
            with("model", &json!("gpt-3")),
            404,
            "model_not_found",
            "model",
        ),
        (
            with("temperature", &json!(1)),
            400,
            "unsupported_parameter",
            "temperature",
        ),
        (
            with("top_p", &json!(0.5)),
            400,
            "unsupported_parameter",
            "top_p",
        ),
        (effort, 400, "unsupported_parameter", "reasoning.effort"),
        (hot, 400, "decimal_above_max_value", "temperature"),
    ])
    .await;
}

#[tokio::test]
async fn a_photo_must_really_decode() {
    let place = "input[0].content[1].image_url";
    let png = photo(ImageFormat::Png);
    let half = &png[..png.len() / 2];
    check(&[
        (
            showing(&data_url("image/png", half)),
            400,
            "invalid_image",
            place,
        ),
        (
            showing(&data_url("image/png", b"no photo")),
            400,
            "invalid_image",
            place,
        ),
        (
            showing("data:image/png;base64,a?=="),
            400,
            "invalid_value",
            place,
        ),
        (
            showing(&data_url("text/plain", &png)),
            400,
            "invalid_value",
            place,
        ),
        (
            showing("https://example.com/mug.png"),
            400,
            "invalid_image_url",
            place,
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_the_fake_cannot_do_is_refused_and_not_ignored() {
    let unsupported = "unsupported_parameter";
    check(&[
        (with("stream", &json!(true)), 400, unsupported, "stream"),
        (
            with("tools", &json!([{"type": "web_search"}])),
            400,
            unsupported,
            "tools",
        ),
        (
            with("previous_response_id", &json!("resp_1")),
            400,
            unsupported,
            "previous_response_id",
        ),
    ])
    .await;
}

#[tokio::test]
async fn only_the_models_of_the_builder_are_known() {
    let fake = FakeOpenAi::builder()
        .models(["mine"])
        .start()
        .await
        .unwrap();
    let http = crate::openai::rig::client();
    let rig = Rig { fake, http };
    assert_eq!(rig.refusal(&saying("Mug")).await.0, 404);
    rig.ok(&with("model", &json!("mine"))).await;
}

#[tokio::test]
async fn other_addresses_and_methods_are_refused() {
    let rig = Rig::new().await;
    let url = format!("{}/responses", rig.fake.url());
    assert_eq!(rig.http.get(url).send().await.unwrap().status(), 405);
    let url = format!("{}/chat/completions", rig.fake.url());
    assert_eq!(rig.http.post(url).send().await.unwrap().status(), 404);
}
