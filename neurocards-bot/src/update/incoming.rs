//! Raw updates, read: who spoke in a private chat, and what they did.
//!
//! Money is read first, by a reader of our own. teloxide's types read the rest of the JSON, and
//! nothing behind this file sees them. Its reader works on text only, and may panic on updates it
//! does not foresee: callers read in a task of its own.

mod entrance;
mod fields;
mod money;

use neurocards_adapters::telegram::callback::Button;
use neurocards_core::ids::{ChargeId, ChatId, MessageId, UserId};
use neurocards_core::money::gift::PromoCode;
use neurocards_core::money::payment::Charge;
use neurocards_core::user::{Language, Visitor};
use teloxide::types::{
    CallbackQuery, ChatMemberUpdated, InlineKeyboardButtonKind, MaybeInaccessibleMessage, Message,
    MessageKind, Update, UpdateKind, User,
};

pub(crate) use fields::Fields;
pub use money::StrangeCharge;
pub(crate) use money::{is_refund, money, named};

use crate::conversation::{Command, Press, Surface};

/// What one person did in their private chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Who.
    pub who: Visitor,
    /// What.
    pub what: What,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A command.
    Command(Command),
    /// A promo code; `None` for a word that is none.
    Promo(Option<PromoCode>),
    /// They came by the link of this user.
    Referred(UserId),
    /// Any other text.
    Text(String),
    /// A photo, or an image as a file.
    Photo(Photo),
    /// Other content: a sticker, a voice message, a file that is no image.
    Other,
    /// A press of a button.
    Press(Press),
    /// Their money was taken.
    Paid(Charge),
    /// Their money was taken for something that is not sold here.
    PaidStrangely(StrangeCharge),
    /// The money of this charge was given back to them.
    Refunded(ChargeId),
    /// The person blocked the bot (`true`) or came back.
    Blocked(bool),
}

/// A photo in the chat, not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The chat provider's id of the file; of a photo, its largest size.
    pub file_id: String,
    /// Length in bytes, as the chat tells it.
    pub bytes: u32,
    /// The text under it.
    pub caption: Option<String>,
    /// The album it belongs to.
    pub album: Option<String>,
}

/// Reads an update; `None` for one that is not for us: groups, channels, bots, kinds we do not know.
pub fn read(body: &str) -> Option<Incoming> {
    money(body).or_else(|| of_update(body))
}

fn of_update(body: &str) -> Option<Incoming> {
    let update: Update = serde_json::from_str(body).ok()?;
    match update.kind {
        UpdateKind::Message(message) => of_message(&message),
        UpdateKind::CallbackQuery(query) => of_press(query),
        UpdateKind::MyChatMember(change) => of_membership(&change),
        _ => None,
    }
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
        what: content(message),
    })
}

fn content(message: &Message) -> What {
    if let Some(text) = message.text() {
        return entrance::command(text).unwrap_or_else(|| What::Text(text.to_owned()));
    }
    let photo = |file: &teloxide::types::FileMeta| {
        What::Photo(Photo {
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
        _ => What::Other,
    }
}

fn is_image(document: &teloxide::types::Document) -> bool {
    let mime = document.mime_type.as_ref();
    mime.is_some_and(|mime| mime.type_() == "image")
}

fn of_press(query: CallbackQuery) -> Option<Incoming> {
    let chat = match &query.message {
        Some(message) if message.chat().is_private() => message.chat().id.0,
        // Too old to be told, or an inline message: presses of private chats come from their owner.
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
        what: What::Press(press),
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
        what: What::Blocked(!change.new_chat_member.is_present()),
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
pub(crate) fn language(tag: Option<&str>) -> Language {
    let Some(tag) = tag else {
        return Language::default();
    };
    let code = tag.split('-').next().unwrap_or_default();
    Language::parse(code).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests;
