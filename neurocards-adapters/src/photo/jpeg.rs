//! JPEG files: what they say of themselves, and their pixels.

mod frame;
mod scan;
mod segments;
mod stream;

use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};
use jpeg_decoder::{ColorTransform, Decoder, PixelFormat};

use self::frame::Frame;
use self::segments::{Segment, Segments};
use self::stream::Stream;
use super::PhotoLimits;
use super::colour::{self, Profile};

/// Scans that a picture may come in: ten are usual, and each costs time however short it is.
const MAX_SCANS: usize = 100;

/// Segments that a file may have: profiles and EXIF data take hundreds at most.
const MAX_SEGMENTS: usize = 2_000;

/// A JPEG file taken apart.
#[derive(Debug)]
pub(super) struct Jpeg<'a> {
    frame: Frame,
    segments: Vec<Segment<'a>>,
    /// The offset behind the picture.
    pub(super) end: usize,
}

impl<'a> Jpeg<'a> {
    /// Reads the segments; `None` if there is no picture of a kind that can be decoded.
    pub(super) fn open(file: &'a [u8]) -> Option<Self> {
        let mut reader = Segments::of(file);
        let segments: Vec<_> = reader.by_ref().take(MAX_SEGMENTS).collect();
        if segments.len() == MAX_SEGMENTS {
            return None;
        }
        let header = segments.iter().find(|found| Frame::begins(found.marker))?;
        let frame = Frame::read(header.marker, header.body)?;
        let scans: Vec<_> = segments
            .iter()
            .filter(|found| found.marker == Segments::START_OF_SCAN)
            .map(|found| found.body)
            .collect();
        let few = (1..=MAX_SCANS).contains(&scans.len());
        if !few || frame.progressive && !scan::are_complete(&frame, scans.into_iter()) {
            return None;
        }
        Some(Self {
            frame,
            end: reader.end(),
            segments,
        })
    }

    /// Pixels across and down as they lie in the file.
    pub(super) fn size(&self) -> (u32, u32) {
        self.frame.size
    }

