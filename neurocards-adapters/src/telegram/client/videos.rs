//! Videos that play in place.

use bytes::Bytes;
use neurocards_core::chat::delivery::SentMessage;
use neurocards_core::ids::{ChatId, MessageId};
use neurocards_core::work::media::StoredVideo;
use serde::{Deserialize, Serialize};
use teloxide::payloads::{SendVideo, SendVideoSetters};
use teloxide::requests::{MultipartPayload, Payload};
use teloxide::types::{self, FileId, InputFile, ParseMode};

use super::TelegramClient;
use crate::telegram::errors::CallError;
use crate::telegram::html::{CAPTION_MAX, Html};
use crate::telegram::keyboard::Keyboard;

/// The longest video a bot may upload, in bytes (Bot API, `sendVideo`: 50 MB).
pub const UPLOAD_MAX_BYTES: usize = 50 << 20;

/// Where a video comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VideoSource {
    /// Telegram has it under this id.
    Known(String),
    /// It is uploaded.
    Upload {
        /// The MP4 file.
        bytes: Bytes,
        /// A JPEG of at most 320 pixels a side and 200 kB, shown until the video plays.
        thumbnail: Option<Bytes>,
    },
}

/// teloxide's request with our own, smaller answer: its `Message` drops a video that lacks a MIME
/// type, and with it the file id.
#[derive(Serialize)]
#[serde(transparent)]
struct Upload(SendVideo);

impl Payload for Upload {
    type Output = Sent;

    const NAME: &'static str = SendVideo::NAME;
}

impl MultipartPayload for Upload {
    fn copy_files(&self, into: &mut dyn FnMut(InputFile)) {
        self.0.copy_files(into);
    }

    fn move_files(&mut self, into: &mut dyn FnMut(InputFile)) {
        self.0.move_files(into);
    }
}

/// The fields of a sent video that are needed. A film without sound comes back as an animation,
/// whose id cannot be sent as a video again.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
    video: Option<SentFile>,
}

#[derive(Deserialize)]
struct SentFile {
    file_id: String,
}

impl TelegramClient {
    /// Sends a video with words and buttons below it: by its id at once, or by an upload within the
    /// deadline for transfers. The caption is cut to [`CAPTION_MAX`].
    pub async fn send_video(
        &self,
        chat: ChatId,
        source: VideoSource,
        video: &StoredVideo,
        caption: &Html,
        keyboard: &Keyboard,
    ) -> Result<SentMessage, CallError> {
        let payload = |file| payload(chat, file, video, caption, keyboard);
        let sent: Sent = match source {
            VideoSource::Known(file_id) => {
                let file = InputFile::file_id(FileId(file_id));
                self.wire.send(&payload(file)).await?
            }
            VideoSource::Upload { bytes, thumbnail } => {
                check_length(bytes.len())?;
                let mut upload = payload(InputFile::memory(bytes).file_name("video.mp4"));
                if let Some(thumbnail) = thumbnail {
                    let file = InputFile::memory(thumbnail).file_name("thumbnail.jpg");
                    upload = upload.thumbnail(file);
                }
                self.wire.upload(Upload(upload)).await?
            }
        };
        Ok(SentMessage {
            message: MessageId(sent.message_id),
            file_id: sent.video.map(|file| file.file_id),
        })
    }
}

fn payload(
    chat: ChatId,
    file: InputFile,
    video: &StoredVideo,
    caption: &Html,
    keyboard: &Keyboard,
) -> SendVideo {
    let payload = SendVideo::new(types::ChatId(chat.0), file)
        .duration(video.seconds)
        .width(video.width)
        .height(video.height)
        .supports_streaming(true)
        .caption(caption.clone().fit(CAPTION_MAX).render())
        .parse_mode(ParseMode::Html);
    if keyboard.is_empty() {
        return payload;
    }
    payload.reply_markup(keyboard.to_wire())
}

fn check_length(bytes: usize) -> Result<(), CallError> {
    if bytes > UPLOAD_MAX_BYTES {
        let reason = format!("a video of {bytes} bytes, and bots may upload {UPLOAD_MAX_BYTES}");
        return Err(CallError::Unsendable(reason));
    }
    Ok(())
}
