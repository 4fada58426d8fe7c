//! Photos and videos, in parts where a player asks for parts.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RANGE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::PageState;
use super::range::{Asked, asked};

pub(super) async fn file(
    State(page): State<Arc<PageState>>,
    Path(file_id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some((bytes, mime)) = page.telegram.file(&file_id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let about = [
        (CONTENT_TYPE, mime),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (CACHE_CONTROL, "private, max-age=3600".to_owned()),
        // What people upload must not run as a page of this server.
        (CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let len = bytes.len();
    let header = headers.get(RANGE).and_then(|range| range.to_str().ok());
    match asked(header, len) {
        Asked::Whole => (about, bytes).into_response(),
        Asked::Nothing => {
            let whole = [(CONTENT_RANGE, format!("bytes */{len}"))];
            (StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response()
        }
        Asked::Part(range) => {
            let place = format!("bytes {}-{}/{len}", range.start, range.end - 1);
            let place = [(CONTENT_RANGE, place)];
            (
                StatusCode::PARTIAL_CONTENT,
                about,
                place,
                bytes.slice(range),
            )
                .into_response()
        }
    }
}
