//! How long the fragments of a film are, added up (ISO/IEC 14496-12, sections 8.8.3 to 8.8.8).

use super::boxes::{Boxes, find, u32_at};

/// Flag of a fragment header: where its data begin, 8 bytes.
const BASE_OFFSET: u32 = 0x01;
/// Flag of a fragment header: which description its samples have, 4 bytes.
const DESCRIPTION: u32 = 0x02;
/// Flag of a fragment header: how long a sample is that does not say so itself.
const DEFAULT_DURATION: u32 = 0x08;
/// Flags of a run that have 4 bytes each before its samples: where they begin, what the first is.
const OF_RUN: u32 = 0x01 | 0x04;
/// Flag of a run: each sample says how long it is, in its first 4 bytes.
const DURATION: u32 = 0x100;
/// Flags of a run that have 4 bytes each in every sample: duration, size, kind, time shown.
const OF_SAMPLE: u32 = 0x100 | 0x200 | 0x400 | 0x800;

/// Ticks of all fragments of a track; 0 if it has none. Fragments that cannot be read count
/// nothing.
pub(super) fn ticks(file: &[u8], movie: &[u8], track: u32) -> u64 {
    let usual = usual_duration(movie, track).unwrap_or(0);
    all(file, *b"moof")
        .flat_map(|fragment| all(fragment, *b"traf"))
        .filter_map(|part| of_part(part, track, usual))
        .fold(0, u64::saturating_add)
}

/// How long a sample is of which neither itself nor its fragment says so.
fn usual_duration(movie: &[u8], track: u32) -> Option<u32> {
    all(find(movie, *b"mvex")?, *b"trex")
        .find(|defaults| u32_at(defaults, 4) == Some(track))
        .and_then(|defaults| u32_at(defaults, 12))
}

/// Ticks of a fragment's part, if that is of this track.
fn of_part(part: &[u8], track: u32, usual: u32) -> Option<u64> {
    let header = find(part, *b"tfhd")?;
    if u32_at(header, 4)? != track {
        return None;
    }
    let flags = u32_at(header, 0)?;
    let before = 8 * u32::from(flags & BASE_OFFSET != 0) + 4 * u32::from(flags & DESCRIPTION != 0);
    let usual = if flags & DEFAULT_DURATION == 0 {
        usual
    } else {
        u32_at(header, 8 + usize::try_from(before).ok()?)?
    };
    let runs = all(part, *b"trun").filter_map(|run| of_run(run, usual));
    Some(runs.fold(0, u64::saturating_add))
}

/// Ticks of a run of samples.
fn of_run(run: &[u8], usual: u32) -> Option<u64> {
    let (flags, count) = (u32_at(run, 0)?, u32_at(run, 4)?);
    if flags & DURATION == 0 {
        return Some(u64::from(count).saturating_mul(usual.into()));
    }
    let samples = run.get(8 + width(flags & OF_RUN)..)?;
    let durations = samples
        .chunks_exact(width(flags & OF_SAMPLE))
        .take(usize::try_from(count).ok()?)
        .filter_map(|sample| u32_at(sample, 0));
    Some(durations.map(u64::from).fold(0, u64::saturating_add))
}

/// Bytes of fields of 4 bytes, one for each flag that is set.
fn width(flags: u32) -> usize {
    (0..u32::BITS).filter(|bit| flags >> bit & 1 == 1).count() * 4
}

/// The contents of all boxes of this kind among the boxes in `bytes`.
fn all(bytes: &[u8], kind: [u8; 4]) -> impl Iterator<Item = &[u8]> {
    Boxes { rest: bytes }
        .filter(move |found| found.kind == kind)
        .map(|found| found.content)
}
