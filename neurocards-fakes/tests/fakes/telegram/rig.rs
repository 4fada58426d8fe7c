//! A fake, a raw client, and one person.

use std::io::Cursor;
use std::time::Duration;

use image::{DynamicImage, ImageFormat};
use neurocards_fakes::telegram::{Builder, FakeTelegram, Person, User};
use serde_json::{Value, json};

/// Nothing in these tests takes longer.
pub(crate) const SOON: Duration = Duration::from_mins(1);

/// Noon of some day.
pub(crate) const NOON: i64 = 1_800_000_000;

pub(crate) struct Rig {
    pub(crate) fake: FakeTelegram,
    pub(crate) http: reqwest::Client,
    pub(crate) anna: Person,
}

impl Rig {
    pub(crate) async fn new() -> Self {
        Self::with(FakeTelegram::builder()).await
    }

    /// Anna (7) has pressed Start.
    pub(crate) async fn with(builder: Builder) -> Self {
        let builder = builder.clock_at(NOON).pre_checkout_within(SOON);
        let fake = builder.start().await.unwrap();
        let anna = fake.add_user(User::new(7, "Анна", "ru"));
        anna.start(None).unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(SOON)
            .build()
            .unwrap();
        Self { fake, http, anna }
    }

    pub(crate) fn method_url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.fake.url(), self.fake.token())
    }

    /// The file at this address.
    pub(crate) async fn download(&self, url: &str) -> Vec<u8> {
        let answer = self.http.get(url).send().await.unwrap();
        answer.bytes().await.unwrap().to_vec()
    }

    /// The whole body of the answer, which must be JSON.
    pub(crate) async fn body(&self, method: &str, parameters: Value) -> Value {
        let sent = self
            .http
            .post(self.method_url(method))
            .json(&parameters)
            .send()
            .await;
        sent.unwrap().json().await.unwrap()
    }

    /// The result of a call that succeeds.
    pub(crate) async fn ok(&self, method: &str, parameters: Value) -> Value {
        let body = self.body(method, parameters).await;
        assert_eq!(body["ok"], true, "{body}");
        body["result"].clone()
    }

    /// The description of a call that is refused.
    pub(crate) async fn refusal(&self, method: &str, parameters: Value) -> String {
        let body = self.body(method, parameters).await;
        assert_eq!(body["ok"], false, "{body}");
        body["description"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn updates(&self, offset: i64) -> Vec<Value> {
        let result = self.ok("getUpdates", json!({"offset": offset})).await;
        result.as_array().unwrap().clone()
    }

    /// Confirms everything that waits.
    pub(crate) async fn drain_updates(&self) -> Vec<Value> {
        let updates = self.updates(0).await;
        if let Some(last) = updates.last() {
            self.updates(last["update_id"].as_i64().unwrap() + 1).await;
        }
        updates
    }

    /// A message of the bot with these buttons, one per row, whose data is their label.
    pub(crate) async fn message_with(&self, labels: &[&str]) -> i64 {
        let rows: Vec<Value> = labels
            .iter()
            .map(|label| json!([{"text": label, "callback_data": label}]))
            .collect();
        let parameters = json!({"chat_id": 7, "text": "Выбирай",
            "reply_markup": {"inline_keyboard": rows}});
        self.ok("sendMessage", parameters).await["message_id"]
            .as_i64()
            .unwrap()
    }

    pub(crate) async fn multipart(&self, method: &str, form: reqwest::multipart::Form) -> Value {
        self.http
            .post(self.method_url(method))
            .multipart(form)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }
}

pub(crate) fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}
