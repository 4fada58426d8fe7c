//! From the segments of a JPEG file to its pixels.

use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};
use jpeg_decoder::{ColorTransform, Decoder, PixelFormat};

use super::Jpeg;
use super::segments::{Segment, Segments};
use super::stream::Stream;
use crate::photo::colour;

impl Jpeg<'_> {
    /// Decodes the picture, made smaller by halves as long as its shorter side keeps `side` pixels.
    /// Inks become colours of sRGB. `None` if anything is broken or missing.
    ///
    /// A download that broke off may end in zeros, and those are codes, too, in some pictures those
    /// of flat areas. If the picture is whole without them, they are fillers behind it. If it is
    /// whole with fewer, they stand for lost data of another length.
    pub(in crate::photo) fn pixels(&self, side: u32) -> Option<DynamicImage> {
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
}
