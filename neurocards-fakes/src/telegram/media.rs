//! Photos, videos and documents on their way into the file store.

use axum::body::Bytes;

use super::photo::{self, Rendition};

/// A thumbnail is smaller than this many bytes (Bot API, `sendVideo`).
const MAX_THUMBNAIL_BYTES: usize = 200_000;

/// Width and height of a thumbnail, at most, in pixels.
const MAX_THUMBNAIL_SIDE: u32 = 320;

/// What is uploaded, ready to be kept.
#[derive(Clone, Debug)]
pub(crate) enum Media {
    Photo(Vec<Rendition>),
    Video {
        file: RawFile,
        width: i64,
        height: i64,
        duration_secs: i64,
        thumbnail: Option<Thumbnail>,
    },
    Document {
        file: RawFile,
        thumbnail: Option<Thumbnail>,
    },
}

/// Bytes with what the sender said about them.
#[derive(Clone, Debug)]
pub(crate) struct RawFile {
    pub(crate) name: Option<String>,
    pub(crate) mime: String,
    pub(crate) bytes: Bytes,
}

/// A JPEG of 320 px at most.
#[derive(Clone, Debug)]
pub(crate) struct Thumbnail {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: Bytes,
}

/// Checks what Telegram asks of thumbnails.
pub(crate) fn thumbnail_of(bytes: &Bytes) -> Option<Thumbnail> {
    let (width, height) = photo::jpeg_size(bytes)?;
    let fits = bytes.len() < MAX_THUMBNAIL_BYTES && width.max(height) <= MAX_THUMBNAIL_SIDE;
    fits.then(|| Thumbnail {
        width,
        height,
        bytes: bytes.clone(),
    })
}
