//! The frame header of a JPEG file: size and components (ITU-T T.81, B.2.2).

use crate::photo::bytes::be16;

/// What the frame header says.
#[derive(Debug)]
pub(super) struct Frame {
    /// Pixels across and down as they lie in the file.
    pub(super) size: (u32, u32),
    /// Whether the picture comes in several scans of rising quality.
    pub(super) progressive: bool,
    pub(super) components: Vec<Component>,
}

/// One of the colours of which a picture is mixed.
#[derive(Debug)]
pub(super) struct Component {
    pub(super) id: u8,
    /// Blocks of 8 x 8 samples across and down in one unit of the picture.
    sampling: (u32, u32),
}

impl Frame {
    /// Whether a marker begins a frame header (table B.1).
    pub(super) fn begins(marker: u8) -> bool {
        matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
    }

    /// Reads the header; `None` if it is of no kind that is decoded: 8 bits, coded by Huffman, of
    /// one, three or four components.
    pub(super) fn read(marker: u8, body: &[u8]) -> Option<Self> {
        let (bits, count) = (*body.first()?, usize::from(*body.get(5)?));
        let (down, across) = (be16(body, 1)?, be16(body, 3)?);
        let known = matches!(marker, 0xc0..=0xc2) && bits == 8 && matches!(count, 1 | 3 | 4);
        if !known || across == 0 || down == 0 {
            return None;
        }
        let components = body.get(6..6 + 3 * count)?.chunks_exact(3);
        Some(Self {
            size: (u32::try_from(across).ok()?, u32::try_from(down).ok()?),
            progressive: marker == 0xc2,
            components: components.map(Component::read).collect(),
        })
    }

    /// Blocks of each component, those at the edges included that are cut off.
    pub(super) fn blocks(&self) -> impl Iterator<Item = u64> {
        let most = |side: fn(&Component) -> u32| self.components.iter().map(side).max();
        let across = most(|component| component.sampling.0).unwrap_or(1);
        let down = most(|component| component.sampling.1).unwrap_or(1);
        let units =
            u64::from(self.size.0.div_ceil(8 * across)) * u64::from(self.size.1.div_ceil(8 * down));
        let in_unit = |component: &Component| component.sampling.0 * component.sampling.1;
        let components = self.components.iter().map(in_unit);
        components.map(move |blocks| units * u64::from(blocks))
    }
}

impl Component {
    fn read(bytes: &[u8]) -> Self {
        Self {
            id: bytes[0],
            sampling: (
                u32::from(bytes[1] >> 4).max(1),
                u32::from(bytes[1] & 15).max(1),
            ),
        }
    }
}
