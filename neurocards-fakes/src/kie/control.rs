//! Scripts and observation over HTTP, at the API's address and without a key.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use super::handle::KieHandle;
use super::script::Script;
use super::shared::Shared;

/// The routes below `/_control`.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/_control/script", post(script))
        .route("/_control/ledger", get(ledger))
        .route("/_control/tasks", get(tasks))
        .with_state(KieHandle::new(shared))
}

async fn script(State(kie): State<KieHandle>, Json(script): Json<Script>) -> Response {
    match script.run(&kie) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
    }
}

async fn ledger(State(kie): State<KieHandle>) -> Response {
    Json(kie.ledger()).into_response()
}

async fn tasks(State(kie): State<KieHandle>) -> Response {
    Json(kie.tasks()).into_response()
}
