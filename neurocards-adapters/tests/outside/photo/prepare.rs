//! Photos made ready: upright, without metadata, of the right shape, the product never cut.

use super::samples::{file, jpeg, turned_jpeg};
use bytes::Bytes;
use image::{GenericImageView, ImageFormat, Rgba};
use neurocards_adapters::photo::{Target, prepare, shrink, thumbnail};
use neurocards_core::work::format::Aspect;

async fn prepared(photo: &Bytes) -> image::DynamicImage {
    let ready = prepare(photo, Target::of(Aspect::Vertical)).await.unwrap();
    assert!(ready.len() < 10_000_000);
    assert!(ready.starts_with(b"\xff\xd8\xff"), "a JPEG");
    let picture = image::load_from_memory(&ready).unwrap();
    assert_eq!(picture.dimensions(), (1_080, 1_920));
    picture
}

fn is_red(Rgba([red, green, blue, _]): Rgba<u8>) -> bool {
    red > 150 && green < 90 && blue < 90
}

#[tokio::test]
async fn a_wide_photo_is_shown_whole_on_a_blur_of_itself() {
    let picture = prepared(&jpeg(1_200, 800)).await;
    assert!(
        is_red(picture.get_pixel(3, 1_100)),
        "the left edge is there"
    );
    assert!(
        picture.get_pixel(1_076, 1_100)[2] > 150,
        "the right edge too"
    );
    let blurred = picture.get_pixel(540, 40);
    assert_ne!(blurred, Rgba([0, 0, 0, 255]), "the rest is no black bar");
}

#[tokio::test]
async fn a_photo_of_nearly_the_right_shape_is_cropped_a_little() {
    let picture = prepared(&jpeg(600, 1_000)).await;
    assert!(
        picture.get_pixel(540, 5)[1] > 150,
        "the photo reaches the top"
    );
    assert!(is_red(picture.get_pixel(3, 1_900)), "and the bottom");
}

#[tokio::test]
async fn a_turned_photo_is_set_upright_and_loses_its_metadata() {
    let photo = turned_jpeg(1_000, 600, 6);
    let ready = prepare(&photo, Target::of(Aspect::Vertical)).await.unwrap();
    assert!(photo.windows(10).any(|part| part == b"GPS-SECRET"));
    assert!(!ready.windows(10).any(|part| part == b"GPS-SECRET"));
    let picture = image::load_from_memory(&ready).unwrap();
    assert!(
        picture.get_pixel(1_070, 960)[1] > 150,
        "its top is at the right"
    );
}

#[tokio::test]
async fn every_format_and_every_size_can_be_prepared() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        prepared(&file(301, 900, format)).await;
    }
    prepared(&jpeg(2_500, 2_500)).await;
}

fn clear_png() -> Bytes {
    let clear = image::RgbaImage::from_pixel(540, 960, Rgba([9, 9, 9, 0]));
    let mut png = std::io::Cursor::new(Vec::new());
    clear.write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner().into()
}

#[tokio::test]
async fn a_transparent_picture_lies_on_white() {
    let picture = prepared(&clear_png()).await;
    assert!(picture.get_pixel(540, 960)[0] > 250);
}

#[tokio::test]
async fn what_a_transparent_pixel_hides_is_never_seen() {
    // White beside nothing, which is stored as black; made smaller, they meet in one pixel.
    let half = image::RgbaImage::from_fn(2_501, 2_503, |x, y| {
        let white = (x + y / 3) % 1_001 < 400;
        Rgba(if white { [255; 4] } else { [0; 4] })
    });
    for (kind, picture) in [
        ("8 bits", image::DynamicImage::from(half.clone())),
        (
            "16 bits",
            image::DynamicImage::from(image::DynamicImage::from(half).into_rgba16()),
        ),
    ] {
        let mut png = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut png, ImageFormat::Png).unwrap();
        let small = shrink(&png.into_inner().into(), 400, 9_000_000)
            .await
            .unwrap();
        let small = image::load_from_memory(&small).unwrap();
        let darkest = small.pixels().map(|(_, _, colour)| colour[0]).min();
        assert!(darkest > Some(250), "{kind}: {darkest:?}");
    }
}

#[tokio::test]
async fn a_thumbnail_is_what_a_chat_takes() {
    let small = thumbnail(&jpeg(1_080, 1_920)).await.unwrap();
    assert!(small.len() < 200_000);
    let picture = image::load_from_memory(&small).unwrap();
    assert_eq!(picture.dimensions(), (180, 320));
}

#[tokio::test]
async fn a_thumbnail_is_upright() {
    let small = thumbnail(&turned_jpeg(1_000, 600, 6)).await.unwrap();
    let picture = image::load_from_memory(&small).unwrap();
    assert_eq!(picture.dimensions(), (192, 320));
    assert!(
        picture.get_pixel(185, 160)[1] > 150,
        "its top is at the right"
    );
}

#[tokio::test]
async fn a_thumbnail_of_a_transparent_picture_is_white() {
    let small = thumbnail(&clear_png()).await.unwrap();
    let picture = image::load_from_memory(&small).unwrap();
    assert!(
        picture
            .pixels()
            .all(|(_, _, Rgba(colour))| colour.iter().all(|part| *part > 250))
    );
}

#[tokio::test]
async fn shrinking_never_enlarges() {
    let small = shrink(&jpeg(400, 500), 1_024, 1_000_000).await.unwrap();
    let picture = image::load_from_memory(&small).unwrap();
    assert_eq!(picture.dimensions(), (400, 500));
}
