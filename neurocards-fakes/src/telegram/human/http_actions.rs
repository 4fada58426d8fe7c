//! What people do, over HTTP: `POST /human/chats/{user}/…`. Paying is in `http_payments.rs`.

use axum::Json;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::form::{Part, as_document, as_photo, as_video, read_form};
use super::{Attachment, HumanError, Person, Target};
use crate::control::Control;
use crate::telegram::handle::TelegramHandle;

type Done = Result<Json<Value>, HumanError>;

pub(super) fn control() -> Control<TelegramHandle> {
    messages().merge(presses())
}

fn messages() -> Control<TelegramHandle> {
    Control::new()
        .post(
            "/human/chats/{user}/say",
            r#"{"text": "Hello"}"#,
            "Writes a text. Answers {\"message_ids\": […]}, as all that send something.",
            say,
        )
        .post(
            "/human/chats/{user}/start",
            r#"{"payload": "promo"}"#,
            "Presses Start; the payload of a deep link may be left out.",
            start,
        )
        .post(
            "/human/chats/{user}/photo",
            "multipart: file, caption",
            "Sends a photo.",
            photo,
        )
        .post(
            "/human/chats/{user}/document",
            "multipart: file, caption",
            "Sends a file as a document.",
            document,
        )
        .post(
            "/human/chats/{user}/video",
            "multipart: file, caption",
            "Sends a video.",
            video,
        )
        .post(
            "/human/chats/{user}/album",
            "multipart: file (2 to 10 of them), caption",
            "Sends several photos as one album.",
            album,
        )
}

fn presses() -> Control<TelegramHandle> {
    Control::new()
        .post(
            "/human/chats/{user}/press",
            r#"{"message_id": 2, "button": {"text": "Buy"}}"#,
            "Presses a button, found by `text`, `data` or `at`: [row, column], or a `stale` one by its old data. Answers {\"callback_query_id\": …}.",
            press,
        )
        .post(
            "/human/chats/{user}/press-again",
            r#"{"callback_query_id": "1"}"#,
            "Presses the same button once more.",
            press_again,
        )
        .post(
            "/human/chats/{user}/block",
            "",
            "Blocks the bot.",
            block,
        )
        .post(
            "/human/chats/{user}/unblock",
            "",
            "Unblocks the bot.",
            unblock,
        )
        .post(
            "/human/chats/{user}/deactivate",
            "",
            "Deletes the account.",
            deactivate,
        )
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
