//! Answers whose connection breaks.

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use serde_json::Value;

/// Breaks the connection before a byte is written: the body fails before the head is flushed.
pub(crate) fn before() -> Response {
    let broken = futures::stream::once(async { Err::<Bytes, _>(reset()) });
    Response::new(Body::from_stream(broken))
}

/// Sends the head and half of the answer, then breaks the connection.
pub(crate) fn after(answer: &Value) -> Response {
    let bytes = Bytes::from(answer.to_string());
    let half = bytes.slice(..bytes.len() / 2);
    let parts = futures::stream::unfold(Some(half), |half| async {
        if let Some(half) = half {
            return Some((Ok(half), None));
        }
        // The server flushes what it has while the body makes it wait.
        tokio::task::yield_now().await;
        Some((Err(reset()), None))
    });
    let mut response = Response::new(Body::from_stream(parts));
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn reset() -> std::io::Error {
    std::io::Error::from(std::io::ErrorKind::ConnectionReset)
}
