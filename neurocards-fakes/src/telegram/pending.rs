//! One update on its way to the bot.

use serde_json::{Value, json};

use super::update_kind::UpdateKind;

/// An update that the bot has not accepted yet.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) id: i64,
    pub(crate) key: i64,
    pub(super) kind: UpdateKind,
    pub(super) expires_at: i64,
    pub(super) body: Value,
    /// How often it is still to be accepted; 2 for a scripted duplicate.
    pub(super) copies: u32,
    pub(super) handed_out: bool,
}

impl Pending {
    /// The Bot API's `Update`.
    pub(crate) fn to_json(&self) -> Value {
        json!({"update_id": self.id, self.kind.field(): self.body})
    }
}
