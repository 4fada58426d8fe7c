//! A picture put into a frame of another shape.

use image::imageops::{self, FilterType};
use image::{DynamicImage, Rgb, RgbImage};

/// The least share of the photo that may remain after cropping, in percent; a photo that would
/// lose more is shown whole on a blurred enlargement of itself.
const KEPT_PERCENT: u64 = 90;
/// Size of the enlargement before it is enlarged: small means blurred.
const BLUR_WIDTH: u32 = 36;

/// Fits `photo` into `width` x `height` pixels.
pub(super) fn fit(photo: &DynamicImage, width: u32, height: u32) -> RgbImage {
    if kept_percent(photo, width, height) >= KEPT_PERCENT {
        return on_white(&photo.resize_to_fill(width, height, FilterType::CatmullRom));
    }
    let mut canvas = backdrop(photo, width, height);
    let whole = on_white(&photo.resize(width, height, FilterType::CatmullRom));
    let left = (width - whole.width()) / 2;
    let top = (height - whole.height()) / 2;
    imageops::replace(&mut canvas, &whole, left.into(), top.into());
    canvas
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
    let blurred = on_white(&small.fast_blur(1.5));
    imageops::resize(&blurred, width, height, FilterType::Triangle)
}

/// The photo without transparency, as it looks on white paper.
pub(super) fn on_white(photo: &DynamicImage) -> RgbImage {
    if !photo.color().has_alpha() {
        return photo.to_rgb8();
    }
    let layered = photo.to_rgba8();
    RgbImage::from_fn(layered.width(), layered.height(), |x, y| {
        let [red, green, blue, alpha] = layered.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|colour| over_white(colour, alpha)))
    })
}

fn over_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u16::from(colour), u16::from(alpha));
    let mixed = (colour * alpha + 255 * (255 - alpha)) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}
