//! Updates that are pushed to the bot's webhook.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use neurocards_fakes::telegram::{Delivery, FakeTelegram, Fault, TelegramHandle};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::telegram::rig::{Rig, SOON};

/// A bot's webhook that answers as told, then 200.
#[derive(Clone, Default)]
struct Hook {
    got: Arc<Mutex<Vec<Value>>>,
    secrets: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
    /// Messages are refused until a press has come.
    press_first: bool,
}

impl Hook {
    async fn start(&self) -> String {
        let router = Router::new()
            .route("/hook", post(receive))
            .with_state(self.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    fn texts(&self) -> Vec<String> {
        let got = self.got.lock().unwrap();
        got.iter()
            .map(|u| u["message"]["text"].as_str().unwrap_or("?").to_owned())
            .collect()
    }
}

async fn receive(
    State(hook): State<Hook>,
    headers: HeaderMap,
    Json(update): Json<Value>,
) -> StatusCode {
    let pressed = {
        let mut got = hook.got.lock().unwrap();
        got.push(update);
        got.iter()
            .any(|update| update["callback_query"].is_object())
    };
    let secret = headers.get("x-telegram-bot-api-secret-token");
    let secret = secret
        .map_or("", |value| value.to_str().unwrap())
        .to_owned();
    hook.secrets.lock().unwrap().push(secret);
    if hook.press_first && !pressed {
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    let answer = hook.answers.lock().unwrap().pop_front().unwrap_or(200);
    StatusCode::from_u16(answer).unwrap()
}

async fn rig_with(hook: &Hook) -> Rig {
    let builder = FakeTelegram::builder().webhook_retry(Duration::from_millis(10));
    let rig = Rig::with(builder).await;
    rig.drain_updates().await;
    let url = hook.start().await;
    rig.ok(
        "setWebhook",
        json!({"url": url, "secret_token": "s3cret_-"}),
    )
    .await;
    rig
}

async fn all_accepted(rig: &Rig) {
    let none_left = |fake: &TelegramHandle| (fake.pending_updates() == 0).then_some(());
    rig.fake.wait_until(SOON, none_left).await.unwrap();
}

#[tokio::test]
async fn a_refused_update_comes_again_before_the_next_of_its_chat() {
    let hook = Hook::default();
    hook.answers.lock().unwrap().extend([500, 502, 503]);
    let rig = rig_with(&hook).await;
    rig.anna.say("раз").unwrap();
    rig.anna.say("два").unwrap();
    all_accepted(&rig).await;
    assert_eq!(hook.texts(), ["раз", "раз", "раз", "раз", "два"]);
    assert!(
        hook.secrets
            .lock()
            .unwrap()
            .iter()
            .all(|secret| secret == "s3cret_-")
    );
    let info = rig.ok("getWebhookInfo", json!({})).await;
    assert!(
        info["last_error_message"].as_str().unwrap().contains("503"),
        "{info}"
    );
}

#[tokio::test]
async fn a_press_does_not_wait_for_a_message_that_is_refused() {
    let hook = Hook {
        press_first: true,
        ..Hook::default()
    };
    let rig = rig_with(&hook).await;
    let message = rig.message_with(&["a"]).await;
    rig.anna.say("раз").unwrap();
    rig.anna.press_text(message, "a").unwrap();
    all_accepted(&rig).await;
    assert_eq!(hook.texts().last().unwrap(), "раз");
}

#[tokio::test]
async fn a_duplicate_is_pushed_twice_with_one_update_id() {
    let hook = Hook::default();
    let rig = rig_with(&hook).await;
    rig.fake
        .add_fault(Fault::deliver(Delivery::Duplicate, 1))
        .unwrap();
    rig.anna.say("раз").unwrap();
    all_accepted(&rig).await;
    let got = hook.got.lock().unwrap();
    assert_eq!(got.len(), 2);
    assert_eq!(got[0], got[1]);
}

#[tokio::test]
async fn a_webhook_must_be_on_this_machine() {
    let rig = Rig::new().await;
    for url in [
        "https://example.com/hook",
        "http://example.com/hook",
        "nonsense",
    ] {
        let refusal = rig.refusal("setWebhook", json!({"url": url})).await;
        assert!(refusal.starts_with("Bad Request: bad webhook"), "{refusal}");
    }
    let url = "http://127.0.0.1:1/hook";
    let refusal = rig
        .refusal("setWebhook", json!({"url": url, "secret_token": "a b"}))
        .await;
    assert_eq!(
        refusal,
        "Bad Request: secret token contains unallowed characters"
    );
}
