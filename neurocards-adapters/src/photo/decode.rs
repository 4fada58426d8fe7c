//! From bytes to pixels, within bounds.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits};
use neurocards_core::work::media::MediaKind;

use super::{PhotoLimits, PhotoProblem, ending, memory};

/// A photo whose header was read and found to be within bounds.
pub(super) struct Opened<'a> {
    pub(super) kind: MediaKind,
    /// Pixels across and down as people see the photo.
    pub(super) size: (u32, u32),
    orientation: Orientation,
    file: &'a [u8],
}

/// Reads the header; decodes no pixel.
pub(super) fn open(file: &[u8]) -> Result<Opened<'_>, PhotoProblem> {
    if file.len() > PhotoLimits::MAX_BYTES {
        return Err(PhotoProblem::TooHeavy {
            bytes: file.len(),
            max: PhotoLimits::MAX_BYTES,
        });
    }
    let kind = kind_of(file)?;
    let header = header(file, kind).map_err(|_| PhotoProblem::Damaged)?;
    let size = seen(header.stored, header.orientation);
    check_size(size)?;
    let needed = memory::needed(file, kind, header.stored, header.pixel_bytes);
    check_memory(size, needed)?;
    if is_animated(file, kind).map_err(|_| PhotoProblem::Damaged)? {
        return Err(PhotoProblem::Animated);
    }
    ending::check(file, kind)?;
    Ok(Opened {
        kind,
        size,
        orientation: header.orientation,
        file,
    })
}

impl Opened<'_> {
    /// Decodes the pixels as they are stored; [`Self::orientation`] is still to be applied.
    pub(super) fn pixels(&self) -> Result<DynamicImage, PhotoProblem> {
        decoder(self.file, self.kind)
            .and_then(DynamicImage::from_decoder)
            .map_err(|_| PhotoProblem::Damaged)
    }

    /// How the stored pixels must be turned.
    pub(super) fn orientation(&self) -> Orientation {
        self.orientation
    }
}

fn kind_of(file: &[u8]) -> Result<MediaKind, PhotoProblem> {
    let found = infer::get(file).map_or("unknown", |found| found.mime_type());
    match found {
        "image/jpeg" => Ok(MediaKind::Jpeg),
        "image/png" => Ok(MediaKind::Png),
        "image/webp" => Ok(MediaKind::Webp),
        _ => Err(PhotoProblem::NotAPhoto { found }),
    }
}

struct Header {
    /// Pixels across and down as they lie in the file.
    stored: (u32, u32),
    orientation: Orientation,
    /// Bytes of each pixel once decoded.
    pixel_bytes: u8,
}

fn header(file: &[u8], kind: MediaKind) -> ImageResult<Header> {
    let mut decoder = decoder(file, kind)?;
    Ok(Header {
        stored: decoder.dimensions(),
        orientation: decoder.orientation()?,
        pixel_bytes: decoder.color_type().bytes_per_pixel(),
    })
}

fn decoder(file: &[u8], kind: MediaKind) -> ImageResult<impl ImageDecoder + '_> {
    let format = match kind {
        MediaKind::Png => ImageFormat::Png,
        MediaKind::Webp => ImageFormat::WebP,
        MediaKind::Jpeg | MediaKind::Mp4 => ImageFormat::Jpeg,
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits());
    reader.into_decoder()
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(PhotoLimits::MAX_MEMORY);
    limits
}

fn is_animated(file: &[u8], kind: MediaKind) -> ImageResult<bool> {
    let file = Cursor::new(file);
    match kind {
        MediaKind::Png => PngDecoder::with_limits(file, limits())?.is_apng(),
        MediaKind::Webp => Ok(WebPDecoder::new(file)?.has_animation()),
        MediaKind::Jpeg | MediaKind::Mp4 => Ok(false),
    }
}

fn seen((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

fn check_size((width, height): (u32, u32)) -> Result<(), PhotoProblem> {
    let (short, long) = (width.min(height), width.max(height));
    let pixels = u64::from(width) * u64::from(height);
    if long > PhotoLimits::MAX_SIDE || pixels > PhotoLimits::MAX_PIXELS {
        return Err(PhotoProblem::TooLarge {
            width,
            height,
            max_side: PhotoLimits::MAX_SIDE,
            max_pixels: PhotoLimits::MAX_PIXELS,
        });
    }
    if short < PhotoLimits::MIN_SIDE {
        return Err(PhotoProblem::TooSmall {
            width,
            height,
            min: PhotoLimits::MIN_SIDE,
        });
    }
    if long > short * PhotoLimits::MAX_RATIO {
        return Err(PhotoProblem::TooNarrow {
            width,
            height,
            max_ratio: PhotoLimits::MAX_RATIO,
        });
    }
    Ok(())
}

/// Refuses a photo that cannot be decoded in the memory that is promised, and says how many pixels
/// one of its kind may have.
fn check_memory((width, height): (u32, u32), needed: u64) -> Result<(), PhotoProblem> {
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
