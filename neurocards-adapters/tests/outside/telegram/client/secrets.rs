//! The token is seen by Telegram and by nobody else.

use std::io::Write;
use std::sync::{Arc, Mutex};

use neurocards_adapters::telegram::messenger::TelegramMessenger;
use serde_json::json;
use tracing_subscriber::filter::LevelFilter;
use wiremock::{Request, ResponseTemplate};

use super::every_call::{calls, json_calls};
use super::rig::{CANARY, NOBODY, PATIENT, Rig, TOKEN, client, options};
use crate::silence::Silence;

/// Every log line of this program, of every library, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Servers and proxies repeat the address they were asked for.
fn echo(request: &Request) -> ResponseTemplate {
    let description = format!("Bad Request: no such page {}", request.url);
    let body = json!({ "ok": false, "error_code": 400, "description": description });
    ResponseTemplate::new(400).set_body_json(body)
}

/// The same, as an answer of the wrong type.
fn odd_echo(request: &Request) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({ "ok": request.url.to_string() }))
}

#[tokio::test]
async fn the_token_is_in_no_error_no_log_line_and_no_debug_output() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let mut seen = Vec::new();
    let silent = Rig::with(PATIENT, Silence::begin()).await;
    for rig in [Rig::with(PATIENT, echo).await, silent] {
        seen.extend(calls(&rig.client).await);
    }
    seen.extend(calls(&client(NOBODY, PATIENT)).await);
    seen.extend(json_calls(&Rig::with(PATIENT, odd_echo).await.client).await);
    assert!(
        seen.iter()
            .any(|(_, error)| error.to_string().contains("[token]"))
    );
    for (name, error) in &seen {
        assert!(
            !format!("{error} {error:?}").contains(CANARY),
            "{name}: {error}"
        );
    }
    let client = client(NOBODY, PATIENT);
    let options = options(NOBODY, PATIENT);
    let messenger = TelegramMessenger::new(client.clone());
    assert!(!format!("{client:?} {options:?} {messenger:?}").contains(CANARY));
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    let leaked: Vec<&str> = log.lines().filter(|line| line.contains(CANARY)).collect();
    assert!(!log.is_empty());
    assert!(leaked.is_empty() && TOKEN.contains(CANARY), "{leaked:#?}");
}
