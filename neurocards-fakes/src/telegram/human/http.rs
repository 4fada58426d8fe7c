//! The people's side over HTTP, for a chat page and for tools.

use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ChatView, HumanError, http_actions, http_payments};
use crate::control::{Control, ControlTable};
use crate::telegram::chat::User;
use crate::telegram::event::Event;
use crate::telegram::fault::Fault;
use crate::telegram::handle::TelegramHandle;
use crate::telegram::request::MAX_BODY_BYTES;

/// Longest wait for an event, in seconds.
const MAX_WAIT_SECS: u64 = 30;

impl IntoResponse for HumanError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NoSuchUser(_)
            | Self::NoSuchMessage(_)
            | Self::NoSuchPress
            | Self::NoSuchPayment => StatusCode::NOT_FOUND,
            Self::Impossible(_) => StatusCode::BAD_REQUEST,
            _ => StatusCode::CONFLICT,
        };
        let mut body = json!({"error": self.to_string(), "code": self.code()});
        if let Self::PaymentRefused(reason) = &self {
            body["reason"] = json!(reason);
        }
        (status, Json(body)).into_response()
    }
}

/// What the fake's control interface takes, at the address of the Bot API.
pub fn control_table() -> ControlTable {
    control().into_table()
}

/// All routes under `/human`.
pub(crate) fn router(telegram: TelegramHandle) -> Router {
    control()
        .into_router(telegram)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}

fn control() -> Control<TelegramHandle> {
    people()
        .merge(http_actions::control())
        .merge(http_payments::control())
        .merge(scripts())
}

fn people() -> Control<TelegramHandle> {
    Control::new()
        .get("/human/users", "Lists everybody.", users)
        .post(
            "/human/users",
            r#"{"id": 7, "first_name": "Anna", "language_code": "en"}"#,
            "Adds a person, who has not written to the bot yet.",
            add_user,
        )
        .get(
            "/human/bot",
            "Shows the bot as people see it: name, texts, commands, menu button.",
            bot,
        )
        .get(
            "/human/chats/{user}",
            "Shows a chat with its history.",
            chat,
        )
        .get(
            "/human/chats/{user}/events?after=0&wait=10",
            "Tells what happened in a chat after event `after`; waits up to `wait` seconds \
             for something, 30 at most.",
            events,
        )
        .get("/human/files/{file_id}", "Sends the bytes of a file.", file)
}

fn scripts() -> Control<TelegramHandle> {
    Control::new()
        .get(
            "/human/faults",
            "Lists the faults that have not happened yet.",
            faults,
        )
        .post(
            "/human/faults",
            r#"{"method": "sendVideo", "times": 2, "then": "cut_after"}"#,
            "Scripts a fault of calls, or of updates: \
             {\"update\": \"successful_payment\", \"then\": {\"updates\": \"drop\"}}.",
            add_fault,
        )
        .delete("/human/faults", "Forgets all faults.", clear_faults)
        .post(
            "/human/release",
            "",
            "Releases the updates that a fault holds back.",
            release,
        )
        .get(
            "/human/ledger?method=sendVideo",
            "Tells what the bot did: all of it, or its calls of one method.",
            ledger,
        )
        .post(
            "/human/clock",
            r#"{"advance_secs": 3600}"#,
            "Moves the calendar on: updates, buttons and links expire by it.",
            advance,
        )
}

async fn users(State(telegram): State<TelegramHandle>) -> Json<Vec<User>> {
    Json(telegram.users())
}

async fn add_user(State(telegram): State<TelegramHandle>, Json(user): Json<User>) -> Json<User> {
    telegram.add_user(user.clone());
    Json(user)
}

async fn bot(State(telegram): State<TelegramHandle>) -> Json<Value> {
    Json(telegram.shared.read(|world| world.profile.about_json()))
}

async fn chat(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
) -> Result<Json<ChatView>, HumanError> {
    Ok(Json(telegram.person(user)?.chat()?))
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    after: u64,
    #[serde(default)]
    wait: u64,
}

async fn events(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    Query(since): Query<Since>,
) -> Result<Json<Vec<Event>>, HumanError> {
    telegram.person(user)?;
    let wait = Duration::from_secs(since.wait.min(MAX_WAIT_SECS));
    let newer = |telegram: &TelegramHandle| {
        let events = telegram.events_after(user, since.after);
        (!events.is_empty()).then_some(events)
    };
    let events = tokio::select! {
        events = telegram.wait_until(wait, newer) => events.unwrap_or_default(),
        () = telegram.shared.stop.cancelled() => Vec::new(),
    };
    Ok(Json(events))
}

async fn file(State(telegram): State<TelegramHandle>, Path(file_id): Path<String>) -> Response {
    /// What people upload must not run as a page of this server.
    const SANDBOX: (HeaderName, &str) = (
        HeaderName::from_static("content-security-policy"),
        "sandbox",
    );
    match telegram.file(&file_id) {
        Some((bytes, mime)) => {
            let headers = [
                (CONTENT_TYPE, mime),
                (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                (SANDBOX.0, SANDBOX.1.to_owned()),
            ];
            (headers, bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn faults(State(telegram): State<TelegramHandle>) -> Json<Vec<Fault>> {
    Json(telegram.faults())
}

async fn add_fault(
    State(telegram): State<TelegramHandle>,
    Json(fault): Json<Fault>,
) -> Result<StatusCode, HumanError> {
    telegram.add_fault(fault)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_faults(State(telegram): State<TelegramHandle>) -> StatusCode {
    telegram.clear_faults();
    StatusCode::NO_CONTENT
}

async fn release(State(telegram): State<TelegramHandle>) -> StatusCode {
    telegram.release_updates();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Wanted {
    method: Option<String>,
}

async fn ledger(
    State(telegram): State<TelegramHandle>,
    Query(wanted): Query<Wanted>,
) -> Json<Value> {
    Json(telegram.with_ledger(|ledger| match &wanted.method {
        Some(method) => json!({"calls": ledger.of(method).collect::<Vec<_>>()}),
        None => json!(ledger),
    }))
}

#[derive(Deserialize)]
struct Advance {
    advance_secs: u64,
}

async fn advance(
    State(telegram): State<TelegramHandle>,
    Json(advance): Json<Advance>,
) -> StatusCode {
    telegram.advance(Duration::from_secs(advance.advance_secs));
    StatusCode::NO_CONTENT
}
