//! Scripts and observation over HTTP, at the API's address and without a key.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::handle::KieHandle;
use super::ledger::Ledger;
use super::script::Script;
use super::task::TaskView;
use crate::control::{Control, ControlTable};

/// What the fake's control interface takes, at the address of the API.
pub fn control_table() -> ControlTable {
    control().into_table()
}

/// All routes under `/_control`.
pub(crate) fn control() -> Control<KieHandle> {
    Control::new()
        .post(
            "/_control/script",
            r#"{"faults": [{"call": "create", "times": 2, "fault": {"http": 502}}]}"#,
            "Scripts faults and plans, holds and releases tasks, moves the calendar: \
             the fields of `Script`, each of which may be left out.",
            script,
        )
        .get(
            "/_control/ledger",
            "Tells every effect so far: tasks created, polls, uploads, downloads, callbacks.",
            ledger,
        )
        .get(
            "/_control/tasks",
            "Tells how far each task is, oldest first.",
            tasks,
        )
}

async fn script(State(kie): State<KieHandle>, Json(script): Json<Script>) -> Response {
    match script.run(&kie) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => (StatusCode::UNPROCESSABLE_ENTITY, why).into_response(),
    }
}

async fn ledger(State(kie): State<KieHandle>) -> Json<Ledger> {
    Json(kie.ledger())
}

async fn tasks(State(kie): State<KieHandle>) -> Json<Vec<TaskView>> {
    Json(kie.tasks())
}
