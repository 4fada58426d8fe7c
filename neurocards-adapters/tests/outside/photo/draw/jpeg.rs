//! JPEG files drawn by the letter of ITU-T T.81, for cases that no encoder at hand writes.

use super::bits::Bits;

/// The scans of a file: the components of each.
#[derive(Debug, Clone)]
pub(in super::super) enum Scans {
    /// Each scan has its components whole.
    Whole(Vec<Vec<usize>>),
    /// Brightness and colours first coarse, then fine: all components' means together, then the
    /// rest of each, then the lowest bit of both.
    Progressive,
}

/// How a file is written.
#[derive(Debug, Clone)]
pub(in super::super) struct Jpeg {
    pub(in super::super) size: (u32, u32),
    /// Blocks of each component across and down in one unit.
    pub(in super::super) sampling: Vec<(u32, u32)>,
    pub(in super::super) scans: Scans,
    /// Units between restart markers; 0 for none.
    pub(in super::super) restart: u16,
    /// Application segments, which stand before all others.
    pub(in super::super) applications: Vec<u8>,
}

/// A file in parts.
pub(in super::super) struct Drawn {
    pub(in super::super) file: Vec<u8>,
    /// Where the entropy-coded data of each scan stand.
    pub(in super::super) data: Vec<std::ops::Range<usize>>,
}

/// Which coefficients a scan has, and how fine: the first and last, and its two shifts.
#[derive(Clone, Copy)]
struct Band {
    first: u8,
    last: u8,
    before: u8,
    now: u8,
}

const WHOLE: Band = Band {
    first: 0,
    last: 63,
    before: 0,
    now: 0,
};

impl Jpeg {
    /// Three components, of which the last two are sampled as coarsely as `across` and `down` say.
    pub(in super::super) fn coloured(size: (u32, u32), across: u32, down: u32) -> Self {
        Self {
            size,
            sampling: vec![(across, down), (1, 1), (1, 1)],
            scans: Scans::Whole(vec![vec![0, 1, 2]]),
            restart: 0,
            applications: Vec::new(),
        }
    }

    /// Writes the file. `sample` is the value of a component at a place of the picture; it is the
    /// same throughout each block.
    pub(in super::super) fn draw(&self, sample: impl Fn(usize, u32, u32) -> u8) -> Drawn {
        let mut drawn = Drawn {
            file: self.head(),
            data: Vec::new(),
        };
        let all: Vec<_> = (0..self.sampling.len()).collect();
        let mut scan = |components: &[usize], band: Band| {
            drawn.file.extend(scan_header(components, band));
            let begin = drawn.file.len();
            drawn.file.extend(self.scan(components, band, &sample));
            drawn.data.push(begin..drawn.file.len());
        };
        match &self.scans {
            Scans::Whole(scans) => scans.iter().for_each(|components| scan(components, WHOLE)),
            Scans::Progressive => {
                let band = |first, last, before, now| Band {
                    first,
                    last,
                    before,
                    now,
                };
                scan(&all, band(0, 0, 0, 1));
                for one in &all {
                    scan(&[*one], band(1, 63, 0, 1));
                }
                scan(&all, band(0, 0, 1, 0));
                for one in &all {
                    scan(&[*one], band(1, 63, 1, 0));
                }
            }
        }
        drawn.file.extend(b"\xff\xd9");
        drawn
    }

    fn head(&self) -> Vec<u8> {
        let mut head = b"\xff\xd8".to_vec();
        head.extend(&self.applications);
        // Means are stored in steps of one level, all else in the finest steps.
        head.extend(b"\xff\xdb\x00\x43\x00\x08");
        head.extend([1; 63]);
        let progressive = matches!(self.scans, Scans::Progressive);
        let count = u8::try_from(self.sampling.len()).expect("few components");
        head.extend([
            0xff,
            if progressive { 0xc2 } else { 0xc0 },
            0,
            8 + 3 * count,
            8,
        ]);
        for side in [self.size.1, self.size.0] {
            head.extend(
                u16::try_from(side)
                    .expect("sides of JPEG files")
                    .to_be_bytes(),
            );
        }
        head.push(count);
        for (id, (across, down)) in (1..).zip(&self.sampling) {
            let factors = across << 4 | down;
            head.extend([id, u8::try_from(factors).expect("small factors"), 0]);
        }
        // Twelve codes of 4 bits for the sizes of means, three of 2 bits for all else.
        head.extend(b"\xff\xc4\x00\x1f\x00\0\0\0\x0c\0\0\0\0\0\0\0\0\0\0\0\0");
        head.extend(0..12);
        head.extend(b"\xff\xc4\x00\x16\x10\0\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x00\x01\xf0");
        if self.restart > 0 {
            head.extend(b"\xff\xdd\x00\x04");
            head.extend(self.restart.to_be_bytes());
        }
        head
    }

