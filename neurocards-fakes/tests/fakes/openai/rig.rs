//! A fake, a raw client, and requests that keep the rules.

use std::io::Cursor;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use neurocards_fakes::openai::FakeOpenAi;
use serde_json::{Value, json};

/// Nothing in these tests takes longer.
pub(crate) const SOON: Duration = Duration::from_mins(1);

pub(crate) struct Rig {
    pub(crate) fake: FakeOpenAi,
    pub(crate) http: reqwest::Client,
}

impl Rig {
    pub(crate) async fn new() -> Self {
        let fake = FakeOpenAi::start().await.unwrap();
        let http = client();
        Self { fake, http }
    }

    pub(crate) fn post(&self, request: &Value) -> reqwest::RequestBuilder {
        let url = format!("{}/responses", self.fake.url());
        let post = self.http.post(url).bearer_auth(self.fake.key());
        post.json(request)
    }

    pub(crate) async fn ask(&self, request: &Value) -> (u16, Value) {
        let response = self.post(request).send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json().await.unwrap())
    }

    /// The Response object of a call that succeeds.
    pub(crate) async fn ok(&self, request: &Value) -> Value {
        let (status, body) = self.ask(request).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// The text of a call that succeeds.
    pub(crate) async fn text(&self, request: &Value) -> String {
        text_of(&self.ok(request).await).to_owned()
    }

    /// Status, `code` and `param` of a call that is refused.
    pub(crate) async fn refusal(&self, request: &Value) -> (u16, String, String) {
        let (status, body) = self.ask(request).await;
        assert_ne!(status, 200, "{body}");
        let error = &body["error"];
        assert!(error["message"].is_string() && error["type"].is_string());
        let word = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
        (status, word("code"), word("param"))
    }

    pub(crate) fn control_url(&self, path: &str) -> String {
        format!("http://{}/_control/{path}", self.fake.address())
    }
}

pub(crate) fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().no_proxy().timeout(SOON);
    builder.build().unwrap()
}

/// The only message of a Response object.
pub(crate) fn message_of(response: &Value) -> &Value {
    let items = response["output"].as_array().unwrap();
    let message = items.iter().find(|item| item["type"] == "message");
    message.unwrap_or(&Value::Null)
}

pub(crate) fn text_of(response: &Value) -> &str {
    message_of(response)["content"][0]["text"].as_str().unwrap()
}

/// A request of a user who says `text`.
pub(crate) fn saying(text: &str) -> Value {
    json!({"model": "gpt-5-mini", "input": text})
}

/// A request with a photo.
pub(crate) fn showing(image_url: &str) -> Value {
    json!({"model": "gpt-5-mini", "input": [{"role": "user", "content": [
        {"type": "input_text", "text": "Кружка для утреннего кофе"},
        {"type": "input_image", "image_url": image_url, "detail": "low"},
    ]}]})
}

/// A request for JSON by a strict schema.
pub(crate) fn by_schema(schema: &Value) -> Value {
    let format = json!({"type": "json_schema", "name": "film", "strict": true, "schema": schema});
    json!({"model": "gpt-5-mini", "input": "Ceramic mug for morning coffee, hand-made",
        "text": {"format": format}})
}

/// A strict schema of an object with these properties.
pub(crate) fn object(properties: &Value) -> Value {
    let names: Vec<&String> = properties.as_object().unwrap().keys().collect();
    json!({"type": "object", "properties": properties, "required": names,
        "additionalProperties": false})
}

pub(crate) fn photo(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(40, 30, Rgb([200, 40, 60]));
    DynamicImage::from(picture)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

pub(crate) fn data_url(mime: &str, bytes: &[u8]) -> String {
    format!("data:{mime};base64,{}", STANDARD.encode(bytes))
}
