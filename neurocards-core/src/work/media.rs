//! Photos and videos we keep, named by their content.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MediaKind {
    /// A JPEG photo.
    Jpeg,
    /// A PNG photo.
    Png,
    /// A WebP photo.
    Webp,
    /// An MP4 video.
    Mp4,
}

impl MediaKind {
    const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Mp4];

    /// The extension of its key, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Mp4 => "mp4",
        }
    }

    /// Its MIME type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Mp4 => "video/mp4",
        }
    }
}

/// The name of a file we keep: SHA-256 of its bytes plus extension, `<64 hex>.jpg`.
///
/// No name a user chose ever becomes a key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MediaKey(String);

/// A text that is no media key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected 64 hexadecimal digits and one of .jpg .png .webp .mp4")]
pub struct MediaKeyError;

impl MediaKey {
    /// The key of `bytes`.
    pub fn of(bytes: &[u8], kind: MediaKind) -> Self {
        Self(format!(
            "{}.{}",
            hex::encode(Sha256::digest(bytes)),
            kind.extension()
        ))
    }

    /// Takes a key from a row.
    pub fn parse(text: impl Into<String>) -> Result<Self, MediaKeyError> {
        let text = text.into();
        let (digest, extension) = text.split_once('.').ok_or(MediaKeyError)?;
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let known = MediaKind::ALL
            .iter()
            .any(|kind| kind.extension() == extension);
        if digest.len() != 64 || !digest.bytes().all(hex) || !known {
            return Err(MediaKeyError);
        }
        Ok(Self(text))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MediaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for MediaKey {
    type Error = MediaKeyError;

    fn try_from(text: String) -> Result<Self, MediaKeyError> {
        Self::parse(text)
    }
}

impl From<MediaKey> for String {
    fn from(key: MediaKey) -> Self {
        key.0
    }
}

/// What a chat needs to know of a video file to play it in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VideoFacts {
    /// Length of the film in whole seconds, rounded up; at least 1.
    pub seconds: u32,
    /// Width of the picture in pixels, as it is shown.
    pub width: u32,
    /// Height of the picture in pixels, as it is shown.
    pub height: u32,
}

/// A video in our store, with what a chat needs to play it in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredVideo {
    /// Where it is.
    pub key: MediaKey,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Length of the film in whole seconds, rounded up.
    pub seconds: u32,
    /// Width of the picture in pixels.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_content_and_nothing_else() {
        let key = MediaKey::of(b"", MediaKind::Jpeg);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.jpg";
        assert_eq!(key.as_str(), empty);
        for bad in [
            "",
            "../etc/passwd",
            "a.jpg",
            &empty.replace("jpg", "exe"),
            &format!("{empty}/x"),
        ] {
            assert_eq!(MediaKey::parse(bad), Err(MediaKeyError), "{bad}");
        }
    }
}
