//! One task: the provider's own record of work.

use axum::body::Bytes;
use serde::Serialize;

use super::plan::{CreditsConsumed, Plan};
use super::renderer::Shot;

/// How a task ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// `success`, with this `resultJson`.
    Success { result_json: String },
    /// The record's state is `fail`.
    Fail {
        code: Option<String>,
        message: Option<String>,
    },
}

/// A task with everything that becomes visible of it.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) model: &'static str,
    /// `param` of the record: JSON in a text, and its `input` again JSON in a text.
    pub(crate) param: String,
    pub(crate) prompt: String,
    pub(crate) call_back_url: Option<String>,
    /// Number of the key that made it.
    pub(crate) key: usize,
    pub(crate) credits: f64,
    pub(crate) credits_returned: bool,
    pub(crate) plan: Plan,
    pub(crate) shot: Shot,
    pub(crate) state: String,
    pub(crate) progress_percent: u8,
    pub(crate) held: bool,
    pub(crate) polls: u32,
    pub(crate) created_at_ms: u64,
    pub(crate) completed_at_ms: Option<u64>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) result_urls: Vec<String>,
}

/// What can be seen of a task from outside.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskView {
    /// The id that createTask answered, or would have.
    pub id: String,
    /// The model's name in KIE's API.
    pub model: String,
    /// The state that a look-up shows.
    pub state: String,
    /// How far it is, 0 to 100.
    pub progress_percent: u8,
    /// Whether it waits to be released.
    pub held: bool,
    /// Number of the key that made it, from 0.
    pub key: usize,
    /// Credits taken for it.
    pub credits: f64,
    /// The prompt of the task.
    pub prompt: String,
    /// Bytes of the submitted photo; 0 without one.
    pub photo_bytes: usize,
    /// Where its end is told.
    pub call_back_url: Option<String>,
    /// When the task was created, in Unix milliseconds.
    pub created_at_ms: u64,
    /// Unix milliseconds, once it ended.
    pub completed_at_ms: Option<u64>,
    /// Where the video is.
    pub result_urls: Vec<String>,
    /// What `failCode` of the record says, once the task failed.
    pub fail_code: Option<String>,
    /// What `failMsg` of the record says, once the task failed.
    pub fail_message: Option<String>,
}

impl Task {
    /// Whether it has ended. A failure may still turn into a success.
    pub(crate) fn is_over(&self) -> bool {
        self.outcome.is_some()
    }

    /// `creditsConsumed`: what was taken and not given back.
    pub(crate) fn credits_consumed(&self) -> Option<f64> {
        let is_told = match self.plan.credits_consumed {
            CreditsConsumed::AtOnce => true,
            CreditsConsumed::AtTheEnd => self.is_over(),
            CreditsConsumed::Never => return None,
        };
        let is_kept = is_told && !self.credits_returned;
        Some(if is_kept { self.credits } else { 0.0 })
    }

    /// What `failCode` and `failMsg` of the record say.
    pub(crate) fn failure(&self) -> (Option<&str>, Option<&str>) {
        match &self.outcome {
            Some(Outcome::Fail { code, message }) => (code.as_deref(), message.as_deref()),
            _ => (None, None),
        }
    }

    pub(crate) fn view(&self) -> TaskView {
        let (fail_code, fail_message) = self.failure();
        TaskView {
            id: self.id.clone(),
            model: self.model.to_owned(),
            state: self.state.clone(),
            progress_percent: self.progress_percent,
            held: self.held,
            key: self.key,
            credits: self.credits,
            prompt: self.prompt.clone(),
            photo_bytes: self.shot.photo.as_ref().map_or(0, Bytes::len),
            call_back_url: self.call_back_url.clone(),
            created_at_ms: self.created_at_ms,
            completed_at_ms: self.completed_at_ms,
            result_urls: self.result_urls.clone(),
            fail_code: fail_code.map(str::to_owned),
            fail_message: fail_message.map(str::to_owned),
        }
    }
}
