//! What a photo takes in memory while it is decoded, as its header tells.

use neurocards_core::work::media::MediaKind;

use super::PhotoLimits;
use super::bytes::{be16, four};

/// Bytes for stacks, tables and rows of pixels, whatever the photo.
const WORKING_BYTES: u64 = 4_000_000;

/// Bytes that a photo takes at most until it is small, the file itself not counted. `pixel_bytes`
/// is what the decoder gives out for each pixel.
pub(super) fn needed(file: &[u8], kind: MediaKind, size: (u32, u32), pixel_bytes: u8) -> u64 {
    let pixels = area(size);
    let picture = pixels * u64::from(pixel_bytes);
    let beside = match kind {
        MediaKind::Jpeg => jpeg(file, size),
        MediaKind::Webp => webp(file, pixels),
        MediaKind::Png | MediaKind::Mp4 => 0,
    };
    WORKING_BYTES + picture + beside.max(scaled(size) * u64::from(pixel_bytes))
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

/// The JPEG decoder copies the file. It also keeps every coefficient, 2 bytes each, of a picture
/// that comes in several scans.
fn jpeg(file: &[u8], size: (u32, u32)) -> u64 {
    let copy = u64::try_from(file.len()).unwrap_or(u64::MAX);
    copy.saturating_add(2 * kept_coefficients(file, size).unwrap_or(0))
}

/// Coefficients that are kept until the last scan; `None` if the header cannot be read, which the
/// decoder refuses then.
fn kept_coefficients(file: &[u8], (width, height): (u32, u32)) -> Option<u64> {
    let mut frame = None;
    let mut at = 2;
    loop {
        at = match *file.get(at + 1)? {
            0xff => at + 1,
            0x01 | 0xd0..=0xd8 => at + 2,
            0xda => break,
            marker => {
                if is_frame(marker) {
                    frame = Some((marker, sampling(file, at)?));
                }
                at + 2 + be16(file, at + 2)?.max(2)
            }
        };
    }
    let (marker, sampling) = frame?;
    let in_first_scan = usize::from(*file.get(at + 4)?);
    if !is_progressive(marker) && in_first_scan >= sampling.len() {
        return Some(0);
    }
    let across = sampling.iter().map(|(across, _)| *across).max()?;
    let down = sampling.iter().map(|(_, down)| *down).max()?;
    let units = u64::from(width.div_ceil(8 * across)) * u64::from(height.div_ceil(8 * down));
    let blocks: u32 = sampling.iter().map(|(across, down)| across * down).sum();
    Some(units * u64::from(blocks) * 64)
}

/// Whether a marker begins a frame header (ITU-T T.81, table B.1).
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn is_progressive(marker: u8) -> bool {
    matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce)
}

/// How many blocks each component has across and down in one unit, from the frame header at `at`
/// (ITU-T T.81, B.2.2).
fn sampling(file: &[u8], at: usize) -> Option<Vec<(u32, u32)>> {
    let count = usize::from(*file.get(at + 9)?);
    let components = file.get(at + 10..at + 10 + 3 * count)?.chunks_exact(3);
    let factors = components.map(|component| {
        let factors = u32::from(component[1]);
        ((factors >> 4).max(1), (factors & 15).max(1))
    });
    Some(factors.collect())
}

/// What the WebP decoder keeps beside the picture: of a lossless one without transparency the
/// pixels as it reads them, of others the planes of brightness and colour; transparency is read
/// into pixels of its own.
fn webp(file: &[u8], pixels: u64) -> u64 {
    const ALPHA: u8 = 0x10;
    let planes = pixels * 3 / 2;
    match four(file, 12) {
        Some(chunk) if &chunk == b"VP8 " => planes,
        Some(chunk)
            if &chunk == b"VP8X" && file.get(20).is_some_and(|flags| flags & ALPHA != 0) =>
        {
            planes + pixels * (4 + 1)
        }
        _ => pixels * 4,
    }
}
