//! What stands behind the picture in its file.

use super::PhotoProblem;
use super::jpeg::Jpeg;

/// How files begin that must not follow a picture. Phones append previews, depth maps and short
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

/// Checks that the file is nothing else besides the picture, which ends at `end`.
pub(super) fn check(file: &[u8], end: usize) -> Result<(), PhotoProblem> {
    let rest = file.get(end..).ok_or(PhotoProblem::Damaged)?;
    let next = after_previews(rest);
    let follows = |intruder: &&[u8]| {
        let head = next.get(..intruder.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(intruder))
    };
    if is_archive(file) || INTRUDERS.iter().any(follows) {
        return Err(PhotoProblem::Disguised);
    }
    Ok(())
}

/// Where another file would begin: behind fillers and the smaller pictures of a phone. Its
/// signature anywhere further behind is chance.
fn after_previews(mut rest: &[u8]) -> &[u8] {
    loop {
        let filler = |byte: &u8| *byte == 0 || byte.is_ascii_whitespace();
        let begin = rest.iter().position(|byte| !filler(byte));
        rest = &rest[begin.unwrap_or(rest.len())..];
        let preview = rest.starts_with(b"\xff\xd8\xff").then(|| Jpeg::open(rest));
        match preview.flatten() {
            Some(preview) => rest = &rest[preview.end..],
            None => return rest,
        }
    }
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
