//! An update as the inbox keeps it.

use neurocards_adapters::telegram::client::{ArrivedUpdate, UpdateKind};
use neurocards_adapters::telegram::fields::Fields;
use neurocards_core::chat::update::RawUpdate;

/// The longest field that is kept of an update that is too long, in bytes: a text of 4,096 characters,
/// of which the Bot API writes each as six or twelve bytes, is shorter.
const FIELD_MAX_BYTES: usize = 64 * 1024;

/// The update as it is stored, and whose it is.
pub(super) fn kept(update: ArrivedUpdate) -> RawUpdate {
    let ArrivedUpdate { id, json, fields } = update;
    let lane = owner(&fields).unwrap_or(0);
    let body = match json.len() {
        0..=RawUpdate::MAX_BYTES => json,
        bytes => {
            tracing::warn!(
                update = id,
                bytes,
                "an update is kept without its long fields"
            );
            shortened(id, &fields)
        }
    };
    RawUpdate { id, lane, body }
}

/// Who acted. What the bot itself sent, such as the news of a refund, belongs to whose chat it is.
fn owner(update: &Fields) -> Option<i64> {
    let (_, told) = UpdateKind::of(update)?;
    let from = told.object("from")?;
    match from.read("is_bot") {
        Some(true) => told.object("chat")?.read("id"),
        _ => from.read("id"),
    }
}

/// What is read of an update is short: whatever is long in it, such as the message that is replied to,
/// leaves a trace only. One that is too long even so is kept as its id.
fn shortened(id: i64, update: &Fields) -> String {
    let told = UpdateKind::of(update).map(|(kind, told)| {
        let told = told.without_long_ones(FIELD_MAX_BYTES);
        format!(r#"{{"update_id":{id},"{}":{told}}}"#, kind.field())
    });
    told.filter(|told| told.len() <= RawUpdate::MAX_BYTES)
        .unwrap_or_else(|| format!(r#"{{"update_id":{id}}}"#))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(json: &str) -> RawUpdate {
        kept(ArrivedUpdate {
            id: 3,
            json: json.to_owned(),
            fields: Fields::of(json).unwrap(),
        })
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
    fn an_update_that_is_too_long_is_kept_without_what_is_long() {
        let long = "я".repeat(RawUpdate::MAX_BYTES);
        let from = r#""from":{"id":7}"#;
        let update = format!(
            r#"{{"update_id":3,"message":{{"text":"Кружка",{from},"reply_to_message":{{"text":"{long}"}}}}}}"#
        );
        let short = format!(
            r#"{{"update_id":3,"message":{{{from},"reply_to_message":true,"text":"Кружка"}}}}"#
        );
        let kept = stored(&update);
        assert_eq!((kept.body, kept.lane), (short, 7));
    }

    #[test]
    fn an_update_that_is_long_in_every_field_is_kept_as_its_id() {
        let text = "x".repeat(FIELD_MAX_BYTES - 2);
        let fields: Vec<String> = (0..5).map(|n| format!(r#""field{n}":"{text}""#)).collect();
        let update = format!(r#"{{"update_id":3,"message":{{{}}}}}"#, fields.join(","));
        assert_eq!(stored(&update).body, r#"{"update_id":3}"#);
    }
}
