//! The control interfaces: what their tables say is what the servers take.

use std::time::Duration;

use neurocards_fakes::kie::{self, FakeKie};
use neurocards_fakes::openai::{self, FakeOpenAi};
use neurocards_fakes::telegram::{self, FakeTelegram, User};
use neurocards_fakes::{ControlRequest, ControlTable};
use reqwest::{Client, Method, Response, StatusCode, multipart};
use serde_json::Value;

const SOON: Duration = Duration::from_mins(1);

fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().no_proxy().timeout(SOON);
    builder.user_agent("tests").build().unwrap()
}

async fn send(http: &Client, base: &str, request: &ControlRequest) -> Response {
    let path = request.path.replace("{user}", "7");
    let method = Method::from_bytes(request.method.as_bytes()).unwrap();
    let sent = http.request(method, format!("{base}{path}"));
    let sent = if request.body.starts_with("multipart") {
        let part = multipart::Part::bytes(b"no photo".to_vec()).file_name("photo.jpg");
        sent.multipart(multipart::Form::new().part("file", part))
    } else if request.body.is_empty() {
        sent
    } else {
        let body: Value = serde_json::from_str(request.body).unwrap();
        sent.json(&body)
    };
    sent.send().await.unwrap()
}

/// Sends every request of the table with its example: it is found and its body understood, although
/// there may be no such message, press or file.
async fn assert_taken(base: &str, table: ControlTable) {
    let http = client();
    let root = http.get(format!("{base}/")).send().await.unwrap();
    assert_eq!(root.text().await.unwrap(), table.to_string());
    for request in &table.0 {
        let answer = send(&http, base, request).await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        let is_file = request.path.contains("{file_id}");
        let told = serde_json::from_str::<Value>(&text).is_ok_and(|body| body["code"].is_string());
        let understood = status.is_success()
            || told && status != StatusCode::UNPROCESSABLE_ENTITY
            || is_file && status == StatusCode::NOT_FOUND && text.is_empty();
        assert!(understood, "{request:?}: {status} {text}");
    }
}

#[tokio::test]
async fn the_fake_telegram_takes_what_its_table_says() {
    let fake = FakeTelegram::start().await.unwrap();
    let anna = fake.add_user(User::new(7, "Anna", "en"));
    anna.start(None).unwrap();
    assert_taken(&fake.url(), telegram::control_table()).await;
}

#[tokio::test]
async fn the_fake_openai_takes_what_its_table_says() {
    let fake = FakeOpenAi::start().await.unwrap();
    let base = format!("http://{}", fake.address());
    assert_taken(&base, openai::control_table()).await;
}

#[tokio::test]
async fn the_fake_kie_takes_what_its_table_says() {
    let fake = FakeKie::start().await.unwrap();
    assert_taken(&fake.api_url(), kie::control_table()).await;
}
