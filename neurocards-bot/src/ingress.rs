//! The HTTP side: health, readiness, and the provider's callbacks.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use neurocards_adapters::kie::callback;
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ids::Nonce;
use neurocards_core::ports::Stores;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::time::timeout;

/// The longest body of a callback, in bytes.
const BODY_MAX_BYTES: usize = 256 * 1024;
/// How long a body may take to come.
const BODY_WITHIN: Duration = Duration::from_secs(10);
/// How long the store may take to show that it is there.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// Listens at `address`, before anything else starts.
pub(crate) async fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let listener = TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    Ok(listener)
}

/// Serves until `shutdown`, and connections in hand for `drain_for` after it.
pub(crate) async fn serve(
    listener: TcpListener,
    stores: Stores,
    shutdown: Shutdown,
    drain_for: Duration,
) -> std::io::Result<()> {
    let stages = shutdown.clone();
    let serving = axum::serve(listener, routes(stores))
        .with_graceful_shutdown(async move { stages.stopping().await });
    let too_long = async {
        shutdown.stopping().await;
        tokio::time::sleep(drain_for).await;
    };
    tokio::select! {
        ended = serving => ended,
        () = too_long => Ok(()),
    }
}

/// Every route, for programs that serve them beside their own.
pub fn routes(stores: Stores) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route(callback::ROUTE, post(provider_callback))
        .with_state(stores)
}

/// Ready is a store that answers.
async fn ready(State(stores): State<Stores>) -> Response {
    match timeout(READY_WITHIN, stores.users.ping()).await {
        Ok(Ok(())) => "ready".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer").into_response(),
    }
}

/// Makes the job of a nonce due: what became of its task, the provider's own record tells.
async fn provider_callback(
    State(stores): State<Stores>,
    Path(nonce): Path<String>,
    body: Body,
) -> Response {
    let Ok(nonce) = Nonce::parse(nonce) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = match read(body).await {
        Ok(body) => body,
        Err(status) => return status.into_response(),
    };
    let Some(task) = callback::task(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match stores.jobs.wake(&nonce, &task).await {
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
