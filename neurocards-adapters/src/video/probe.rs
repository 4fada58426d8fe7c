use neurocards_core::work::media::VideoFacts;
use thiserror::Error;

use super::boxes::{Boxes, find, u32_at, u64_at};

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
/// Looks at box headers only, so it is quick for any size, and never panics on garbage.
pub fn probe(file: &[u8]) -> Result<VideoFacts, VideoProblem> {
    let first = Boxes { rest: file }.next().ok_or(VideoProblem::NotAnMp4)?;
    if first.kind != *b"ftyp" {
        return Err(VideoProblem::NotAnMp4);
    }
    let movie = find(file, *b"moov").ok_or(VideoProblem::Damaged("moov"))?;
    if find(file, *b"mdat").is_none() {
        return Err(VideoProblem::Damaged("mdat"));
    }
    let (width, height) = picture(movie)?;
    Ok(VideoFacts {
        seconds: seconds(movie)?,
        width,
        height,
    })
}

fn picture(movie: &[u8]) -> Result<(u32, u32), VideoProblem> {
    let track = Boxes { rest: movie }
        .filter(|found| found.kind == *b"trak")
        .map(|found| found.content)
        .find(|track| handler(track) == Some(b"vide"))
        .ok_or(VideoProblem::NoPicture)?;
    let header = find(track, *b"tkhd").ok_or(VideoProblem::Damaged("tkhd"))?;
    shown_size(header).ok_or(VideoProblem::Damaged("tkhd"))
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

fn seconds(movie: &[u8]) -> Result<u32, VideoProblem> {
    let header = find(movie, *b"mvhd").ok_or(VideoProblem::Damaged("mvhd"))?;
    let (scale, ticks) = movie_length(header).ok_or(VideoProblem::Damaged("mvhd"))?;
    // Fragmented files leave it 0 here and state it in `mvex/mehd`.
    let ticks = if ticks == 0 {
        fragmented_length(movie).unwrap_or(0)
    } else {
        ticks
    };
    if scale == 0 || ticks == 0 {
        return Err(VideoProblem::NoLength);
    }
    u32::try_from(ticks.div_ceil(scale.into())).map_err(|_| VideoProblem::NoLength)
}

fn movie_length(header: &[u8]) -> Option<(u32, u64)> {
    match header.first()? {
        0 => Some((u32_at(header, 12)?, u32_at(header, 16)?.into())),
        _ => Some((u32_at(header, 20)?, u64_at(header, 24)?)),
    }
}

fn fragmented_length(movie: &[u8]) -> Option<u64> {
    let header = find(find(movie, *b"mvex")?, *b"mehd")?;
    match header.first()? {
        0 => u32_at(header, 4).map(u64::from),
        _ => u64_at(header, 4),
    }
}
