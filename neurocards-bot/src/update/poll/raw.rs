//! An update as it is stored, and whose it is.

use neurocards_adapters::telegram::client::UpdateText;
use neurocards_core::chat::update::RawUpdate;
use serde::Deserialize;

/// Whose update it is, read with no more than that.
#[derive(Deserialize)]
struct Owner {
    message: Option<Sent>,
    callback_query: Option<Sent>,
    pre_checkout_query: Option<Sent>,
    my_chat_member: Option<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    from: Option<Person>,
    chat: Option<Chat>,
}

#[derive(Deserialize)]
struct Person {
    id: i64,
    #[serde(default)]
    is_bot: bool,
}

#[derive(Deserialize)]
struct Chat {
    id: i64,
}

impl Sent {
    /// What the bot itself sent, such as the news of a refund, belongs to whose chat it is.
    fn owner(&self) -> Option<i64> {
        match &self.from {
            Some(Person { id, is_bot: false }) => Some(*id),
            Some(_) => self.chat.as_ref().map(|chat| chat.id),
            None => None,
        }
    }
}

/// The update as it is stored; of one that is too long, only the id.
pub(super) fn raw(update: UpdateText) -> RawUpdate {
    let UpdateText { id, json } = update;
    let body = match json.len() {
        0..=RawUpdate::MAX_BYTES => json,
        bytes => {
            tracing::warn!(update = id, bytes, "an update is too long to be kept");
            format!("{{\"update_id\":{id}}}")
        }
    };
    RawUpdate {
        id,
        lane: lane(&body),
        body,
    }
}

fn lane(body: &str) -> i64 {
    let owner: Option<Owner> = serde_json::from_str(body).ok();
    let sent = owner.and_then(|owner| {
        let asked = owner.callback_query.or(owner.pre_checkout_query);
        owner.message.or(asked).or(owner.my_chat_member)
    });
    sent.and_then(|sent| sent.owner()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(json: &str) -> RawUpdate {
        raw(UpdateText {
            id: 3,
            json: json.to_owned(),
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
    fn an_endless_update_is_kept_as_its_id() {
        let text = "я".repeat(RawUpdate::MAX_BYTES);
        let kept = stored(&format!(
            r#"{{"update_id":3,"message":{{"text":"{text}"}}}}"#
        ));
        assert_eq!((kept.body.as_str(), kept.lane), (r#"{"update_id":3}"#, 0));
    }
}
