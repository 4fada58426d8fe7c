use bytes::Bytes;
use neurocards_core::work::media::MediaKind;

use super::{PhotoProblem, decode, seats};

/// What a good photo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoFacts {
    /// Its type, by content: JPEG, PNG or WebP.
    pub kind: MediaKind,
    /// Pixels across, as people see it.
    pub width: u32,
    /// Pixels down, as people see it.
    pub height: u32,
}

/// Checks that `photo` can be used, by its header first and then by decoding it whole.
///
/// The limits are those of [`PhotoLimits`](super::PhotoLimits). Waits for a seat when several
/// photos come at once; MUST run on a tokio runtime.
pub async fn inspect(photo: &Bytes) -> Result<PhotoFacts, PhotoProblem> {
    let photo = photo.clone();
    seats::work(move || {
        let opened = decode::open(&photo)?;
        opened.check()?;
        let (width, height) = opened.size;
        Ok(PhotoFacts {
            kind: opened.kind,
            width,
            height,
        })
    })
    .await
}
