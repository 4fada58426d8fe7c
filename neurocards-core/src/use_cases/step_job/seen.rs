use crate::ports::{PromptError, TaskState};
use crate::work::failure::Failure;
use crate::work::media::StoredVideo;

/// What the last action of a step showed. Facts that were stored are in the job itself.
#[derive(Debug, Clone)]
pub enum Seen {
    /// Nothing was done yet, or all that came of it is stored in the job.
    Nothing,
    /// The text model wrote no prompt.
    PromptFailed(PromptError),
    /// The photo could not be handed to the provider.
    UploadFailed(Failure),
    /// The provider refused the submit: certainly no task exists.
    SubmitRejected(Failure),
    /// The answer to the submit was lost: a task may exist.
    SubmitUnknown,
    /// How far the task of the open attempt is.
    Task(TaskState),
    /// The look-up failed, which says nothing about the task.
    CheckFailed(Failure),
    /// The video is in our store.
    VideoStored(StoredVideo),
    /// The provider's file of the video could not be read, or does not play.
    FetchFailed(Failure),
    /// Our own media store did not give or take a file.
    StoreDown(Failure),
}
