//! Faults and ledger over HTTP, for tools and pages.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::faults::Fault;
use super::handle::OpenAiHandle;
use super::ledger::Ledger;
use crate::control::{Control, ControlTable};

/// What the fake's control interface takes, at the same address as `/v1`.
pub fn control_table() -> ControlTable {
    control().into_table()
}

/// All routes under `/_control`.
pub(crate) fn control() -> Control<OpenAiHandle> {
    Control::new()
        .get(
            "/_control/faults",
            "Lists the faults that have not happened yet.",
            faults,
        )
        .post(
            "/_control/faults",
            r#"{"times": 2, "then": "cut_before"}"#,
            "Scripts a fault of the next calls; of all that follow if `times` is null.",
            add_fault,
        )
        .delete("/_control/faults", "Forgets all faults.", clear_faults)
        .get(
            "/_control/ledger",
            "Tells what was asked and what was answered.",
            ledger,
        )
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
