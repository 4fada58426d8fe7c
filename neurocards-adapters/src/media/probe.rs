use bytes::Bytes;
use neurocards_core::ports::{MediaError, MediaStore};
use neurocards_core::work::media::MediaKind;

/// No photo has this content.
const CONTENT: &[u8] = b"neurocards: can this store keep a file?";

/// Whether a media store takes a file, gives it back and removes it.
pub async fn probe(media: &dyn MediaStore) -> Result<(), MediaError> {
    let key = media
        .put(Bytes::from_static(CONTENT), MediaKind::Jpeg)
        .await?;
    let read = media.get(&key).await;
    media.delete(&key).await?;
    read.map(|_| ())
}
