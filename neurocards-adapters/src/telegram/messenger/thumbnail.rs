//! The picture shown until a video plays: the product's photo, small.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::{ImageReader, Limits};

/// The longest side of a thumbnail in pixels, and its most bytes (Bot API, `sendVideo`).
const SIDE_MAX: u32 = 320;
const MAX_BYTES: usize = 200 * 1000;

/// The quality tried first, and the one that always fits 320 by 320 pixels.
const QUALITIES: [u8; 2] = [85, 40];

/// What decoding a photo may take: the photo was checked when it came, this is the second wall.
const PIXELS_MAX: u32 = 10_000;
const MEMORY_MAX_BYTES: u64 = 512 * 1024 * 1024;

/// A thumbnail of `photo`; `None` when there is no photo or it cannot be read, for a video without
/// a thumbnail is better than none.
pub(super) async fn of(photo: Option<Bytes>) -> Option<Bytes> {
    let photo = photo?;
    let shrunk = tokio::task::spawn_blocking(move || shrink(&photo)).await;
    match shrunk {
        Ok(Ok(thumbnail)) => thumbnail,
        Ok(Err(error)) => {
            tracing::warn!(%error, "a photo gave no thumbnail");
            None
        }
        Err(error) => {
            tracing::warn!(%error, "making a thumbnail failed");
            None
        }
    }
}

fn shrink(photo: &[u8]) -> Result<Option<Bytes>, image::ImageError> {
    let mut reader = ImageReader::new(Cursor::new(photo)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(PIXELS_MAX);
    limits.max_image_height = Some(PIXELS_MAX);
    limits.max_alloc = Some(MEMORY_MAX_BYTES);
    reader.limits(limits);
    let small = reader.decode()?.thumbnail(SIDE_MAX, SIDE_MAX).into_rgb8();
    for quality in QUALITIES {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(&small)?;
        if jpeg.len() < MAX_BYTES {
            return Ok(Some(jpeg.into()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32) -> Bytes {
        let noise = RgbaImage::from_fn(width, height, |x, y| {
            let [a, b, c, _] =
                (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_be_bytes();
            image::Rgba([a, b, c, 200])
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(noise)
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner().into()
    }

    #[tokio::test]
    async fn a_thumbnail_is_a_small_jpeg_of_the_same_shape() {
        let thumbnail = of(Some(png(900, 600))).await.unwrap();
        assert!(thumbnail.len() < MAX_BYTES);
        let small = image::load_from_memory_with_format(&thumbnail, ImageFormat::Jpeg).unwrap();
        assert_eq!((small.width(), small.height()), (320, 213));
    }

    #[tokio::test]
    async fn a_photo_that_cannot_be_read_gives_no_thumbnail() {
        assert_eq!(of(None).await, None);
        assert_eq!(of(Some(Bytes::from_static(b"no photo"))).await, None);
        assert_eq!(of(Some(png(900, 600).slice(..200))).await, None);
    }
}
