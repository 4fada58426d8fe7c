//! An update as it arrived: parsed once for all who look at it before it is stored.

use neurocards_adapters::telegram::client::UpdateText;
use neurocards_core::chat::update::RawUpdate;

use crate::money::checkout::CheckoutQuestion;
use crate::update::fields::Fields;
use crate::update::incoming::checkout_question;

/// Where an update of each kind names its person.
const KINDS: [&str; 4] = [
    "message",
    "callback_query",
    "pre_checkout_query",
    "my_chat_member",
];

/// An update with its parsed fields.
pub(super) struct Arrived {
    text: UpdateText,
    fields: Option<Fields>,
}

impl Arrived {
    pub(super) fn parse(text: UpdateText) -> Self {
        Self {
            fields: Fields::of(&text.json),
            text,
        }
    }

    /// The question before a payment, if the update is one.
    pub(super) fn question(&self) -> Option<CheckoutQuestion> {
        checkout_question(self.fields.as_ref()?)
    }

    /// The update as it is stored, and whose it is; of one that is too long, only the id.
    pub(super) fn into_raw(self) -> RawUpdate {
        let UpdateText { id, json } = self.text;
        let bytes = json.len();
        if bytes > RawUpdate::MAX_BYTES {
            tracing::warn!(update = id, bytes, "an update is too long to be kept");
            return RawUpdate {
                id,
                lane: 0,
                body: format!("{{\"update_id\":{id}}}"),
            };
        }
        RawUpdate {
            id,
            lane: self.fields.as_ref().and_then(owner).unwrap_or(0),
            body: json,
        }
    }
}

/// Who acted. What the bot itself sent, such as the news of a refund, belongs to whose chat it is.
fn owner(update: &Fields) -> Option<i64> {
    let sent = KINDS.into_iter().find_map(|kind| update.object(kind))?;
    let from = sent.object("from")?;
    match from.read("is_bot") {
        Some(true) => sent.object("chat")?.read("id"),
        _ => from.read("id"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(json: &str) -> RawUpdate {
        let text = UpdateText {
            id: 3,
            json: json.to_owned(),
        };
        Arrived::parse(text).into_raw()
    }

    #[test]
    fn a_lane_is_the_person_who_acted() {
        for (json, lane) in [
            (
                r#"{"update_id":3,"message":{"from":{"id":7},"chat":{"id":8}}}"#,
                7,
            ),
            (
                r#"{"update_id":3,"callback_query":{"from":{"id":7},"message":{"from":{"id":9}}}}"#,
                7,
            ),
            (r#"{"update_id":3,"my_chat_member":{"from":{"id":7}}}"#, 7),
            (
                r#"{"update_id":3,"pre_checkout_query":{"from":{"id":7}}}"#,
                7,
            ),
            (
                r#"{"update_id":3,"message":{"from":{"id":9,"is_bot":true},"chat":{"id":7}}}"#,
                7,
            ),
            (r#"{"update_id":3,"message":{"chat":{"id":8}}}"#, 0),
            (r#"{"update_id":3,"message":{"from":{"id":"x"}}}"#, 0),
            (r#"{"update_id":3}"#, 0),
        ] {
            assert_eq!(stored(json).lane, lane, "{json}");
        }
    }

    #[test]
    fn an_endless_update_is_kept_as_its_id() {
        let text = "я".repeat(RawUpdate::MAX_BYTES);
        let kept = stored(&format!(
            r#"{{"update_id":3,"message":{{"text":"{text}"}}}}"#
        ));
        assert_eq!((kept.body.as_str(), kept.lane), (r#"{"update_id":3}"#, 0));
    }
}
