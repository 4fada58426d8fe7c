//! What stands behind a picture in its file: a second file begins there, or nothing does.

use bytes::Bytes;
use image::ImageFormat;
use neurocards_adapters::photo::{PhotoProblem, inspect};

use super::samples::{file, jpeg};

/// How other files begin.
const OTHERS: [&[u8]; 8] = [
    b"PK\x03\x04\x14\0",
    b"Rar!\x1a\x07\x01\0",
    b"7z\xbc\xaf\x27\x1c\0\x04",
    b"%PDF-1.7",
    b"<script>",
    b"<HTML>",
    b"<?php ",
    b"\x7fELF\x02",
];
/// What phones put behind a photo that moves a little.
const FILM: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\x01\0mdat";

async fn found(parts: &[&[u8]]) -> Option<PhotoProblem> {
    inspect(&Bytes::from(parts.concat())).await.err()
}

#[tokio::test]
async fn a_signature_by_chance_in_a_film_does_no_harm() {
    for photo in [
        jpeg(400, 400),
        file(400, 400, ImageFormat::Png),
        file(400, 400, ImageFormat::WebP),
    ] {
        for other in OTHERS {
            assert_eq!(
                found(&[&photo, FILM, b"\x17", other, &[9; 40]]).await,
                None,
                "{other:?}"
            );
            assert_eq!(
                found(&[&photo, b"SEFT trailer", other]).await,
                None,
                "{other:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_file_that_begins_behind_the_picture_is_refused() {
    let photo = jpeg(400, 400);
    for other in OTHERS {
        for between in [&b""[..], b"\n", &[0; 9], &jpeg(300, 300)] {
            let problem = found(&[&photo, between, other, &[9; 40]]).await;
            assert_eq!(problem, Some(PhotoProblem::Disguised), "{other:?}");
        }
    }
}

#[tokio::test]
async fn an_archive_is_refused_wherever_it_begins() {
    let archive = [&b"PK\x03\x04 content PK\x05\x06"[..], &[0; 18]].concat();
    let problem = found(&[&jpeg(400, 400), FILM, &archive]).await;
    assert_eq!(problem, Some(PhotoProblem::Disguised));
}
