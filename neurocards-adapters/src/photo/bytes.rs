//! Numbers in the headers of files.

/// The big-endian number of two bytes at `at`.
pub(super) fn be16(file: &[u8], at: usize) -> Option<usize> {
    let two = file.get(at..at + 2)?;
    Some(usize::from(u16::from_be_bytes([two[0], two[1]])))
}

/// The four bytes at `at`.
pub(super) fn four(file: &[u8], at: usize) -> Option<[u8; 4]> {
    file.get(at..at.checked_add(4)?)?.try_into().ok()
}
