//! From bytes to pixels, within bounds.

use image::RgbImage;
use image::metadata::Orientation;
use neurocards_core::work::media::MediaKind;

use super::source::Source;
use super::{PhotoLimits, PhotoProblem, bounds, colour, ending, kind, memory, paper};

/// A photo whose header was read and found to be within bounds.
pub(super) struct Opened<'a> {
    pub(super) kind: MediaKind,
    /// Pixels across and down as people see the photo.
    pub(super) size: (u32, u32),
    orientation: Orientation,
    source: Source<'a>,
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
    bounds::check_size(size, kind)?;
    bounds::check_memory(size, memory::WORKING_BYTES + header.memory)?;
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

fn seen((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}
