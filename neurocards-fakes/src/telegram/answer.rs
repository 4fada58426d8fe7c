//! What a method call ends with: a result, or one of Telegram's refusals in its own words.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::written::as_written;

/// The `result` of a method, or the refusal.
pub(crate) type Answer = Result<Value, ApiError>;

/// A refusal as the Bot API words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    /// HTTP status and `error_code`, which are always equal.
    pub(crate) code: u16,
    pub(crate) description: String,
    /// Seconds to wait, in `parameters.retry_after`.
    pub(crate) retry_after: Option<u32>,
    /// True when only the fake refuses: the real server would have let the mistake pass.
    pub(crate) by_rules: bool,
}

impl ApiError {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            retry_after: None,
            by_rules: false,
        }
    }

    /// 400 with one of Telegram's texts, given without its "Bad Request: ".
    pub(crate) fn bad_request(text: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", text.as_ref()))
    }

    /// 403 with one of Telegram's texts, given without its "Forbidden: ".
    pub(crate) fn forbidden(text: &str) -> Self {
        Self::new(403, format!("Forbidden: {text}"))
    }

    /// 409, given without "Conflict: ".
    pub(crate) fn conflict(text: &str) -> Self {
        Self::new(409, format!("Conflict: {text}"))
    }

    /// A breach of the rules table for which Telegram has no text of its own.
    pub(crate) fn rule(text: impl AsRef<str>) -> Self {
        let mut error = Self::bad_request(format!("[fake-telegram] {}", text.as_ref()));
        error.by_rules = true;
        error
    }

    /// The JSON body, as the Bot API sends it.
    pub(crate) fn body(&self) -> Value {
        let mut body =
            json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({"retry_after": seconds});
        }
        body
    }
}

/// Status and body of an answer.
pub(crate) fn status_and_body(answer: &Answer) -> (u16, Value) {
    match answer {
        Ok(result) => (200, json!({"ok": true, "result": result})),
        Err(error) => (error.code, error.body()),
    }
}

/// The HTTP response for a status and body.
pub(crate) fn response(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [(CONTENT_TYPE, "application/json")];
    (status, headers, as_written(body)).into_response()
}
