//! JPEG files: what they say of themselves, and their pixels.

mod frame;
mod pixels;
mod scale;
mod scan;
mod segments;
mod stream;

use self::frame::Frame;
use self::segments::{Segment, Segments};
use super::colour::Profile;

/// Scans that a picture may come in: ten are usual, and each costs time however short it is.
const MAX_SCANS: usize = 100;

/// Segments that a file may have: profiles and EXIF data take hundreds at most.
const MAX_SEGMENTS: usize = 2_000;

/// A JPEG file taken apart.
#[derive(Debug)]
pub(super) struct Jpeg<'a> {
    frame: Frame,
    segments: Vec<Segment<'a>>,
    /// The offset behind the picture.
    pub(super) end: usize,
}

impl<'a> Jpeg<'a> {
    /// Reads the segments; `None` if there is no picture of a kind that can be decoded.
    pub(super) fn open(file: &'a [u8]) -> Option<Self> {
        let mut reader = Segments::of(file);
        let segments: Vec<_> = reader.by_ref().take(MAX_SEGMENTS).collect();
        if segments.len() == MAX_SEGMENTS {
            return None;
        }
        let header = segments.iter().find(|found| Frame::begins(found.marker))?;
        let frame = Frame::read(header.marker, header.body)?;
        let scans: Vec<_> = segments
            .iter()
            .filter(|found| found.marker == Segments::START_OF_SCAN)
            .map(|found| found.body)
            .collect();
        let few = (1..=MAX_SCANS).contains(&scans.len());
        if !few || frame.progressive && !scan::are_complete(&frame, scans.into_iter()) {
            return None;
        }
        Some(Self {
            frame,
            end: reader.end(),
            segments,
        })
    }

    /// Pixels across and down as they lie in the file.
    pub(super) fn size(&self) -> (u32, u32) {
        self.frame.size
    }

    /// The EXIF data, which begin with their byte order.
    pub(super) fn exif(&self) -> Option<&'a [u8]> {
        self.applications(0xe1, b"Exif\0").next()?.get(1..)
    }

    /// The colour profile, put together from its parts.
    ///
    /// Source: ICC.1:2022, B.4: number of the part from 1, number of parts, content.
    pub(super) fn profile(&self) -> Option<Profile> {
        let mut parts: Vec<_> = self.applications(0xe2, b"ICC_PROFILE\0").collect();
        parts.sort_by_key(|part| part.first().copied());
        let content: Vec<_> = parts.iter().filter_map(|part| part.get(2..)).collect();
        Profile::icc(&content.concat())
    }

    /// What stands behind the name in application segments of this name.
    fn applications(
        &self,
        marker: u8,
        name: &'static [u8],
    ) -> impl Iterator<Item = &'a [u8]> + use<'a, '_> {
        let named = self
            .segments
            .iter()
            .filter(move |found| found.marker == marker);
        named.filter_map(move |found| found.body.strip_prefix(name))
    }
}
