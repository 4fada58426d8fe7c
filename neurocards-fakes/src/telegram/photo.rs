//! What Telegram does to a photo: several JPEG sizes, none of them the original bytes.

use std::io::Cursor;

use axum::body::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageReader, Limits};

use super::answer::ApiError;

/// Longest sides in pixels of Telegram's photo sizes.
const SIDES: [u32; 4] = [90, 320, 800, 1280];

/// Entries of a photo at most; the smallest are left out.
const MAX_SIZES: usize = 3;

/// JPEG quality 0-100; Telegram's is near this.
const QUALITY: u8 = 87;

/// A multipart photo holds 10 MB at most (Bot API, "Sending files").
const MAX_PHOTO_BYTES: usize = 10 * 1024 * 1024;

/// Memory for one decoded image; a larger one is refused.
const MAX_DECODED_BYTES: u64 = 512 * 1024 * 1024;

/// One size of a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendition {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The photo as a JPEG.
    pub(crate) bytes: Bytes,
}

/// Checks the limits of `sendPhoto` and renders the sizes, smallest first.
pub(crate) fn check_and_render(bytes: &[u8]) -> Result<Vec<Rendition>, ApiError> {
    if bytes.len() > MAX_PHOTO_BYTES {
        return Err(ApiError::bad_request(
            "file is too big for a photo: 10 MB at most",
        ));
    }
    let image = decode(bytes).ok_or_else(|| ApiError::bad_request("IMAGE_PROCESS_FAILED"))?;
    let (long, short) = (
        image.width().max(image.height()),
        image.width().min(image.height()).max(1),
    );
    if image.width() + image.height() > 10_000 || long > short * 20 {
        return Err(ApiError::bad_request("PHOTO_INVALID_DIMENSIONS"));
    }
    render(&image).ok_or_else(|| ApiError::bad_request("IMAGE_PROCESS_FAILED"))
}

fn decode(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    reader.decode().ok()
}

fn render(image: &DynamicImage) -> Option<Vec<Rendition>> {
    let longest = image.width().max(image.height());
    let mut sides: Vec<u32> = SIDES.into_iter().filter(|side| *side < longest).collect();
    if longest <= SIDES[SIDES.len() - 1] {
        sides.push(longest);
    }
    let skipped = sides.len().saturating_sub(MAX_SIZES);
    sides.drain(..skipped);
    sides.into_iter().map(|side| scale(image, side)).collect()
}

fn scale(image: &DynamicImage, side: u32) -> Option<Rendition> {
    let scaled = if image.width().max(image.height()) > side {
        image.resize(side, side, FilterType::Triangle)
    } else {
        image.clone()
    };
    let rgb = scaled.to_rgb8();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&rgb)
        .ok()?;
    Some(Rendition {
        width: rgb.width(),
        height: rgb.height(),
        bytes: bytes.into(),
    })
}

/// Width and height when the bytes are a JPEG.
pub(crate) fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if image::guess_format(bytes).ok()? != image::ImageFormat::Jpeg {
        return None;
    }
    ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?
        .into_dimensions()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut bytes, image::ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    fn sizes(width: u32, height: u32) -> Vec<(u32, u32)> {
        let renditions = check_and_render(&png(width, height)).unwrap();
        renditions.iter().map(|r| (r.width, r.height)).collect()
    }

    #[test]
    fn a_large_photo_becomes_three_sizes_up_to_1280() {
        assert_eq!(sizes(2000, 1000), [(320, 160), (800, 400), (1280, 640)]);
    }

    #[test]
    fn a_small_photo_keeps_its_size_and_becomes_a_jpeg() {
        assert_eq!(sizes(200, 100), [(90, 45), (200, 100)]);
        let renditions = check_and_render(&png(200, 100)).unwrap();
        assert_eq!(jpeg_size(&renditions[1].bytes), Some((200, 100)));
    }

    #[test]
    fn a_ribbon_and_noise_are_refused() {
        let ribbon = check_and_render(&png(210, 10)).unwrap_err();
        assert_eq!(ribbon.description, "Bad Request: PHOTO_INVALID_DIMENSIONS");
        let noise = check_and_render(b"no image").unwrap_err();
        assert_eq!(noise.description, "Bad Request: IMAGE_PROCESS_FAILED");
    }
}
