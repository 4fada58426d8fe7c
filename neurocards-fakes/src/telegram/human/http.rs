//! The people's side over HTTP, for a chat page and for tools.
//!
//! | request | what it is |
//! |---|---|
//! | `GET`, `POST /human/users` | everybody; add a person (`{"id":…,"first_name":…,"language_code":…}`) |
//! | `GET /human/bot` | the bot's name, texts, commands and menu button |
//! | `GET /human/chats/{user}` | the chat with its history |
//! | `GET /human/chats/{user}/events?after=N&wait=SECS` | events behind N; waits up to 30 s for one |
//! | `POST /human/chats/{user}/…` | actions, see `http_actions.rs` |
//! | `GET /human/files/{file_id}` | the bytes of a file |
//! | `GET`, `POST`, `DELETE /human/faults` | scripted misfortunes: `{"method":"sendVideo","times":2,"then":"cut_after"}`, `{"update":"successful_payment","then":{"updates":"drop"}}` |
//! | `POST /human/release` | lets go of updates that a fault holds back |
//! | `GET`, `POST /human/stars` | the bot's Stars; a movement of them, see `http_payments.rs` |
//! | `GET /human/ledger?method=M` | what the bot did |
//! | `POST /human/clock` | `{"advance_secs":N}` |

use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderName, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ChatView, HumanError, http_actions, http_payments};
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

/// All routes under `/human`.
pub(crate) fn router(telegram: TelegramHandle) -> Router {
    Router::new()
        .route("/human/users", get(users).post(add_user))
        .route("/human/bot", get(bot))
        .route("/human/chats/{user}", get(chat))
        .route("/human/chats/{user}/events", get(events))
        .route("/human/files/{file_id}", get(file))
        .route(
            "/human/faults",
            get(faults).post(add_fault).delete(clear_faults),
        )
        .route("/human/release", post(release))
        .route("/human/ledger", get(ledger))
        .route("/human/clock", post(advance))
        .merge(http_actions::router())
        .merge(http_payments::router())
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(telegram)
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
