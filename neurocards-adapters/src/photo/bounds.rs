//! How large a photo may be.

use neurocards_core::work::media::MediaKind;

use super::{PhotoLimits, PhotoProblem};

/// Checks the shape of a photo, which is told first, then its pixels.
pub(super) fn check_size((width, height): (u32, u32), kind: MediaKind) -> Result<(), PhotoProblem> {
    let (short, long) = (width.min(height), width.max(height));
    let pixels = u64::from(width) * u64::from(height);
    let max_pixels = match kind {
        MediaKind::Jpeg => PhotoLimits::MAX_PIXELS_JPEG,
        MediaKind::Png | MediaKind::Webp | MediaKind::Mp4 => PhotoLimits::MAX_PIXELS,
    };
    if long > short.saturating_mul(PhotoLimits::MAX_RATIO) {
        return Err(PhotoProblem::TooNarrow {
            width,
            height,
            max_ratio: PhotoLimits::MAX_RATIO,
        });
    }
    if long > PhotoLimits::MAX_SIDE || pixels > max_pixels {
        return Err(PhotoProblem::TooLarge {
            width,
            height,
            max_side: PhotoLimits::MAX_SIDE,
            max_pixels,
        });
    }
    if short < PhotoLimits::MIN_SIDE {
        return Err(PhotoProblem::TooSmall {
            width,
            height,
            min: PhotoLimits::MIN_SIDE,
        });
    }
    Ok(())
}

/// Refuses a photo that cannot be decoded in the memory that is promised, and says how many pixels
/// one of its kind may have.
pub(super) fn check_memory((width, height): (u32, u32), needed: u64) -> Result<(), PhotoProblem> {
    if needed <= PhotoLimits::MAX_MEMORY {
        return Ok(());
    }
    let pixels = u64::from(width) * u64::from(height);
    Err(PhotoProblem::TooLarge {
        width,
        height,
        max_side: PhotoLimits::MAX_SIDE,
        max_pixels: pixels * PhotoLimits::MAX_MEMORY / needed,
    })
}
