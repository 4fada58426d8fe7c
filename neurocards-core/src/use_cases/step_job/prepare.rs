//! What a submit needs: the prompt, and the photo at the provider.

use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::{Seen, StepJob};
use crate::ports::{LeaseError, MediaError};
use crate::work::brief::Scenario;
use crate::work::failure::{Cause, ErrorClass, Failure};
use crate::work::job::{Job, Lease, Progress, RemotePhoto};
use crate::work::prompt::{self, Prompt, PromptRequest, VariantPlan};

impl StepJob {
    pub(super) async fn write_prompt(
        &self,
        job: &mut Job,
        lease: &Lease,
    ) -> Result<Seen, LeaseError> {
        let request = self.prompt_request(job);
        if let Scenario::Own { prompt } = &request.scenario {
            return self
                .keep_prompt(job, lease, prompt::own(prompt, &request))
                .await;
        }
        let photo = match self.photo(job).await {
            Ok(photo) => photo,
            Err(seen) => return Ok(seen),
        };
        match self.prompts.write(&request, photo).await {
            Ok(prompt) => self.keep_prompt(job, lease, prompt).await,
            Err(error) => Ok(Seen::PromptFailed(error)),
        }
    }

    pub(super) async fn fall_back(&self, job: &mut Job, lease: &Lease) -> Result<Seen, LeaseError> {
        let prompt = prompt::fallback(&self.prompt_request(job));
        self.keep_prompt(job, lease, prompt).await
    }

    async fn keep_prompt(
        &self,
        job: &mut Job,
        lease: &Lease,
        prompt: Prompt,
    ) -> Result<Seen, LeaseError> {
        self.record(job, lease, Progress::Prompt(prompt.clone()))
            .await?;
        job.prompt = Some(prompt);
        Ok(Seen::Nothing)
    }

    fn prompt_request(&self, job: &Job) -> PromptRequest {
        let (high, low) = job.order.0.as_u64_pair();
        let model = self.catalogue.model(&job.brief.format.model);
        PromptRequest {
            description: job.description.clone(),
            scenario: job.brief.scenario.clone(),
            seconds: job.brief.format.seconds,
            plan: VariantPlan::draw(high ^ low, job.variant),
            language: job.language,
            max_chars: model.map_or(1_000, |model| model.prompt_max_chars),
        }
    }

    /// The product's photo. One that is not there is no outage, which would hold the whole queue.
    async fn photo(&self, job: &Job) -> Result<Bytes, Seen> {
        let failure =
            |class, error: MediaError| Failure::new(class, Cause::OutOfService, error.to_string());
        self.media
            .get(&job.photo)
            .await
            .map_err(|error| match error {
                MediaError::NotFound(_) => Seen::UploadFailed(failure(ErrorClass::Unknown, error)),
                MediaError::Unavailable(_) => {
                    Seen::StoreDown(failure(ErrorClass::Temporary, error))
                }
            })
    }

    pub(super) async fn upload_photo(
        &self,
        job: &mut Job,
        lease: &Lease,
        now: DateTime<Utc>,
    ) -> Result<Seen, LeaseError> {
        let photo = match self.photo(job).await {
            Ok(photo) => photo,
            Err(seen) => return Ok(seen),
        };
        match self.videos.upload(photo, &job.brief.format).await {
            Ok(url) => {
                self.record(job, lease, Progress::Photo { url: url.clone() })
                    .await?;
                job.remote_photo = Some(RemotePhoto {
                    url,
                    uploaded_at: now,
                });
                Ok(Seen::Nothing)
            }
            Err(failure) => Ok(Seen::UploadFailed(failure)),
        }
    }
}
