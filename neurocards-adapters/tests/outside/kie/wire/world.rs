use std::time::Duration;

use neurocards_adapters::kie::{Kie, KieDeadlines, KieOptions};
use neurocards_core::ids::ModelId;
use neurocards_core::ids::{Nonce, TaskId};
use neurocards_core::ports::RenderRequest;
use neurocards_core::work::format::{Aspect, Format};
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockBuilder, MockServer, Respond, ResponseTemplate};

pub(super) const CREATE: &str = "/api/v1/jobs/createTask";
pub(super) const RECORD: &str = "/api/v1/jobs/recordInfo";

/// No slow machine takes this long.
const PATIENCE: Duration = Duration::from_mins(1);

/// A client of one server with the keys `key-1` and `key-2`.
pub(super) fn options(uri: &str) -> KieOptions {
    let keys = vec!["key-1".into(), "key-2".into()];
    let mut options = KieOptions::new(keys, uri.parse().unwrap(), uri.parse().unwrap());
    options.deadlines = KieDeadlines {
        upload: PATIENCE,
        submit: PATIENCE,
        check: PATIENCE,
        fetch: PATIENCE,
    };
    options
}

pub(super) fn kie(uri: &str) -> Kie {
    Kie::new(options(uri)).unwrap()
}

pub(super) fn format(model: &str, seconds: u8) -> Format {
    Format {
        model: ModelId(model.to_owned()),
        seconds,
        aspect: Aspect::Vertical,
    }
}

pub(super) fn request(model: &str, seconds: u8) -> RenderRequest {
    RenderRequest {
        nonce: Nonce::from_bits(0xabc),
        prompt: "A mug on a table.".to_owned(),
        photo_url: "https://tempfile.redpandaai.co/kieai/1/a.jpg".to_owned(),
        format: format(model, seconds),
    }
}

pub(super) fn task() -> TaskId {
    TaskId::parse("5fdec09dc604e83ec6eb26b40c1b64d8").unwrap()
}

/// An answer in KIE's envelope, under HTTP 200 as usual.
pub(super) fn envelope(code: i64, message: &str, data: &Value) -> ResponseTemplate {
    let body = json!({"code": code, "msg": message, "data": data});
    ResponseTemplate::new(200).set_body_json(body)
}

pub(super) fn accepted() -> ResponseTemplate {
    envelope(200, "success", &json!({"taskId": task().as_str()}))
}

/// A request with a key.
pub(super) fn with_key(key: &str) -> MockBuilder {
    Mock::given(header("authorization", format!("Bearer {key}").as_str()))
}

/// A server that answers createTask so.
pub(super) async fn creating(answer: impl Respond + 'static) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(CREATE))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

pub(super) async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}
