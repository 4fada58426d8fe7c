use chrono::{DateTime, Utc};

use crate::ids::TaskId;
use crate::ports::{PromptError, RemoteVideo};
use crate::work::failure::Failure;
use crate::work::media::StoredVideo;

/// What the last action of a step showed. Facts that were stored are in the job itself.
#[derive(Debug, Clone)]
pub enum Seen {
    /// Nothing yet, or a fact that was stored.
    Nothing,
    /// The text model wrote nothing.
    PromptFailed(PromptError),
    /// The photo could not be handed over.
    UploadFailed(Failure),
    /// The provider refused the submit: certainly no task exists.
    SubmitRejected(Failure),
    /// A task may exist.
    SubmitUnknown,
    /// The task is not finished.
    TaskPending,
    /// The task is finished.
    TaskReady(RemoteVideo),
    /// The task failed.
    TaskFailed {
        /// Why.
        failure: Failure,
        /// Set if it may still turn into a success: when the provider noticed the failure.
        may_recover_since: Option<DateTime<Utc>>,
    },
    /// The provider says "finished" and names no video that can be read.
    TaskUnreadable(String),
    /// The provider does not know the task.
    TaskMissing(TaskId),
    /// The look-up failed, which says nothing about the task.
    CheckFailed(Failure),
    /// The video is in our store.
    VideoStored(StoredVideo),
    /// The video could not be fetched or stored.
    FetchFailed(Failure),
}
