use std::time::Duration;

use crate::ids::TaskId;
use crate::ports::RemoteVideo;
use crate::work::failure::Failure;
use crate::work::job::Retry;
use crate::work::media::StoredVideo;

/// What to do next with a leased job: one action whose outcome is looked at, or the end of the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Act, and decide again from what that showed.
    Act(Action),
    /// Give the lease up.
    End(End),
}

/// What a step can do while it keeps its lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Ask the text model for a prompt, or take the user's own.
    WritePrompt,
    /// Take the fallback of the template, because the text model is down.
    UseFallbackPrompt,
    /// Hand the photo to the provider.
    UploadPhoto,
    /// Store the intent of a new attempt, then ask the provider for a task.
    Submit {
        /// The number of the attempt that begins.
        no: u16,
    },
    /// Ask the provider how far this task is.
    Check(TaskId),
    /// Read the finished video from the provider and keep it in our store.
    Fetch(RemoteVideo),
}

/// How a step ends: the job is put back, or final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Put back with no fault, to run again after this time.
    Snooze(Duration),
    /// Put back after a fault.
    Retry(Retry),
    /// Put back after a fault that is ours: our account at the provider, or our media store. The
    /// queue is held. The caller tells operators.
    Hold(Hold),
    /// Final without a video: the price is refunded.
    Fail(Failure),
    /// Final with this video: the price is captured.
    Complete(StoredVideo),
}

/// A put-back that holds the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// How long no new task begins.
    pub queue_for: Duration,
    /// How the job itself is put back.
    pub retry: Retry,
}
