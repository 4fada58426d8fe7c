use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::BoxStream;
use thiserror::Error;

use crate::ids::{Nonce, TaskId};
use crate::money::provider_credits::ProviderCredits;
use crate::work::failure::Failure;
use crate::work::format::Format;

/// What a submit asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderRequest {
    /// The attempt's secret, for the callback URL.
    pub nonce: Nonce,
    /// The text the model receives.
    pub prompt: String,
    /// The photo's URL, as [`VideoGenerator::upload`] answered it.
    pub photo_url: String,
    /// Model, length, shape.
    pub format: Format,
}

/// Why a submit gave no task.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// The provider refused it; certainly no task exists.
    #[error("the submit was refused: {}", .0.detail)]
    Rejected(Failure),
    /// A task may exist. MUST NOT be submitted again for the same attempt.
    #[error("the outcome of the submit is unknown: {0}")]
    Unknown(String),
}

/// How far a task is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskState {
    /// The task waits or is being worked on.
    Pending,
    /// The task has made this video.
    Ready(RemoteVideo),
    /// Failed for good, or so it seems.
    Failed {
        /// What the provider says, classified.
        failure: Failure,
        /// Set if such a failure may still turn into a success: when the provider noticed it.
        may_recover_since: Option<DateTime<Utc>>,
        /// What it took from our account all the same, if the provider tells.
        spent: Option<ProviderCredits>,
    },
    /// The provider says it has finished, yet names no video that can be read.
    Unreadable {
        /// What it says.
        detail: String,
        /// What it took from our account, if the provider tells.
        spent: Option<ProviderCredits>,
    },
    /// The provider does not know the task, or not yet.
    Missing,
    /// The task was asked for by another attempt.
    Foreign {
        /// What tells so.
        detail: String,
    },
}

/// What a task was asked for, which tells it from that of another attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The secret of the attempt that asked.
    pub nonce: Nonce,
    /// The text of the prompt.
    pub prompt: String,
}

impl TaskState {
    /// What the task took from our account, once it has ended and if the provider tells.
    pub fn spent(&self) -> Option<ProviderCredits> {
        match self {
            Self::Ready(video) => video.spent,
            Self::Failed { spent, .. } | Self::Unreadable { spent, .. } => *spent,
            Self::Pending | Self::Missing | Self::Foreign { .. } => None,
        }
    }
}

/// A finished video at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteVideo {
    /// Where it can be read; the address is untrusted.
    pub url: String,
    /// What it took from our account, if the provider tells.
    pub spent: Option<ProviderCredits>,
}

/// A look-up that failed; it says nothing about the task.
#[derive(Debug, Clone, Error)]
#[error("the look-up failed: {}", .0.detail)]
pub struct CheckError(pub Failure);

/// Why a finished video could not be fetched.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The file is gone, no video, too large, or at a place we do not read from.
    #[error("the video cannot be used: {0}")]
    Unusable(String),
    /// A fault that may pass.
    #[error("the video could not be read: {0}")]
    Interrupted(String),
}

/// A video's bytes as they arrive; the stream ends with an error if it is cut short or too long.
pub type ByteStream = BoxStream<'static, Result<Bytes, FetchError>>;

/// The video provider.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait VideoGenerator: Send + Sync {
    /// Hands the photo over, prepared for the model, and answers the URL the provider reads it
    /// from. Costs nothing. May be repeated.
    async fn upload(&self, photo: Bytes, format: &Format) -> Result<String, Failure>;

    /// Asks for a video: a paid call without idempotency. MUST send at most one request that could
    /// create a task, whatever happens. MUST NOT be repeated by itself.
    async fn submit(&self, request: &RenderRequest) -> Result<TaskId, SubmitError>;

    /// Looks a task up. Of one that only a callback named the caller says what was asked: MUST
    /// answer [`TaskState::Foreign`] if the record shows that another attempt asked for it. May be
    /// repeated.
    async fn check(&self, task: &TaskId, asked: Option<Asked>) -> Result<TaskState, CheckError>;

    /// Opens a finished video. MUST bound size and time, and MUST NOT send our keys there. May be
    /// repeated.
    async fn fetch(&self, video: &RemoteVideo) -> Result<ByteStream, FetchError>;
}
