use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::{TaskState, VideoGenerator};
use neurocards_core::work::failure::ErrorClass;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

use super::world::{CREATE, RECORD, accepted, envelope, kie, request, requests, task, with_key};
use crate::silence::Silence;

async fn looking_up(answer: impl Respond + 'static) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path(RECORD))
        .and(query_param("taskId", task().as_str()))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn record(state: &str, code: &Value, message: &str) -> ResponseTemplate {
    let data = json!({"taskId": task().as_str(), "state": state, "resultJson": "",
                      "failCode": code, "failMsg": message, "completeTime": 1_790_000_041_000_i64});
    envelope(200, "success", &data)
}

#[tokio::test]
async fn a_finished_task_names_its_video() {
    let result = json!({"resultUrls": ["https://a.example/p.png", "https://a.example/v.mp4?x=1"]});
    let data = json!({"state": "success", "resultJson": result.to_string()});
    let server = looking_up(envelope(200, "success", &data)).await;
    match kie(&server.uri()).check(&task(), None).await.unwrap() {
        TaskState::Ready(video) => assert_eq!(video.url, "https://a.example/v.mp4?x=1"),
        other => panic!("{other:?}"),
    }
}

/// A look-up of a finished task whose record tells this of its credits.
async fn finished(credits: Value) -> TaskState {
    let result = json!({"resultUrls": ["https://a.example/v.mp4"]}).to_string();
    let data = json!({"state": "success", "resultJson": result, "creditsConsumed": credits});
    let server = looking_up(envelope(200, "success", &data)).await;
    kie(&server.uri()).check(&task(), None).await.unwrap()
}

#[tokio::test]
async fn a_finished_task_tells_what_it_took() {
    for (told, spent) in [(json!(11.7), "11.7"), (json!(70), "70"), (json!(0.0), "0")] {
        let told = finished(told).await.spent();
        assert_eq!(told, ProviderCredits::parse(spent).ok());
    }
}

#[tokio::test]
async fn a_video_is_ready_whatever_its_record_tells_of_credits() {
    for told in [
        json!(null),
        json!(-1.0),
        json!(1e30),
        json!("many"),
        json!([]),
    ] {
        match finished(told.clone()).await {
            TaskState::Ready(video) => assert_eq!(video.spent, None, "{told}"),
            other => panic!("{told}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_failed_look_up_says_nothing_about_the_task() {
    for (answer, class) in [
        (
            envelope(401, "no access", &Value::Null),
            ErrorClass::Billing,
        ),
        (
            envelope(500, "Server Error", &Value::Null),
            ErrorClass::Temporary,
        ),
        (
            ResponseTemplate::new(502).set_body_string("<html>"),
            ErrorClass::Temporary,
        ),
        (ResponseTemplate::new(429), ErrorClass::RateLimit),
    ] {
        let server = looking_up(answer).await;
        let error = kie(&server.uri()).check(&task(), None).await.unwrap_err();
        assert_eq!(error.0.class, class, "{error}");
    }
}

#[tokio::test]
async fn a_look_up_without_an_answer_says_nothing_about_the_task() {
    let server = looking_up(Silence::begin()).await;
    let error = kie(&server.uri()).check(&task(), None).await.unwrap_err();
    assert_eq!(error.0.class, ErrorClass::Temporary, "{error}");
}

#[tokio::test]
async fn only_a_timeout_of_the_provider_may_still_turn_into_a_success() {
    for (code, recovers) in [("524", true), ("500", false)] {
        let server = looking_up(record("fail", &json!(code), "generation timeout")).await;
        match kie(&server.uri()).check(&task(), None).await.unwrap() {
            TaskState::Failed {
                may_recover_since, ..
            } => assert_eq!(
                may_recover_since.map(|at| at.timestamp()),
                recovers.then_some(1_790_000_041)
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_task_is_looked_up_with_its_own_key() {
    let server = MockServer::start().await;
    with_key("key-1")
        .and(path(CREATE))
        .respond_with(envelope(433, "Sub-key Usage Exceeds Limit", &Value::Null))
        .mount(&server)
        .await;
    with_key("key-2")
        .and(path(CREATE))
        .respond_with(accepted())
        .mount(&server)
        .await;
    with_key("key-2")
        .and(path(RECORD))
        .respond_with(record("generating", &Value::Null, ""))
        .expect(1)
        .mount(&server)
        .await;
    let kie = kie(&server.uri());
    kie.submit(&request("kling-3.0/video", 5)).await.unwrap();
    assert_eq!(kie.check(&task(), None).await.unwrap(), TaskState::Pending);
}

#[tokio::test]
async fn a_task_unknown_to_one_key_is_asked_for_with_the_others() {
    let server = MockServer::start().await;
    with_key("key-1")
        .respond_with(envelope(422, "recordInfo is null", &Value::Null))
        .mount(&server)
        .await;
    with_key("key-2")
        .respond_with(record("waiting", &Value::Null, ""))
        .mount(&server)
        .await;
    assert_eq!(
        kie(&server.uri()).check(&task(), None).await.unwrap(),
        TaskState::Pending
    );
}

#[tokio::test]
async fn a_task_no_key_knows_is_missing_and_a_silent_key_leaves_it_open() {
    let server = looking_up(envelope(422, "recordInfo is null", &Value::Null)).await;
    assert_eq!(
        kie(&server.uri()).check(&task(), None).await.unwrap(),
        TaskState::Missing
    );
    assert_eq!(requests(&server).await, 2);

    let server = MockServer::start().await;
    with_key("key-1")
        .respond_with(ResponseTemplate::new(503))
        .mount(&server)
        .await;
    with_key("key-2")
        .respond_with(envelope(422, "recordInfo is null", &Value::Null))
        .mount(&server)
        .await;
    assert!(kie(&server.uri()).check(&task(), None).await.is_err());
}
