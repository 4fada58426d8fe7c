//! Reads what a video player must know out of the boxes of an MP4 file (ISO/IEC 14496-12).

use std::time::Duration;

/// The facts of one video file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipFacts {
    /// Four-character code of the codec: `avc1` is H.264.
    pub codec: String,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// Length of the video track.
    pub duration: Duration,
    /// The number of frames.
    pub frames: u32,
    /// True if the index (`moov`) stands before the samples (`mdat`), so that players can start
    /// before they have the whole file.
    pub streams: bool,
}

/// Why a file is not a video that plays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// A box that must be there is absent or ends too early.
    #[error("the `{0}` box is missing or too short")]
    Missing(&'static str),
    /// No track of the file is a video track.
    #[error("there is no video track")]
    NoVideo,
}

/// Reads the facts of the first video track of `file`.
///
/// # Errors
/// [`ProbeError`] if `file` is not an MP4 file with a video track, or is cut off.
pub fn probe(file: &[u8]) -> Result<ClipFacts, ProbeError> {
    let place = |name: [u8; 4]| Boxes(file).position(|(kind, _)| kind == name);
    place(*b"ftyp").ok_or(ProbeError::Missing("ftyp"))?;
    let samples_at = place(*b"mdat").ok_or(ProbeError::Missing("mdat"))?;
    let index_at = place(*b"moov").ok_or(ProbeError::Missing("moov"))?;
    let moov = find(file, *b"moov").ok_or(ProbeError::Missing("moov"))?;
    let media = Boxes(moov)
        .filter(|(kind, _)| kind == b"trak")
        .filter_map(|(_, track)| find(track, *b"mdia"))
        .find(|media| is_video(media))
        .ok_or(ProbeError::NoVideo)?;
    let tables = find(media, *b"minf")
        .and_then(|info| find(info, *b"stbl"))
        .ok_or(ProbeError::Missing("stbl"))?;
    let (codec, width, height) = sample_entry(tables).ok_or(ProbeError::Missing("stsd"))?;
    Ok(ClipFacts {
        codec,
        width,
        height,
        duration: media_duration(media).ok_or(ProbeError::Missing("mdhd"))?,
        frames: frame_count(tables).ok_or(ProbeError::Missing("stsz"))?,
        streams: index_at < samples_at,
    })
}

fn is_video(media: &[u8]) -> bool {
    find(media, *b"hdlr").and_then(|handler| handler.get(8..12)) == Some(b"vide")
}

/// Reads codec, width and height of the first entry of the sample description.
fn sample_entry(tables: &[u8]) -> Option<(String, u32, u32)> {
    let (kind, entry) = Boxes(find(tables, *b"stsd")?.get(8..)?).next()?;
    let codec = String::from_utf8_lossy(&kind).into_owned();
    Some((codec, u16_at(entry, 24)?.into(), u16_at(entry, 26)?.into()))
}

fn media_duration(media: &[u8]) -> Option<Duration> {
    let header = find(media, *b"mdhd")?;
    let (scale, ticks) = if *header.first()? == 1 {
        (u32_at(header, 20)?, u64_at(header, 24)?)
    } else {
        (u32_at(header, 12)?, u32_at(header, 16)?.into())
    };
    let nanos = u128::from(ticks) * 1_000_000_000 / u128::from(scale.max(1));
    Some(Duration::from_nanos(u64::try_from(nanos).ok()?))
}

fn frame_count(tables: &[u8]) -> Option<u32> {
    u32_at(find(tables, *b"stsz")?, 8)
}

/// Returns the content of the first box of this kind.
fn find(content: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    Boxes(content)
        .find(|(found, _)| *found == kind)
        .map(|(_, inside)| inside)
}

/// The boxes that stand one after another in a slice; ends at the first that is cut off.
struct Boxes<'a>(&'a [u8]);

impl<'a> Iterator for Boxes<'a> {
    type Item = ([u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0;
        let kind = rest.get(4..8)?.try_into().ok()?;
        let (head, size) = match u32_at(rest, 0)? {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(u64_at(rest, 8)?).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        let inside = rest.get(head..size)?;
        self.0 = &rest[size..];
        Some((kind, inside))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_video_are_refused() {
        assert_eq!(probe(b""), Err(ProbeError::Missing("ftyp")));
        assert_eq!(probe(b"<html>404</html>"), Err(ProbeError::Missing("ftyp")));
        assert_eq!(
            probe(b"\0\0\0\x08ftyp\0\0\0\x09mdat."),
            Err(ProbeError::Missing("moov"))
        );
    }

    #[test]
    fn a_box_with_a_lying_size_ends_the_search() {
        assert_eq!(
            probe(b"\xff\xff\xff\xffftyp"),
            Err(ProbeError::Missing("ftyp"))
        );
        assert_eq!(
            probe(b"\0\0\0\x04ftyp...."),
            Err(ProbeError::Missing("ftyp"))
        );
    }
}
