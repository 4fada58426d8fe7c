//! Changing and deleting messages.

use serde_json::{Map, Value};

use super::{DONE, media, sends};
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::event::EventKind;
use crate::telegram::message::Message;
use crate::telegram::params::Params;
use crate::telegram::world::World;
use crate::telegram::{keyboard, pay_button, text};

/// Seconds for which a bot may delete a message in a private chat (Bot API, `deleteMessage`).
const DELETABLE_SECS: i64 = 48 * 3600;

pub(super) fn edit_text(world: &mut World, params: &Params) -> Answer {
    if params.value("rich_message").is_some() {
        return Err(ApiError::rule("rich_message is not supported here"));
    }
    let target = target(world, params)?;
    if target.has_media() || target.is_invoice() {
        return Err(ApiError::bad_request(
            "there is no text in the message to edit",
        ));
    }
    let mut content = text::message_text(&params.values)?;
    sends::keep_preview_options(&mut content, params);
    replace(world, params, content)
}

pub(super) fn edit_caption(world: &mut World, params: &Params) -> Answer {
    let target = target(world, params)?;
    if !target.has_media() {
        return Err(ApiError::bad_request(
            "there is no caption in the message to edit",
        ));
    }
    let mut content = target.content.clone();
    for field in ["caption", "caption_entities", "show_caption_above_media"] {
        content.remove(field);
    }
    content.extend(text::caption(&params.values)?);
    if params.flag("show_caption_above_media") {
        content.insert("show_caption_above_media".to_owned(), Value::Bool(true));
    }
    replace(world, params, content)
}

/// A text may become media since Bot API 10.1.
pub(super) fn edit_media(world: &mut World, params: &Params) -> Answer {
    if target(world, params)?.is_invoice() {
        return Err(ApiError::bad_request(
            "there is no media in the message to edit",
        ));
    }
    let item = params.value("media").cloned().unwrap_or_default();
    let content = media::item_content(world, params, &item)?;
    replace(world, params, content)
}

pub(super) fn edit_keyboard(world: &mut World, params: &Params) -> Answer {
    let content = target(world, params)?.content.clone();
    replace(world, params, content)
}

fn target<'a>(world: &'a World, params: &Params) -> Result<&'a Message, ApiError> {
    if params.value("inline_message_id").is_some() {
        return Err(ApiError::bad_request("MESSAGE_ID_INVALID"));
    }
    let id = params
        .int("message_id")
        .ok_or_else(|| ApiError::bad_request("message identifier is not specified"))?;
    let chat = world.writable_chat(params)?;
    let message = world.chats.get(&chat).and_then(|chat| chat.message(id));
    let message = message.ok_or_else(|| ApiError::bad_request("message to edit not found"))?;
    let is_service = message.has("successful_payment") || message.has("refunded_payment");
    if !message.by_bot || is_service {
        return Err(ApiError::bad_request("message can't be edited"));
    }
    Ok(message)
}

/// Without `reply_markup` the keyboard goes away, as in Telegram.
fn replace(world: &mut World, params: &Params, content: Map<String, Value>) -> Answer {
    let keyboard = keyboard::inline_keyboard(params.value("reply_markup"))?;
    let (chat, id) = (
        params.chat().unwrap_or(0),
        params.int("message_id").unwrap_or(0),
    );
    let reader = world.chats.get(&chat).map(|chat| &chat.user);
    let keyboard = pay_button::placed(keyboard, content.get("invoice"), reader)?;
    let now = world.now();
    let message = world
        .chats
        .get_mut(&chat)
        .and_then(|chat| chat.message_mut(id));
    let message = message.ok_or_else(|| ApiError::bad_request("message to edit not found"))?;
    if !message.replace(content, keyboard, now) {
        return Err(ApiError::bad_request(
            "message is not modified: specified new message content and reply markup are exactly \
             the same as a current content and reply markup of the message",
        ));
    }
    world.event(chat, EventKind::Edit, Some(id), Value::Null);
    Ok(world.message_or_trace(chat, id))
}

pub(super) fn delete_message(world: &mut World, params: &Params) -> Answer {
    let chat = world.known_chat(params)?.user.id;
    let id = params.int("message_id").unwrap_or(0);
    let now = world.now();
    let message = world
        .chats
        .get_mut(&chat)
        .and_then(|chat| chat.message_mut(id));
    let message = message.ok_or_else(|| ApiError::bad_request("message to delete not found"))?;
    if now - message.date > DELETABLE_SECS {
        return Err(ApiError::bad_request(
            "message can't be deleted for everyone",
        ));
    }
    message.deleted = true;
    world.event(chat, EventKind::Delete, Some(id), Value::Null);
    Ok(DONE)
}
