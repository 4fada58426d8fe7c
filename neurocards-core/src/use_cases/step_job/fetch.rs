//! A finished video on its way into our store.

use bytes::{Bytes, BytesMut};
use futures::StreamExt;

use super::{Seen, StepJob};
use crate::ports::{FetchError, RemoteVideo};
use crate::work::failure::{Cause, ErrorClass, Failure};
use crate::work::media::{MediaKind, StoredVideo};

/// The most bytes of one video.
const VIDEO_MAX_BYTES: usize = 200 * 1024 * 1024;

impl StepJob {
    pub(super) async fn fetch(&self, video: &RemoteVideo) -> Seen {
        let seen = self.fetch_and_store(video).await;
        seen.map_or_else(|fault| fault, Seen::VideoStored)
    }

    async fn fetch_and_store(&self, video: &RemoteVideo) -> Result<StoredVideo, Seen> {
        let bytes = self.download(video).await.map_err(not_fetched)?;
        let facts = (self.probe)(&bytes).map_err(unusable)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let key = self
            .media
            .put(bytes, MediaKind::Mp4)
            .await
            .map_err(|error| {
                let detail = error.to_string();
                Seen::StoreDown(Failure::new(
                    ErrorClass::Temporary,
                    Cause::OutOfService,
                    detail,
                ))
            })?;
        Ok(StoredVideo {
            key,
            bytes: length,
            seconds: facts.seconds,
            width: facts.width,
            height: facts.height,
        })
    }

    async fn download(&self, video: &RemoteVideo) -> Result<Bytes, FetchError> {
        let mut stream = self.videos.fetch(video).await?;
        let mut bytes = BytesMut::new();
        while let Some(piece) = stream.next().await {
            let piece = piece?;
            if bytes.len() + piece.len() > VIDEO_MAX_BYTES {
                return Err(FetchError::Unusable(
                    "the video is larger than 200 MiB".to_owned(),
                ));
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }
}

fn not_fetched(error: FetchError) -> Seen {
    match error {
        FetchError::Unusable(detail) => unusable(detail),
        error => Seen::FetchFailed(Failure::new(
            ErrorClass::Temporary,
            Cause::ProviderFault,
            error.to_string(),
        )),
    }
}

/// A file that does not play; the provider may still be writing it.
fn unusable(detail: String) -> Seen {
    Seen::FetchFailed(Failure::new(ErrorClass::Unknown, Cause::Unclear, detail))
}
