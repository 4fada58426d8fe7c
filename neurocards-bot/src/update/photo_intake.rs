//! A photo on its way in: from the chat, checked, into the media store. Nothing is charged before.

use std::time::Duration;

use neurocards_adapters::photo::{self, PhotoLimits};
use neurocards_adapters::telegram::client::{DownloadError, TelegramClient};
use neurocards_core::ports::MediaStore;
use neurocards_core::work::media::MediaKey;
use tokio::time::timeout;

use crate::conversation::{Photo, PhotoProblem, PhotoVerdict};

/// Takes a photo in, within a span of time; tells what became of it.
pub(crate) async fn take_in(
    photo: &Photo,
    client: &TelegramClient,
    media: &dyn MediaStore,
    within: Duration,
) -> PhotoVerdict {
    let taken = timeout(within, keep(photo, client, media)).await;
    match taken.unwrap_or(Err(PhotoProblem::NotFetched)) {
        Ok(key) => PhotoVerdict::Kept(key),
        Err(problem) => PhotoVerdict::Refused(problem),
    }
}

async fn keep(
    photo: &Photo,
    client: &TelegramClient,
    media: &dyn MediaStore,
) -> Result<MediaKey, PhotoProblem> {
    if photo
        .bytes
        .is_some_and(|told| told > PhotoLimits::MAX_BYTES as u64)
    {
        return Err(PhotoProblem::TooHeavy);
    }
    let download = client
        .download(&photo.file_id, PhotoLimits::MAX_BYTES)
        .await;
    let bytes = download.map_err(|error| not_downloaded(&error))?;
    let facts = photo::inspect(&bytes)
        .await
        .map_err(|problem| told_as(&problem))?;
    media.put(bytes, facts.kind).await.map_err(|error| {
        tracing::warn!(%error, "a photo was not stored");
        PhotoProblem::NotFetched
    })
}

fn not_downloaded(error: &DownloadError) -> PhotoProblem {
    if let DownloadError::TooLong { .. } = error {
        return PhotoProblem::TooHeavy;
    }
    tracing::warn!(%error, "a photo was not downloaded");
    PhotoProblem::NotFetched
}

fn told_as(problem: &photo::PhotoProblem) -> PhotoProblem {
    use photo::PhotoProblem as Found;
    match *problem {
        Found::NotAPhoto { .. } => PhotoProblem::NotAPhoto,
        Found::OtherFormat { .. } => PhotoProblem::OtherFormat,
        Found::TooHeavy { .. } => PhotoProblem::TooHeavy,
        Found::TooSmall { width, height, .. } => PhotoProblem::TooSmall { width, height },
        Found::TooLarge { .. } => PhotoProblem::TooLarge,
        Found::TooNarrow { .. } => PhotoProblem::TooNarrow,
        Found::Animated => PhotoProblem::Animated,
        Found::Busy => PhotoProblem::NotFetched,
        // A file that is a picture and an archive at once is told as a damaged one.
        _ => PhotoProblem::Damaged,
    }
}
