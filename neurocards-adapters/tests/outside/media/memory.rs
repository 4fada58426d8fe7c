use std::time::Duration;

use neurocards_adapters::media::{MediaOptions, OpenMediaError, open};
use neurocards_core::ports::MediaStore;
use neurocards_core::work::media::{MediaKey, MediaKind};

use super::contract::keeps_its_promises;

#[tokio::test]
async fn a_store_in_memory_keeps_its_promises() {
    let store = open(&MediaOptions::at("memory:".parse().unwrap())).unwrap();
    keeps_its_promises(&store).await;
    let key = MediaKey::of(b"a photo", MediaKind::Jpeg);
    let link = store.url(&key, Duration::from_mins(1)).await.unwrap();
    assert_eq!(link, None);
}

#[test]
fn an_address_of_no_known_kind_is_named() {
    for address in ["ftp://host/dir", "https://bucket.example"] {
        let Err(error) = open(&MediaOptions::at(address.parse().unwrap())) else {
            panic!("{address} was opened");
        };
        assert!(matches!(error, OpenMediaError::Scheme(_)), "{error}");
    }
}
