//! The host of uploads and results: no key, no CORS, ordinary HTTP statuses.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::file_body;
use super::ledger::Download;
use super::plan::FileFault;
use super::shared::Shared;
use super::stored::StoredFile;
use super::world::World;

/// The routes of the file host: every path may be a file.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(get(download)).with_state(shared)
}

async fn download(State(shared): State<Arc<Shared>>, headers: HeaderMap, uri: Uri) -> Response {
    let path = uri.path().to_owned();
    let found = shared.update(|world| {
        let found = if headers.contains_key(AUTHORIZATION) {
            let what = format!("a key was shown to the file host: GET {path}");
            world.ledger.add_violation(what);
            Err(StatusCode::FORBIDDEN)
        } else {
            find(world, &path)
        };
        let status = found
            .as_ref()
            .map_or_else(|status| *status, |_| StatusCode::OK);
        world.ledger.add_download(Download {
            at_ms: world.clock.now_ms(),
            path,
            status: status.as_u16(),
        });
        found
    });
    match found {
        Ok(file) => file_body::response(file),
        Err(status) => status.into_response(),
    }
}

/// The file, or the status that is sent instead.
fn find(world: &mut World, path: &str) -> Result<StoredFile, StatusCode> {
    let now_ms = world.now_ms();
    let file = world
        .store
        .get(path, now_ms)
        .cloned()
        .ok_or(StatusCode::NOT_FOUND)?;
    match file.fault {
        Some(FileFault::Expired) => Err(StatusCode::NOT_FOUND),
        Some(FileFault::Status { status, times }) if times > 0 => {
            if let Some(kept) = world.store.get_mut(path) {
                kept.fault = Some(FileFault::Status {
                    status,
                    times: times - 1,
                });
            }
            Err(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY))
        }
        _ => Ok(file),
    }
}
