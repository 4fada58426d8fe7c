//! Photos that people send: what is taken, what is refused, and with which numbers.

use super::samples::{animated_png, animated_webp, file, jpeg, lying_png, turned_jpeg};
use bytes::Bytes;
use image::ImageFormat;
use neurocards_adapters::photo::{PhotoFacts, PhotoProblem, inspect};
use neurocards_core::work::media::MediaKind;

async fn problem(photo: impl Into<Bytes>) -> PhotoProblem {
    inspect(&photo.into()).await.expect_err("a bad photo")
}

fn followed_by(photo: &[u8], more: &[u8]) -> Bytes {
    [photo, more].concat().into()
}

#[tokio::test]
async fn every_still_format_is_taken_by_its_content() {
    for (format, kind) in [
        (ImageFormat::Jpeg, MediaKind::Jpeg),
        (ImageFormat::Png, MediaKind::Png),
        (ImageFormat::WebP, MediaKind::Webp),
    ] {
        let facts = inspect(&file(640, 480, format)).await;
        let expected = PhotoFacts {
            kind,
            width: 640,
            height: 480,
        };
        assert_eq!(facts, Ok(expected));
    }
}

#[tokio::test]
async fn a_turned_photo_is_measured_as_people_see_it() {
    let facts = inspect(&turned_jpeg(640, 480, 6)).await.unwrap();
    assert_eq!((facts.width, facts.height), (480, 640));
}

#[tokio::test]
async fn what_is_no_photo_is_refused_with_what_it_is() {
    for (content, name) in [
        (&b"GIF89a\x01\0\x01\0\0\0\0;"[..], "image/gif"),
        (b"%PDF-1.7", "application/pdf"),
        (
            b"PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "application/zip",
        ),
        (b"", "unknown"),
    ] {
        let found = problem(content).await;
        assert_eq!(found, PhotoProblem::NotAPhoto { found: name });
    }
    let svg = problem(&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..]).await;
    assert!(matches!(svg, PhotoProblem::NotAPhoto { .. }));
}

#[tokio::test]
async fn a_bomb_is_refused_by_its_header() {
    for size in [60_000, u32::MAX >> 1] {
        let found = problem(lying_png(size, size)).await;
        assert!(
            matches!(found, PhotoProblem::TooLarge { width, .. } if width == size)
                || found == PhotoProblem::Damaged,
            "{found}"
        );
    }
    assert!(matches!(
        problem(lying_png(9_000, 9_000)).await,
        PhotoProblem::TooLarge {
            max_pixels: 25_000_000,
            ..
        }
    ));
}

#[tokio::test]
async fn size_and_ratio_are_refused_with_the_numbers() {
    assert_eq!(
        problem(jpeg(800, 299)).await,
        PhotoProblem::TooSmall {
            width: 800,
            height: 299,
            min: 300
        }
    );
    assert_eq!(
        problem(jpeg(301, 904)).await,
        PhotoProblem::TooNarrow {
            width: 301,
            height: 904,
            max_ratio: 3
        }
    );
    let heavy = followed_by(&jpeg(400, 400), &vec![0; 20 * 1024 * 1024]);
    assert_eq!(
        problem(heavy.clone()).await,
        PhotoProblem::TooHeavy {
            bytes: heavy.len(),
            max: 20 * 1024 * 1024
        }
    );
}

#[tokio::test]
async fn moving_pictures_are_refused() {
    assert_eq!(problem(animated_png()).await, PhotoProblem::Animated);
    assert_eq!(problem(animated_webp()).await, PhotoProblem::Animated);
}

#[tokio::test]
async fn a_cut_file_is_refused_wherever_it_is_cut() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(400, 400, format);
        for share in 1..16 {
            let cut = whole.slice(..whole.len() * share / 16);
            assert!(inspect(&cut).await.is_err(), "{format:?} {share}/16");
        }
        let lost = if format == ImageFormat::Jpeg { 8 } else { 1 };
        let short = whole.slice(..whole.len() - lost);
        assert_eq!(problem(short).await, PhotoProblem::Damaged);
    }
}

#[tokio::test]
async fn a_picture_that_is_something_else_besides_is_refused() {
    let empty_archive = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    for (photo, more) in [
        (jpeg(400, 400), &empty_archive[..]),
        (jpeg(400, 400), b"PK\x03\x04 archive"),
        (file(400, 400, ImageFormat::Png), b"\n%PDF-1.4"),
        (
            file(400, 400, ImageFormat::WebP),
            b"<SCRIPT>alert(1)</SCRIPT>",
        ),
    ] {
        assert_eq!(
            problem(followed_by(&photo, more)).await,
            PhotoProblem::Disguised
        );
    }
}

#[tokio::test]
async fn what_phones_append_does_no_harm() {
    let photo = jpeg(400, 400);
    for more in [
        &photo[..],
        &[0; 64][..],
        b"MotionPhoto_Data\0\0\0\x18ftypmp42",
    ] {
        assert!(inspect(&followed_by(&photo, more)).await.is_ok());
    }
}
