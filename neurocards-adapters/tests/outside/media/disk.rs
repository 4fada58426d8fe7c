use bytes::Bytes;
use neurocards_adapters::media::{Media, MediaOptions, OpenMediaError, open};
use neurocards_core::ports::MediaStore;
use neurocards_core::work::media::{MediaKey, MediaKind};
use std::path::{Path, PathBuf};
use url::Url;

use super::contract::keeps_its_promises;

fn at(folder: &Path) -> Media {
    open(&MediaOptions::at(Url::from_directory_path(folder).unwrap())).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn a_store_on_disk_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    keeps_its_promises(&at(&folder.path().join("media"))).await;
}

#[tokio::test]
async fn files_outlive_the_store_that_wrote_them() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = Bytes::from_static(b"a film");
    let key = at(folder.path())
        .put(bytes.clone(), MediaKind::Mp4)
        .await
        .unwrap();
    assert_eq!(at(folder.path()).get(&key).await.unwrap(), bytes);
}

#[tokio::test]
async fn nothing_is_left_beside_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = at(folder.path());
    let bytes = Bytes::from_static(b"once");
    for _ in 0..3 {
        store.put(bytes.clone(), MediaKind::Jpeg).await.unwrap();
    }
    let key = MediaKey::of(&bytes, MediaKind::Jpeg);
    let names: Vec<_> = files(folder.path())
        .iter()
        .map(|path| path.file_name().unwrap().to_owned())
        .collect();
    assert_eq!(names, [key.as_str()]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_directory_we_make_is_ours_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let media = folder.path().join("a/b");
    at(&media);
    let mode = std::fs::metadata(&media).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let below = Url::from_directory_path(file.path().join("media")).unwrap();
    let Err(error) = open(&MediaOptions::at(below)) else {
        panic!("a directory below a file");
    };
    assert!(matches!(error, OpenMediaError::Directory { .. }), "{error}");
}
