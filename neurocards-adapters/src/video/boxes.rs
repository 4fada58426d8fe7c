//! Boxes of the ISO base media file format (ISO/IEC 14496-12, section 4.2).

/// The content of the first box of this kind among the boxes in `bytes`.
pub(super) fn find(bytes: &[u8], kind: [u8; 4]) -> Option<&[u8]> {
    Boxes { rest: bytes }
        .find(|found| found.kind == kind)
        .map(|found| found.content)
}

/// A box that was found among others.
pub(super) struct Found<'a> {
    pub(super) kind: [u8; 4],
    pub(super) content: &'a [u8],
}

/// The boxes of a slice, one after another, until the slice ends or a box lies about its size.
pub(super) struct Boxes<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Iterator for Boxes<'a> {
    type Item = Found<'a>;

    fn next(&mut self) -> Option<Found<'a>> {
        let kind = array(self.rest, 4)?;
        let (header, length) = match u32_at(self.rest, 0)? {
            0 => (8, self.rest.len()),
            1 => (16, usize::try_from(u64_at(self.rest, 8)?).ok()?),
            short => (8, usize::try_from(short).ok()?),
        };
        let content = self.rest.get(header..length)?;
        self.rest = &self.rest[length..];
        Some(Found { kind, content })
    }
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_be_bytes)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}
