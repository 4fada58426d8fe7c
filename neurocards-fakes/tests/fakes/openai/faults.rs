//! Faults: each does what it says, so often as it says.

use std::time::{Duration, Instant};

use neurocards_fakes::openai::{ErrorCode, FakeOpenAi, Fault, FaultKind};
use serde_json::{Value, json};

use crate::openai::rig::{Rig, message_of, saying, text_of};

const ALL_ERRORS: [(ErrorCode, u16, &str); 16] = [
    (ErrorCode::RateLimitExceeded, 429, "requests"),
    (ErrorCode::SlowDown, 429, "requests"),
    (ErrorCode::InsufficientQuota, 429, "insufficient_quota"),
    (ErrorCode::CreditBalanceExhausted, 429, "insufficient_quota"),
    (
        ErrorCode::OrganizationSpendLimitExceeded,
        429,
        "insufficient_quota",
    ),
    (
        ErrorCode::ProjectSpendLimitExceeded,
        429,
        "insufficient_quota",
    ),
    (
        ErrorCode::OrganizationUsageLimitExceeded,
        429,
        "insufficient_quota",
    ),
    (ErrorCode::InvalidApiKey, 401, "invalid_request_error"),
    (
        ErrorCode::UnsupportedCountryRegionTerritory,
        403,
        "request_forbidden",
    ),
    (ErrorCode::InvalidPrompt, 400, "invalid_request_error"),
    (ErrorCode::InvalidImage, 400, "invalid_request_error"),
    (
        ErrorCode::ImageContentPolicyViolation,
        400,
        "invalid_request_error",
    ),
    (ErrorCode::InvalidValue, 400, "invalid_request_error"),
    (ErrorCode::ModelNotFound, 404, "invalid_request_error"),
    (ErrorCode::ServerError, 500, "server_error"),
    (
        ErrorCode::ServerIsOverloaded,
        503,
        "service_unavailable_error",
    ),
];

#[tokio::test]
async fn every_error_has_its_status_type_and_code() {
    let rig = Rig::new().await;
    for (code, status, kind) in ALL_ERRORS {
        rig.fake.add_fault(Fault::error(1, code));
        let (sent, body) = rig.ask(&saying("Mug")).await;
        assert_eq!(sent, status, "{body}");
        assert_eq!(body["error"]["type"], kind);
        assert_eq!(body["error"]["code"], code.as_str());
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
    }
    rig.ok(&saying("Mug")).await;
}

#[tokio::test]
async fn a_rate_limit_says_how_long_to_wait() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::rate_limit(7));
    let response = rig.post(&saying("Mug")).send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
}

#[tokio::test]
async fn a_fault_holds_for_so_many_calls_and_others_wait() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::error(2, ErrorCode::ServerError));
    rig.fake.add_fault(Fault::error(1, ErrorCode::SlowDown));
    for status in [500, 500, 429, 200] {
        assert_eq!(rig.ask(&saying("Mug")).await.0, status);
    }
    assert!(rig.fake.faults().is_empty());
}

#[tokio::test]
async fn down_for_ever_ends_when_faults_are_cleared() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::next(5, FaultKind::Refusal));
    rig.fake.down_for_ever();
    for _ in 0..3 {
        assert_eq!(rig.ask(&saying("Mug")).await.0, 503);
    }
    let models = format!("{}/models", rig.fake.url());
    let models = rig.http.get(models).bearer_auth(rig.fake.key());
    assert_eq!(models.send().await.unwrap().status(), 503);
    rig.fake.clear_faults();
    rig.ok(&saying("Mug")).await;
}

#[tokio::test]
async fn a_request_against_the_rules_uses_no_fault_up() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::next(1, FaultKind::Refusal));
    assert_eq!(rig.refusal(&json!({"model": "gpt-5"})).await.0, 400);
    assert_eq!(rig.fake.faults().len(), 1);
}

#[tokio::test]
async fn a_refusal_is_a_content_part_of_its_own() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::next(1, FaultKind::Refusal));
    let response = rig.ok(&saying("Mug")).await;
    assert_eq!(response["status"], "completed");
    let parts = message_of(&response)["content"].as_array().unwrap();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0]["type"], "refusal");
    assert!(parts[0]["refusal"].is_string());
}

#[tokio::test]
async fn a_cut_off_answer_tells_its_reason() {
    let rig = Rig::new().await;
    let cases = [
        (FaultKind::TokenLimit, "max_output_tokens"),
        (FaultKind::ContentFilter, "content_filter"),
    ];
    for (then, reason) in cases {
        rig.fake.add_fault(Fault::next(1, then));
        let response = rig.ok(&saying("Mug")).await;
        assert_eq!(response["status"], "incomplete");
        assert_eq!(response["incomplete_details"]["reason"], reason);
        assert!(message_of(&response).is_null());
    }
}

#[tokio::test]
async fn a_failed_answer_carries_an_error_under_a_200() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::next(1, FaultKind::Failed));
    let response = rig.ok(&saying("Mug")).await;
    assert_eq!(response["status"], "failed");
    assert_eq!(response["error"]["code"], "server_error");
}

#[tokio::test]
async fn a_text_can_be_empty_or_no_json() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::next(1, FaultKind::EmptyText));
    rig.fake.add_fault(Fault::next(1, FaultKind::NotJson));
    assert_eq!(text_of(&rig.ok(&saying("Mug")).await), "");
    let response = rig.ok(&saying("Mug")).await;
    assert!(serde_json::from_str::<Value>(text_of(&response)).is_err());
}

#[tokio::test]
async fn a_cut_connection_breaks_before_or_within_the_answer() {
    let rig = Rig::new().await;
    rig.fake.add_fault(Fault::next(1, FaultKind::CutBefore));
    rig.post(&saying("Mug")).send().await.unwrap_err();

    rig.fake.add_fault(Fault::next(1, FaultKind::CutAfter));
    let response = rig.post(&saying("Mug")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.bytes().await.unwrap_err();

    let ledger = rig.fake.ledger();
    assert!(
        ledger
            .responses()
            .all(|call| call.status.is_none() && call.faulty)
    );
    let answers: Vec<bool> = ledger.responses().map(|it| it.answer.is_object()).collect();
    assert_eq!(answers, [false, true]);
}

#[tokio::test]
async fn a_delayed_answer_comes_late_and_whole() {
    let rig = Rig::new().await;
    rig.fake
        .add_fault(Fault::next(1, FaultKind::Delay { millis: 80 }));
    let asked_at = Instant::now();
    rig.ok(&saying("Mug")).await;
    assert!(asked_at.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn a_stop_lets_delayed_answers_go() {
    let fake = FakeOpenAi::start().await.unwrap();
    let handle = fake.handle();
    handle.add_fault(Fault::next(1, FaultKind::Delay { millis: 600_000 }));
    let http = crate::openai::rig::client();
    let rig = Rig { fake, http };
    let asked = tokio::spawn(rig.post(&saying("Mug")).send());
    let hangs = async {
        while !handle.faults().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(crate::openai::rig::SOON, hangs)
        .await
        .unwrap();
    rig.fake.stop().await;
    assert_eq!(asked.await.unwrap().unwrap().status(), 200);
}
