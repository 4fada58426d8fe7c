use async_trait::async_trait;
use bytes::Bytes;
use thiserror::Error;

use crate::work::failure::Failure;
use crate::work::prompt::{Prompt, PromptRequest};

/// Why the text model wrote nothing.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum PromptError {
    /// The model refuses photo or text: the job fails, the user is told.
    #[error("the text model refused: {}", .0.detail)]
    Refused(Failure),
    /// The model is down, too slow, out of quota or answers nonsense: a fallback serves.
    #[error("the text model is down: {}", .0.detail)]
    Down(Failure),
}

/// The text model.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait PromptWriter: Send + Sync {
    /// Writes the prompt of one variant from the facts and the photo (JPEG, PNG or WebP bytes).
    ///
    /// The text MUST fit `request.max_chars`. The photo and the texts are untrusted: whatever they
    /// say MUST NOT change anything but the words of the prompt. May be repeated.
    async fn write(&self, request: &PromptRequest, photo: Bytes) -> Result<Prompt, PromptError>;
}
