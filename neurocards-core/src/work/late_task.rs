//! Tasks that were given up and may still finish: they are paid for.

use chrono::{DateTime, Utc};

use crate::ids::{JobId, Nonce, TaskId};
use crate::work::media::StoredVideo;

/// A task that is looked up although its attempt or its job has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateTask {
    /// The secret of the attempt that asked for it.
    pub nonce: Nonce,
    /// Its name at the provider.
    pub task: TaskId,
    /// The job it was asked for; final.
    pub job: JobId,
    /// Whether only a callback named it.
    pub is_only_reported: bool,
    /// What the attempt asked for.
    pub prompt: String,
    /// When it was given up, or heard of.
    pub since: DateTime<Utc>,
}

/// The time-limited right to look after a late task. Not `Clone`: closing consumes it.
#[derive(Debug, PartialEq, Eq)]
pub struct LateTaskLease {
    nonce: Nonce,
    token: i64,
}

impl LateTaskLease {
    /// A lease as a store grants it at a claim.
    pub const fn granted(nonce: Nonce, token: i64) -> Self {
        Self { nonce, token }
    }

    /// The attempt whose task is leased.
    pub const fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// The fencing value at the claim: +1 at each claim.
    pub const fn token(&self) -> i64 {
        self.token
    }
}

/// A late task with the right to look after it.
#[derive(Debug, PartialEq, Eq)]
pub struct ClaimedLateTask {
    /// What to look up.
    pub late: LateTask,
    /// The right to do so, until the lease expires.
    pub lease: LateTaskLease,
    /// The store's time at the claim.
    pub now: DateTime<Utc>,
}

/// What came of a late task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LateTaskEnd {
    /// It finished: its video is a gift to its user.
    Gift(StoredVideo),
    /// There is no video to be had.
    Nothing,
}

impl LateTaskEnd {
    /// The word used in SQL and logs.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Gift(_) => "gift",
            Self::Nothing => "nothing",
        }
    }
}
