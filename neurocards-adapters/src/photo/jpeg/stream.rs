//! What the decoder is given of a JPEG file.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::segments::{Segment, Segments};

/// Stands behind the data of every scan: bits of 1, of which no code consists (ITU-T T.81, C.2).
///
/// The decoder fills up data that are missing and would show them as grey. It never reads so far
/// in a scan that is whole, and finds an impossible code here in one that is not.
const STOP: &[u8] = b"\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0";

/// Stands before a picture without code tables, as cameras for films write it: those of the standard
/// are meant then.
const NO_TABLES: &[u8] = b"\xff\xe0\0\x07AVI1\0";

/// The picture of a JPEG file without what stands beside it, closed by an end-of-image marker.
#[derive(Debug, Clone)]
pub(super) struct Stream<'a> {
    parts: VecDeque<&'a [u8]>,
}

impl<'a> Stream<'a> {
    /// The picture of these segments. Of the data of the last scan, as many bytes at the end are
    /// left out as are taken for `fillers`.
    pub(super) fn of(segments: &[Segment<'a>], fillers: usize) -> Self {
        let mut parts = VecDeque::from([&[0xff, Segments::START_OF_IMAGE][..]]);
        if !segments.iter().any(|found| found.marker == 0xc4) {
            parts.push_back(NO_TABLES);
        }
        let progressive = segments.iter().any(|found| found.marker == 0xc2);
        let last = segments
            .iter()
            .rposition(|found| found.marker == Segments::START_OF_SCAN);
        for (index, segment) in segments.iter().enumerate() {
            match segment.marker {
                // Baseline is extended sequential with fewer tables, and not all files keep to it.
                0xc0 => parts.extend([&[0xff, 0xc1][..], &segment.whole[2..]]),
                Segments::START_OF_SCAN => {
                    let header = if progressive {
                        [segment.whole, &[]]
                    } else {
                        sequential(segment.whole)
                    };
                    let left_out = if last == Some(index) { fillers } else { 0 };
                    let length = segment.data.len().saturating_sub(left_out);
                    parts.extend(header);
                    parts.extend([&segment.data[..length], STOP]);
                }
                0xc1..=0xcf | 0xdb | 0xdd => parts.push_back(segment.whole),
                _ => {}
            }
        }
        parts.push_back(&[0xff, Segments::END_OF_IMAGE]);
        Self { parts }
    }
}

/// The header of a scan that has all coefficients in full. Its last three bytes say so, but not in
/// all files.
fn sequential(header: &[u8]) -> [&[u8]; 2] {
    const ALL: &[u8] = &[0, 63, 0];
    let end = header.len().saturating_sub(ALL.len());
    [&header[..end], ALL]
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(part) = self.parts.front_mut() {
            if !part.is_empty() {
                return part.read(buffer);
            }
            self.parts.pop_front();
        }
        Ok(0)
    }
}
