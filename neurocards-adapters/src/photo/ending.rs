//! Where a picture ends in its file, and whether something else begins there.

use neurocards_core::work::media::MediaKind;

use super::PhotoProblem;
use super::bytes::{be16, four};

/// Signatures of what must not follow a picture. Phones append previews, depth maps and short
/// films, which are dropped with everything else when the photo is prepared.
const INTRUDERS: [&[u8]; 8] = [
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"%PDF-",
    b"<script",
    b"<html",
    b"<?php",
    b"\x7fELF",
];

/// Checks that the picture is whole and that the file is nothing else besides.
pub(super) fn check(file: &[u8], kind: MediaKind) -> Result<(), PhotoProblem> {
    let end = match kind {
        MediaKind::Jpeg => jpeg_end(file),
        MediaKind::Png => png_end(file),
        MediaKind::Webp => webp_end(file),
        MediaKind::Mp4 => None,
    };
    let rest = end
        .and_then(|end| file.get(end..))
        .ok_or(PhotoProblem::Damaged)?;
    if is_archive(file) || INTRUDERS.iter().any(|intruder| contains(rest, intruder)) {
        return Err(PhotoProblem::Disguised);
    }
    Ok(())
}

/// The offset after the end-of-image marker (ITU-T T.81, annex B).
fn jpeg_end(file: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        let marker = *file.get(at + 1)?;
        if *file.get(at)? != 0xff {
            return None;
        }
        at = match marker {
            0xff => at + 1,
            0xd9 => return Some(at + 2),
            0x01 | 0xd0..=0xd8 => at + 2,
            0xda => scan_end(file, at + 2 + be16(file, at + 2)?)?,
            _ => at + 2 + be16(file, at + 2)?.max(2),
        };
    }
}

/// The offset of the first marker after entropy-coded data that is no restart marker.
fn scan_end(file: &[u8], from: usize) -> Option<usize> {
    let data = file.get(from..)?;
    data.windows(2)
        .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
        .map(|offset| from + offset)
}

/// The offset after the `IEND` chunk (PNG specification, section 5).
fn png_end(file: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(four(file, at)?)).ok()?;
        let kind = four(file, at + 4)?;
        at = at.checked_add(12)?.checked_add(length)?;
        if at > file.len() {
            return None;
        }
        if &kind == b"IEND" {
            return Some(at);
        }
    }
}

/// The offset after the RIFF container (RFC 9649, section 2.4).
fn webp_end(file: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(four(file, 4)?)).ok()?;
    let end = length.checked_add(8)?;
    (end <= file.len()).then_some(end)
}

/// Whether the file is a ZIP archive: those are read from their end, whatever they begin with.
fn is_archive(file: &[u8]) -> bool {
    const RECORD: usize = 22;
    const COMMENT_MAX: usize = 65_535;
    let tail = &file[file.len().saturating_sub(RECORD + COMMENT_MAX)..];
    tail.windows(RECORD).enumerate().any(|(at, record)| {
        let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
        record.starts_with(b"PK\x05\x06") && at + RECORD + comment == tail.len()
    })
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window.eq_ignore_ascii_case(needle))
}
