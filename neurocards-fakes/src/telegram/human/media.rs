//! Sending files to the bot.

use axum::body::Bytes;
use serde_json::{Map, Value, json};

use super::say::post_and_notify;
use super::{HumanError, Person};
use crate::telegram::media::{Media, RawFile, thumbnail_of};
use crate::telegram::photo;
use crate::telegram::text::Formatted;
use crate::telegram::world::{Draft, World};

/// Bytes of one file that a person may send here; Telegram's apps allow 2 GB.
const MAX_FILE_BYTES: usize = 60 * 1024 * 1024;

/// Files of one album (Bot API, `sendMediaGroup`).
const ALBUM: std::ops::RangeInclusive<usize> = 2..=10;

/// A file that a person sends.
#[derive(Clone, Debug)]
pub enum Attachment {
    /// A picture that the app makes small, as a JPEG.
    Photo(Bytes),
    /// Any file, kept as it is.
    Document {
        /// The name of the file, with an extension.
        name: String,
        /// MIME type that the app guessed.
        mime: String,
        /// The bytes of the file.
        bytes: Bytes,
    },
    /// A video to be played in place.
    Video {
        /// The bytes of the MP4 file.
        bytes: Bytes,
        /// The width in pixels.
        width: u32,
        /// The height in pixels.
        height: u32,
        /// The length in seconds.
        duration_secs: u32,
        /// A JPEG, 320 px at most.
        thumbnail: Option<Bytes>,
    },
}

impl Person {
    /// Sends a photo and gives its message id. Scales it: slow for large pictures.
    pub fn send_photo(
        &self,
        bytes: impl Into<Bytes>,
        caption: Option<&str>,
    ) -> Result<i64, HumanError> {
        self.send_file(Attachment::Photo(bytes.into()), caption)
    }

    /// Sends a file as it is and gives its message id.
    pub fn send_document(
        &self,
        name: &str,
        mime: &str,
        bytes: impl Into<Bytes>,
        caption: Option<&str>,
    ) -> Result<i64, HumanError> {
        let (name, mime) = (name.to_owned(), mime.to_owned());
        self.send_file(
            Attachment::Document {
                name,
                mime,
                bytes: bytes.into(),
            },
            caption,
        )
    }

    /// Sends any file and gives its message id.
    pub fn send_file(&self, file: Attachment, caption: Option<&str>) -> Result<i64, HumanError> {
        Ok(self.send_all(vec![file], caption, &Map::new())?.remove(0))
    }

    /// Sends 2 to 10 files as one album: as many messages with one `media_group_id`, and the
    /// caption on the first. Gives their message ids.
    pub fn send_album(
        &self,
        files: Vec<Attachment>,
        caption: Option<&str>,
    ) -> Result<Vec<i64>, HumanError> {
        if !ALBUM.contains(&files.len()) {
            return Err(HumanError::Impossible(
                "an album has 2 to 10 files".to_owned(),
            ));
        }
        let album = self.telegram.shared.quietly(World::next_album_id);
        let envelope = Map::from_iter([("media_group_id".to_owned(), json!(album))]);
        self.send_all(files, caption, &envelope)
    }

    fn send_all(
        &self,
        files: Vec<Attachment>,
        caption: Option<&str>,
        envelope: &Map<String, Value>,
    ) -> Result<Vec<i64>, HumanError> {
        let media: Vec<Media> = files.into_iter().map(prepare).collect::<Result<_, _>>()?;
        let caption = Formatted {
            text: caption.unwrap_or("").trim().to_owned(),
            entities: Vec::new(),
        };
        let mut caption = Some(caption.into_fields("caption", "caption_entities"));
        self.telegram.shared.update(|world| {
            let mut ids = Vec::new();
            for media in media {
                let mut content = world.files.keep(media);
                content.extend(caption.take().unwrap_or_default());
                let envelope = envelope.clone();
                let draft = Draft {
                    content,
                    envelope,
                    ..Draft::default()
                };
                ids.push(post_and_notify(world, self.id, draft)?);
            }
            Ok(ids)
        })
    }
}

fn prepare(file: Attachment) -> Result<Media, HumanError> {
    let size = match &file {
        Attachment::Photo(bytes)
        | Attachment::Document { bytes, .. }
        | Attachment::Video { bytes, .. } => bytes.len(),
    };
    if size == 0 || size > MAX_FILE_BYTES {
        return Err(HumanError::Impossible(format!(
            "a file has 1 to {MAX_FILE_BYTES} bytes"
        )));
    }
    match file {
        Attachment::Photo(bytes) => photo::check_and_render(&bytes)
            .map(Media::Photo)
            .map_err(|error| HumanError::Impossible(error.description)),
        Attachment::Document { name, mime, bytes } => Ok(Media::Document {
            file: RawFile {
                name: Some(name),
                mime,
                bytes,
            },
            thumbnail: None,
        }),
        Attachment::Video {
            bytes,
            width,
            height,
            duration_secs,
            thumbnail,
        } => Ok(Media::Video {
            file: RawFile {
                name: None,
                mime: "video/mp4".to_owned(),
                bytes,
            },
            width: width.into(),
            height: height.into(),
            duration_secs: duration_secs.into(),
            thumbnail: thumbnail.as_ref().and_then(thumbnail_of),
        }),
    }
}
