use std::time::Duration;

use neurocards_adapters::openai::{OpenAi, OpenAiError, OpenAiOptions};
use neurocards_core::ports::PromptError;
use neurocards_core::work::failure::{ErrorClass, Failure};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use super::world::{answering, ask, bodies, written};
use crate::silence::Silence;

fn fault(status: u16, kind: &str, code: &str) -> ResponseTemplate {
    let error = json!({"message": "no", "type": kind, "param": null, "code": code});
    ResponseTemplate::new(status).set_body_json(json!({"error": error}))
}

async fn down(server: &MockServer) -> Failure {
    match ask(server).await {
        Err(PromptError::Down(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_fixture_means_what_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/kie-fixtures");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = std::fs::read(entry.unwrap().path()).unwrap();
        let fixture: Value = serde_json::from_slice(&file).unwrap();
        if fixture["area"] != "openai" {
            continue;
        }
        seen += 1;
        let status = u16::try_from(fixture["http_status"].as_u64().unwrap()).unwrap();
        let mut answer = ResponseTemplate::new(status).set_body_json(&fixture["body"]);
        if let Some(wait) = fixture["headers"]["retry-after"].as_str() {
            answer = answer.insert_header("retry-after", wait);
        }
        let server = answering(vec![answer]).await;
        let (PromptError::Down(failure) | PromptError::Refused(failure)) =
            ask(&server).await.unwrap_err()
        else {
            panic!("{}", fixture["id"]);
        };
        let expected = fixture["expect"]["class"].as_str().unwrap();
        assert_eq!(failure.class.as_str(), expected, "{}", fixture["id"]);
    }
    assert!(seen >= 5);
}

#[tokio::test]
async fn an_account_without_money_or_access_is_asked_once() {
    for answer in [
        fault(429, "insufficient_quota", "insufficient_quota"),
        fault(429, "insufficient_quota", "some_new_code"),
        fault(429, "requests", "credit_balance_exhausted"),
        fault(401, "invalid_request_error", "invalid_api_key"),
        fault(
            403,
            "request_forbidden",
            "unsupported_country_region_territory",
        ),
    ] {
        let server = answering(vec![answer]).await;
        assert_eq!(down(&server).await.class, ErrorClass::Billing);
        assert_eq!(bodies(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn a_fault_that_passes_is_asked_again_a_bounded_number_of_times() {
    let busy = || fault(503, "service_unavailable_error", "server_is_overloaded");
    let server = answering(vec![busy(), written()]).await;
    assert!(ask(&server).await.is_ok());
    assert_eq!(bodies(&server).await.len(), 2);

    let server = answering(vec![busy()]).await;
    assert_eq!(down(&server).await.class, ErrorClass::Temporary);
    assert_eq!(bodies(&server).await.len(), 3);
}

#[tokio::test]
async fn a_long_wish_to_wait_is_reported_and_not_waited_for() {
    let answer = fault(429, "requests", "rate_limit_exceeded").insert_header("retry-after", "600");
    let server = answering(vec![answer]).await;
    let failure = down(&server).await;
    assert_eq!(failure.class, ErrorClass::RateLimit);
    assert_eq!(failure.retry_after, Some(Duration::from_mins(10)));
    assert_eq!(bodies(&server).await.len(), 1);
}

#[tokio::test]
async fn a_bad_request_of_ours_and_a_page_of_a_proxy_are_unknown() {
    for answer in [
        fault(400, "invalid_request_error", "unsupported_parameter"),
        fault(413, "invalid_request_error", "request_too_large"),
        ResponseTemplate::new(404).set_body_string("<html>not here</html>"),
        ResponseTemplate::new(200).set_body_string("<html>log in</html>"),
        ResponseTemplate::new(200).set_body_bytes(vec![b' '; 2_000_000]),
    ] {
        let server = answering(vec![answer]).await;
        assert_eq!(down(&server).await.class, ErrorClass::Unknown);
        assert_eq!(bodies(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn refused_content_is_the_users() {
    let server = answering(vec![fault(
        400,
        "invalid_request_error",
        "content_policy_violation",
    )]);
    let outcome = ask(&server.await).await;
    assert!(
        matches!(outcome, Err(PromptError::Refused(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn no_answer_in_time_is_temporary_and_the_key_is_never_told() {
    let server = answering(vec![Silence::begin()]).await;
    let outcome = ask(&server).await;
    let Err(PromptError::Down(failure)) = &outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(failure.class, ErrorClass::Temporary);
    let options = OpenAiOptions::new("sk-canary".into(), server.uri().parse().unwrap(), "m");
    assert!(!format!("{outcome:?} {options:?}").contains("sk-canary"));
}

#[test]
fn a_key_that_no_header_takes_is_refused_at_once() {
    for key in ["", "sk canary", "sk-\n"] {
        let base = "http://127.0.0.1:9".parse().unwrap();
        let made = OpenAi::new(OpenAiOptions::new(key.into(), base, "m"));
        assert!(matches!(made, Err(OpenAiError::Key)));
    }
}
