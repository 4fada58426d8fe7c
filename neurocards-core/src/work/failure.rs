//! What went wrong at a provider: a class that decides what happens next, a cause that people
//! are told, and the raw answer for the operator.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::user::text::plain;

/// What a failure means for the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// The provider refuses the content: fail at once, refund, say what to change.
    User,
    /// A fault that passes: retry with backoff, 3 attempts in all.
    Temporary,
    /// Too many requests: wait, uses no attempt.
    RateLimit,
    /// Our account at the provider is out of money or access: hold the queue, alarm the operator.
    Billing,
    /// Anything else: fail and refund; never a second paid task.
    Unknown,
}

impl ErrorClass {
    /// The word used in SQL, logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Temporary => "temporary",
            Self::RateLimit => "rate_limit",
            Self::Billing => "billing",
            Self::Unknown => "unknown",
        }
    }
}

/// What people are told: one sentence each in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The photo or the text breaks the provider's content rules.
    ContentRefused,
    /// The photo shows a person, a celebrity or a minor.
    PersonInPhoto,
    /// The result resembles protected work.
    Copyright,
    /// The photo is too small, too large, of a wrong shape or cannot be read.
    PhotoUnusable,
    /// The text or another parameter does not suit the model.
    RequestRefused,
    /// The provider had a fault.
    ProviderFault,
    /// The provider is overloaded.
    Overloaded,
    /// The service is out of order on our side.
    OutOfService,
    /// The video was not ready within the job's deadline.
    TooLate,
    /// An operator ended it.
    EndedByOperator,
    /// Nobody knows yet; an operator looks into it.
    Unclear,
}

impl Cause {
    /// Whether a job that ends for this leaves a task of which nobody knows how it ends.
    pub const fn leaves_task(self) -> bool {
        matches!(self, Self::TooLate | Self::EndedByOperator | Self::Unclear)
    }

    /// Every cause, for tests of texts.
    pub const ALL: [Self; 11] = [
        Self::ContentRefused,
        Self::PersonInPhoto,
        Self::Copyright,
        Self::PhotoUnusable,
        Self::RequestRefused,
        Self::ProviderFault,
        Self::Overloaded,
        Self::OutOfService,
        Self::TooLate,
        Self::EndedByOperator,
        Self::Unclear,
    ];

    /// The word used in SQL, logs and text keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ContentRefused => "content_refused",
            Self::PersonInPhoto => "person_in_photo",
            Self::Copyright => "copyright",
            Self::PhotoUnusable => "photo_unusable",
            Self::RequestRefused => "request_refused",
            Self::ProviderFault => "provider_fault",
            Self::Overloaded => "overloaded",
            Self::OutOfService => "out_of_service",
            Self::TooLate => "too_late",
            Self::EndedByOperator => "ended_by_operator",
            Self::Unclear => "unclear",
        }
    }
}

/// A failure as the adapter that met it classified it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What it means for the job.
    pub class: ErrorClass,
    /// What people are told.
    pub cause: Cause,
    /// The raw answer for the operator, cut to [`Failure::DETAIL_MAX_CHARS`]; never shown to users.
    pub detail: String,
    /// How long the provider asked us to wait.
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// The most characters of the raw answer that are kept.
    pub const DETAIL_MAX_CHARS: usize = 2_000;

    /// A failure without a wish to wait.
    pub fn new(class: ErrorClass, cause: Cause, detail: impl AsRef<str>) -> Self {
        Self {
            class,
            cause,
            detail: plain(detail.as_ref())
                .chars()
                .take(Self::DETAIL_MAX_CHARS)
                .collect(),
            retry_after: None,
        }
    }

    /// The same failure with the time the provider asked us to wait.
    #[must_use]
    pub fn wait(mut self, retry_after: Option<Duration>) -> Self {
        self.retry_after = retry_after;
        self
    }
}
