//! Photos inside a request: data URLs that must really decode.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ImageFormat, ImageReader, Limits};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::error::ApiError;

/// Longest side of a photo, in pixels.
const MAX_SIDE_PX: u32 = 16_000;

/// Memory that decoding one photo may take, in bytes.
const MAX_DECODED_BYTES: u64 = 512 << 20;

const MIME_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/// A photo that came with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Photo {
    /// What the bytes are, whatever the data URL says: `image/jpeg`, `image/png` or `image/webp`.
    pub mime: String,
    /// Bytes of the file.
    pub size_bytes: usize,
    /// Digest of the file, in hex.
    pub sha256: String,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
}

/// Decodes the photo of a data URL; `place` is where it stands in the request.
pub(crate) fn decode(url: &str, place: &str) -> Result<Photo, ApiError> {
    if url.starts_with("http://") || url.starts_with("https://") {
        let message = format!("Error while downloading {url}: the fake OpenAI fetches nothing.");
        return Err(ApiError::invalid("invalid_image_url", place, message));
    }
    let no_data_url = || wrong_url(place, "a value without the 'data:' prefix");
    let rest = url.strip_prefix("data:").ok_or_else(no_data_url)?;
    let (mime, text) = rest.split_once(";base64,").ok_or_else(no_data_url)?;
    if !MIME_TYPES.contains(&mime) {
        return Err(wrong_url(place, &format!("unsupported MIME type '{mime}'")));
    }
    let invalid = || wrong_url(place, "an invalid base64-encoded value");
    let bytes = STANDARD.decode(text).map_err(|_| invalid())?;
    look_at(&bytes).ok_or_else(|| no_image(place))
}

fn look_at(bytes: &[u8]) -> Option<Photo> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE_PX);
    limits.max_image_height = Some(MAX_SIDE_PX);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let format = reader.format().filter(|format| is_supported(*format))?;
    let picture = reader.decode().ok()?;
    Some(Photo {
        mime: format.to_mime_type().to_owned(),
        size_bytes: bytes.len(),
        sha256: hex::encode(Sha256::digest(bytes)),
        width: picture.width(),
        height: picture.height(),
    })
}

fn is_supported(format: ImageFormat) -> bool {
    matches!(
        format,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP
    )
}

fn wrong_url(place: &str, got: &str) -> ApiError {
    let message = format!(
        "Invalid '{place}'. Expected a base64-encoded data URL with an image MIME type (e.g. \
         'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got {got}."
    );
    ApiError::invalid("invalid_value", place, message)
}

fn no_image(place: &str) -> ApiError {
    let message = "The image data you provided does not represent a valid image. Please check your \
                   input and try again with one of the supported image formats: ['image/jpeg', \
                   'image/png', 'image/gif', 'image/webp'].";
    ApiError::invalid("invalid_image", place, message)
}
