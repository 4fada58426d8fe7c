use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use neurocards_core::ids::ChatId;
use neurocards_core::ports::{Clock, Outbox, PromptError, PromptWriter};
use neurocards_core::work::failure::Failure;
use neurocards_core::work::prompt::{Prompt, PromptRequest};

use crate::alarms;
use crate::deps::WorkerDeps;

/// The text model, whose outages are told: a video by the fallback looks like any other, and
/// nobody would notice.
pub(crate) struct WatchedTextModel {
    model: Arc<dyn PromptWriter>,
    outbox: Arc<dyn Outbox>,
    admins: Vec<ChatId>,
    clock: Arc<dyn Clock>,
}

impl WatchedTextModel {
    pub(crate) fn of(deps: &WorkerDeps) -> Self {
        Self {
            model: deps.prompts.clone(),
            outbox: deps.stores.outbox.clone(),
            admins: deps.options.admins.clone(),
            clock: deps.clock.clone(),
        }
    }

    async fn tell_operators(&self, failure: &Failure) {
        let (class, detail) = (failure.class.as_str(), &failure.detail);
        tracing::warn!(
            class,
            detail,
            "the text model wrote nothing: the fallback serves"
        );
        let now = self.clock.now();
        let told = alarms::text_model_down(&*self.outbox, &self.admins, failure, now);
        if let Err(error) = told.await {
            tracing::warn!(%error, "operators were not told");
        }
    }
}

#[async_trait]
impl PromptWriter for WatchedTextModel {
    async fn write(&self, request: &PromptRequest, photo: Bytes) -> Result<Prompt, PromptError> {
        let written = self.model.write(request, photo).await;
        if let Err(PromptError::Down(failure)) = &written {
            self.tell_operators(failure).await;
        }
        written
    }
}
