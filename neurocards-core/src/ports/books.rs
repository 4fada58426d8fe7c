use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{SetAside, Unavailable};
use crate::money::act::Act;
use crate::money::report::MoneyReport;
use crate::page::Page;

/// What operators and auditors read beside the ledger.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Books: Send + Sync {
    /// Sums over `from` (included) to `until` (excluded): entries and payments by when they were
    /// booked, money given back by when it was; models by name, without those that had no task.
    async fn report(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<MoneyReport, Unavailable>;

    /// What people did with money, newest first: every entry whose actor is a person, and every
    /// act without an entry. What the system did MUST NOT be among them. Of one instant, acts
    /// without an entry come before entries.
    async fn acts(&self, page: Page) -> Result<Vec<Act>, Unavailable>;

    /// Jobs, deliveries and updates that are open and that the running release cannot read, at most
    /// `limit`, what waits longest first. A claim MUST leave such a row for a while, at most a
    /// minute, and claim what else is due; a later claim that can read it takes it again.
    async fn set_aside(&self, limit: u16) -> Result<Vec<SetAside>, Unavailable>;
}
