//! The files that photos come in: what each kind says of itself, and its pixels.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageResult, Limits};
use neurocards_core::work::media::MediaKind;

use super::bytes::four;
use super::colour::Profile;
use super::jpeg::Jpeg;
use super::{PhotoLimits, memory, orientation, png};

/// A file by its kind, its header read as far as that takes.
pub(super) enum Source<'a> {
    Jpeg(Jpeg<'a>),
    Png(&'a [u8]),
    Webp(&'a [u8]),
}

/// What the header of a file says.
pub(super) struct Header {
    /// Pixels across and down as they lie in the file.
    pub(super) stored: (u32, u32),
    pub(super) orientation: Orientation,
    /// Bytes that decoding takes at most.
    pub(super) memory: u64,
    pub(super) animated: bool,
    /// The offset behind the picture; `None` if the file ends before it.
    pub(super) end: Option<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn of(file: &'a [u8], kind: MediaKind) -> Option<Self> {
        match kind {
            MediaKind::Png => Some(Self::Png(file)),
            MediaKind::Webp => Some(Self::Webp(file)),
            MediaKind::Jpeg => Jpeg::open(file).map(Self::Jpeg),
            MediaKind::Mp4 => None,
        }
    }

    /// Reads the header; `None` if it is broken.
    pub(super) fn header(&self) -> Option<Header> {
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
    pub(super) fn pixels(&self, side: u32) -> Option<DynamicImage> {
        match self {
            Self::Jpeg(jpeg) => jpeg.pixels(side),
            Self::Png(file) => DynamicImage::from_decoder(png_decoder(file).ok()?).ok(),
            Self::Webp(file) => DynamicImage::from_decoder(webp_decoder(file).ok()?).ok(),
        }
    }

    /// What the numbers of the pixels mean, if the file says so.
    pub(super) fn profile(&self) -> Option<Profile> {
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
