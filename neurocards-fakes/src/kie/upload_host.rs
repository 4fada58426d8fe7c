//! The upload host: three ways to hand a file over.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::FromRequest as _;
use axum::extract::{DefaultBodyLimit, Multipart, Request, State};
use axum::http::Uri;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::answer::Answer;
use super::api::edge;
use super::faults::Call;
use super::ledger::Upload;
use super::shared::Shared;
use super::uploads::{Incoming, Kept, MAX_BYTES, Refused, keep};

/// How long a file may take that is named by its URL.
const READ_WITHIN: Duration = Duration::from_secs(30);

/// Base64 makes a file a third longer; the rest is for the form around it.
const MAX_BODY: usize = MAX_BYTES / 3 * 4 + (1 << 20);

/// The routes of the upload host.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/api/file-stream-upload", post(upload))
        .route("/api/file-base64-upload", post(upload))
        .route("/api/file-url-upload", post(upload))
        .fallback(no_such_path)
        .layer(from_fn(edge))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(shared)
}

async fn upload(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let key = shared.key(request.headers());
    let mut kept = None;
    let answer = if key.is_some() {
        let carry_out = async {
            match take(&shared, &path, request).await {
                Ok(done) => kept.insert(done).answer.clone(),
                Err(Refused(answer)) => answer,
            }
        };
        shared.play(Call::Upload, carry_out).await
    } else {
        Answer::upload_refused(401, 401, "Authentication failed: Invalid API Key")
    };
    note(&shared, key, path, kept, &answer);
    shared.withhold_if_told(&answer).await;
    answer.into()
}

fn note(shared: &Shared, key: Option<usize>, path: String, kept: Option<Kept>, answer: &Answer) {
    let bytes = kept.as_ref().map_or(0, |kept| kept.bytes);
    shared.update(|world| {
        world.ledger.add_upload(Upload {
            at_ms: world.clock.now_ms(),
            key,
            path,
            url: kept.map(|kept| kept.url),
            bytes,
            status: answer.status(),
            code: answer.code(),
        });
    });
}

async fn take(shared: &Shared, path: &str, request: Request) -> Result<Kept, Refused> {
    let incoming = if path == "/api/file-stream-upload" {
        from_form(request).await?
    } else {
        from_json(shared, request).await?
    };
    keep(shared, incoming)
}

async fn from_form(request: Request) -> Result<Incoming, Refused> {
    let broken = |_| Refused::new("The form is broken");
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refused::new("Missing required parameter: file"))?;
    let mut incoming = Incoming {
        field: "file",
        ..Incoming::default()
    };
    let mut own_name = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "file" => {
                own_name = field.file_name().map(str::to_owned);
                incoming.file = Some(field.bytes().await.map_err(broken)?);
            }
            "uploadPath" => incoming.upload_path = Some(field.text().await.map_err(broken)?),
            "fileName" => incoming.file_name = Some(field.text().await.map_err(broken)?),
            _ => {}
        }
    }
    incoming.file_name = incoming.file_name.or(own_name);
    Ok(incoming)
}

async fn from_json(shared: &Shared, request: Request) -> Result<Incoming, Refused> {
    let body = Bytes::from_request(request, &())
        .await
        .map_err(|_| Refused::new("File size exceeds limit"))?;
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = |name| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let (field, file) = match (text("base64Data"), text("fileUrl")) {
        (Some(data), _) => ("base64Data", Some(decode(&data)?)),
        (None, Some(url)) => ("fileUrl", Some(read(shared, &url).await?)),
        (None, None) => ("base64Data or fileUrl", None),
    };
    Ok(Incoming {
        file,
        field,
        upload_path: text("uploadPath"),
        file_name: text("fileName"),
    })
}

/// Raw base64 or a data URL.
fn decode(data: &str) -> Result<Bytes, Refused> {
    let raw = data.split_once(";base64,").map_or(data, |(_, raw)| raw);
    STANDARD
        .decode(raw)
        .map(Bytes::from)
        .map_err(|_| Refused::new("Invalid base64 data"))
}

async fn read(shared: &Shared, url: &str) -> Result<Bytes, Refused> {
    let unreadable = |_: reqwest::Error| Refused::new("Failed to fetch the file");
    let answer = shared
        .fixed
        .client
        .get(url)
        .timeout(READ_WITHIN)
        .send()
        .await
        .and_then(reqwest::Response::error_for_status)
        .map_err(unreadable)?;
    if answer
        .content_length()
        .is_some_and(|length| length > MAX_BYTES as u64)
    {
        return Err(Refused::new("File size exceeds limit"));
    }
    answer.bytes().await.map_err(unreadable)
}

async fn no_such_path(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let now_ms = shared.read(|world| world.clock.now_ms());
    Answer::no_such_path(uri.path(), now_ms).into()
}
