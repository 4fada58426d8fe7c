//! Neighbours whose outages are told: a video by the fallback looks like any other, and nobody would
//! notice.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use neurocards_adapters::alarms::Watch;
use neurocards_core::chat::alarm::AlarmKind;
use neurocards_core::ids::TaskId;
use neurocards_core::ports::{
    Asked, ByteStream, CheckError, FetchError, PromptError, PromptWriter, RemoteVideo,
    RenderRequest, SubmitError, TaskState, VideoGenerator,
};
use neurocards_core::work::failure::Failure;
use neurocards_core::work::format::Format;
use neurocards_core::work::prompt::{Prompt, PromptRequest};

use crate::alarms::{foreign_task, text_model_down};

/// The text model: what it does not write is told, and what it writes ends the alarm.
pub(crate) struct WatchedTextModel {
    pub(crate) model: Arc<dyn PromptWriter>,
    pub(crate) watch: Watch,
}

#[async_trait]
impl PromptWriter for WatchedTextModel {
    async fn write(&self, request: &PromptRequest, photo: Bytes) -> Result<Prompt, PromptError> {
        let written = self.model.write(request, photo).await;
        match &written {
            Ok(_) => self.watch.well(AlarmKind::TextModel).await,
            Err(PromptError::Down(failure)) => {
                let (class, detail) = (failure.class.as_str(), &failure.detail);
                tracing::warn!(
                    class,
                    detail,
                    "the text model wrote nothing: the fallback serves"
                );
                self.watch.raise(text_model_down(failure)).await;
            }
            Err(_) => {}
        }
        written
    }
}

/// The video provider: a task that it begins shows that our account is in order. What it refuses
/// is told by the step that it was for.
pub(crate) struct WatchedProvider {
    pub(crate) videos: Arc<dyn VideoGenerator>,
    pub(crate) watch: Watch,
}

#[async_trait]
impl VideoGenerator for WatchedProvider {
    async fn upload(&self, photo: Bytes, format: &Format) -> Result<String, Failure> {
        self.videos.upload(photo, format).await
    }

    async fn submit(&self, request: &RenderRequest) -> Result<TaskId, SubmitError> {
        let begun = self.videos.submit(request).await;
        if begun.is_ok() {
            self.watch.well(AlarmKind::ProviderAccount).await;
        }
        begun
    }

    async fn check(&self, task: &TaskId, asked: Option<Asked>) -> Result<TaskState, CheckError> {
        let state = self.videos.check(task, asked).await;
        if let Ok(TaskState::Foreign { detail }) = &state {
            tracing::error!(%task, detail, "a callback named the task of another attempt");
            self.watch.raise(foreign_task(task, detail)).await;
        }
        state
    }

    async fn fetch(&self, video: &RemoteVideo) -> Result<ByteStream, FetchError> {
        self.videos.fetch(video).await
    }
}
