//! Whether the person blocked the bot.

use neurocards_adapters::telegram::fields::Fields;

use super::{Incoming, visitor};
use crate::conversation::Input;

/// A change of the bot's own membership in a private chat (Bot API, `ChatMemberUpdated`).
pub(super) fn read(change: &Fields) -> Option<Incoming> {
    let who = visitor::in_private_chat(change)?;
    let status: String = change.object("new_chat_member")?.read("status")?;
    Some(Incoming {
        who,
        input: Input::Blocked(matches!(status.as_str(), "kicked" | "left")),
    })
}
