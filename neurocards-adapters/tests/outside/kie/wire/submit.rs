use neurocards_core::ids::Nonce;
use neurocards_core::ports::{SubmitError, VideoGenerator};
use neurocards_core::work::failure::ErrorClass;
use serde_json::{Value, json};
use std::time::Duration;
use wiremock::MockServer;
use wiremock::matchers::{method, path};

use super::world::{
    CREATE, accepted, creating, envelope, kie, options, request, requests, task, with_key,
};
use neurocards_adapters::kie::Kie;
use neurocards_adapters::kie::callback::{CallbackKey, Callbacks};

fn key() -> CallbackKey {
    CallbackKey::of(&"42:TEST".into())
}

async fn body_for(model: &str) -> Value {
    let server = creating(accepted()).await;
    let mut options = options(&server.uri());
    options.callbacks = Some(Callbacks {
        base: "https://bot.example/base/".parse().unwrap(),
        key: key(),
    });
    let kie = Kie::new(options).unwrap();
    assert_eq!(kie.submit(&request(model, 15)).await.unwrap(), task());
    server.received_requests().await.unwrap()[0]
        .body_json()
        .unwrap()
}

#[tokio::test]
async fn each_model_is_asked_in_its_own_spelling() {
    let photo = "https://tempfile.redpandaai.co/kieai/1/a.jpg";
    let path = key().path(&Nonce::from_bits(0xabc));
    let callback = format!("https://bot.example/base/{path}");
    for (model, input) in [
        (
            "kling-3.0/video",
            json!({"prompt": "A mug on a table.", "image_urls": [photo], "sound": true,
                   "duration": "15", "aspect_ratio": "9:16", "mode": "std", "multi_shots": false}),
        ),
        (
            "bytedance/seedance-2-fast",
            json!({"prompt": "A mug on a table.", "first_frame_url": photo, "duration": 15,
                   "resolution": "720p", "aspect_ratio": "9:16", "generate_audio": true,
                   "web_search": false, "nsfw_checker": true}),
        ),
        (
            "wan/2-7-image-to-video",
            json!({"prompt": "A mug on a table.", "first_frame_url": photo, "duration": 15,
                   "resolution": "720p"}),
        ),
    ] {
        let expected = json!({"model": model, "callBackUrl": callback, "input": input});
        assert_eq!(body_for(model).await, expected);
    }
}

#[tokio::test]
async fn the_request_carries_key_type_and_an_ordinary_user_agent() {
    let server = creating(accepted()).await;
    kie(&server.uri())
        .submit(&request("kling-3.0/video", 5))
        .await
        .unwrap();
    let sent = &server.received_requests().await.unwrap()[0];
    assert_eq!(sent.headers["authorization"], "Bearer key-1");
    assert_eq!(sent.headers["content-type"], "application/json");
    let agent = sent.headers["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("neurocards/"), "{agent}");
    let body: Value = sent.body_json().unwrap();
    assert_eq!(
        body.get("callBackUrl"),
        None,
        "no public address, no callback"
    );
}

#[tokio::test]
async fn what_the_model_cannot_do_is_never_sent() {
    let server = creating(accepted()).await;
    let kie = kie(&server.uri());
    let mut endless = request("wan/2-7-image-to-video", 5);
    endless.prompt = "x".repeat(5_001);
    for bad in [
        request("kling-3.0/video", 16),
        request("sora-2-image-to-video", 10),
        endless,
    ] {
        let refused = kie.submit(&bad).await;
        assert!(
            matches!(refused, Err(SubmitError::Rejected(_))),
            "{refused:?}"
        );
    }
    assert_eq!(requests(&server).await, 0);
}

#[tokio::test]
async fn a_refusal_in_the_envelope_is_certain_and_sent_once() {
    for (code, message, class) in [
        (
            429,
            "Your call frequency is too high.",
            ErrorClass::RateLimit,
        ),
        (
            422,
            "The prompt violates our content policy",
            ErrorClass::User,
        ),
        (
            500,
            "Server exception, please try again later",
            ErrorClass::Temporary,
        ),
        (505, "feature switched off", ErrorClass::Unknown),
    ] {
        let server = creating(envelope(code, message, &Value::Null)).await;
        let answer = kie(&server.uri())
            .submit(&request("kling-3.0/video", 5))
            .await;
        let Err(SubmitError::Rejected(failure)) = answer else {
            panic!("{message}: {answer:?}");
        };
        assert_eq!(failure.class, class, "{message}");
        assert!(
            failure.detail.contains(message),
            "the operator sees the raw text"
        );
        assert_eq!(requests(&server).await, 1);
    }
}

#[tokio::test]
async fn a_wish_to_wait_is_heard() {
    let answer = envelope(429, "slow down", &Value::Null).insert_header("retry-after", "17");
    let server = creating(answer).await;
    let answer = kie(&server.uri())
        .submit(&request("kling-3.0/video", 5))
        .await;
    let Err(SubmitError::Rejected(failure)) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(failure.retry_after, Some(Duration::from_secs(17)));
}

#[tokio::test]
async fn a_refused_key_is_set_aside_and_the_next_one_serves() {
    let server = MockServer::start().await;
    with_key("key-1")
        .and(method("POST"))
        .and(path(CREATE))
        .respond_with(envelope(402, "Credits insufficient", &Value::Null))
        .expect(1)
        .mount(&server)
        .await;
    with_key("key-2")
        .and(path(CREATE))
        .respond_with(accepted())
        .expect(2)
        .mount(&server)
        .await;
    let kie = kie(&server.uri());
    for _ in 0..2 {
        assert!(kie.submit(&request("kling-3.0/video", 5)).await.is_ok());
    }
}

#[tokio::test]
async fn without_a_key_in_order_the_submit_is_refused_as_billing_and_recovers_at_once() {
    let server = creating(envelope(
        401,
        "You do not have access permissions",
        &Value::Null,
    ))
    .await;
    let kie = kie(&server.uri());
    let answer = kie.submit(&request("kling-3.0/video", 5)).await;
    assert!(
        matches!(&answer, Err(SubmitError::Rejected(failure)) if failure.class == ErrorClass::Billing),
        "{answer:?}"
    );
    server.reset().await;
    with_key("key-1")
        .respond_with(accepted())
        .mount(&server)
        .await;
    assert!(kie.submit(&request("kling-3.0/video", 5)).await.is_ok());
}
