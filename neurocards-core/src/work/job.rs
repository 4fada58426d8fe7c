//! One video to make: its facts, its attempts, and the time-limited right to act on it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{JobId, Nonce, OrderId, TaskId, UserId};
use crate::money::credits::Credits;
use crate::money::provider_credits::ProviderCredits;
use crate::user::Language;
use crate::work::brief::Brief;
use crate::work::failure::Failure;
use crate::work::media::{MediaKey, StoredVideo};
use crate::work::product::Description;
use crate::work::prompt::Prompt;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// Waiting for its `run_at`.
    Queued,
    /// Leased by a worker.
    Running,
    /// The video is stored and the credit captured. Final.
    Succeeded,
    /// No video; the credit is refunded. Final.
    Failed,
    /// Cancelled by its user while nothing of it was at the provider; refunded. Final.
    Cancelled,
}

impl JobStatus {
    /// The word used in SQL, logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status that [`JobStatus::as_str`] names.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Queued,
            Self::Running,
            Self::Succeeded,
            Self::Failed,
            Self::Cancelled,
        ]
        .into_iter()
        .find(|status| status.as_str() == word)
    }

    /// Whether nothing changes any more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }

    /// The table of allowed changes.
    pub const fn can_become(self, next: Self) -> bool {
        use JobStatus::{Cancelled, Failed, Queued, Running, Succeeded};
        matches!(
            (self, next),
            (Queued, Running | Cancelled | Failed)
                | (Running, Queued | Running | Succeeded | Failed | Cancelled)
        )
    }
}

/// A photo as the provider holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemotePhoto {
    /// Where the provider reads it.
    pub url: String,
    /// When it was uploaded; providers delete uploads after days.
    pub uploaded_at: DateTime<Utc>,
}

/// One submit we may send for a job. Its row exists before the request does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// 1 for the first of its job.
    pub no: u16,
    /// Its secret, in the callback URL.
    pub nonce: Nonce,
    /// When the intent was stored.
    pub begun_at: DateTime<Utc>,
    /// The provider's task, once its answer to the submit is stored.
    pub task: Option<TaskId>,
    /// A task that a callback with this nonce named: to be looked up, not to be trusted.
    pub reported: Option<TaskId>,
    /// What its task took from our account at the provider, as the provider's record told last.
    pub spent: Option<ProviderCredits>,
    /// How it ended; `None` while it is open.
    pub end: Option<AttemptEnd>,
}

impl Attempt {
    /// The task to look up: the stored one, else the reported one.
    pub fn known_task(&self) -> Option<&TaskId> {
        self.task.as_ref().or(self.reported.as_ref())
    }
}

/// How an attempt ended without a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptEnd {
    /// The provider refused the submit for a reason that uses no attempt (rate, billing).
    Declined,
    /// The provider refused the submit, or its task failed.
    Failed,
    /// The answer to the submit was lost, and no callback named a task within the window.
    Lost,
}

impl AttemptEnd {
    /// The word used in SQL and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Failed => "failed",
            Self::Lost => "lost",
        }
    }

    /// The end that [`AttemptEnd::as_str`] names.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Declined, Self::Failed, Self::Lost]
            .into_iter()
            .find(|end| end.as_str() == word)
    }
}

/// Everything a worker needs to know of one job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Names the job in entries, leases and logs.
    pub id: JobId,
    /// The order it belongs to.
    pub order: OrderId,
    /// Whose it is.
    pub user: UserId,
    /// Number of the variant within its order, from 0.
    pub variant: u8,
    /// Where it stands.
    pub status: JobStatus,
    /// What it holds, captures or refunds.
    pub price: Credits,
    /// What was asked.
    pub brief: Brief,
    /// Facts about the product as they were when the order was placed.
    pub description: Description,
    /// The product's photo.
    pub photo: MediaKey,
    /// The language of its owner.
    pub language: Language,
    /// The prompt, once written.
    pub prompt: Option<Prompt>,
    /// The photo at the provider, once uploaded.
    pub remote_photo: Option<RemotePhoto>,
    /// Every attempt, oldest first.
    pub attempts: Vec<Attempt>,
    /// Retries in a row without a new stored fact; a snooze leaves it unchanged.
    pub faults: u16,
    /// Claims in a row whose lease expired without a release or a stored fact.
    pub crashes: u16,
    /// The video, once stored.
    pub video: Option<StoredVideo>,
    /// The last fault; once failed, the reason.
    pub failure: Option<Failure>,
    /// When its order was placed.
    pub created_at: DateTime<Utc>,
    /// Until then an attempt may begin; after it the job fails with a refund, unless a task is at work.
    pub deadline_at: DateTime<Utc>,
}

impl Job {
    /// The attempt that has not ended.
    pub fn open_attempt(&self) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.end.is_none())
    }

    pub(crate) fn open_attempt_mut(&mut self) -> Option<&mut Attempt> {
        let mut attempts = self.attempts.iter_mut();
        attempts.find(|attempt| attempt.end.is_none())
    }

    /// Attempts that count against the limit: all but the declined.
    pub fn attempts_used(&self) -> usize {
        self.attempts
            .iter()
            .filter(|attempt| attempt.end != Some(AttemptEnd::Declined))
            .count()
    }
}

/// Names one lease in a heartbeat: the job and its fencing token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeaseId {
    /// The leased job.
    pub job: JobId,
    /// The job's fencing value at the claim: +1 at each claim.
    pub token: i64,
}

/// The time-limited right to act on one job.
///
/// Not `Clone`: the methods that end a step consume it, so that finishing twice does not compile.
#[derive(Debug, PartialEq, Eq)]
pub struct Lease {
    id: LeaseId,
}

impl Lease {
    /// A lease as a store grants it at a claim.
    pub const fn granted(job: JobId, token: i64) -> Self {
        Self {
            id: LeaseId { job, token },
        }
    }

    /// Its name, for heartbeats and guards.
    pub const fn id(&self) -> LeaseId {
        self.id
    }
}

/// A job with the right to act on it.
#[derive(Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The job as it was at the claim.
    pub job: Job,
    /// The right to act on it.
    pub lease: Lease,
    /// The store's time of the claim.
    pub now: DateTime<Utc>,
}

/// A fact about a running job, stored before the next action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The prompt is written.
    Prompt(Prompt),
    /// The photo is at the provider.
    Photo {
        /// The URL that the provider reads it from.
        url: String,
    },
    /// The intent to submit: MUST be stored before the submit is sent.
    AttemptBegun {
        /// The attempt's number.
        no: u16,
        /// The attempt's secret.
        nonce: Nonce,
    },
    /// The provider answered the submit of the open attempt with this task.
    Submitted {
        /// The provider's task.
        task: TaskId,
    },
    /// The provider told what the newest task took from our account there.
    Spent {
        /// What the task took, in the credits of the provider.
        spent: ProviderCredits,
    },
}

/// A put-back after a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// When to run again.
    pub after: Duration,
    /// What went wrong.
    pub failure: Failure,
    /// How the open attempt ended, if it did.
    pub ends: Option<AttemptEnd>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_final_job_never_changes() {
        use JobStatus::{Cancelled, Failed, Queued, Running, Succeeded};
        let all = [Queued, Running, Succeeded, Failed, Cancelled];
        for status in all.into_iter().filter(|status| status.is_final()) {
            assert!(
                all.into_iter().all(|next| !status.can_become(next)),
                "{status:?}"
            );
        }
    }
}
