//! A client and the server it talks to.

use std::time::Duration;

use neurocards_adapters::telegram::client::{Deadlines, TelegramClient, TelegramOptions};
use serde_json::{Value, json};
use url::Url;
use wiremock::matchers::path_regex;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// A token whose second half must never be seen.
pub(crate) const TOKEN: &str = "123456:canary_AAF7-g0gYncWnm5IyfZlpPRqRRv6";
/// The half that opens doors.
pub(crate) const CANARY: &str = "canary_AAF7";

/// An address nobody listens at.
pub(crate) const NOBODY: &str = "http://127.0.0.1:1";

pub(crate) struct Rig {
    pub(crate) server: MockServer,
    pub(crate) client: TelegramClient,
}

/// No slow machine takes this long.
pub(crate) const PATIENT: Deadlines = Deadlines {
    short: Duration::from_mins(1),
    transfer: Duration::from_mins(1),
    poll_slack: Duration::from_mins(1),
};

pub(crate) fn client(url: &str, deadlines: Deadlines) -> TelegramClient {
    TelegramClient::new(&options(url, deadlines)).unwrap()
}

pub(crate) fn options(url: &str, deadlines: Deadlines) -> TelegramOptions {
    TelegramOptions {
        token: TOKEN.into(),
        api_url: Url::parse(url).unwrap(),
        deadlines,
    }
}

impl Rig {
    pub(crate) async fn with(deadlines: Deadlines, answer: impl Respond + 'static) -> Self {
        let server = MockServer::start().await;
        let any = Mock::given(path_regex(".*")).respond_with(answer);
        any.mount(&server).await;
        let client = client(&server.uri(), deadlines);
        Self { server, client }
    }

    /// Every call succeeds with this result.
    pub(crate) async fn ok(result: Value) -> Self {
        let body = json!({ "ok": true, "result": result });
        Self::with(PATIENT, ResponseTemplate::new(200).set_body_json(body)).await
    }

    /// Every call is refused.
    pub(crate) async fn refusing(code: u16, description: &str) -> Self {
        Self::with(PATIENT, refusal(code, description)).await
    }

    /// The one request that was made.
    pub(crate) async fn request(&self) -> Request {
        let mut requests = self.server.received_requests().await.unwrap();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }

    /// The method and the JSON body of the one request that was made.
    pub(crate) async fn call(&self) -> (String, Value) {
        let request = self.request().await;
        let method = request
            .url
            .path()
            .strip_prefix(&format!("/bot{TOKEN}/"))
            .map(str::to_lowercase);
        (method.unwrap(), request.body_json().unwrap())
    }
}

pub(crate) fn refusal(code: u16, description: &str) -> ResponseTemplate {
    let body = json!({ "ok": false, "error_code": code, "description": description });
    ResponseTemplate::new(code).set_body_json(body)
}
