//! From bytes to pixels, within bounds.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageResult, Limits, RgbImage};
use neurocards_core::work::media::MediaKind;

use super::bytes::four;
use super::colour::{self, Profile};
use super::jpeg::Jpeg;
use super::{PhotoLimits, PhotoProblem, ending, kind, memory, orientation, paper, png};

/// A photo whose header was read and found to be within bounds.
pub(super) struct Opened<'a> {
    pub(super) kind: MediaKind,
    /// Pixels across and down as people see the photo.
    pub(super) size: (u32, u32),
    orientation: Orientation,
    source: Source<'a>,
}

enum Source<'a> {
    Jpeg(Jpeg<'a>),
    Png(&'a [u8]),
    Webp(&'a [u8]),
}

/// Reads the header; decodes no pixel.
pub(super) fn open(file: &[u8]) -> Result<Opened<'_>, PhotoProblem> {
    if file.len() > PhotoLimits::MAX_BYTES {
        return Err(PhotoProblem::TooHeavy {
            bytes: file.len(),
            max: PhotoLimits::MAX_BYTES,
        });
    }
    let kind = kind::of(file)?;
    let source = Source::of(file, kind).ok_or(PhotoProblem::Damaged)?;
    let header = source.header().ok_or(PhotoProblem::Damaged)?;
    let size = seen(header.stored, header.orientation);
    check_size(size, kind)?;
    check_memory(size, memory::WORKING_BYTES + header.memory)?;
    if header.animated {
        return Err(PhotoProblem::Animated);
    }
    ending::check(file, header.end.ok_or(PhotoProblem::Damaged)?)?;
    Ok(Opened {
        kind,
        size,
        orientation: header.orientation,
        source,
    })
}

impl Opened<'_> {
    /// Decodes the whole photo, only to see whether it can be.
    pub(super) fn check(&self) -> Result<(), PhotoProblem> {
        self.source
            .pixels(1)
            .map(|_| ())
            .ok_or(PhotoProblem::Damaged)
    }

    /// The photo as people see it: upright, in the colours of sRGB, on white where it is
    /// transparent. Its shorter side is cut down to `side` pixels, so that all further work is
    /// cheap and small.
    pub(super) fn picture(&self, side: u32) -> Result<RgbImage, PhotoProblem> {
        let pixels = self.source.pixels(side).ok_or(PhotoProblem::Damaged)?;
        let mut pixels = colour::to_srgb(pixels, self.source.profile().as_ref());
        paper::on_white(&mut pixels);
        let short = pixels.width().min(pixels.height());
        if short > side {
            let scaled = |length: u32| length * side / short;
            pixels = pixels.thumbnail_exact(scaled(pixels.width()), scaled(pixels.height()));
        }
        pixels.apply_orientation(self.orientation);
        Ok(pixels.into_rgb8())
    }
}

/// What the header of a file says.
struct Header {
    /// Pixels across and down as they lie in the file.
    stored: (u32, u32),
    orientation: Orientation,
    /// Bytes that decoding takes at most.
    memory: u64,
    animated: bool,
    /// The offset behind the picture; `None` if the file ends before it.
    end: Option<usize>,
}

impl<'a> Source<'a> {
    fn of(file: &'a [u8], kind: MediaKind) -> Option<Self> {
        match kind {
            MediaKind::Png => Some(Self::Png(file)),
            MediaKind::Webp => Some(Self::Webp(file)),
            MediaKind::Jpeg => Jpeg::open(file).map(Self::Jpeg),
            MediaKind::Mp4 => None,
        }
    }

    /// Reads the header; `None` if it is broken.
    fn header(&self) -> Option<Header> {
        match self {
            Self::Jpeg(jpeg) => Some(Header {
                stored: jpeg.size(),
                orientation: orientation::of_exif(jpeg.exif()),
                memory: jpeg.memory(PhotoLimits::SCALED_SIDE),
                animated: false,
                end: Some(jpeg.end),
            }),
            Self::Png(file) => {
                let decoder = png_decoder(file).ok()?;
                Some(Header {
                    stored: decoder.dimensions(),
                    orientation: orientation::of_exif(png::exif(file)),
                    memory: memory::png(decoder.dimensions(), decoder.color_type()),
                    animated: decoder.is_apng().ok()?,
                    end: png::Chunks::of(file).end(),
                })
            }
            Self::Webp(file) => {
                let mut decoder = webp_decoder(file).ok()?;
                let exif = decoder.exif_metadata().ok()?;
                Some(Header {
                    stored: decoder.dimensions(),
                    orientation: orientation::of_exif(exif.as_deref()),
                    memory: memory::webp(file, decoder.dimensions(), decoder.color_type()),
                    animated: decoder.has_animation(),
                    end: webp_end(file),
                })
            }
        }
    }

    /// The pixels as they are stored. Those of a JPEG file are made smaller on the way, as long as
    /// the shorter side keeps `side` of them.
    fn pixels(&self, side: u32) -> Option<DynamicImage> {
        match self {
            Self::Jpeg(jpeg) => jpeg.pixels(side),
            Self::Png(file) => DynamicImage::from_decoder(png_decoder(file).ok()?).ok(),
            Self::Webp(file) => DynamicImage::from_decoder(webp_decoder(file).ok()?).ok(),
        }
    }

    /// What the numbers of the pixels mean, if the file says so.
    fn profile(&self) -> Option<Profile> {
        let icc = |content: Option<Vec<u8>>| content.as_deref().and_then(Profile::icc);
        match self {
            Self::Jpeg(jpeg) => jpeg.profile(),
            Self::Png(file) => {
                let content = png_decoder(file).and_then(|mut decoder| decoder.icc_profile());
                png::profile(file, icc(content.ok().flatten()))
            }
            Self::Webp(file) => {
                let content = webp_decoder(file).and_then(|mut decoder| decoder.icc_profile());
                icc(content.ok().flatten())
            }
        }
    }
}

fn png_decoder(file: &[u8]) -> ImageResult<PngDecoder<Cursor<&[u8]>>> {
    PngDecoder::with_limits(Cursor::new(file), limits())
}

fn webp_decoder(file: &[u8]) -> ImageResult<WebPDecoder<Cursor<&[u8]>>> {
    let mut decoder = WebPDecoder::new(Cursor::new(file))?;
    decoder.set_limits(limits())?;
    Ok(decoder)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(PhotoLimits::MAX_MEMORY);
    limits
}

/// The offset behind the RIFF container (RFC 9649, section 2.4).
fn webp_end(file: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(four(file, 4)?)).ok()?;
    let end = length.checked_add(8)?;
    (end <= file.len()).then_some(end)
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

fn check_size((width, height): (u32, u32), kind: MediaKind) -> Result<(), PhotoProblem> {
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
