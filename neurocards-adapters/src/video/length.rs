//! How long a film is. Files say it in several places, and some of them leave most empty.

use super::boxes::{find, u32_at, u64_at};
use super::fragments;
use super::probe::VideoProblem;

/// Whole seconds of the film, rounded up. The samples of a fragmented film are added up, whatever
/// its header states: some state the length of their beginning only.
pub(super) fn seconds(file: &[u8], movie: &[u8], track: &[u8]) -> Result<u32, VideoProblem> {
    let header = find(movie, *b"mvhd").ok_or(VideoProblem::Damaged("mvhd"))?;
    let stated = Length::stated(header).ok_or(VideoProblem::Damaged("mvhd"))?;
    let counted = counted(file, movie, track);
    [
        counted.filter(|_| find(file, *b"moof").is_some()),
        Some(stated),
        fragmented(movie, stated.scale),
        media_header(track).and_then(Length::stated),
        counted,
    ]
    .into_iter()
    .flatten()
    .find_map(Length::seconds)
    .ok_or(VideoProblem::NoLength)
}

/// A number of ticks, of which `scale` make a second.
#[derive(Debug, Clone, Copy)]
struct Length {
    ticks: u64,
    scale: u32,
}

impl Length {
    /// What the header of a movie or of a track's media states. All bits set mean unknown.
    fn stated(header: &[u8]) -> Option<Self> {
        let (scale, ticks) = match header.first()? {
            0 => (u32_at(header, 12)?, short(header, 16)?),
            _ => (u32_at(header, 20)?, u64_at(header, 24)?),
        };
        Some(Self {
            ticks: known(ticks),
            scale,
        })
    }

    fn seconds(self) -> Option<u32> {
        if self.ticks == 0 || self.scale == 0 {
            return None;
        }
        u32::try_from(self.ticks.div_ceil(self.scale.into())).ok()
    }
}

/// What a fragmented film states of its whole length, in the scale of the movie.
fn fragmented(movie: &[u8], scale: u32) -> Option<Length> {
    let header = find(find(movie, *b"mvex")?, *b"mehd")?;
    let ticks = match header.first()? {
        0 => short(header, 4)?,
        _ => u64_at(header, 4)?,
    };
    Some(Length {
        ticks: known(ticks),
        scale,
    })
}

/// The samples of a track, those of the movie and those of fragments added up.
fn counted(file: &[u8], movie: &[u8], track: &[u8]) -> Option<Length> {
    let header = find(track, *b"tkhd")?;
    let id = match header.first()? {
        0 => u32_at(header, 12)?,
        _ => u32_at(header, 20)?,
    };
    let ticks = sampled(track).unwrap_or(0);
    Some(Length {
        ticks: ticks.saturating_add(fragments::ticks(file, movie, id)),
        scale: Length::stated(media_header(track)?)?.scale,
    })
}

/// Ticks of the samples that the movie itself lists: runs of samples of the same length.
fn sampled(track: &[u8]) -> Option<u64> {
    let tables = find(find(find(track, *b"mdia")?, *b"minf")?, *b"stbl")?;
    let runs = find(tables, *b"stts")?.get(8..)?.chunks_exact(8);
    let ticks = runs.filter_map(|run| {
        let (count, each) = (u32_at(run, 0)?, u32_at(run, 4)?);
        Some(u64::from(count) * u64::from(each))
    });
    Some(ticks.fold(0, u64::saturating_add))
}

fn media_header(track: &[u8]) -> Option<&[u8]> {
    find(find(track, *b"mdia")?, *b"mdhd")
}

fn short(header: &[u8], at: usize) -> Option<u64> {
    let ticks = u32_at(header, at)?;
    Some(if ticks == u32::MAX { 0 } else { ticks.into() })
}

fn known(ticks: u64) -> u64 {
    if ticks == u64::MAX { 0 } else { ticks }
}
