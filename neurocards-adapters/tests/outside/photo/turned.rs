//! Photos that were taken sideways, in every format and every way in which that is written down.

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat};
use neurocards_adapters::photo::inspect;

use super::samples::{file, picture, png_chunk, shown};

/// One tag, orientation: a quarter turn to the right.
fn exif(big_endian: bool) -> Vec<u8> {
    if big_endian {
        b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec()
    } else {
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec()
    }
}

fn written(mut encoder: impl ImageEncoder, picture: &DynamicImage, exif: Vec<u8>) {
    encoder.set_exif_metadata(exif).unwrap();
    let kind = picture.color().into();
    let (width, height) = (picture.width(), picture.height());
    encoder
        .write_image(picture.as_bytes(), width, height, kind)
        .unwrap();
}

/// A photo in each format whose data ask for a turn.
fn turned(exif: &[u8]) -> [(&'static str, Bytes); 4] {
    let picture = picture(640, 400);
    let (mut jpeg, mut png, mut webp) = (Vec::new(), Vec::new(), Vec::new());
    written(JpegEncoder::new(&mut jpeg), &picture, exif.to_vec());
    written(PngEncoder::new(&mut png), &picture, exif.to_vec());
    written(
        WebPEncoder::new_lossless(&mut webp),
        &picture,
        exif.to_vec(),
    );
    let plain = file(640, 400, ImageFormat::Png);
    let (before_end, end) = plain.split_at(plain.len() - 12);
    let late = [before_end, &png_chunk(*b"eXIf", exif), end].concat();
    [
        ("JPEG", jpeg.into()),
        ("PNG", png.into()),
        ("PNG, behind the pixels", late.into()),
        ("WebP", webp.into()),
    ]
}

#[tokio::test]
async fn every_format_is_set_upright_in_both_byte_orders_with_a_prefix_or_without() {
    for big_endian in [false, true] {
        for prefix in [&b""[..], b"Exif\0\0", b"Exif\0\0Exif\0\0"] {
            let exif = [prefix, &exif(big_endian)].concat();
            for (format, photo) in turned(&exif) {
                let facts = inspect(&photo).await.unwrap();
                assert_eq!(
                    (facts.width, facts.height),
                    (400, 640),
                    "{format} {prefix:?}"
                );
                let upright = shown(&photo).await;
                let top_is_right = upright.get_pixel(390, 320).0[1] > 150;
                assert!(top_is_right, "{format} {prefix:?}, big-endian {big_endian}");
            }
        }
    }
}

#[tokio::test]
async fn data_that_cannot_be_read_turn_nothing() {
    for exif in [
        &b""[..],
        b"Exif\0\0",
        b"II*\0",
        b"MM\0*\xff\xff\xff\xff",
        b"XX*\0\x08\0\0\0\x01",
    ] {
        for (format, photo) in turned(exif) {
            let facts = inspect(&photo).await.unwrap();
            assert_eq!((facts.width, facts.height), (640, 400), "{format} {exif:?}");
        }
    }
}
