use neurocards_core::work::media::VideoFacts;
use thiserror::Error;

use super::boxes::{Boxes, find, u32_at};
use super::length;

/// Why bytes are no video that plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VideoProblem {
    /// The file does not begin as an MP4 file does.
    #[error("the file is no MP4")]
    NotAnMp4,
    /// A box is absent, cut off or lies about its size.
    #[error("the MP4 box `{0}` is absent or damaged")]
    Damaged(&'static str),
    /// No track has a picture.
    #[error("the MP4 has no video track")]
    NoPicture,
    /// The film has no length.
    #[error("the MP4 states no length")]
    NoLength,
}

/// Reads length and size of an MP4 file: `ftyp` first, `moov` anywhere, the first video track.
///
/// The samples of a fragmented film are added up. Looks at box headers only, so it is quick for any
/// size, and never panics on garbage.
pub fn probe(file: &[u8]) -> Result<VideoFacts, VideoProblem> {
    let first = Boxes { rest: file }.next().ok_or(VideoProblem::NotAnMp4)?;
    if first.kind != *b"ftyp" {
        return Err(VideoProblem::NotAnMp4);
    }
    let movie = find(file, *b"moov").ok_or(VideoProblem::Damaged("moov"))?;
    if find(file, *b"mdat").is_none() {
        return Err(VideoProblem::Damaged("mdat"));
    }
    let track = video_track(movie).ok_or(VideoProblem::NoPicture)?;
    let header = find(track, *b"tkhd").ok_or(VideoProblem::Damaged("tkhd"))?;
    let (width, height) = shown_size(header).ok_or(VideoProblem::Damaged("tkhd"))?;
    Ok(VideoFacts {
        seconds: length::seconds(file, movie, track)?,
        width,
        height,
    })
}

fn video_track(movie: &[u8]) -> Option<&[u8]> {
    Boxes { rest: movie }
        .filter(|found| found.kind == *b"trak")
        .map(|found| found.content)
        .find(|track| handler(track) == Some(b"vide"))
}

fn handler(track: &[u8]) -> Option<&[u8]> {
    find(find(track, *b"mdia")?, *b"hdlr")?.get(8..12)
}

/// Width and height of a track header, turned if its matrix turns the picture by 90 degrees.
fn shown_size(header: &[u8]) -> Option<(u32, u32)> {
    let matrix = match header.first()? {
        0 => 40,
        _ => 52,
    };
    let whole = |at| u32_at(header, at).map(|fixed| fixed >> 16);
    let (width, height) = (whole(matrix + 36)?, whole(matrix + 40)?);
    let turned = u32_at(header, matrix)? == 0 && u32_at(header, matrix + 4)? != 0;
    let shown = if turned {
        (height, width)
    } else {
        (width, height)
    };
    (shown.0 > 0 && shown.1 > 0).then_some(shown)
}
