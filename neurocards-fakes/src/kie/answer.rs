//! Answers in KIE's shapes.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};

use crate::broken;

/// What KIE's API sends; its edge sends plain text and HTML.
const JSON: &str = "application/json;charset=UTF-8";

/// What goes back to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// An answer that is sent from beginning to end.
    Whole {
        status: u16,
        content_type: &'static str,
        body: Bytes,
    },
    /// The connection breaks before a byte of the answer.
    Cut,
    /// Nothing, for a long time.
    Hang,
}

impl Answer {
    /// JSON under a real HTTP status.
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        Self::Whole {
            status,
            content_type: JSON,
            // Serialising plain data does not fail; an empty body would show in any test.
            body: serde_json::to_vec(body).unwrap_or_default().into(),
        }
    }

    /// A success in KIE's envelope: `{"code":200,"msg":"success","data":…}`.
    pub(crate) fn success(data: impl Serialize) -> Self {
        #[derive(Serialize)]
        struct Envelope<T> {
            code: i64,
            msg: &'static str,
            data: T,
        }
        let body = Envelope {
            code: 200,
            msg: "success",
            data,
        };
        Self::json(200, &body)
    }

    /// An error in HTTP 200: with `"data": null`, but 401 without `data`.
    pub(crate) fn refused(code: i64, msg: &str) -> Self {
        let mut body = json!({"code": code, "msg": msg});
        if code != 401 {
            body["data"] = serde_json::Value::Null;
        }
        Self::json(200, &body)
    }

    /// The same, as the upload host says it.
    pub(crate) fn upload_refused(status: u16, code: i64, msg: &str) -> Self {
        Self::json(status, &json!({"success": false, "code": code, "msg": msg}))
    }

    /// A missing or wrong key at the API.
    pub(crate) fn no_access() -> Self {
        Self::refused(401, "You do not have access permissions")
    }

    /// A real 404 of the framework behind the API: no `code`, no `msg`.
    pub(crate) fn no_such_path(path: &str, now_ms: u64) -> Self {
        let body = json!({
            "timestamp": now_ms,
            "status": 404,
            "error": "Not Found",
            "message": "No message available",
            "path": path,
        });
        Self::json(404, &body)
    }

    /// The edge does not like the caller's `User-Agent`.
    pub(crate) fn banned_by_edge() -> Self {
        Self::Whole {
            status: 403,
            content_type: "text/plain; charset=UTF-8",
            body: Bytes::from_static(b"error code: 1010"),
        }
    }

    /// A fault of the edge or of the gateway, under a real HTTP status.
    pub(crate) fn edge(status: u16) -> Self {
        match status {
            403 => Self::banned_by_edge(),
            429 => {
                let msg = "Your call frequency is too high. Please try again later.";
                Self::json(429, &json!({"code": 429, "msg": msg, "data": null}))
            }
            _ => Self::page(status),
        }
    }

    /// JSON that breaks off.
    pub(crate) fn garbage() -> Self {
        Self::Whole {
            status: 200,
            content_type: JSON,
            body: Bytes::from_static(b"{\"code\":200,\"msg\":\"succ"),
        }
    }

    fn page(status: u16) -> Self {
        let reason = match status {
            502 => "Bad Gateway",
            503 => "Service Unavailable",
            504 => "Gateway Timeout",
            524 => "A timeout occurred",
            _ => "Error",
        };
        let page = format!(
            "<html><head><title>{status} {reason}</title></head><body>cloudflare</body></html>"
        );
        Self::Whole {
            status,
            content_type: "text/html",
            body: page.into(),
        }
    }

    /// The HTTP status; `None` if nothing is sent.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Whole { status, .. } => Some(*status),
            Self::Cut | Self::Hang => None,
        }
    }

    /// The body as JSON, or as text where it is none.
    pub(crate) fn body(&self) -> Value {
        match self {
            Self::Whole { body, .. } => serde_json::from_slice(body)
                .unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into()),
            Self::Cut | Self::Hang => Value::Null,
        }
    }

    /// The `code` of the envelope, if there is one.
    pub(crate) fn code(&self) -> Option<i64> {
        self.body().get("code").and_then(Value::as_i64)
    }
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        let Answer::Whole {
            status,
            content_type,
            body,
        } = answer
        else {
            return broken::before();
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::SERVER, HeaderValue::from_static("cloudflare"));
        response
    }
}
