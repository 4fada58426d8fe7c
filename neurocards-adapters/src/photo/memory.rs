//! What a photo takes in memory while it is decoded, as its header tells. JPEG files are counted
//! where they are decoded.

use image::ColorType;

use super::PhotoLimits;
use super::bytes::four;

/// Bytes for stacks, tables and rows of pixels, whatever the photo.
pub(super) const WORKING_BYTES: u64 = 4_000_000;

/// Bytes for a PNG picture and the smaller one that is made of it.
pub(super) fn png(size: (u32, u32), colour: ColorType) -> u64 {
    let pixel = u64::from(colour.bytes_per_pixel());
    (area(size) + scaled(size)) * pixel
}

/// Bytes for a WebP picture and what its decoder keeps beside it: of a lossless one without
/// transparency the pixels as it reads them, of others the planes of brightness and colour;
/// transparency is read into pixels of its own.
pub(super) fn webp(file: &[u8], size: (u32, u32), colour: ColorType) -> u64 {
    const ALPHA: u8 = 0x10;
    let pixels = area(size);
    let planes = pixels * 3 / 2;
    let beside = match four(file, 12) {
        Some(chunk) if &chunk == b"VP8 " => planes,
        Some(chunk)
            if &chunk == b"VP8X" && file.get(20).is_some_and(|flags| flags & ALPHA != 0) =>
        {
            planes + pixels * (4 + 1)
        }
        _ => pixels * 4,
    };
    let pixel = u64::from(colour.bytes_per_pixel());
    pixels * pixel + beside.max(scaled(size) * pixel)
}

fn area((width, height): (u32, u32)) -> u64 {
    u64::from(width) * u64::from(height)
}

/// Pixels of the smaller picture that is made while the whole one is still there.
fn scaled((width, height): (u32, u32)) -> u64 {
    let side = u64::from(PhotoLimits::SCALED_SIDE);
    let short = u64::from(width.min(height));
    let long = u64::from(width.max(height));
    if short <= side {
        0
    } else {
        side * side * long / short
    }
}
