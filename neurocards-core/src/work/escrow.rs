//! The money of an order: what its jobs hold, and how each hold ends.

use crate::actor::{Actor, Reason};
use crate::ids::JobId;
use crate::money::account::{Account, AccountError, Posting};
use crate::money::credits::Credits;
use crate::money::ledger::{Hold, Release};
use crate::work::failure::Failure;
use crate::work::order::NewOrder;

impl NewOrder {
    /// The hold of each job, in the order of the jobs.
    pub fn holds(&self) -> impl Iterator<Item = Hold> {
        let reason = Reason::of(format_args!("order {}", self.id));
        self.jobs.iter().map(move |&job| Hold {
            job,
            user: self.user,
            amount: self.price,
            reason: reason.clone(),
            by: Actor::User,
        })
    }

    /// The entries of all holds, out of the account of who pays; none if it does not cover the
    /// total.
    pub fn postings(&self, mut account: Account) -> Result<Vec<Posting>, AccountError> {
        let balance = account.balance.available;
        let needed = self.total().unwrap_or(Credits::MAX);
        if balance < needed {
            return Err(AccountError::Insufficient { balance, needed });
        }
        self.holds().map(|hold| account.hold(&hold)).collect()
    }
}

impl Release {
    /// The end of a hold whose video is stored: a capture.
    pub fn earned(job: JobId) -> Self {
        let reason = Reason::of("the video is stored");
        let by = Actor::System;
        Self { job, reason, by }
    }

    /// The end of a hold whose job failed: a refund.
    pub fn failed(job: JobId, failure: &Failure) -> Self {
        let (class, cause) = (failure.class.as_str(), failure.cause.as_str());
        let reason = Reason::of(format_args!("the job failed: {cause} ({class})"));
        let by = Actor::System;
        Self { job, reason, by }
    }

    /// The end of a hold whose job its user cancelled: a refund.
    pub fn cancelled(job: JobId) -> Self {
        let reason = Reason::of("cancelled by the user");
        let by = Actor::User;
        Self { job, reason, by }
    }
}
