//! A video on its way: by its id where Telegram has it, by an upload where it does not.

use bytes::Bytes;
use neurocards_core::ports::{SentVideo, VideoMessage};

use super::{busy, thumbnail};
use crate::telegram::callback::Button;
use crate::telegram::client::{OutgoingVideo, TelegramClient, VideoSource};
use crate::telegram::errors::CallError;
use crate::telegram::keyboard::{Key, Keyboard};
use crate::telegram::texts::Texts;

/// Sends the video. An id that Telegram refuses is forgotten, and the bytes are sent if they are
/// there: the refused call sent nothing.
pub(super) async fn send(
    client: &TelegramClient,
    message: &VideoMessage,
) -> Result<SentVideo, CallError> {
    if let Some(file_id) = &message.file_id {
        let known = outgoing(message, VideoSource::Known(file_id.clone()));
        match client.send_video(&known).await {
            Err(error) if error.is_wrong_file() && message.bytes.is_some() => {}
            sent => return sent,
        }
    }
    let Some(bytes) = message.bytes.clone() else {
        let reason = "neither the file nor an id of it is there";
        return Err(CallError::Unsendable(reason.to_owned()));
    };
    upload(client, message, bytes).await
}

async fn upload(
    client: &TelegramClient,
    message: &VideoMessage,
    bytes: Bytes,
) -> Result<SentVideo, CallError> {
    let thumbnail = thumbnail::of(message.photo.clone()).await;
    let video = outgoing(message, VideoSource::Upload { bytes, thumbnail });
    busy::while_uploading(client, message.chat, client.send_video(&video)).await
}

fn outgoing(message: &VideoMessage, source: VideoSource) -> OutgoingVideo {
    OutgoingVideo {
        chat: message.chat,
        source,
        seconds: message.video.seconds,
        width: message.video.width,
        height: message.video.height,
        caption: Texts::get().html(message.language, "video-caption", &[]),
        keyboard: keyboard(message),
    }
}

fn keyboard(message: &VideoMessage) -> Keyboard {
    let key = |label, button| Key::button(Texts::get().text(message.language, label, &[]), button);
    Keyboard::new()
        .row([key("button-another", Button::Another(message.product))])
        .row([
            key("button-variant", Button::Variant(message.job)),
            key("button-menu", Button::Menu),
        ])
}
