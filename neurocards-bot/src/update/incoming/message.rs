//! Messages of people: a text, a photo, a file, or anything else they can send.

use neurocards_adapters::telegram::fields::Fields;

use super::{Incoming, entrance, visitor};
use crate::conversation::{Input, Photo};

/// Fields of messages that Telegram writes by itself when something happens in a chat (Bot API 10.1,
/// `Message`). Whatever else a message holds, a person sent it and waits for an answer.
const SERVICE: [&str; 47] = [
    "boost_added",
    "channel_chat_created",
    "chat_background_set",
    "chat_owner_changed",
    "chat_owner_left",
    "chat_shared",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "connected_website",
    "delete_chat_photo",
    "direct_message_price_changed",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_completed",
    "giveaway_created",
    "group_chat_created",
    "left_chat_member",
    "managed_bot_created",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "migrate_to_chat_id",
    "new_chat_members",
    "new_chat_photo",
    "new_chat_title",
    "paid_message_price_changed",
    "passport_data",
    "pinned_message",
    "poll_option_added",
    "poll_option_deleted",
    "proximity_alert_triggered",
    "suggested_post_approval_failed",
    "suggested_post_approved",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "supergroup_chat_created",
    "users_shared",
    "video_chat_ended",
    "video_chat_participants_invited",
    "video_chat_scheduled",
    "video_chat_started",
    "web_app_data",
    "write_access_allowed",
];

/// What a person sent; `None` for what is not from a person in a private chat.
pub(super) fn read(message: &Fields) -> Option<Incoming> {
    if SERVICE.iter().any(|field| message.has(field)) {
        return None;
    }
    Some(Incoming {
        who: visitor::in_private_chat(message)?,
        input: content(message),
    })
}

fn content(message: &Fields) -> Input {
    if let Some(text) = message.text("text") {
        return entrance::command(&text).unwrap_or(Input::Text(text));
    }
    let photo = photo(message).or_else(|| document(message));
    photo.map_or(Input::Other, Input::Photo)
}

/// The largest size of a photo.
fn photo(message: &Fields) -> Option<Photo> {
    let pixels = |size: &Fields| {
        let side = |name| size.read::<u64>(name).unwrap_or_default();
        side("width").saturating_mul(side("height"))
    };
    let sizes = message.objects("photo").into_iter();
    let largest = sizes
        .filter(|size| size.has("file_id"))
        .max_by_key(pixels)?;
    of_file(message, &largest, false)
}

/// A file, which is judged by its bytes later. An animation comes as a file too, for apps that know
/// no animations.
fn document(message: &Fields) -> Option<Photo> {
    if message.has("animation") {
        return None;
    }
    let document = message.object("document")?;
    let mime: String = document.read("mime_type").unwrap_or_default();
    let is_image = mime.to_ascii_lowercase().starts_with("image/");
    of_file(message, &document, !is_image)
}

fn of_file(message: &Fields, file: &Fields, is_doubtful: bool) -> Option<Photo> {
    Some(Photo {
        file_id: file.text("file_id")?,
        bytes: file.read("file_size"),
        caption: message.text("caption"),
        album: message.text("media_group_id"),
        is_doubtful,
    })
}
