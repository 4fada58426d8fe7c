//! `sendMessage` and `sendChatAction`, and what all sends have in common.

use serde_json::{Map, Value, json};

use super::DONE;
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::chat::ChatAction;
use crate::telegram::event::EventKind;
use crate::telegram::params::Params;
use crate::telegram::world::{Draft, World};
use crate::telegram::{keyboard, pay_button, text};

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

pub(super) fn send_message(world: &mut World, params: &Params) -> Answer {
    let chat = world.writable_chat(params)?;
    let mut content = text::message_text(&params.values)?;
    keep_preview_options(&mut content, params);
    let draft = draft(world, chat, params, content)?;
    Ok(world.post(chat, true, draft))
}

pub(super) fn keep_preview_options(content: &mut Map<String, Value>, params: &Params) {
    if let Some(options) = params.value("link_preview_options") {
        content.insert("link_preview_options".to_owned(), options.clone());
    }
}

/// Adds keyboard, reply and protection to content that is about to be sent.
pub(super) fn draft(
    world: &World,
    chat: i64,
    params: &Params,
    content: Map<String, Value>,
) -> Result<Draft, ApiError> {
    let markup = params.value("reply_markup");
    let reader = world.chats.get(&chat).map(|chat| &chat.user);
    let keyboard = keyboard::inline_keyboard(markup)?;
    let keyboard = pay_button::placed(keyboard, content.get("invoice"), reader)?;
    let is_inline = markup.is_some_and(|markup| markup.get("inline_keyboard").is_some());
    Ok(Draft {
        content,
        envelope: envelope(world, chat, params)?,
        keyboard,
        reply_keyboard: markup.filter(|_| !is_inline).cloned(),
    })
}

/// What no edit of a message changes.
pub(super) fn envelope(
    world: &World,
    chat: i64,
    params: &Params,
) -> Result<Map<String, Value>, ApiError> {
    let mut fields = Map::new();
    if params.flag("protect_content") {
        fields.insert("has_protected_content".to_owned(), json!(true));
    }
    if let Some(topic) = params.int("message_thread_id") {
        fields.extend(in_topic(topic));
    }
    let Some(reply) = params.value("reply_parameters") else {
        return Ok(fields);
    };
    let id = reply["message_id"].as_i64().unwrap_or(0);
    let target = world.chats.get(&chat).and_then(|chat| chat.message(id));
    if let Some(target) = target {
        let mut target = target.clone();
        target.envelope.remove("reply_to_message");
        fields.insert("reply_to_message".to_owned(), world.message_json(&target));
    } else if !reply["allow_sending_without_reply"]
        .as_bool()
        .unwrap_or(false)
    {
        return Err(ApiError::bad_request("message to be replied not found"));
    }
    Ok(fields)
}

/// The fields of a message that belongs to a topic.
pub(crate) fn in_topic(topic: i64) -> Map<String, Value> {
    Map::from_iter([
        ("message_thread_id".to_owned(), json!(topic)),
        ("is_topic_message".to_owned(), json!(true)),
    ])
}

pub(super) fn send_chat_action(world: &mut World, params: &Params) -> Answer {
    let chat = world.writable_chat(params)?;
    let action = params.str("action").unwrap_or("");
    if !ACTIONS.contains(&action) {
        return Err(ApiError::bad_request("wrong parameter action in request"));
    }
    let shown = ChatAction {
        at: world.now(),
        action: action.to_owned(),
    };
    world.event(chat, EventKind::Action, None, json!(shown));
    if let Some(chat) = world.chats.get_mut(&chat) {
        chat.action = Some(shown);
    }
    Ok(DONE)
}
