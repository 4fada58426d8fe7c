use bytes::Bytes;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use neurocards_core::work::format::Aspect;

use super::{PhotoProblem, decode, frame, seats};

/// The frame a prepared photo fills exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// The most bytes of the JPEG file.
    pub max_bytes: usize,
}

impl Target {
    /// What every model of the catalogue takes in this shape: 300 to 6,000 pixels a side, below
    /// 10 MB.
    pub const fn of(aspect: Aspect) -> Self {
        match aspect {
            Aspect::Vertical => Self {
                width: 1_080,
                height: 1_920,
                max_bytes: 9_900_000,
            },
        }
    }
}

/// Makes the JPEG that a video model receives: upright, without metadata, of exactly the target's
/// size. The product is never cut: a photo that would lose more than a tenth is shown whole on a
/// blurred enlargement of itself.
pub async fn prepare(photo: &Bytes, target: Target) -> Result<Bytes, PhotoProblem> {
    let photo = photo.clone();
    seats::work(move || {
        let side = target.width.max(target.height);
        let upright = decode::open(&photo)?.picture(side)?;
        let framed = frame::fit(upright, target.width, target.height);
        encode(&framed, target.max_bytes)
    })
    .await
}

/// Makes a JPEG of the whole photo with at most `max_side` pixels a side and `max_bytes` bytes,
/// upright and without metadata; a smaller photo is not enlarged.
pub async fn shrink(photo: &Bytes, max_side: u32, max_bytes: usize) -> Result<Bytes, PhotoProblem> {
    let photo = photo.clone();
    seats::work(move || {
        let upright = decode::open(&photo)?.picture(max_side)?;
        encode(&frame::within(upright, max_side), max_bytes)
    })
    .await
}

/// Makes the small picture that a chat shows before a video plays: at most 320 pixels a side, below
/// 200 kB.
///
/// Source: Telegram Bot API, `sendVideo`, parameter `thumbnail`.
pub async fn thumbnail(photo: &Bytes) -> Result<Bytes, PhotoProblem> {
    shrink(photo, 320, 199_000).await
}

fn encode(picture: &RgbImage, max_bytes: usize) -> Result<Bytes, PhotoProblem> {
    for quality in [90, 75, 50, 25] {
        let mut file = Vec::new();
        JpegEncoder::new_with_quality(&mut file, quality)
            .encode_image(picture)
            .map_err(|_| PhotoProblem::Damaged)?;
        if file.len() <= max_bytes {
            return Ok(file.into());
        }
    }
    Err(PhotoProblem::TooHeavy {
        bytes: picture.len(),
        max: max_bytes,
    })
}
