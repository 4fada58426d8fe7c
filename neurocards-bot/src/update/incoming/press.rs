//! Presses of buttons.

use neurocards_adapters::telegram::fields::Fields;
use neurocards_core::chat::button::Button;
use neurocards_core::ids::MessageId;

use super::{Incoming, surface, visitor};
use crate::conversation::{Input, Press, Surface};

/// A press under a message of a private chat (Bot API, `CallbackQuery`).
pub(super) fn read(query: &Fields) -> Option<Incoming> {
    let message = query.object("message");
    let who = match &message {
        Some(message) => visitor::in_chat(query, visitor::private_chat(message)?)?,
        // Telegram leaves out messages that are too old, and inline ones: presses of private chats
        // come from their owner.
        None => visitor::of_themselves(query)?,
    };
    // Of a message too old to be told, only chat and id come, with the date 0.
    let message = message.filter(|message| message.read("date") != Some(0));
    let data = query.text("data");
    let press = Press {
        callback: query.text("id")?,
        button: data.as_deref().and_then(Button::parse),
        message: message
            .as_ref()
            .and_then(|message| message.read("message_id"))
            .map(MessageId),
        surface: message.as_ref().map_or(Surface::Lasting, surface::of),
    };
    Some(Incoming {
        who,
        input: Input::Press(press),
    })
}
