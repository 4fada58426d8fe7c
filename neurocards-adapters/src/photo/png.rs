//! PNG files: their chunks, and what stands in them beside the pixels.

use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile,
    MatrixCoefficients, ToneReprCurve, TransferCharacteristics,
};

use super::bytes::four;
use super::colour::Profile;

/// The chunks of a file (PNG specification, section 5).
#[derive(Debug, Clone)]
pub(super) struct Chunks<'a> {
    file: &'a [u8],
    at: usize,
}

/// A chunk of a file.
pub(super) struct Chunk<'a> {
    kind: [u8; 4],
    content: &'a [u8],
    end: usize,
}

impl<'a> Chunks<'a> {
    pub(super) fn of(file: &'a [u8]) -> Self {
        Self { file, at: 8 }
    }

    /// The offset behind the last chunk; `None` if the file ends before it.
    pub(super) fn end(mut self) -> Option<usize> {
        self.find(|chunk| chunk.kind == *b"IEND")
            .map(|last| last.end)
    }

    fn content(mut self, kind: [u8; 4]) -> Option<&'a [u8]> {
        self.find(|chunk| chunk.kind == kind)
            .map(|found| found.content)
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let length = usize::try_from(u32::from_be_bytes(four(self.file, self.at)?)).ok()?;
        let kind = four(self.file, self.at + 4)?;
        let content = self.at + 8;
        let end = content.checked_add(length)?.checked_add(4)?;
        let found = Chunk {
            kind,
            content: self.file.get(content..end)?.get(..length)?,
            end,
        };
        self.at = end;
        Some(found)
    }
}

/// The EXIF data, which may stand before or behind the pixels.
pub(super) fn exif(file: &[u8]) -> Option<&[u8]> {
    Chunks::of(file).content(*b"eXIf")
}

/// What the file says of its colours beside an ICC profile: a code, which comes before any profile,
/// or the primaries and the exponent of a screen, which come last.
///
/// Source: PNG specification, third edition, section 4.3 and chunks `cICP`, `sRGB`, `cHRM`, `gAMA`.
pub(super) fn profile(file: &[u8], icc: Option<Profile>) -> Option<Profile> {
    let content = |kind| Chunks::of(file).content(kind);
    if let Some(code) = content(*b"cICP") {
        return by_code(code);
    }
    if icc.is_some() || content(*b"sRGB").is_some() {
        return icc;
    }
    by_screen(content(*b"cHRM"), content(*b"gAMA"))
}

/// The profile of a code (ITU-T H.273). Pictures of high dynamic range are left as they are.
fn by_code(code: &[u8]) -> Option<Profile> {
    let [primaries, transfer, ..] = *code else {
        return None;
    };
    let code = CicpProfile {
        color_primaries: CicpColorPrimaries::try_from(primaries).ok()?,
        transfer_characteristics: TransferCharacteristics::try_from(transfer).ok()?,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    };
    let bright = [
        TransferCharacteristics::Smpte2084,
        TransferCharacteristics::Hlg,
    ];
    if bright.contains(&code.transfer_characteristics) {
        return None;
    }
    Some(Profile::of(ColorProfile::new_from_cicp(code)))
}

/// The profile of a screen with these primaries and this exponent. The exponent 0.45455
/// alone is how sRGB was written before there was a chunk for it.
fn by_screen(primaries: Option<&[u8]>, exponent: Option<&[u8]>) -> Option<Profile> {
    const SRGB_EXPONENT: [u8; 4] = 45_455_u32.to_be_bytes();
    let primaries = primaries.and_then(chromaticities);
    let alone = primaries.is_none();
    let exponent = exponent
        .filter(|content| !alone || **content != SRGB_EXPONENT)
        .and_then(|content| number(content, 0))
        .filter(|exponent| *exponent > 0.0);
    if alone && exponent.is_none() {
        return None;
    }
    let mut screen = ColorProfile::new_srgb();
    if let Some([white, red, green, blue]) = primaries {
        let primaries = ColorPrimaries { red, green, blue };
        screen.update_rgb_colorimetry(white.to_xyyb(), primaries);
    }
    if let Some(exponent) = exponent {
        let curve = ToneReprCurve::Parametric(vec![1.0 / exponent]);
        screen.cicp = None;
        screen.red_trc = Some(curve.clone());
        screen.green_trc = Some(curve.clone());
        screen.blue_trc = Some(curve);
    }
    Some(Profile::of(screen))
}

/// White, red, green and blue of a `cHRM` chunk; `None` if one of them is no colour.
fn chromaticities(content: &[u8]) -> Option<[Chromaticity; 4]> {
    let mut points = [Chromaticity::new(0.0, 0.0); 4];
    for (index, point) in points.iter_mut().enumerate() {
        let part = |at| number(content, 8 * index + at);
        *point = Chromaticity::new(part(0)?, part(4)?);
        if point.y <= 0.0 || point.x + point.y > 1.0 {
            return None;
        }
    }
    Some(points)
}

/// The number at `at`, which is stored in 100,000ths.
fn number(content: &[u8], at: usize) -> Option<f32> {
    let [a, b, c, d] = four(content, at)?;
    let halves = [[a, b], [c, d]].map(|half| f32::from(u16::from_be_bytes(half)));
    Some((halves[0] * 65_536.0 + halves[1]) / 100_000.0)
}
