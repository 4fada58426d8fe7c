//! What people do, over HTTP: `POST /human/chats/{user}/…`. Paying is in `http_payments.rs`.
//!
//! | path | body | answer |
//! |---|---|---|
//! | `say` | `{"text":…}` | `{"message_ids":[…]}` |
//! | `start` | `{"payload":…}`, which may be left out | the same |
//! | `photo`, `document`, `video`, `album` | multipart: `file` (several for an album), `caption` | the same |
//! | `press` | `{"message_id":…,"button":{"text":…}}`, or `data`, `at:[row,column]`, `stale` | `{"callback_query_id":…}` |
//! | `press-again` | `{"callback_query_id":…}` | the same |
//! | `block`, `unblock`, `deactivate` | nothing | nothing |

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::form::{Part, as_document, as_photo, as_video, read_form};
use super::{Attachment, HumanError, Person, Target};
use crate::telegram::handle::TelegramHandle;

type Done = Result<Json<Value>, HumanError>;

pub(super) fn router() -> Router<TelegramHandle> {
    Router::new()
        .route("/human/chats/{user}/say", post(say))
        .route("/human/chats/{user}/start", post(start))
        .route("/human/chats/{user}/photo", post(photo))
        .route("/human/chats/{user}/document", post(document))
        .route("/human/chats/{user}/video", post(video))
        .route("/human/chats/{user}/album", post(album))
        .route("/human/chats/{user}/press", post(press))
        .route("/human/chats/{user}/press-again", post(press_again))
        .route("/human/chats/{user}/block", post(block))
        .route("/human/chats/{user}/unblock", post(unblock))
        .route("/human/chats/{user}/deactivate", post(deactivate))
}

fn sent(ids: &[i64]) -> Json<Value> {
    Json(json!({"message_ids": ids}))
}

#[derive(Deserialize)]
struct Said {
    text: String,
}

async fn say(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    Json(said): Json<Said>,
) -> Done {
    Ok(sent(&[telegram.person(user)?.say(&said.text)?]))
}

#[derive(Default, Deserialize)]
struct Started {
    payload: Option<String>,
}

async fn start(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    started: Option<Json<Started>>,
) -> Done {
    let started = started.map(|Json(started)| started).unwrap_or_default();
    Ok(sent(&[telegram
        .person(user)?
        .start(started.payload.as_deref())?]))
}

async fn photo(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    parts: Multipart,
) -> Done {
    send(telegram.person(user)?, parts, as_photo).await
}

async fn document(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    parts: Multipart,
) -> Done {
    send(telegram.person(user)?, parts, as_document).await
}

async fn video(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    parts: Multipart,
) -> Done {
    send(telegram.person(user)?, parts, as_video).await
}

async fn album(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    parts: Multipart,
) -> Done {
    let person = telegram.person(user)?;
    let form = read_form(parts).await?;
    let files = form.files.into_iter().map(as_photo).collect();
    let ids = off_the_runtime(move || person.send_album(files, form.caption.as_deref())).await?;
    Ok(sent(&ids))
}

async fn send(person: Person, parts: Multipart, kind: fn(Part) -> Attachment) -> Done {
    let mut form = read_form(parts).await?;
    if form.files.len() != 1 {
        return Err(HumanError::Impossible(
            "exactly one file is wanted".to_owned(),
        ));
    }
    let file = kind(form.files.remove(0));
    let id = off_the_runtime(move || person.send_file(file, form.caption.as_deref())).await?;
    Ok(sent(&[id]))
}

/// Scaling a photo would hold the runtime's thread.
async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HumanError> + Send + 'static,
) -> Result<T, HumanError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(HumanError::Impossible(error.to_string())))
}

#[derive(Deserialize)]
struct Pressed {
    message_id: i64,
    button: Target,
}

async fn press(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    Json(pressed): Json<Pressed>,
) -> Done {
    let id = telegram
        .person(user)?
        .press(pressed.message_id, &pressed.button)?;
    Ok(Json(json!({"callback_query_id": id})))
}

#[derive(Deserialize)]
struct PressedBefore {
    callback_query_id: String,
}

async fn press_again(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
    Json(before): Json<PressedBefore>,
) -> Done {
    let id = telegram
        .person(user)?
        .press_again(&before.callback_query_id)?;
    Ok(Json(json!({"callback_query_id": id})))
}

async fn block(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
) -> Result<StatusCode, HumanError> {
    telegram.person(user)?.block();
    Ok(StatusCode::NO_CONTENT)
}

async fn unblock(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
) -> Result<StatusCode, HumanError> {
    telegram.person(user)?.unblock();
    Ok(StatusCode::NO_CONTENT)
}

async fn deactivate(
    State(telegram): State<TelegramHandle>,
    Path(user): Path<i64>,
) -> Result<StatusCode, HumanError> {
    telegram.person(user)?.deactivate();
    Ok(StatusCode::NO_CONTENT)
}
