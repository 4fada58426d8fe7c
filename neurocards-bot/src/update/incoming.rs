//! Updates, read: who spoke in a private chat, and what they did.
//!
//! The JSON is parsed once, into fields that are read one at a time. Money is read first, by readers
//! of our own that judge an amount of any form. teloxide's types read the other messages from the
//! same fields, and nothing behind this file sees them. They may panic on updates that they do not
//! foresee: [`ParsedUpdate::read`] is called in a task of its own.

mod checkout;
mod entrance;
mod money;

use neurocards_core::chat::button::Button;
use neurocards_core::chat::update::RawUpdate;
use neurocards_core::ids::{ChatId, MessageId, UserId};
use neurocards_core::user::{Language, Visitor};
use teloxide::types::{
    CallbackQuery, ChatMemberUpdated, InlineKeyboardButtonKind, MaybeInaccessibleMessage, Message,
    MessageKind, User,
};

pub(crate) use checkout::checkout_question;
pub(crate) use money::MoneyNews;

use super::fields::Fields;
use crate::conversation::{Input, Photo, Press, Surface};

/// What one person did in their private chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Incoming {
    /// The person, and the chat in which they are answered.
    pub(crate) who: Visitor,
    /// What they did, or what was done with their money.
    pub(crate) input: Input,
}

/// An update whose JSON is parsed, and whose money is read.
pub(crate) struct ParsedUpdate {
    /// The provider's number of the update.
    pub(crate) id: i64,
    /// The person whose update it is, and their private chat; 0 where none is known.
    pub(crate) lane: i64,
    /// What it tells about money, if it is about that.
    pub(crate) money: Option<MoneyNews>,
    fields: Option<Fields>,
}

impl ParsedUpdate {
    /// Parses the text once, for all who read from it.
    pub(crate) fn parse(update: &RawUpdate) -> Self {
        let fields = Fields::of(&update.body);
        Self {
            id: update.id,
            lane: update.lane,
            money: fields.as_ref().and_then(MoneyNews::of),
            fields,
        }
    }

    /// Who did what; `None` for an update that is not for us: groups, channels, bots, kinds we do
    /// not know.
    pub(crate) fn read(&self) -> Option<Incoming> {
        let money = self.money.as_ref().and_then(|money| money.read.clone());
        money.or_else(|| of_update(self.fields.as_ref()?))
    }
}

fn of_update(update: &Fields) -> Option<Incoming> {
    if let Some(message) = update.read::<Message>("message") {
        return of_message(&message);
    }
    if let Some(query) = update.read::<CallbackQuery>("callback_query") {
        return of_press(query);
    }
    of_membership(&update.read("my_chat_member")?)
}

fn of_message(message: &Message) -> Option<Incoming> {
    if !message.chat.is_private() {
        return None;
    }
    let from = message.from.as_ref().filter(|from| !from.is_bot)?;
    let who = visitor(from, message.chat.id.0)?;
    let is_content = matches!(message.kind, MessageKind::Common(_));
    is_content.then(|| Incoming {
        who,
        input: content(message),
    })
}

fn content(message: &Message) -> Input {
    if let Some(text) = message.text() {
        return entrance::command(text).unwrap_or_else(|| Input::Text(text.to_owned()));
    }
    let photo = |file: &teloxide::types::FileMeta| {
        Input::Photo(Photo {
            file_id: file.id.0.clone(),
            bytes: file.size,
            caption: message.caption().map(ToOwned::to_owned),
            album: message.media_group_id().map(|album| album.0.clone()),
        })
    };
    let sizes = message.photo().unwrap_or_default();
    let largest = sizes
        .iter()
        .max_by_key(|size| u64::from(size.width) * u64::from(size.height));
    if let Some(largest) = largest {
        return photo(&largest.file);
    }
    match message.document() {
        Some(document) if is_image(document) => photo(&document.file),
        _ => Input::Other,
    }
}

fn is_image(document: &teloxide::types::Document) -> bool {
    let mime = document.mime_type.as_ref();
    mime.is_some_and(|mime| mime.type_() == "image")
}

fn of_press(query: CallbackQuery) -> Option<Incoming> {
    let chat = match &query.message {
        Some(message) if message.chat().is_private() => message.chat().id.0,
        // Telegram leaves out messages that are too old, and inline ones: presses of private chats come from their owner.
        None => i64::try_from(query.from.id.0).ok()?,
        Some(_) => return None,
    };
    let who = visitor(&query.from, chat)?;
    let message = query
        .message
        .as_ref()
        .and_then(MaybeInaccessibleMessage::regular_message);
    let press = Press {
        button: query.data.as_deref().and_then(Button::parse),
        message: message.map(|message| MessageId(message.id.0)),
        surface: message.map_or(Surface::Lasting, surface),
        callback: query.id.0,
    };
    Some(Incoming {
        who,
        input: Input::Press(press),
    })
}

/// What a message is, by the buttons under it. Those of cards, videos and notices are of a few
/// kinds only; a keyboard that has any other button, or none but the menu, is a screen's.
fn surface(message: &Message) -> Surface {
    let keys = message
        .reply_markup()
        .map(|markup| markup.inline_keyboard.iter().flatten());
    let data = keys
        .into_iter()
        .flatten()
        .filter_map(|key| match &key.kind {
            InlineKeyboardButtonKind::CallbackData(data) => Some(Button::parse(data)),
            _ => None,
        });
    let Some(buttons) = data.collect::<Option<Vec<Button>>>() else {
        return Surface::Lasting;
    };
    let launch = buttons.iter().find_map(|button| match button {
        Button::Launch(order) => Some(*order),
        _ => None,
    });
    if let Some(order) = launch {
        return Surface::Confirm(order);
    }
    let only_menu = !buttons.is_empty() && buttons.iter().all(|button| *button == Button::Menu);
    if only_menu || buttons.into_iter().any(is_of_a_screen) {
        Surface::Screen
    } else {
        Surface::Lasting
    }
}

fn is_of_a_screen(button: Button) -> bool {
    !matches!(
        button,
        Button::Menu
            | Button::Create
            | Button::Support
            | Button::Another(_)
            | Button::Variant(_)
            | Button::Fetch(_)
            | Button::CancelOrder(_)
    )
}

fn of_membership(change: &ChatMemberUpdated) -> Option<Incoming> {
    if !change.chat.is_private() {
        return None;
    }
    Some(Incoming {
        who: visitor(&change.from, change.chat.id.0)?,
        input: Input::Blocked(!change.new_chat_member.is_present()),
    })
}

fn visitor(user: &User, chat: i64) -> Option<Visitor> {
    Some(Visitor {
        user: UserId(i64::try_from(user.id.0).ok()?),
        chat: ChatId(chat),
        language: language(user.language_code.as_deref()),
    })
}

/// The language for an IETF tag such as `ru` or `en-GB`: English for whoever speaks neither.
fn language(tag: Option<&str>) -> Language {
    let Some(tag) = tag else {
        return Language::default();
    };
    let code = tag.split('-').next().unwrap_or_default();
    Language::parse(code).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests;
