//! The segments of a JPEG file (ITU-T T.81, annex B).

use crate::photo::bytes::be16;

/// A marker with what belongs to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment<'a> {
    pub(super) marker: u8,
    /// What stands behind the length.
    pub(super) body: &'a [u8],
    /// The segment from its marker to its end.
    pub(super) whole: &'a [u8],
    /// The entropy-coded data behind a scan header; empty behind others.
    pub(super) data: &'a [u8],
}

/// The segments of a picture, from its first to its end-of-image marker. Some files lack that: they
/// are read to their end, or to where another picture begins.
pub(super) struct Segments<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Segments<'a> {
    pub(super) const END_OF_IMAGE: u8 = 0xd9;
    pub(super) const START_OF_IMAGE: u8 = 0xd8;
    pub(super) const START_OF_SCAN: u8 = 0xda;

    pub(super) fn of(file: &'a [u8]) -> Self {
        Self { file, at: 2 }
    }

    /// The offset behind the picture, once every segment was read.
    pub(super) fn end(&self) -> usize {
        let marker = self.file.get(self.at + 1);
        if marker == Some(&Self::END_OF_IMAGE) {
            self.at + 2
        } else {
            self.at.min(self.file.len())
        }
    }

    /// Moves to the next marker that begins a segment or ends the picture. What stands before it is
    /// skipped, as other readers do.
    fn marker(&mut self) -> Option<u8> {
        loop {
            let skipped = self.file.get(self.at..)?.iter().position(|b| *b == 0xff);
            self.at = skipped.map_or(self.file.len(), |skipped| self.at + skipped);
            match *self.file.get(self.at + 1)? {
                0xff => self.at += 1,
                0x00 | 0x01 | 0xd0..=0xd7 => self.at += 2,
                marker => return Some(marker),
            }
        }
    }

    /// The segment of `marker`, which stands here; `None` if the file ends within it.
    fn segment(&self, marker: u8) -> Option<Segment<'a>> {
        let length = be16(self.file, self.at + 2)?.max(2);
        let end = self.at + 2 + length;
        let whole = self.file.get(self.at..end)?;
        let data = if marker == Self::START_OF_SCAN {
            entropy_coded(&self.file[end..])
        } else {
            &[]
        };
        Some(Segment {
            marker,
            body: &whole[4..],
            whole,
            data,
        })
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let marker = self.marker()?;
        if matches!(marker, Self::START_OF_IMAGE | Self::END_OF_IMAGE) {
            return None;
        }
        let segment = self.segment(marker);
        self.at = match segment {
            Some(found) => self.at + found.whole.len() + found.data.len(),
            None => self.file.len(),
        };
        segment
    }
}

/// What stands before the first marker that is no restart marker, and before the fillers that a
/// marker may have.
fn entropy_coded(bytes: &[u8]) -> &[u8] {
    let marker = bytes
        .windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff));
    let mut data = &bytes[..marker.unwrap_or(bytes.len())];
    while let [rest @ .., 0xff] = data {
        data = rest;
    }
    data
}