    fn scan(
        &self,
        components: &[usize],
        band: Band,
        sample: &impl Fn(usize, u32, u32) -> u8,
    ) -> Vec<u8> {
        let mut bits = Bits::default();
        let mut means = vec![0_i32; self.sampling.len()];
        let (across, down) = self.units(components);
        for unit in 0..across * down {
            if self.restart > 0 && unit > 0 && unit % u32::from(self.restart) == 0 {
                let number = (unit / u32::from(self.restart) - 1) % 8;
                bits.marker(0xd0 + u8::try_from(number).expect("eight numbers"));
                means.fill(0);
            }
            for (component, x, y) in self.blocks(components, unit % across, unit / across) {
                let level = i32::from(sample(component, x, y)) - 128;
                write_block(&mut bits, band, level, &mut means[component]);
            }
        }
        bits.padded()
    }

    fn most(&self) -> (u32, u32) {
        let across = self.sampling.iter().map(|one| one.0).max();
        let down = self.sampling.iter().map(|one| one.1).max();
        (across.expect("a component"), down.expect("a component"))
    }

    /// Units of a scan across and down: blocks, if it has one component (A.2).
    fn units(&self, components: &[usize]) -> (u32, u32) {
        let most = self.most();
        let (across, down) = match *components {
            [one] => self.sampling[one],
            _ => (1, 1),
        };
        (
            (self.size.0 * across).div_ceil(most.0 * 8),
            (self.size.1 * down).div_ceil(most.1 * 8),
        )
    }

    /// The blocks of a unit in their order: component, and a place of the picture within it.
    fn blocks(&self, components: &[usize], x: u32, y: u32) -> Vec<(usize, u32, u32)> {
        let most = self.most();
        let mut blocks = Vec::new();
        for component in components {
            let (across, down) = self.sampling[*component];
            let (wide, high) = (8 * most.0 / across, 8 * most.1 / down);
            let (in_x, in_y) = if components.len() == 1 {
                (1, 1)
            } else {
                (across, down)
            };
            for row in 0..in_y {
                for column in 0..in_x {
                    let place = |at: u32, of: u32, each: u32| at * of * each + each / 2;
                    let (x, y) = (
                        place(x, in_x, wide) + column * wide,
                        place(y, in_y, high) + row * high,
                    );
                    let last = (self.size.0 - 1, self.size.1 - 1);
                    blocks.push((*component, x.min(last.0), y.min(last.1)));
                }
            }
        }
        blocks
    }
}

fn scan_header(components: &[usize], band: Band) -> Vec<u8> {
    let count = u8::try_from(components.len()).expect("few components");
    let mut header = vec![0xff, 0xda, 0, 6 + 2 * count, count];
    for component in components {
        header.extend([u8::try_from(component + 1).expect("few components"), 0]);
    }
    header.extend([band.first, band.last, band.before << 4 | band.now]);
    header
}

/// A block whose mean is `level`, and whose next coefficient is 1, which is too little to be seen.
fn write_block(bits: &mut Bits, band: Band, level: i32, mean: &mut i32) {
    if band.first == 0 && band.before == 0 {
        let coarse = level >> band.now;
        write_mean(bits, coarse - *mean);
        *mean = coarse;
    } else if band.first == 0 {
        bits.push(u32::from(level & 1 == 1), 1);
    }
    if band.last > 0 {
        if band.now == 0 {
            // The code of a single step without zeros before it, and its sign.
            bits.push(0b011, 3);
        }
        // Nothing more in this block.
        bits.push(0b00, 2);
    }
}

/// The size of a difference in bits, then those bits (F.1.2.1).
fn write_mean(bits: &mut Bits, difference: i32) {
    let size = u32::BITS - difference.unsigned_abs().leading_zeros();
    bits.push(size, 4);
    let written = if difference < 0 {
        difference - 1
    } else {
        difference
    };
    bits.push(written.cast_unsigned() & ((1 << size) - 1), size);
}
