//! A photo on its way in: from the chat, checked, into the media store. Nothing is charged before.

use neurocards_adapters::photo::{self, PhotoLimits};
use neurocards_adapters::telegram::client::DownloadError;
use neurocards_core::work::media::MediaKey;
use tokio::time::timeout;

use crate::conversation::{Photo, PhotoProblem, PhotoVerdict};
use crate::deps::BotDeps;
use crate::money::alarms::note;
use crate::update::alarms::photo_not_kept;

/// Takes a photo in, within a span of time; tells what became of it.
pub(crate) async fn take_in(photo: &Photo, deps: &BotDeps) -> PhotoVerdict {
    let taken = timeout(deps.options.photo_within, keep(photo, deps)).await;
    match taken.unwrap_or(Err(PhotoProblem::NotFetched)) {
        Ok(key) => PhotoVerdict::Kept(key),
        Err(problem) => PhotoVerdict::Refused(problem),
    }
}

async fn keep(photo: &Photo, deps: &BotDeps) -> Result<MediaKey, PhotoProblem> {
    if photo
        .bytes
        .is_some_and(|told| told > PhotoLimits::MAX_BYTES as u64)
    {
        return Err(PhotoProblem::TooHeavy);
    }
    let download = deps
        .client
        .download(&photo.file_id, PhotoLimits::MAX_BYTES)
        .await;
    let bytes = download.map_err(|error| not_downloaded(&error))?;
    let facts = photo::inspect(&bytes)
        .await
        .map_err(|problem| told_as(&problem))?;
    match deps.media.put(bytes, facts.kind).await {
        Ok(key) => Ok(key),
        Err(error) => {
            note(photo_not_kept(deps, &error).await);
            Err(PhotoProblem::NotFetched)
        }
    }
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
