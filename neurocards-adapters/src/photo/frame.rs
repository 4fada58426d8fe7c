//! A picture put into a frame of another shape.

use image::imageops::{self, FilterType};
use image::{DynamicImage, RgbImage};

/// The least share of the photo that may remain after cropping, in percent; a photo that would
/// lose more is shown whole on a blurred enlargement of itself.
const KEPT_PERCENT: u64 = 90;
/// Size of the enlargement before it is enlarged: small means blurred.
const BLUR_WIDTH: u32 = 36;

/// Fits `photo` into `width` x `height` pixels.
pub(super) fn fit(photo: RgbImage, width: u32, height: u32) -> RgbImage {
    let photo = DynamicImage::from(photo);
    if kept_percent(&photo, width, height) >= KEPT_PERCENT {
        let filled = photo.resize_to_fill(width, height, FilterType::CatmullRom);
        return filled.into_rgb8();
    }
    let mut canvas = backdrop(&photo, width, height);
    let whole = photo.resize(width, height, FilterType::CatmullRom);
    let left = (width - whole.width()) / 2;
    let top = (height - whole.height()) / 2;
    imageops::replace(&mut canvas, &whole.into_rgb8(), left.into(), top.into());
    canvas
}

/// Makes `photo` smaller until no side has more than `max_side` pixels.
pub(super) fn within(photo: RgbImage, max_side: u32) -> RgbImage {
    if photo.width().max(photo.height()) <= max_side {
        return photo;
    }
    let small = DynamicImage::from(photo).thumbnail(max_side, max_side);
    small.into_rgb8()
}

/// How much of the photo a crop to this shape leaves.
fn kept_percent(photo: &DynamicImage, width: u32, height: u32) -> u64 {
    let across = u64::from(photo.width()) * u64::from(height);
    let down = u64::from(photo.height()) * u64::from(width);
    100 * across.min(down) / across.max(down).max(1)
}

fn backdrop(photo: &DynamicImage, width: u32, height: u32) -> RgbImage {
    let small = photo.resize_to_fill(
        BLUR_WIDTH,
        (BLUR_WIDTH * height).div_ceil(width),
        FilterType::Triangle,
    );
    let blurred = small.fast_blur(1.5).into_rgb8();
    imageops::resize(&blurred, width, height, FilterType::Triangle)
}
