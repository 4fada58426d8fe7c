//! The contract of `MediaStore`, on disk and in memory.

use std::time::Duration;

use bytes::Bytes;
use neurocards_adapters::media::{MediaOptions, OpenMediaError, open};
use neurocards_core::media::{MediaKey, MediaKind};
use neurocards_core::ports::{MediaError, MediaStore};
use url::Url;

/// What every media store must do.
async fn keeps_its_contract(media: &dyn MediaStore) {
    let bytes = Bytes::from_static(b"a photo");
    let key = media.put(bytes.clone(), MediaKind::Jpeg).await.unwrap();
    assert_eq!(key, MediaKey::of(&bytes, MediaKind::Jpeg));
    assert_eq!(
        media.put(bytes.clone(), MediaKind::Jpeg).await.unwrap(),
        key
    );
    assert_eq!(media.get(&key).await.unwrap(), bytes);
    media.delete(&key).await.unwrap();
    media.delete(&key).await.unwrap();
    let gone = media.get(&key).await;
    assert!(matches!(gone, Err(MediaError::NotFound(missing)) if missing == key));
}

#[tokio::test]
async fn media_in_memory_keep_the_contract() {
    let options = MediaOptions::at(Url::parse("memory:").unwrap());
    keeps_its_contract(&open(&options).unwrap()).await;
}

#[tokio::test]
async fn media_on_disk_keep_the_contract_in_a_private_directory() {
    use std::os::unix::fs::PermissionsExt;

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("made/when missing");
    let media = open(&MediaOptions::at(Url::from_file_path(&path).unwrap())).unwrap();
    keeps_its_contract(&media).await;
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn a_file_on_disk_is_found_again_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let options = MediaOptions::at(Url::from_file_path(dir.path()).unwrap());
    let bytes = Bytes::from_static(b"a film");
    let key = open(&options)
        .unwrap()
        .put(bytes.clone(), MediaKind::Mp4)
        .await
        .unwrap();
    assert_eq!(open(&options).unwrap().get(&key).await.unwrap(), bytes);
}

#[tokio::test]
async fn a_link_to_s3_is_signed_and_expires() {
    let mut options = MediaOptions::at(Url::parse("s3://bucket/videos").unwrap());
    options.s3_endpoint = Some(Url::parse("http://127.0.0.1:9").unwrap());
    options.s3_access_key_id = Some("id".to_owned());
    options.s3_secret_access_key = Some("canary".into());
    let media = open(&options).unwrap();
    let key = MediaKey::of(b"a film", MediaKind::Mp4);
    let link = media
        .url(&key, Duration::from_mins(5))
        .await
        .unwrap()
        .unwrap();
    assert!(
        link.contains("/bucket/videos/") && link.contains(key.as_str()),
        "{link}"
    );
    assert!(
        link.contains("X-Amz-Expires=300") && !link.contains("canary"),
        "{link}"
    );
}

#[test]
fn a_place_that_is_none_and_a_missing_key_are_named() {
    for url in ["https://example.org/media", "s3:///videos"] {
        let refused = open(&MediaOptions::at(Url::parse(url).unwrap()));
        assert!(
            matches!(
                refused,
                Err(OpenMediaError::Scheme(_) | OpenMediaError::NoKey(_))
            ),
            "{url}"
        );
    }
    let keyless = open(&MediaOptions::at(Url::parse("s3://bucket").unwrap()));
    assert!(matches!(
        keyless,
        Err(OpenMediaError::NoKey("S3_ACCESS_KEY_ID"))
    ));
}
