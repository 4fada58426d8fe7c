//! The photo laid out on a canvas of the clip's shape, ready to be filmed.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage};
use openh264::formats::{RgbSliceU8, YUVBuffer};

use super::RenderError;

/// The canvas is this much larger than a frame, so that a zoomed-in view is still sharp.
const OVERSIZE_PERCENT: u32 = 125;
/// A photo whose shape is this near to the frame's is cropped; any other is set on a background.
const CROPPED_SHAPES: std::ops::RangeInclusive<f64> = 0.8..=1.25;
/// Larger photos are refused before they take memory.
const MAX_PHOTO_SIDE: u32 = 12_000;
const MAX_PHOTO_BYTES: u64 = 512 * 1024 * 1024;

/// A still picture in YUV 4:2:0 (BT.601, limited range) that the camera moves over.
pub(super) struct Canvas {
    pub(super) picture: YUVBuffer,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Canvas {
    /// Decodes `photo` and lays it out for frames of `width` x `height`.
    pub(super) fn compose(photo: &[u8], width: u32, height: u32) -> Result<Self, RenderError> {
        let photo = decode(photo)?;
        let (width, height) = (oversize(width), oversize(height));
        let shape = ratio(photo.width(), photo.height()) / ratio(width, height);
        let picture = if CROPPED_SHAPES.contains(&shape) {
            photo
                .resize_to_fill(width, height, FilterType::Triangle)
                .into_rgb8()
        } else {
            on_background(&photo, width, height)
        };
        let (width, height) = (width as usize, height as usize);
        let pixels = RgbSliceU8::new(picture.as_raw(), (width, height));
        Ok(Self {
            picture: YUVBuffer::from_rgb8_source(pixels),
            width,
            height,
        })
    }
}

/// Decodes within limits and turns the picture upright as its EXIF data says.
fn decode(photo: &[u8]) -> Result<DynamicImage, image::ImageError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PHOTO_SIDE);
    limits.max_image_height = Some(MAX_PHOTO_SIDE);
    limits.max_alloc = Some(MAX_PHOTO_BYTES);
    let mut reader = ImageReader::new(Cursor::new(photo)).with_guessed_format()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Sets the whole photo in the middle of a blurred, darker copy of itself.
fn on_background(photo: &DynamicImage, width: u32, height: u32) -> RgbImage {
    // Blurring a thumbnail and enlarging it looks the same as a huge blur and costs nothing.
    let mut canvas = photo
        .resize_to_fill(width / 16, height / 16, FilterType::Triangle)
        .blur(2.5)
        .brighten(-40)
        .resize_exact(width, height, FilterType::CatmullRom)
        .into_rgb8();
    let front = photo
        .resize(width, height, FilterType::Triangle)
        .into_rgb8();
    paste_centred(&mut canvas, &front);
    canvas
}

/// Copies `front`, which is nowhere larger than `canvas`, onto its middle, row by row.
fn paste_centred(canvas: &mut RgbImage, front: &RgbImage) {
    let left = ((canvas.width() - front.width()) / 2) as usize * 3;
    let top = ((canvas.height() - front.height()) / 2) as usize;
    let (stride, row) = (canvas.width() as usize * 3, front.width() as usize * 3);
    let rows = canvas.chunks_exact_mut(stride).skip(top);
    for (below, above) in rows.zip(front.as_raw().chunks_exact(row)) {
        below[left..left + row].copy_from_slice(above);
    }
}

/// Returns the canvas side for a frame side: even, as 4:2:0 colour needs.
fn oversize(side: u32) -> u32 {
    (side * OVERSIZE_PERCENT / 100).next_multiple_of(2)
}

fn ratio(width: u32, height: u32) -> f64 {
    f64::from(width.max(1)) / f64::from(height.max(1))
}