    /// The EXIF data, which begin with their byte order.
    pub(super) fn exif(&self) -> Option<&'a [u8]> {
        self.applications(0xe1, b"Exif\0").next()?.get(1..)
    }

    /// The colour profile, put together from its parts.
    ///
    /// Source: ICC.1:2022, B.4: number of the part from 1, number of parts, content.
    pub(super) fn profile(&self) -> Option<Profile> {
        let mut parts: Vec<_> = self.applications(0xe2, b"ICC_PROFILE\0").collect();
        parts.sort_by_key(|part| part.first().copied());
        let content: Vec<_> = parts.iter().filter_map(|part| part.get(2..)).collect();
        Profile::icc(&content.concat())
    }

    /// What stands behind the name in application segments of this name.
    fn applications(
        &self,
        marker: u8,
        name: &'static [u8],
    ) -> impl Iterator<Item = &'a [u8]> + use<'a, '_> {
        let named = self
            .segments
            .iter()
            .filter(move |found| found.marker == marker);
        named.filter_map(move |found| found.body.strip_prefix(name))
    }

    /// How components are mixed into colours: as libjpeg decides it, which wrote most files.
    fn mixing(&self) -> ColorTransform {
        let ids: Vec<_> = self.frame.components.iter().map(|one| one.id).collect();
        let adobe = self.applications(0xee, b"Adobe").next();
        let adobe = adobe.and_then(|body| body.get(6)).copied();
        let jfif = self.applications(0xe0, b"JFIF\0").next().is_some();
        match (ids.len(), adobe) {
            (1, _) => ColorTransform::Grayscale,
            (3, Some(0)) if !jfif => ColorTransform::RGB,
            (3, None) if !jfif && ids == *b"RGB" => ColorTransform::RGB,
            (3, _) => ColorTransform::YCbCr,
            (_, Some(2)) => ColorTransform::YCCK,
            _ => ColorTransform::CMYK,
        }
    }

    /// Decodes the picture, made smaller by halves as long as its shorter side keeps `side` pixels.
    /// Inks become colours of sRGB. `None` if anything is broken or missing.
    ///
    /// A download that broke off may end in zeros, and those are codes, too, in some pictures those
    /// of flat areas. If the picture is whole without them, they are fillers behind it. If it is
    /// whole with fewer, they stand for lost data of another length.
    pub(super) fn pixels(&self, side: u32) -> Option<DynamicImage> {
        const FEWER: usize = 8;
        let zeros = self.zeros();
        if zeros <= FEWER {
            return self.decode(side, 0);
        }
        self.decode(side, zeros)
            .or_else(|| match self.decode(side, FEWER) {
                Some(_) => None,
                None => self.decode(side, 0),
            })
    }

    /// Zeros at the end of the last scan.
    fn zeros(&self) -> usize {
        let scan = |found: &&Segment<'_>| found.marker == Segments::START_OF_SCAN;
        let data = self
            .segments
            .iter()
            .rfind(scan)
            .map_or(&[][..], |last| last.data);
        data.iter().rev().take_while(|byte| **byte == 0).count()
    }

    fn decode(&self, side: u32, fillers: usize) -> Option<DynamicImage> {
        let (across, down) = self.smaller(self.divisor(side));
        let mut decoder = Decoder::new(Stream::of(&self.segments, fillers));
        decoder.set_color_transform(self.mixing());
        let asked = (u16::try_from(across).ok()?, u16::try_from(down).ok()?);
        decoder.scale(asked.0, asked.1).ok()?;
        let samples = decoder.decode().ok()?;
        let made = decoder.info()?;
        let (width, height) = (made.width.into(), made.height.into());
        match made.pixel_format {
            PixelFormat::L8 => Some(GrayImage::from_raw(width, height, samples)?.into()),
            PixelFormat::RGB24 => Some(RgbImage::from_raw(width, height, samples)?.into()),
            PixelFormat::CMYK32 => {
                let inks = RgbaImage::from_raw(width, height, samples)?;
                Some(colour::of_inks(&inks, self.profile().as_ref()).into())
            }
            PixelFormat::L16 => None,
        }
    }

    /// Bytes that decoding takes at most when the shorter side is to keep `side` pixels.
    pub(super) fn memory(&self, side: u32) -> u64 {
        self.memory_at(self.divisor(side))
    }

    /// By how much each side is divided: 1, 2, 4 or 8. A picture that would take too much memory
    /// is made smaller than asked, but not smaller than a film shows it.
    fn divisor(&self, side: u32) -> u32 {
        let short = self.frame.size.0.min(self.frame.size.1);
        let keeps = |divisor: u32, least: u32| short / divisor >= least;
        let mut divisor = [8, 4, 2]
            .into_iter()
            .find(|divisor| keeps(*divisor, side))
            .unwrap_or(1);
        while self.memory_at(divisor) > PhotoLimits::MAX_MEMORY
            && divisor < 8
            && keeps(2 * divisor, PhotoLimits::SHOWN_SIDE)
        {
            divisor *= 2;
        }
        divisor
    }

    fn smaller(&self, divisor: u32) -> (u32, u32) {
        let (across, down) = self.frame.size;
        (across.div_ceil(divisor), down.div_ceil(divisor))
    }

    /// The decoder keeps every coefficient, 2 bytes each, of a picture that comes in scans of
    /// rising quality. It copies them to the threads that make samples of them, where rows of up
    /// to half a component were seen waiting. Then it mixes the picture of the samples.
    fn memory_at(&self, divisor: u32) -> u64 {
        const COEFFICIENTS: u64 = 2 * 64;
        let (across, down) = self.smaller(divisor);
        let picture = u64::from(across) * u64::from(down) * self.frame.components.len() as u64;
        let blocks: u64 = self.frame.blocks().sum();
        let samples = blocks * u64::from(8 / divisor).pow(2);
        let coefficients = if self.frame.progressive {
            let waiting = self.frame.blocks().max().unwrap_or(0) / 2;
            (blocks + waiting) * COEFFICIENTS
        } else {
            0
        };
        coefficients + samples + picture
    }
}
