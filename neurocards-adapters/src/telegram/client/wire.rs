//! One request and its answer.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt, pin_mut};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use teloxide::requests::{MultipartPayload, MultipartRequest, Payload};
use teloxide::{Bot, RequestError};
use url::Url;

use super::{Deadlines, SetupError, TelegramOptions};
use crate::telegram::errors::CallError;

/// The longest answer read, in bytes. One of `getUpdates` can be longer: a message may have 200 kB.
pub(super) const ANSWER_MAX_BYTES: usize = 16 * 1024 * 1024;

/// teloxide's client, whose `Debug` would print the token: it stays in here.
#[derive(Clone)]
pub(super) struct Wire {
    bot: Bot,
    pub(super) deadlines: Deadlines,
}

/// What every answer of the Bot API looks like.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Envelope<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

impl Wire {
    pub(super) fn new(options: &TelegramOptions) -> Result<Self, SetupError> {
        let token = options.token.expose_secret();
        if !is_token(token) {
            return Err(SetupError::Token);
        }
        if !matches!(options.api_url.scheme(), "http" | "https") {
            return Err(SetupError::ApiUrl);
        }
        let client = teloxide::net::default_reqwest_settings()
            .timeout(options.deadlines.transfer)
            .build()
            .map_err(|error| SetupError::Http(error.without_url().to_string()))?;
        let bot = Bot::with_client(token, client).set_api_url(options.api_url.clone());
        Ok(Self {
            bot,
            deadlines: options.deadlines,
        })
    }

    pub(super) fn api_url(&self) -> Url {
        self.bot.api_url()
    }

    /// Calls a method as teloxide's type describes it, within the short deadline.
    pub(super) async fn send<P, T>(&self, payload: &P) -> Result<T, CallError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let body = serde_json::to_string(payload);
        let body = body.map_err(|error| CallError::Unsendable(error.to_string()))?;
        self.call(P::NAME, body, self.deadlines.short).await
    }

    /// Calls a method that carries files, within the client's deadline for transfers. teloxide
    /// waits 10 s after a 5xx before it tells of it.
    pub(super) async fn upload<P, T>(&self, payload: P) -> Result<T, CallError>
    where
        P: MultipartPayload + Payload<Output = T> + Serialize + 'static,
        T: DeserializeOwned + 'static,
    {
        let answer = MultipartRequest::new(self.bot.clone(), payload).await;
        answer.map_err(|error| self.redact(CallError::from(error)))
    }

    /// Calls a method with a JSON body.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        body: String,
        deadline: Duration,
    ) -> Result<T, CallError> {
        let (status, chunks) = self.post(method, body, deadline).await?;
        pin_mut!(chunks);
        match gather(chunks, ANSWER_MAX_BYTES).await? {
            Gathered::Whole(body) => self.read(status, &body),
            Gathered::TooLong(_) => Err(CallError::too_long()),
        }
    }

    /// Sends a JSON body; the status, and the answer as it comes.
    pub(super) async fn post(
        &self,
        method: &str,
        body: String,
        deadline: Duration,
    ) -> Result<(u16, impl Stream<Item = Result<Bytes, CallError>>), CallError> {
        let request = self
            .bot
            .client()
            .post(self.url(["", method]))
            .timeout(deadline)
            .header("content-type", "application/json")
            .body(body);
        let response = request.send().await.map_err(|error| self.network(error))?;
        let status = response.status().as_u16();
        let chunks = response.bytes_stream();
        Ok((
            status,
            chunks.map(|chunk| chunk.map_err(|error| self.network(error))),
        ))
    }

    /// What an answer says.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        status: u16,
        body: &[u8],
    ) -> Result<T, CallError> {
        read(status, body).map_err(|error| self.redact(error))
    }

    /// Fetches a file by the path that `getFile` told; `None` when it is longer than `max_bytes`.
    pub(super) async fn fetch(
        &self,
        path: &str,
        max_bytes: usize,
    ) -> Result<Option<Bytes>, CallError> {
        let request = self.bot.client().get(self.url(["file", path]));
        let response = request.send().await.map_err(|error| self.network(error))?;
        let status = response.status();
        if !status.is_success() {
            return Err(CallError::api(
                status.as_u16(),
                "the file is not served",
                None,
            ));
        }
        let chunks = response.bytes_stream();
        let chunks = chunks.map(|chunk| chunk.map_err(|error| self.network(error)));
        pin_mut!(chunks);
        match gather(chunks, max_bytes).await? {
            Gathered::Whole(body) => Ok(Some(body)),
            Gathered::TooLong(_) => Ok(None),
        }
    }

    /// `<api>/bot<token>/<method>` or `<api>/file/bot<token>/<path>`.
    fn url(&self, [before, after]: [&str; 2]) -> Url {
        let mut url = self.bot.api_url();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty();
            segments.extend(Some(before).filter(|before| !before.is_empty()));
            segments.push(&format!("bot{}", self.bot.token()));
            segments.extend(after.split('/'));
        }
        url
    }

    fn network(&self, error: impl Into<RequestError>) -> CallError {
        self.redact(CallError::from(error.into()))
    }

    /// The server's words may repeat the URL, and the URL holds the token.
    fn redact(&self, error: CallError) -> CallError {
        error.map_text(|text| text.replace(self.bot.token(), "[token]"))
    }
}

/// What came of reading a body.
pub(super) enum Gathered {
    /// All of it.
    Whole(Bytes),
    /// It goes on behind these bytes, which are one piece more than may be read.
    TooLong(Vec<u8>),
}

/// Reads a body of at most `max_bytes`.
pub(super) async fn gather<S>(
    mut chunks: Pin<&mut S>,
    max_bytes: usize,
) -> Result<Gathered, CallError>
where
    S: Stream<Item = Result<Bytes, CallError>>,
{
    let mut body = Vec::new();
    while let Some(chunk) = chunks.next().await {
        body.extend_from_slice(&chunk?);
        if body.len() > max_bytes {
            return Ok(Gathered::TooLong(body));
        }
    }
    Ok(Gathered::Whole(body.into()))
}

/// `digits:letters`, which is also safe in a URL.
fn is_token(token: &str) -> bool {
    let secret = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    token.split_once(':').is_some_and(|(id, rest)| {
        !id.is_empty()
            && !rest.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && rest.bytes().all(secret)
    })
}

fn read<T: DeserializeOwned>(status: u16, body: &[u8]) -> Result<T, CallError> {
    let envelope: Envelope<T> = match serde_json::from_slice(body) {
        Ok(envelope) => envelope,
        // The server in front of Telegram refuses long uploads in HTML.
        Err(_) if status == 413 => {
            return Err(CallError::api(413, "the request is too long", None));
        }
        Err(error) => {
            return Err(CallError::Unreadable(format!("HTTP {status}: {error}")));
        }
    };
    match envelope.result {
        Some(result) if envelope.ok => Ok(result),
        _ => Err(CallError::api(
            envelope.error_code.unwrap_or(status),
            &envelope.description.unwrap_or_default(),
            envelope
                .parameters
                .and_then(|parameters| parameters.retry_after),
        )),
    }
}
