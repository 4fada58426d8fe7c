//! The HTTP side: health, readiness, and the provider's callbacks.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use neurocards_adapters::kie::callback::{self, CallbackKey};
use neurocards_adapters::readiness::Readiness;
use neurocards_core::ports::JobQueue;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::deps::BotDeps;
use crate::update::poll::Polling;

/// The longest body of a callback, in bytes.
const BODY_MAX_BYTES: usize = 256 * 1024;
/// How long a body may take to come.
const BODY_WITHIN: Duration = Duration::from_secs(10);
/// Callbacks that ask the store at once: whatever comes here, its connections are there for people.
const AT_THE_STORE: usize = 1;
/// How long a callback waits for its turn at the store; the provider repeats one that had none.
const TURN_WITHIN: Duration = Duration::from_secs(5);

/// What must work for a bot to be ready.
pub(crate) fn readiness(deps: &BotDeps, polling: &Arc<Polling>) -> Readiness {
    let polling = polling.clone();
    Readiness::new()
        .part("updates", Duration::from_secs(1), move || {
            std::future::ready(polling.readiness())
        })
        .database(deps.stores.users.clone())
        .media(deps.media.clone(), &deps.options.worker)
        .alarms(deps.stores.alarms.clone())
}

/// The route of the provider's callbacks, for programs that serve it beside their own. An address
/// without the code of `key` is refused before anything is looked up.
pub fn callbacks(jobs: Arc<dyn JobQueue>, key: CallbackKey) -> Router {
    Router::new()
        .route(callback::ROUTE, post(take))
        .with_state(Callbacks {
            jobs,
            key,
            store: Arc::new(Semaphore::new(AT_THE_STORE)),
        })
}

#[derive(Clone)]
struct Callbacks {
    jobs: Arc<dyn JobQueue>,
    key: CallbackKey,
    store: Arc<Semaphore>,
}

/// Makes the job of a nonce due: what became of its task, the provider's own record tells.
async fn take(
    State(callbacks): State<Callbacks>,
    Path((nonce, mac)): Path<(String, String)>,
    body: Body,
) -> Response {
    let Some(nonce) = callbacks.key.admit(&nonce, &mac) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = match read(body).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    let Some(task) = callback::task(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Ok(Ok(_turn)) = timeout(TURN_WITHIN, callbacks.store.acquire()).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match callbacks.jobs.wake(&nonce, &task).await {
        Ok(true) => Json(json!({ "code": 200, "msg": "success" })).into_response(),
        Ok(false) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, %task, "a callback was not stored");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn read(body: Body) -> Result<Bytes, StatusCode> {
    match timeout(BODY_WITHIN, to_bytes(body, BODY_MAX_BYTES)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}
