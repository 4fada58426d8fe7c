//! What comes back from a request that keeps the rules.

use image::ImageFormat;
use serde_json::json;

use crate::openai::rig::{Rig, data_url, message_of, photo, saying, showing, text_of};

#[tokio::test]
async fn a_text_is_substantial_and_repeats_words_of_the_request() {
    let rig = Rig::new().await;
    let text = rig.text(&saying("Ceramic mug for morning coffee")).await;
    assert!(text.len() > 200, "{text}");
    assert!(text.contains("Ceramic mug for morning coffee"), "{text}");
}

#[tokio::test]
async fn the_same_request_gets_the_same_text_and_another_one_another() {
    let rig = Rig::new().await;
    let first = rig.text(&saying("Ceramic mug, variant 1")).await;
    let again = rig.text(&saying("Ceramic mug, variant 1")).await;
    let other = rig.text(&saying("Ceramic mug, variant 2")).await;
    assert_eq!(first, again);
    assert_ne!(first, other);
}

#[tokio::test]
async fn another_photo_gets_another_text() {
    let rig = Rig::new().await;
    let png = data_url("image/png", &photo(ImageFormat::Png));
    let jpeg = data_url("image/jpeg", &photo(ImageFormat::Jpeg));
    let first = rig.text(&showing(&png)).await;
    assert!(first.contains("Кружка"), "{first}");
    assert_ne!(first, rig.text(&showing(&jpeg)).await);
}

#[tokio::test]
async fn a_response_is_whole() {
    let rig = Rig::new().await;
    let mut request = saying("Ceramic mug");
    request["instructions"] = json!("Write a film.");
    request["max_output_tokens"] = json!(2000);
    let response = rig.ok(&request).await;
    assert_eq!(response["object"], "response");
    assert_eq!(response["status"], "completed");
    assert_eq!(response["instructions"], "Write a film.");
    assert_eq!(response["max_output_tokens"], 2000);
    assert_eq!(response["text"]["format"]["type"], "text");
    assert_eq!(response["output"][0]["type"], "reasoning");
    assert_eq!(message_of(&response)["role"], "assistant");
    let usage = &response["usage"];
    let sum = usage["input_tokens"].as_u64().unwrap() + usage["output_tokens"].as_u64().unwrap();
    assert_eq!(usage["total_tokens"], sum);
}

#[tokio::test]
async fn a_model_that_does_not_reason_has_no_thoughts_and_takes_a_temperature() {
    let rig = Rig::new().await;
    let mut request = saying("Ceramic mug");
    request["model"] = json!("gpt-4o-mini");
    request["temperature"] = json!(0.7);
    let response = rig.ok(&request).await;
    assert_eq!(response["output"][0]["type"], "message");
    assert_eq!(response["temperature"], 0.7);
}

#[tokio::test]
async fn a_text_over_the_token_limit_is_cut_off() {
    let rig = Rig::new().await;
    let mut request = saying("Ceramic mug");
    request["max_output_tokens"] = json!(16);
    let response = rig.ok(&request).await;
    assert_eq!(response["status"], "incomplete");
    assert_eq!(
        response["incomplete_details"]["reason"],
        "max_output_tokens"
    );
    assert!(message_of(&response).is_null(), "thoughts used it all up");

    request["model"] = json!("gpt-4o");
    let response = rig.ok(&request).await;
    assert_eq!(response["status"], "incomplete");
    assert_eq!(message_of(&response)["status"], "incomplete");
    assert!(text_of(&response).len() <= 64);
}

#[tokio::test]
async fn the_known_models_are_listed() {
    let rig = Rig::new().await;
    let get = |path: &str| {
        let url = format!("{}/{path}", rig.fake.url());
        rig.http.get(url).bearer_auth(rig.fake.key()).send()
    };
    let list: serde_json::Value = get("models").await.unwrap().json().await.unwrap();
    let models = list["data"].as_array().unwrap();
    assert!(models.iter().any(|model| model["id"] == "gpt-5-mini"));
    assert_eq!(get("models/gpt-5-mini").await.unwrap().status(), 200);
    assert_eq!(get("models/gpt-1").await.unwrap().status(), 404);
}
