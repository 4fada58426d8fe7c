use std::time::Duration;

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_trait::async_trait;
use bytes::Bytes;
use neurocards_core::ports::{PromptError, PromptWriter};
use neurocards_core::work::brief::Scenario;
use neurocards_core::work::failure::{ErrorClass, Failure};
use neurocards_core::work::prompt::{self, Prompt, PromptRequest};
use secrecy::ExposeSecret;
use serde_json::Value;
use thiserror::Error;
use tokio::time::{sleep, timeout};

use super::answer::{self, Answer};
use super::fault::{down, meaning};
use super::options::OpenAiOptions;
use super::{request, wire};
use crate::http::{self, Deadlines, HttpFault};
use crate::photo::{self, PhotoProblem};

/// Tokens of an answer, reasoning included; the second is for an answer that was cut short.
const BUDGETS: [u32; 2] = [6_000, 20_000];
/// Requests for one prompt, whatever they are repeated for.
const REQUESTS_MAX: usize = 3;
/// The longest pause before a request is repeated; a longer `Retry-After` is not honoured.
const PAUSE_MAX: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(300);
/// What the model gets to see of the photo: pixels of the longer side, and bytes.
const PHOTO_MAX_SIDE: u32 = 1_024;
const PHOTO_MAX_BYTES: usize = 1_500_000;

/// Why no client could be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenAiError {
    /// The key holds characters that no header takes.
    #[error("the OpenAI key is empty or holds characters other than visible ASCII")]
    Key,
    /// The HTTP client could not be made.
    #[error(transparent)]
    Http(#[from] HttpFault),
}

/// OpenAI as a [`PromptWriter`].
pub struct OpenAi {
    client: Client<OpenAIConfig>,
    model: String,
    deadline: Duration,
}

impl OpenAi {
    /// A client for these options; makes no request. The environment is not read.
    pub fn new(options: OpenAiOptions) -> Result<Self, OpenAiError> {
        let key = options.key.expose_secret();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(OpenAiError::Key);
        }
        let config = OpenAIConfig::new()
            .with_api_base(options.base_url.as_str().trim_end_matches('/'))
            .with_api_key(key)
            .with_org_id("")
            .with_project_id("");
        let http = http::builder(Deadlines::within(options.deadline))
            .retry(reqwest::retry::never())
            .build()
            .map_err(HttpFault::of)?;
        let sender = http.clone();
        let client =
            Client::build(http, config).with_http_service(tower::service_fn(move |request| {
                wire::send(sender.clone(), request)
            }));
        Ok(Self {
            client,
            model: options.model,
            deadline: options.deadline,
        })
    }

    /// Asks until there is an answer: again after a fault that passes, with a larger budget after
    /// an answer that was cut short, at most [`REQUESTS_MAX`] times.
    async fn ask(&self, request: &PromptRequest, jpeg: &[u8]) -> Result<Prompt, PromptError> {
        let mut budgets = BUDGETS.into_iter();
        let mut budget = budgets.next().unwrap_or_default();
        let mut last = answer::nonsense("the model was not asked");
        for _ in 0..REQUESTS_MAX {
            let body = request::body(&self.model, request, jpeg, budget);
            match self.once(body, request).await {
                Ok(Answer::Written(prompt)) => return Ok(prompt),
                Ok(Answer::CutShort) => {
                    last = answer::nonsense("the answer needs more tokens than allowed");
                    match budgets.next() {
                        Some(larger) => budget = larger,
                        None => return Err(last),
                    }
                }
                Err(error) => match pause(&error) {
                    Some(pause) => {
                        last = error;
                        sleep(pause).await;
                    }
                    None => return Err(error),
                },
            }
        }
        Err(last)
    }

    async fn once(&self, body: Value, request: &PromptRequest) -> Result<Answer, PromptError> {
        let response: Value = self
            .client
            .responses()
            .create_byot(body)
            .await
            .map_err(|error| meaning(&error))?;
        answer::read(&response, request)
    }
}

/// How long to wait before the request is worth repeating; `None` if it is not.
fn pause(error: &PromptError) -> Option<Duration> {
    let PromptError::Down(failure) = error else {
        return None;
    };
    let passes = matches!(failure.class, ErrorClass::Temporary | ErrorClass::RateLimit);
    let pause = failure.retry_after.unwrap_or(PAUSE);
    (passes && pause <= PAUSE_MAX).then_some(pause)
}

#[async_trait]
impl PromptWriter for OpenAi {
    async fn write(&self, request: &PromptRequest, photo: Bytes) -> Result<Prompt, PromptError> {
        if let Scenario::Own { prompt } = &request.scenario {
            return Ok(prompt::own(prompt, request));
        }
        let work = async {
            let jpeg = photo::shrink(&photo, PHOTO_MAX_SIDE, PHOTO_MAX_BYTES)
                .await
                .map_err(|problem| unseen(&problem))?;
            self.ask(request, &jpeg).await
        };
        timeout(self.deadline, work)
            .await
            .unwrap_or_else(|_| Err(down(ErrorClass::Temporary, "no answer in time")))
    }
}

/// The photo cannot be shown to the model. Whether it suits the video model is for that to say.
fn unseen(problem: &PhotoProblem) -> PromptError {
    let class = match problem {
        PhotoProblem::Busy => ErrorClass::Temporary,
        _ => ErrorClass::Unknown,
    };
    let mut error = down(class, problem.to_string());
    if let PromptError::Down(Failure { cause, .. }) = &mut error {
        *cause = neurocards_core::work::failure::Cause::PhotoUnusable;
    }
    error
}
