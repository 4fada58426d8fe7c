//! A video on its way: by its id where Telegram has it, by an upload where it does not.

use bytes::Bytes;
use neurocards_core::chat::delivery::{SentMessage, VideoMessage};
use neurocards_core::ids::ChatId;
use neurocards_core::ports::VideoFiles;
use neurocards_core::user::Language;

use super::busy;
use crate::photo;
use crate::telegram::client::{TelegramClient, VideoSource};
use crate::telegram::errors::CallError;
use crate::telegram::keyboard::{Key, Keyboard};
use crate::telegram::texts::Texts;
use neurocards_core::chat::button::Button;

/// Sends the video. After an id that Telegram refuses the files are sent if they are there: the
/// refused call sent nothing.
pub(super) async fn send(
    client: &TelegramClient,
    chat: ChatId,
    language: Language,
    message: &VideoMessage,
    files: Option<VideoFiles>,
) -> Result<SentMessage, CallError> {
    let key = if message.is_gift {
        "video-gift"
    } else {
        "video-caption"
    };
    let caption = Texts::get().html(language, key, &[]);
    let keyboard = keyboard(language, message);
    let send = |source| client.send_video(chat, source, &message.video, &caption, &keyboard);
    if let Some(file_id) = &message.file_id {
        match send(VideoSource::Known(file_id.clone())).await {
            Err(error) if error.is_wrong_file() && files.is_some() => {}
            outcome => return outcome,
        }
    }
    let Some(files) = files else {
        let reason = "neither the file nor an id of it is there";
        return Err(CallError::Unsendable(reason.to_owned()));
    };
    let upload = VideoSource::Upload {
        bytes: files.video,
        thumbnail: thumbnail(files.photo).await,
    };
    busy::while_uploading(client, chat, send(upload)).await
}

/// The product's photo made small; `None` without one, or if it cannot be used.
async fn thumbnail(photo: Option<Bytes>) -> Option<Bytes> {
    let made = photo::thumbnail(&photo?).await;
    made.inspect_err(|problem| tracing::warn!(%problem, "a photo gave no thumbnail"))
        .ok()
}

fn keyboard(language: Language, message: &VideoMessage) -> Keyboard {
    let key = |label, button| Key::button(Texts::get().text(language, label, &[]), button);
    Keyboard::new()
        .row([key("button-another", Button::Another(message.product))])
        .row([
            key("button-variant", Button::Variant(message.job)),
            key("button-menu", Button::Menu),
        ])
}
