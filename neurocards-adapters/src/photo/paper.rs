//! Transparent pictures as they look on white paper.

use image::{DynamicImage, ImageBuffer, Pixel, Primitive};

/// Puts the picture on white. To be done before anything mixes pixels: a transparent pixel may have
/// any colour, and nobody must see it.
pub(super) fn on_white(picture: &mut DynamicImage) {
    match picture {
        DynamicImage::ImageLumaA8(pixels) => whiten(pixels),
        DynamicImage::ImageRgba8(pixels) => whiten(pixels),
        DynamicImage::ImageLumaA16(pixels) => whiten(pixels),
        DynamicImage::ImageRgba16(pixels) => whiten(pixels),
        _ => {}
    }
}

fn whiten<P: Pixel>(pixels: &mut ImageBuffer<P, Vec<P::Subpixel>>)
where
    P::Subpixel: Into<u32> + TryFrom<u32>,
{
    let white = P::Subpixel::DEFAULT_MAX_VALUE;
    for pixel in pixels.pixels_mut() {
        let [colours @ .., alpha] = pixel.channels_mut() else {
            return;
        };
        for colour in colours {
            let mixed = over(white.into(), (*colour).into(), (*alpha).into());
            *colour = P::Subpixel::try_from(mixed).unwrap_or(white);
        }
        *alpha = white;
    }
}

/// A colour over white, both out of `white`.
fn over(white: u32, colour: u32, alpha: u32) -> u32 {
    let mixed = u64::from(colour) * u64::from(alpha) + u64::from(white) * u64::from(white - alpha);
    u32::try_from(mixed / u64::from(white)).unwrap_or(white)
}
