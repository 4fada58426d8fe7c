//! Long polling for updates.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt, pin_mut};
use serde_json::json;
use serde_json::value::RawValue;

use super::TelegramClient;
use super::wire::{ANSWER_MAX_BYTES, Gathered, gather};
use crate::telegram::errors::CallError;
use crate::telegram::fields::Fields;

/// The key that every update has; the Bot API writes it first.
const ID_KEY: &[u8] = br#""update_id""#;
/// More bytes than the key and its number take.
const ID_MAX_BYTES: usize = 64;

/// A kind of update that this bot handles. What is asked for and what is read is one list, which is
/// sticky at Telegram, so it is always sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateKind {
    /// Somebody wrote or paid, or money was given back.
    Message,
    /// A button was pressed.
    CallbackQuery,
    /// The question before a charge.
    PreCheckoutQuery,
    /// The bot was blocked, or taken back.
    MyChatMember,
}

impl UpdateKind {
    /// All kinds that are asked for.
    pub const ALL: [Self; 4] = [
        Self::Message,
        Self::CallbackQuery,
        Self::PreCheckoutQuery,
        Self::MyChatMember,
    ];

    /// The field of the Bot API's `Update`, which is the kind's name in `allowed_updates` too.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::CallbackQuery => "callback_query",
            Self::PreCheckoutQuery => "pre_checkout_query",
            Self::MyChatMember => "my_chat_member",
        }
    }

    /// The kind of an update, and what the update tells; `None` for one that is not handled.
    pub fn of(update: &Fields) -> Option<(Self, Fields)> {
        let told = |kind: Self| Some((kind, update.object(kind.field())?));
        Self::ALL.into_iter().find_map(told)
    }
}

/// One update, whose fields are parsed apart: an odd one must not lose the others.
#[derive(Debug, Clone)]
pub struct ArrivedUpdate {
    /// The `update_id`, by which an update is acknowledged.
    pub id: i64,
    /// The whole update as Telegram wrote it.
    pub json: String,
    /// The same, parsed.
    pub fields: Fields,
}

/// What a poll brought.
#[derive(Debug)]
pub enum Polled {
    /// The updates, oldest first; none if the time passed.
    Updates(Vec<ArrivedUpdate>),
    /// More than is read at once. Nothing was confirmed: the same updates come again.
    TooLong {
        /// The id of the first update, if only one was asked for and its id could be read.
        only: Option<i64>,
    },
}

impl TelegramClient {
    /// Waits up to `timeout` (Telegram caps it at 50 s) for at most `limit` (1 to 100) updates with
    /// an id of `offset` or above; all below are confirmed and gone.
    pub async fn get_updates_raw(
        &self,
        offset: i64,
        timeout: Duration,
        limit: u8,
    ) -> Result<Polled, CallError> {
        let limit = limit.clamp(1, 100);
        let params = json!({
            "offset": offset,
            "timeout": timeout.as_secs(),
            "limit": limit,
            "allowed_updates": UpdateKind::ALL.map(UpdateKind::field),
        });
        let deadline = timeout + self.wire.deadlines.poll_slack;
        let answer = self.wire.post("getUpdates", params.to_string(), deadline);
        let (status, chunks) = answer.await?;
        pin_mut!(chunks);
        match gather(chunks.as_mut(), ANSWER_MAX_BYTES).await? {
            Gathered::Whole(body) => {
                let updates: Vec<Box<RawValue>> = self.wire.read(status, &body)?;
                Ok(Polled::Updates(
                    updates
                        .iter()
                        .filter_map(|update| arrived(update))
                        .collect(),
                ))
            }
            Gathered::TooLong(_) if status != 200 => Err(CallError::too_long()),
            Gathered::TooLong(head) if limit == 1 => Ok(Polled::TooLong {
                only: first_id(head, chunks).await,
            }),
            Gathered::TooLong(_) => Ok(Polled::TooLong { only: None }),
        }
    }
}

/// Without an id nothing can be stored or confirmed; the next update's id confirms this one too.
fn arrived(update: &RawValue) -> Option<ArrivedUpdate> {
    let json = update.get().to_owned();
    let parsed = Fields::of(&json).and_then(|fields| Some((fields.read("update_id")?, fields)));
    let Some((id, fields)) = parsed else {
        tracing::warn!(bytes = json.len(), "an update without an id was left out");
        return None;
    };
    Some(ArrivedUpdate { id, json, fields })
}

/// The first `update_id` in an answer of which nothing but that is kept.
async fn first_id<S>(mut seen: Vec<u8>, mut rest: Pin<&mut S>) -> Option<i64>
where
    S: Stream<Item = Result<Bytes, CallError>>,
{
    loop {
        if let Some(id) = id_in(&seen) {
            return Some(id);
        }
        seen.drain(..seen.len().saturating_sub(ID_MAX_BYTES));
        seen.extend_from_slice(&rest.next().await?.ok()?);
    }
}

/// The first id whose end can be seen. Only a key can be these characters with a colon behind them:
/// inside of a text, JSON writes the quotation marks otherwise.
fn id_in(json: &[u8]) -> Option<i64> {
    let is_quote = |(at, byte): (usize, &u8)| (*byte == b'"').then_some(at);
    json.iter().enumerate().filter_map(is_quote).find_map(|at| {
        let number = json[at..].strip_prefix(ID_KEY)?.trim_ascii_start();
        let number = number.strip_prefix(b":")?.trim_ascii_start();
        let end = number.iter().position(|byte| !byte.is_ascii_digit())?;
        std::str::from_utf8(&number[..end]).ok()?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[test]
    fn an_id_is_found_wherever_its_update_has_it() {
        for (json, id) in [
            (r#"{"ok":true,"result":[{"update_id":41,"#, Some(41)),
            (
                "{\"result\":[{\"message\":{}, \"update_id\" :\n 42}]}",
                Some(42),
            ),
            (
                r#"{"text":"\"update_id\":43,","a":"update_id","update_id":44}"#,
                Some(44),
            ),
            (r#"{"update_id":4"#, None),
            (r#"{"update_id":"4"}"#, None),
            ("", None),
        ] {
            assert_eq!(id_in(json.as_bytes()), id, "{json}");
        }
    }

    #[tokio::test]
    async fn an_id_is_found_across_the_pieces_of_an_answer() {
        let whole = format!(
            r#"{{"message":{{"text":"{}"}},"update_id":417}}"#,
            "x".repeat(500)
        );
        for size in [1, 7, 63, 64, 65, 400] {
            let pieces = whole.as_bytes().chunks(size);
            let pieces = pieces.map(|piece| Ok(Bytes::copy_from_slice(piece)));
            let pieces = stream::iter(pieces.collect::<Vec<_>>());
            pin_mut!(pieces);
            assert_eq!(first_id(Vec::new(), pieces).await, Some(417), "{size}");
        }
    }
}
