//! Pictures of formats that are not taken: named, because there is a way out for their senders.

use bytes::Bytes;
use neurocards_adapters::photo::{PhotoProblem, inspect};

/// The box that files of phones begin with.
fn begins(brand: [u8; 4]) -> Vec<u8> {
    let mut head = [b"\0\0\0\x18ftyp", &brand[..], b"\0\0\0\0", &brand, b"miaf"].concat();
    head.resize(64, 0);
    head
}

#[tokio::test]
async fn a_picture_of_another_format_is_named() {
    let cases = [
        (begins(*b"heic"), "image/heif"),
        (begins(*b"heix"), "image/heif"),
        (begins(*b"hevx"), "image/heif"),
        (begins(*b"mif1"), "image/heif"),
        (begins(*b"avif"), "image/avif"),
        (b"II*\0\x08\0\0\0\0\0\0\0\0\0\0\0".to_vec(), "image/tiff"),
        (b"MM\0*\0\0\0\x08\0\0\0\0\0\0\0\0".to_vec(), "image/tiff"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), "image/bmp"),
    ];
    for (content, found) in cases {
        let problem = inspect(&Bytes::from(content)).await;
        assert_eq!(problem, Err(PhotoProblem::OtherFormat { found }));
    }
}

#[tokio::test]
async fn a_film_in_the_same_container_is_no_picture() {
    let film = b"\0\0\0\x18ftypisom\0\0\x02\0isomavc1\0\0\0\x08mdat";
    let problem = inspect(&Bytes::from_static(film)).await;
    assert!(matches!(problem, Err(PhotoProblem::NotAPhoto { .. })));
}
