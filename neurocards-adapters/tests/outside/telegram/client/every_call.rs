//! What holds for every method alike: errors are mapped, deadlines are kept.

use std::time::Duration;

use bytes::Bytes;
use neurocards_adapters::telegram::client::{DownloadError, TelegramClient};
use neurocards_adapters::telegram::errors::CallError;
use neurocards_adapters::telegram::html::Html;
use neurocards_core::ids::{ChatId, MessageId, UserId};
use neurocards_core::money::payment::Currency;
use neurocards_core::ports::SendError;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::payments::{charge, offer};
use super::rig::{NOBODY, PATIENT, Rig, client, refusal};
use super::videos::{send_known, upload};
use crate::silence::Silence;

/// Every call of a JSON method with its error.
pub(crate) async fn json_calls(client: &TelegramClient) -> Vec<(&'static str, CallError)> {
    use neurocards_adapters::telegram::client::ChatAction;
    let (chat, message, text) = (ChatId(7), MessageId(8), Html::text("x"));
    let download = match client.download("file", 10).await {
        Err(DownloadError::Call(error)) => Err(error),
        other => panic!("{other:?}"),
    };
    let answers: Vec<(&str, Result<(), CallError>)> = vec![
        (
            "call",
            client.call::<Value>("getChat", &json!({})).await.map(drop),
        ),
        (
            "get_updates_raw",
            client.get_updates_raw(0, Duration::ZERO, 1).await.map(drop),
        ),
        (
            "send_text",
            client.send_text(chat, &text, None).await.map(drop),
        ),
        (
            "edit_text",
            client.edit_text(chat, message, &text, None).await,
        ),
        (
            "answer_callback",
            client.answer_callback("1", None, false).await,
        ),
        (
            "send_chat_action",
            client.send_chat_action(chat, ChatAction::Typing).await,
        ),
        ("set_my_commands", client.set_my_commands(&[], None).await),
        ("delete_webhook", client.delete_webhook(false).await),
        ("get_me", client.get_me().await.map(drop)),
        ("download", download),
        (
            "send_invoice",
            offer(client, Currency::Stars, 1, None).await.map(drop),
        ),
        (
            "answer_pre_checkout",
            client.answer_pre_checkout("1", None, PATIENT.short).await,
        ),
        (
            "refund_star_payment",
            client.refund_star_payment(UserId(7), &charge()).await,
        ),
        (
            "star_transactions",
            client.star_transactions(0, 1).await.map(drop),
        ),
        ("send_video by id", send_known(client).await.map(drop)),
    ];
    let error = |(name, answer): (_, Result<(), CallError>)| (name, answer.unwrap_err());
    answers.into_iter().map(error).collect()
}

/// Every call with its error, uploads too.
pub(crate) async fn calls(client: &TelegramClient) -> Vec<(&'static str, CallError)> {
    let mut calls = json_calls(client).await;
    let film = Bytes::from_static(b"film");
    calls.push(("send_video", upload(client, film).await.unwrap_err()));
    calls
}

#[tokio::test]
async fn every_call_passes_on_what_telegram_refuses() {
    let description = "Forbidden: bot was blocked by the user";
    let rig = Rig::refusing(403, description).await;
    for (name, error) in calls(&rig.client).await {
        let expected = CallError::Api {
            code: 403,
            description: description.to_owned(),
        };
        assert_eq!(error, expected, "{name}");
        assert!(
            matches!(SendError::from(error), SendError::Blocked(_)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn every_call_tells_how_long_to_wait() {
    let body = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 9",
        "parameters": { "retry_after": 9 } });
    let rig = Rig::with(PATIENT, ResponseTemplate::new(429).set_body_json(body)).await;
    for (name, error) in calls(&rig.client).await {
        let retry_after = Duration::from_secs(9);
        assert_eq!(error, CallError::RateLimited { retry_after }, "{name}");
    }
}

#[tokio::test]
async fn every_call_has_a_deadline_after_which_the_outcome_is_unknown() {
    let rig = Rig::with(PATIENT, Silence::begin()).await;
    for (name, error) in calls(&rig.client).await {
        assert!(matches!(error, CallError::NoAnswer(_)), "{name}: {error}");
        assert!(
            matches!(SendError::from(error), SendError::Unknown(_)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn every_call_knows_when_nothing_was_sent() {
    for (name, error) in calls(&client(NOBODY, PATIENT)).await {
        assert!(matches!(error, CallError::Connect(_)), "{name}: {error}");
        assert!(
            matches!(SendError::from(error), SendError::NotSent(_)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_is_not_telegrams_leaves_the_outcome_unknown() {
    let page = ResponseTemplate::new(502).set_body_string("<html>502 Bad Gateway</html>");
    let rig = Rig::with(PATIENT, page).await;
    for (name, error) in json_calls(&rig.client).await {
        assert!(
            matches!(SendError::from(error), SendError::Unknown(_)),
            "{name}"
        );
    }
    let proxy = ResponseTemplate::new(403).set_body_string("<html>403 Forbidden</html>");
    let rig = Rig::with(PATIENT, proxy).await;
    for (name, error) in calls(&rig.client).await {
        assert!(
            matches!(SendError::from(error), SendError::Unknown(_)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn refusals_are_told_apart_by_what_a_sender_does_next() {
    let kind = |error: &SendError| match error {
        SendError::Blocked(_) => "blocked",
        SendError::NotSent(_) => "not sent",
        SendError::Refused(_) => "refused",
        SendError::Unknown(_) => "unknown",
        _ => "other",
    };
    for (code, description, expected) in [
        (403, "Forbidden: bot was blocked by the user", "blocked"),
        (403, "Forbidden: user is deactivated", "blocked"),
        (
            403,
            "Forbidden: bot can't initiate conversation with a user",
            "blocked",
        ),
        (400, "Bad Request: chat not found", "blocked"),
        (400, "Bad Request: PEER_ID_INVALID", "blocked"),
        (
            400,
            "Bad Request: can't parse entities: unexpected end tag",
            "refused",
        ),
        (413, "Request Entity Too Large", "refused"),
        (401, "Unauthorized", "not sent"),
        (404, "Not Found", "not sent"),
        (
            409,
            "Conflict: terminated by other getUpdates request",
            "not sent",
        ),
        (500, "Internal Server Error", "unknown"),
    ] {
        let rig = Rig::with(PATIENT, refusal(code, description)).await;
        let error = send_known(&rig.client).await.unwrap_err();
        assert_eq!(kind(&SendError::from(error)), expected, "{description}");
        // teloxide waits 10 s after a 5xx before it tells of it.
        if code < 500 {
            let film = Bytes::from_static(b"film");
            let error = upload(&rig.client, film).await.unwrap_err();
            assert_eq!(
                kind(&SendError::from(error)),
                expected,
                "upload: {description}"
            );
        }
    }
}
