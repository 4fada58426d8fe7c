//! The methods `answerCallbackQuery`, `getFile` and `getChat`.

use serde_json::json;

use super::DONE;
use crate::telegram::answer::{Answer, ApiError};
use crate::telegram::chat::Toast;
use crate::telegram::event::EventKind;
use crate::telegram::params::Params;
use crate::telegram::world::World;

/// Largest file in bytes that a bot can download (`20 << 20` in Telegram's server).
const MAX_DOWNLOAD_BYTES: usize = 20 << 20;

/// The text for a query that is unknown, answered before or too old.
pub(super) fn query_is_too_old() -> ApiError {
    ApiError::bad_request("query is too old and response timeout expired or query ID is invalid")
}

pub(super) fn answer_callback_query(world: &mut World, params: &Params) -> Answer {
    let id = params.str("callback_query_id").unwrap_or("").to_owned();
    let at = world.now();
    let press = world.presses.answer(&id, at).ok_or_else(query_is_too_old)?;
    let text = params
        .str("text")
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    let toast = Toast {
        at,
        callback_query_id: id,
        text,
        alert: params.flag("show_alert"),
    };
    world.event(
        press.user,
        EventKind::Toast,
        Some(press.message_id),
        json!(toast),
    );
    if let Some(chat) = world.chats.get_mut(&press.user) {
        chat.add_toast(toast);
    }
    Ok(DONE)
}

pub(super) fn get_file(world: &mut World, params: &Params) -> Answer {
    let id = params.str("file_id").unwrap_or("");
    let unavailable =
        || ApiError::bad_request("wrong file_id or the file is temporarily unavailable");
    let size_bytes = world.files.get(id).ok_or_else(unavailable)?.size_bytes;
    if size_bytes > MAX_DOWNLOAD_BYTES {
        return Err(ApiError::bad_request("file is too big"));
    }
    let now = world.now();
    let file = world.files.open_link(id, now).ok_or_else(unavailable)?;
    Ok(
        json!({"file_id": file.file_id, "file_unique_id": file.unique_id,
        "file_size": file.size_bytes, "file_path": file.path}),
    )
}

pub(super) fn get_chat(world: &mut World, params: &Params) -> Answer {
    let chat = world.known_chat(params)?;
    if !chat.started {
        return Err(ApiError::bad_request("chat not found"));
    }
    let mut full = chat.user.chat_json();
    full["accent_color_id"] = json!(0);
    full["max_reaction_count"] = json!(11);
    full["accepted_gift_types"] = json!({"unlimited_gifts": true, "limited_gifts": true,
        "unique_gifts": true, "premium_subscription": true, "gifts_from_channels": true});
    Ok(full)
}
