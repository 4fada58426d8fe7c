use bytes::Bytes;
use neurocards_core::ids::WorkerId;
use neurocards_core::ports::{MediaError, MediaStore};
use neurocards_core::work::media::MediaKind;

/// Whether a media store takes a file, gives it back and removes it. No photo has its content, and
/// no other process does: `whose` is the name of this one.
pub async fn probe(media: &dyn MediaStore, whose: &WorkerId) -> Result<(), MediaError> {
    let content = format!("neurocards: can this store keep a file of {whose}?");
    let key = media.put(Bytes::from(content), MediaKind::Jpeg).await?;
    let read = media.get(&key).await;
    media.delete(&key).await?;
    read.map(|_| ())
}
