//! Pictures for tests, made on the spot.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use neurocards_adapters::photo::shrink;

/// A picture whose left half is red, right half blue, and whose top quarter is green.
pub(super) fn picture(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        match (y < height / 4, x < width / 2) {
            (true, _) => Rgb([0, 200, 0]),
            (false, true) => Rgb([200, 0, 0]),
            (false, false) => Rgb([0, 0, 200]),
        }
    }))
}

/// A picture encoded in a format.
pub(super) fn file(width: u32, height: u32, format: ImageFormat) -> Bytes {
    let mut file = Cursor::new(Vec::new());
    picture(width, height)
        .write_to(&mut file, format)
        .expect("a picture can be encoded");
    file.into_inner().into()
}

/// A JPEG picture.
pub(super) fn jpeg(width: u32, height: u32) -> Bytes {
    file(width, height, ImageFormat::Jpeg)
}

/// A JPEG picture whose EXIF data ask for a turn, and carry a place.
pub(super) fn turned_jpeg(width: u32, height: u32, orientation: u8) -> Bytes {
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, 90);
    let exif = exif(orientation);
    image::ImageEncoder::set_exif_metadata(&mut encoder, exif).expect("JPEG takes EXIF data");
    encoder
        .encode_image(&picture(width, height))
        .expect("a picture can be encoded");
    file.into()
}

/// A progressive JPEG of one grey in cyan, magenta, yellow and black (ITU-T T.81, annexes B and G):
/// one scan, in which the only code, a single 0, says that a block differs in nothing from the last.
pub(super) fn progressive_cmyk_jpeg(width: u16, height: u16) -> Bytes {
    let [[top, bottom], [left, right]] = [height.to_be_bytes(), width.to_be_bytes()];
    let mut file = b"\xff\xd8\xff\xdb\x00\x43\x00".to_vec();
    file.extend([1; 64]);
    file.extend([0xff, 0xc2, 0, 20, 8, top, bottom, left, right, 4]);
    file.extend([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);
    file.extend(b"\xff\xc4\x00\x14\x00\x01");
    file.extend([0; 16]);
    file.extend(b"\xff\xda\x00\x0e\x04\x01\x00\x02\x00\x03\x00\x04\x00\x00\x00\x00");
    let blocks = usize::from(width.div_ceil(8)) * usize::from(height.div_ceil(8));
    file.extend(vec![0; (4 * blocks).div_ceil(8)]);
    file.extend(b"\xff\xd9");
    file.into()
}

/// One tag, orientation, and the text `GPS-SECRET` behind it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS-SECRET");
    exif
}

/// The photo as everything else gets to see it; no side has more than 1,024 pixels.
pub(super) async fn shown(photo: &Bytes) -> RgbImage {
    let jpeg = shrink(photo, 1_024, 9_000_000).await.expect("a good photo");
    let seen = image::load_from_memory(&jpeg).expect("a picture");
    seen.into_rgb8()
}

/// A chunk of a PNG file.
pub(super) fn png_chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("test data are short");
    let named = [&kind[..], content].concat();
    let sum = crc32(&named).to_be_bytes();
    [&length.to_be_bytes()[..], &named, &sum].concat()
}

/// A PNG of one colour with these chunks behind its header.
pub(super) fn png_with(colour: [u8; 3], chunks: &[([u8; 4], &[u8])]) -> Bytes {
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_pixel(320, 320, Rgb(colour))
        .write_to(&mut file, ImageFormat::Png)
        .expect("a picture can be encoded");
    let file = file.into_inner();
    let (head, rest) = file.split_at(33);
    let chunks = chunks
        .iter()
        .map(|(kind, content)| png_chunk(*kind, content));
    [head, &chunks.collect::<Vec<_>>().concat(), rest]
        .concat()
        .into()
}

/// A PNG whose header states another size than its pixels have.
pub(super) fn lying_png(width: u32, height: u32) -> Bytes {
    let mut png = file(400, 400, ImageFormat::Png).to_vec();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png.into()
}

/// An animated PNG of one frame.
pub(super) fn animated_png() -> Bytes {
    let png = file(400, 400, ImageFormat::Png);
    let control = png_chunk(*b"acTL", b"\0\0\0\x01\0\0\0\0");
    [&png[..33], &control, &png[33..]].concat().into()
}

/// An animated WebP of one frame, made from a still one.
pub(super) fn animated_webp() -> Bytes {
    let still = file(400, 400, ImageFormat::WebP);
    let size = [
        399u32.to_le_bytes()[..3].to_vec(),
        399u32.to_le_bytes()[..3].to_vec(),
    ]
    .concat();
    let head = [&[2u8, 0, 0, 0][..], &size].concat();
    let frame = [&[0u8; 6][..], &size, &[100, 0, 0, 0], &still[12..]].concat();
    let chunks = [
        chunk(*b"VP8X", &head),
        chunk(*b"ANIM", &[0; 6]),
        chunk(*b"ANMF", &frame),
    ]
    .concat();
    chunk(*b"RIFF", &[b"WEBP", &chunks[..]].concat()).into()
}

fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("test data are short");
    let mut chunk = [&kind[..], &length.to_le_bytes()[..], content].concat();
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    chunk
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 * (sum & 1))
        })
    })
}
