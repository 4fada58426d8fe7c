//! Faults and ledger over HTTP, for tools and pages.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};

use super::faults::Fault;
use super::handle::OpenAiHandle;
use super::ledger::Ledger;

/// All routes under `/_control`.
pub(crate) fn router(openai: OpenAiHandle) -> Router {
    Router::new()
        .route(
            "/_control/faults",
            get(faults).post(add_fault).delete(clear_faults),
        )
        .route("/_control/ledger", get(ledger))
        .with_state(openai)
}

async fn faults(State(openai): State<OpenAiHandle>) -> Json<Vec<Fault>> {
    Json(openai.faults())
}

async fn add_fault(State(openai): State<OpenAiHandle>, Json(fault): Json<Fault>) -> StatusCode {
    openai.add_fault(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(openai): State<OpenAiHandle>) -> StatusCode {
    openai.clear_faults();
    StatusCode::NO_CONTENT
}

async fn ledger(State(openai): State<OpenAiHandle>) -> Json<Ledger> {
    Json(openai.ledger())
}
