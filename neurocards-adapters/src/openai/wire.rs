//! One bounded request, below the client library: it repeats nothing and reads nothing endless.
//! Left to itself the library sends up to four requests and waits as long as an answer tells it to.

use std::time::Duration;

use async_openai::middleware::HttpRequestFactory;
use bytes::Bytes;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};
use thiserror::Error;
use tower::BoxError;

use crate::http::{HttpFault, read_bounded};

/// The most bytes of an answer.
const ANSWER_MAX_BYTES: usize = 1024 * 1024;

/// An answer that holds no response.
#[derive(Debug, Error)]
pub(super) enum WireFault {
    #[error(transparent)]
    Http(#[from] HttpFault),
    #[error("HTTP {status}: {body}")]
    Refused {
        status: StatusCode,
        body: String,
        retry_after: Option<Duration>,
    },
    #[error("the answer is no JSON: {0}")]
    NotJson(String),
}

/// Sends one request and reads the answer whole.
pub(super) async fn send(
    client: Client,
    request: HttpRequestFactory,
) -> Result<Response, BoxError> {
    let request = request.build().await?;
    let response = client
        .execute(request)
        .await
        .map_err(|error| WireFault::Http(HttpFault::of(error)))?;
    let status = response.status();
    let retry_after = retry_after(response.headers());
    let body = read_bounded(response, ANSWER_MAX_BYTES)
        .await
        .map_err(WireFault::Http)?;
    if !status.is_success() {
        return Err(Box::new(WireFault::Refused {
            status,
            body: text(&body),
            retry_after,
        }));
    }
    // The library logs a body that it cannot read, and ours may quote what people wrote.
    if serde_json::from_slice::<serde::de::IgnoredAny>(&body).is_err() {
        return Err(Box::new(WireFault::NotJson(text(&body))));
    }
    Ok(Response::from(http_types::Response::new(body)))
}

fn text(body: &Bytes) -> String {
    String::from_utf8_lossy(body).into_owned()
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}
