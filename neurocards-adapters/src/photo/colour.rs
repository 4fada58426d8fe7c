//! Colours as all later steps take them: those of sRGB.

use std::sync::Arc;

use image::{DynamicImage, ImageBuffer, Pixel, RgbImage, RgbaImage};
use moxcms::{CmsError, ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

/// What the numbers of a picture mean. Without a profile they mean sRGB.
#[derive(Debug, Clone)]
pub(super) struct Profile(ColorProfile);

impl Profile {
    /// Reads an ICC profile; `None` if it is broken or of an unknown kind. Such a picture is shown
    /// as if it had none, as browsers do.
    pub(super) fn icc(bytes: &[u8]) -> Option<Self> {
        ColorProfile::new_from_slice(bytes).ok().map(Self)
    }

    /// The profile `made`, for files that state colours without a profile.
    pub(super) fn of(made: ColorProfile) -> Self {
        Self(made)
    }

    /// The profile for a picture of this many colours; `None` if it is meant for others.
    fn of_kind(&self, kind: DataColorSpace) -> Option<ColorProfile> {
        match (kind, self.0.color_space) {
            (wanted, given) if wanted == given => Some(self.0.clone()),
            // A grey picture with a profile of red, green and blue: those are equal in it.
            (DataColorSpace::Gray, DataColorSpace::Rgb) => {
                let mut grey = ColorProfile::new_gray_with_gamma(1.0);
                grey.gray_trc = Some(self.0.red_trc.clone()?);
                Some(grey)
            }
            _ => None,
        }
    }
}

/// The picture with its numbers changed to those of sRGB; transparency stays.
pub(super) fn to_srgb(mut picture: DynamicImage, profile: Option<&Profile>) -> DynamicImage {
    let kind = if picture.color().has_color() {
        DataColorSpace::Rgb
    } else {
        DataColorSpace::Gray
    };
    let Some(from) = profile.and_then(|profile| profile.of_kind(kind)) else {
        return picture;
    };
    let to = srgb(kind);
    let in_8_bits = |layout| from.create_transform_8bit(layout, &to, layout, options());
    let in_16_bits = |layout| from.create_transform_16bit(layout, &to, layout, options());
    match &mut picture {
        DynamicImage::ImageLuma8(pixels) => convert(pixels, in_8_bits(Layout::Gray)),
        DynamicImage::ImageLumaA8(pixels) => convert(pixels, in_8_bits(Layout::GrayAlpha)),
        DynamicImage::ImageRgb8(pixels) => convert(pixels, in_8_bits(Layout::Rgb)),
        DynamicImage::ImageRgba8(pixels) => convert(pixels, in_8_bits(Layout::Rgba)),
        DynamicImage::ImageLuma16(pixels) => convert(pixels, in_16_bits(Layout::Gray)),
        DynamicImage::ImageLumaA16(pixels) => convert(pixels, in_16_bits(Layout::GrayAlpha)),
        DynamicImage::ImageRgb16(pixels) => convert(pixels, in_16_bits(Layout::Rgb)),
        DynamicImage::ImageRgba16(pixels) => convert(pixels, in_16_bits(Layout::Rgba)),
        _ => {}
    }
    picture
}

/// The colours of a picture in cyan, magenta, yellow and black, 255 of each being full ink.
pub(super) fn of_inks(inks: &RgbaImage, profile: Option<&Profile>) -> RgbImage {
    let mut picture = RgbImage::new(inks.width(), inks.height());
    let transform = profile
        .and_then(|profile| profile.of_kind(DataColorSpace::Cmyk))
        .and_then(|from| {
            let to = srgb(DataColorSpace::Rgb);
            let made = from.create_transform_8bit(Layout::Rgba, &to, Layout::Rgb, options());
            made.ok()
        });
    let converted = transform.is_some_and(|made| made.transform(inks, &mut picture).is_ok());
    if !converted {
        for (colour, ink) in picture.pixels_mut().zip(inks.pixels()) {
            colour.0 = printed(ink.0);
        }
    }
    picture
}

/// What is left of white light by inks of which nothing more is known.
fn printed([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 3] {
    [cyan, magenta, yellow].map(|ink| {
        let left = u16::from(255 - ink) * u16::from(255 - black) / 255;
        u8::try_from(left).unwrap_or(u8::MAX)
    })
}

type Transform<T> = Result<Arc<dyn TransformExecutor<T> + Send + Sync>, CmsError>;

/// Changes the pixels row by row. A profile from which no transformation can be made is treated as
/// a broken one.
fn convert<P: Pixel>(
    pixels: &mut ImageBuffer<P, Vec<P::Subpixel>>,
    transform: Transform<P::Subpixel>,
) where
    P::Subpixel: Copy + Default,
{
    let Ok(transform) = transform else { return };
    let length = pixels.width() as usize * usize::from(P::CHANNEL_COUNT);
    let mut converted = vec![P::Subpixel::default(); length];
    for row in pixels.chunks_exact_mut(length.max(1)) {
        if transform.transform(row, &mut converted).is_ok() {
            row.copy_from_slice(&converted);
        }
    }
}

fn srgb(kind: DataColorSpace) -> ColorProfile {
    let colours = ColorProfile::new_srgb();
    if kind != DataColorSpace::Gray {
        return colours;
    }
    let mut grey = ColorProfile::new_gray_with_gamma(1.0);
    grey.gray_trc = colours.red_trc;
    grey
}

fn options() -> TransformOptions {
    TransformOptions::default()
}
