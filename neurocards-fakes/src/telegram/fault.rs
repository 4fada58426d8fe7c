//! One scripted fault: what goes wrong, with what, and how often.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::delivery::Delivery;

/// What goes wrong, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// For how many calls or updates it holds; 1 if left out.
    #[serde(default = "once")]
    pub times: u32,
    /// Only calls of this method, in any case; all if left out. `download` is the download of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only calls about this chat, or updates from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<i64>,
    /// Only updates that carry this: a field of `Update` such as `callback_query`, or of its message
    /// such as `successful_payment`; all if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<String>,
    /// What happens to these calls or updates.
    pub then: FaultKind,
}

fn once() -> u32 {
    1
}

/// What can go wrong with a call, or with updates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// The call is refused and has no effect.
    Refuse {
        /// HTTP status and `error_code`.
        code: u16,
        /// Telegram's text; the usual one of the code if left out.
        #[serde(default)]
        description: Option<String>,
        /// Seconds to wait, told with a 429.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// The call is carried out late.
    Delay {
        /// Milliseconds, 600,000 at most.
        millis: u64,
    },
    /// The connection breaks, and nothing has happened.
    CutBefore,
    /// The connection breaks, and the call has had its effect.
    CutAfter,
    /// No answer and no effect, for 10 minutes or until the server stops.
    Hang,
    /// Something happens to the updates instead of the calls.
    Updates(Delivery),
}

impl Fault {
    /// A fault of any kind, for the next `times` calls of a method.
    pub fn calls(method: &str, times: u32, then: FaultKind) -> Self {
        Self {
            times,
            method: Some(method.to_owned()),
            chat: None,
            update: None,
            then,
        }
    }

    /// 429 with `retry_after` seconds for the next call of a method.
    pub fn flood(method: &str, retry_after: u32) -> Self {
        let retry_after = Some(retry_after);
        Self::calls(
            method,
            1,
            FaultKind::Refuse {
                code: 429,
                description: None,
                retry_after,
            },
        )
    }

    /// A status with its usual text, such as 502, for the next `times` calls of a method.
    pub fn status(method: &str, times: u32, code: u16) -> Self {
        let (description, retry_after) = (None, None);
        Self::calls(
            method,
            times,
            FaultKind::Refuse {
                code,
                description,
                retry_after,
            },
        )
    }

    /// Something that happens to the next `times` updates.
    pub fn deliver(delivery: Delivery, times: u32) -> Self {
        Self {
            times,
            method: None,
            chat: None,
            update: None,
            then: FaultKind::Updates(delivery),
        }
    }

    /// Something that happens to the update of the next payment; the payment itself happens.
    pub fn payment(delivery: Delivery) -> Self {
        Self::deliver(delivery, 1).to_updates("successful_payment")
    }

    /// Only updates that carry this; see [`Fault::update`].
    #[must_use]
    pub fn to_updates(mut self, carrying: &str) -> Self {
        self.update = Some(carrying.to_owned());
        self
    }

    /// Only calls about this chat, or updates from it.
    #[must_use]
    pub fn in_chat(mut self, chat: i64) -> Self {
        self.chat = Some(chat);
        self
    }

    pub(super) fn is_for(&self, method: &str, chat: Option<i64>) -> bool {
        !matches!(self.then, FaultKind::Updates(_))
            && self
                .method
                .as_ref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && (self.chat.is_none() || self.chat == chat)
    }

    pub(super) fn is_for_update(&self, field: &str, user: i64, body: &Value) -> bool {
        let carries = |wanted: &String| wanted == field || !body[wanted.as_str()].is_null();
        matches!(self.then, FaultKind::Updates(_))
            && self.update.as_ref().is_none_or(carries)
            && self.chat.is_none_or(|chat| chat == user)
    }

    /// The error says why it cannot be.
    pub(super) fn check(&self) -> Result<(), String> {
        match self.then {
            FaultKind::Refuse { code, .. } if !(400..600).contains(&code) => {
                Err(format!("{code} is no error code"))
            }
            FaultKind::Updates(delivery) => delivery.check(),
            _ => Ok(()),
        }
    }
}
