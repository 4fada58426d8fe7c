//! Files that people sent, and controls that differ from them in one thing.

use bytes::Bytes;
use image::{Rgb, RgbImage};
use neurocards_adapters::photo::{PhotoProblem, inspect, thumbnail};

use super::lab::Lab;
use super::samples::shown;

macro_rules! input {
    ($name:literal) => {
        Bytes::from_static(include_bytes!(concat!("../../inputs/", $name)))
    };
}

/// How much two pictures differ on average, in levels of a colour.
fn difference(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let levels = one.as_raw().iter().zip(other.as_raw());
    let sum: f64 = levels
        .map(|(one, other)| f64::from(one.abs_diff(*other)))
        .sum();
    sum / f64::from(one.width() * one.height() * 3)
}

#[tokio::test]
async fn what_shows_the_same_picture_is_seen_the_same() {
    let good = shown(&input!("photo-good.jpg")).await;
    for (name, photo) in [
        ("no end marker", input!("photo-without-end-marker.jpg")),
        (
            "non-interleaved 4:2:0",
            input!("photo-non-interleaved-420.jpg"),
        ),
        (
            "non-interleaved 4:2:2",
            input!("photo-non-interleaved-422.jpg"),
        ),
        ("motion", input!("photo-motion-clean.jpg")),
        (
            "motion with a chance signature",
            input!("photo-motion-chance-zip.jpg"),
        ),
    ] {
        let differs = difference(&good, &shown(&photo).await);
        assert!(differs < 4.0, "{name}: {differs}");
    }
}

#[tokio::test]
async fn a_photo_of_a_phone_keeps_its_green() {
    let seen = shown(&input!("photo-icc-display-p3.jpg")).await;
    let Rgb(green) = *seen.get_pixel(200, 200);
    // What Little CMS makes of the stored 39, 200, 60.
    let differs = Lab::of_srgb(green).differs(Lab::of_srgb([0, 204, 12]));
    assert!(differs < 3.0, "{green:?}: {differs}");
}

#[tokio::test]
async fn what_was_taken_sideways_is_upright_in_every_use() {
    let upright = shown(&input!("photo-exif-6.jpg")).await;
    assert_eq!(upright.dimensions(), (360, 480));
    for photo in [
        input!("photo-exif-6-bare.webp"),
        input!("photo-exif-6-prefixed.webp"),
    ] {
        let differs = difference(&upright, &shown(&photo).await);
        assert!(differs < 12.0, "{differs}");
    }
    let small = thumbnail(&input!("photo-exif-6.jpg")).await.unwrap();
    let small = image::load_from_memory(&small).unwrap();
    assert_eq!((small.width(), small.height()), (240, 320));
}

#[tokio::test]
async fn a_transparent_picture_stands_on_white_as_a_thumbnail_too() {
    let small = thumbnail(&input!("photo-transparent.png")).await.unwrap();
    let small = image::load_from_memory(&small).unwrap().into_rgb8();
    let Rgb(corner) = *small.get_pixel(2, 2);
    assert!(corner.iter().all(|part| *part > 250), "{corner:?}");
}

#[tokio::test]
async fn what_is_not_whole_or_of_another_format_is_refused() {
    let lost = inspect(&input!("photo-three-quarters-lost.jpg")).await;
    assert_eq!(lost, Err(PhotoProblem::Damaged));
    let phone = inspect(&input!("photo-iphone.heic")).await;
    assert_eq!(
        phone,
        Err(PhotoProblem::OtherFormat {
            found: "image/heif"
        })
    );
}
