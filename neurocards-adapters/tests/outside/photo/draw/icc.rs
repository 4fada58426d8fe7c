//! Colour profiles written by the letter of ICC.1, and what colours mean in them.

use super::super::lab::{Lab, WHITE};

/// A screen: X, Y and Z of red, green and blue at full strength under the light of a profile, and
/// the exponent that leads from numbers to light.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Screen {
    pub(in super::super) primaries: [[f64; 3]; 3],
    pub(in super::super) exponent: f64,
}

/// A wide screen, that of Adobe RGB (1998).
pub(in super::super) const WIDE: Screen = Screen {
    primaries: [
        [0.609_74, 0.311_11, 0.019_47],
        [0.205_28, 0.625_67, 0.060_87],
        [0.149_19, 0.063_22, 0.744_57],
    ],
    exponent: 2.199_218_75,
};

impl Screen {
    pub(in super::super) fn profile(&self) -> Vec<u8> {
        let [red, green, blue] = self.primaries.map(point);
        let curve = curve(self.exponent);
        profile(
            *b"mntr",
            *b"RGB ",
            *b"XYZ ",
            &[
                (*b"wtpt", point(WHITE)),
                (*b"rXYZ", red),
                (*b"gXYZ", green),
                (*b"bXYZ", blue),
                (*b"rTRC", curve.clone()),
                (*b"gTRC", curve.clone()),
                (*b"bTRC", curve),
            ],
        )
    }

    /// What a colour is on this screen.
    pub(in super::super) fn shows(&self, colour: [u8; 3]) -> Lab {
        let light = colour.map(|part| (f64::from(part) / 255.0).powf(self.exponent));
        let mixed = |axis: usize| {
            let parts = light.iter().zip(&self.primaries);
            parts.map(|(light, primary)| light * primary[axis]).sum()
        };
        Lab::of([mixed(0), mixed(1), mixed(2)])
    }
}

/// The profile of a grey picture.
pub(in super::super) fn grey(exponent: f64) -> Vec<u8> {
    let tags = [(*b"wtpt", point(WHITE)), (*b"kTRC", curve(exponent))];
    profile(*b"mntr", *b"GRAY", *b"XYZ ", &tags)
}

/// The profile of a printer. `printed` is what it prints when each of its inks is either absent or
/// full; between those it mixes evenly.
pub(in super::super) fn printer(printed: impl Fn([bool; 4]) -> Lab) -> Vec<u8> {
    let mut table = b"mft1\0\0\0\0\x04\x03\x02\0".to_vec();
    for row in 0..3 {
        for column in 0..3 {
            table.extend(fixed(if row == column { 1.0 } else { 0.0 }));
        }
    }
    let even: Vec<u8> = (0..=255).collect();
    table.extend(even.repeat(4));
    for corner in 0..16_u8 {
        let inks = [8, 4, 2, 1].map(|bit| corner & bit != 0);
        let Lab {
            light,
            green_red,
            blue_yellow,
        } = printed(inks);
        table.extend([
            level(light * 2.55),
            level(green_red + 128.0),
            level(blue_yellow + 128.0),
        ]);
    }
    table.extend(even.repeat(3));
    let tags = [(*b"wtpt", point(WHITE)), (*b"A2B0", table)];
    profile(*b"prtr", *b"CMYK", *b"Lab ", &tags)
}

/// The application segments that carry a profile in a JPEG file, at most `part` bytes in each.
pub(in super::super) fn in_jpeg(profile: &[u8], part: usize) -> Vec<u8> {
    let parts: Vec<_> = profile.chunks(part).collect();
    let count = u8::try_from(parts.len()).expect("few parts");
    let mut segments = Vec::new();
    for (number, part) in (1_u8..).zip(parts) {
        let length = u16::try_from(part.len() + 16).expect("a part fits a segment");
        segments.extend(b"\xff\xe2");
        segments.extend(length.to_be_bytes());
        segments.extend(b"ICC_PROFILE\0");
        segments.extend([number, count]);
        segments.extend(part);
    }
    segments
}

fn profile(
    class: [u8; 4],
    colours: [u8; 4],
    space: [u8; 4],
    tags: &[([u8; 4], Vec<u8>)],
) -> Vec<u8> {
    let mut head = vec![0; 128];
    head[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    head[12..16].copy_from_slice(&class);
    head[16..20].copy_from_slice(&colours);
    head[20..24].copy_from_slice(&space);
    head[36..40].copy_from_slice(b"acsp");
    head[68..80].copy_from_slice(&WHITE.map(fixed).concat());
    head.extend(length(tags.len()));
    let mut contents = Vec::new();
    let begin = 128 + 4 + 12 * tags.len();
    for (name, content) in tags {
        head.extend(name);
        head.extend(length(begin + contents.len()));
        head.extend(length(content.len()));
        contents.extend(content);
        contents.resize(contents.len().next_multiple_of(4), 0);
    }
    head.extend(contents);
    let size = length(head.len());
    head[..4].copy_from_slice(&size);
    head
}

fn point(xyz: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".to_vec(), xyz.map(fixed).concat()].concat()
}

/// One exponent, in 256ths.
fn curve(exponent: f64) -> Vec<u8> {
    let [_, whole, part, _] = fixed(exponent);
    [&b"curv\0\0\0\0\0\0\0\x01"[..], &[whole, part]].concat()
}

/// A number in 65,536ths.
fn fixed(number: f64) -> [u8; 4] {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "numbers of profiles are small"
    )]
    let scaled = (number * 65_536.0).round() as i32;
    scaled.to_be_bytes()
}

fn level(number: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is held between 0 and 255"
    )]
    let level = number.round().clamp(0.0, 255.0) as u8;
    level
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes)
        .expect("profiles are small")
        .to_be_bytes()
}
