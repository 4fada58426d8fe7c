//! What every media store promises, whatever lies behind it.

use bytes::Bytes;
use neurocards_core::ports::{MediaError, MediaStore};
use neurocards_core::work::media::{MediaKey, MediaKind};

/// Runs the whole contract.
pub(super) async fn keeps_its_promises(store: &dyn MediaStore) {
    what_is_put_can_be_read(store).await;
    the_same_bytes_are_one_file(store).await;
    many_writers_of_one_file_agree(store).await;
    what_is_not_there_is_named(store).await;
    a_deleted_file_is_gone_and_deleting_again_is_no_error(store).await;
}

async fn what_is_put_can_be_read(store: &dyn MediaStore) {
    for (content, kind) in [
        (&b"a photo"[..], MediaKind::Jpeg),
        (b"a film", MediaKind::Mp4),
        (b"", MediaKind::Png),
        (&vec![7; 60_000], MediaKind::Webp),
    ] {
        let bytes = Bytes::copy_from_slice(content);
        let key = store.put(bytes.clone(), kind).await.unwrap();
        assert_eq!(key, MediaKey::of(content, kind));
        assert_eq!(store.get(&key).await.unwrap(), bytes);
    }
}

async fn the_same_bytes_are_one_file(store: &dyn MediaStore) {
    let bytes = Bytes::from_static(b"twice");
    let first = store.put(bytes.clone(), MediaKind::Jpeg).await.unwrap();
    let second = store.put(bytes.clone(), MediaKind::Jpeg).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(store.get(&first).await.unwrap(), bytes);
}

async fn many_writers_of_one_file_agree(store: &dyn MediaStore) {
    let bytes = Bytes::from(vec![3; 50_000]);
    let writes = (0..16).map(|_| store.put(bytes.clone(), MediaKind::Mp4));
    for key in futures::future::join_all(writes).await {
        assert_eq!(store.get(&key.unwrap()).await.unwrap(), bytes);
    }
}

async fn what_is_not_there_is_named(store: &dyn MediaStore) {
    let key = MediaKey::of(b"never kept", MediaKind::Jpeg);
    let error = store.get(&key).await.unwrap_err();
    assert!(matches!(error, MediaError::NotFound(missing) if missing == key));
}

async fn a_deleted_file_is_gone_and_deleting_again_is_no_error(store: &dyn MediaStore) {
    let bytes = Bytes::from_static(b"to be deleted");
    let key = store.put(bytes, MediaKind::Jpeg).await.unwrap();
    store.delete(&key).await.unwrap();
    assert!(matches!(
        store.get(&key).await,
        Err(MediaError::NotFound(_))
    ));
    store.delete(&key).await.unwrap();
}
