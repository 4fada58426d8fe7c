//! Every recorded and documented answer of KIE, through the real client: what it must mean.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bytes::Bytes;
use image::{ImageFormat, RgbImage};
use neurocards_adapters::kie::{Kie, KieOptions, result_urls};
use neurocards_core::ids::ModelId;
use neurocards_core::ids::{Nonce, TaskId};
use neurocards_core::ports::{CheckError, RenderRequest, SubmitError, TaskState, VideoGenerator};
use neurocards_core::work::failure::Failure;
use neurocards_core::work::format::{Aspect, Format};
use serde::Deserialize;
use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

#[derive(Debug, Deserialize)]
struct Fixture {
    id: String,
    area: String,
    http_status: u16,
    headers: BTreeMap<String, String>,
    body: Value,
    expect: Expect,
}

#[derive(Debug, Deserialize)]
struct Expect {
    class: String,
    #[serde(default)]
    accept: Vec<String>,
    urls: Option<usize>,
    spent: Option<String>,
}

fn fixtures(areas: &[&str]) -> Vec<Fixture> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/kie-fixtures");
    let found: Vec<Fixture> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .map(|file| serde_json::from_slice::<Fixture>(&file).unwrap())
        .filter(|fixture| areas.contains(&fixture.area.as_str()))
        .collect();
    assert!(!found.is_empty(), "{areas:?}");
    found
}

async fn kie(fixture: &Fixture) -> (Kie, MockServer) {
    let body = match &fixture.body {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut answer = ResponseTemplate::new(fixture.http_status).set_body_bytes(body);
    for (name, value) in &fixture.headers {
        answer = answer.insert_header(name.as_str(), value.as_str());
    }
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let url = server.uri().parse().unwrap();
    let mirror = server.uri().parse().unwrap();
    let options = KieOptions::new(vec!["key".into()], url, mirror);
    (Kie::new(options).unwrap(), server)
}

fn class(failure: &Failure) -> &'static str {
    failure.class.as_str()
}

/// Compares, with refused access counted as billing, as the domain does.
fn compare(fixture: &Fixture, found: &str, answer: &impl Debug) {
    let same = |expected: &str| match expected {
        "auth" => found == "billing",
        other => found == other,
    };
    let Expect { class, accept, .. } = &fixture.expect;
    assert!(
        same(class) || accept.iter().any(|other| same(other)),
        "{}: expected {class}, found {found}: {answer:?}",
        fixture.id
    );
}

fn format() -> Format {
    Format {
        model: ModelId("kling-3.0/video".to_owned()),
        seconds: 5,
        aspect: Aspect::Vertical,
    }
}

#[tokio::test]
async fn every_create_answer_means_what_its_fixture_says() {
    for fixture in fixtures(&["create-error", "create-success"]) {
        let (kie, server) = kie(&fixture).await;
        let answer = kie
            .submit(&RenderRequest {
                nonce: Nonce::from_bits(7),
                prompt: "a slow push-in on the bottle".to_owned(),
                photo_url: "https://tempfile.redpandaai.co/a.jpg".to_owned(),
                format: format(),
            })
            .await;
        let found = match &answer {
            Ok(_) => "success",
            Err(SubmitError::Rejected(failure)) => class(failure),
            Err(_) => "unknown",
        };
        compare(&fixture, found, &answer);
        let requests = server.received_requests().await.unwrap();
        assert_eq!(requests.len(), 1, "{}", fixture.id);
    }
}

#[tokio::test]
async fn every_record_means_what_its_fixture_says() {
    let areas = [
        "record-fail",
        "record-lookup",
        "record-pending",
        "record-success",
    ];
    for fixture in fixtures(&areas) {
        let (kie, _server) = kie(&fixture).await;
        let answer = kie.check(&TaskId::parse("5fdec0").unwrap(), None).await;
        let found = match &answer {
            Ok(TaskState::Ready(_)) => "success",
            Ok(TaskState::Pending) => "pending",
            Ok(TaskState::Failed { failure, .. }) | Err(CheckError(failure)) => class(failure),
            Ok(TaskState::Unreadable { .. } | TaskState::Missing | TaskState::Foreign { .. }) => {
                "unknown"
            }
        };
        compare(&fixture, found, &answer);
        let spent = answer.ok().and_then(|state| state.spent());
        let told = spent.map(|spent| spent.to_string());
        assert_eq!(told, fixture.expect.spent, "{}", fixture.id);
        if let Some(urls) = fixture.expect.urls {
            let result = &fixture.body["data"]["resultJson"];
            assert_eq!(result_urls(result).len(), urls, "{}", fixture.id);
        }
    }
}

#[tokio::test]
async fn every_upload_answer_means_what_its_fixture_says() {
    let mut photo = std::io::Cursor::new(Vec::new());
    RgbImage::new(300, 500)
        .write_to(&mut photo, ImageFormat::Jpeg)
        .unwrap();
    let photo = Bytes::from(photo.into_inner());
    for fixture in fixtures(&["upload"]) {
        let (kie, _server) = kie(&fixture).await;
        let answer = kie.upload(photo.clone(), &format()).await;
        let found = answer.as_ref().map_or_else(class, |_| "success");
        compare(&fixture, found, &answer);
    }
}

#[tokio::test]
async fn every_balance_answer_means_what_its_fixture_says() {
    for fixture in fixtures(&["credit"]) {
        let (kie, _server) = kie(&fixture).await;
        let answer = kie.balance().await;
        let found = answer.as_ref().map_or_else(class, |_| "success");
        compare(&fixture, found, &answer);
    }
}
