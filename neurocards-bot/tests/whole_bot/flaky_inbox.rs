//! An inbox that fails as a test scripts it, and works otherwise.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ids::WorkerId;
use neurocards_core::ports::{CommitError, Inbox, LeaseError, Unavailable};
use neurocards_core::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};

pub(crate) struct FlakyInbox {
    inner: Arc<dyn Inbox>,
    /// The next stores fail, so many of them.
    store_faults: Mutex<u32>,
    /// How the next commits fail.
    commit_faults: Mutex<VecDeque<CommitError>>,
}

impl FlakyInbox {
    pub(crate) fn over(inner: Arc<dyn Inbox>) -> Arc<Self> {
        Arc::new(Self {
            inner,
            store_faults: Mutex::default(),
            commit_faults: Mutex::default(),
        })
    }

    pub(crate) fn fail_stores(&self, times: u32) {
        *self.store_faults.lock().unwrap() = times;
    }

    pub(crate) fn fail_commit(&self, error: CommitError) {
        self.commit_faults.lock().unwrap().push_back(error);
    }

    pub(crate) fn has_faults(&self) -> bool {
        *self.store_faults.lock().unwrap() > 0 || !self.commit_faults.lock().unwrap().is_empty()
    }
}

pub(crate) fn out_of_order() -> Unavailable {
    Unavailable::new("flaky", "scripted")
}

#[async_trait]
impl Inbox for FlakyInbox {
    async fn store(&self, updates: &[RawUpdate]) -> Result<usize, Unavailable> {
        {
            let mut left = self.store_faults.lock().unwrap();
            if *left > 0 {
                *left -= 1;
                return Err(out_of_order());
            }
        }
        self.inner.store(updates).await
    }

    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedUpdate>, Unavailable> {
        self.inner.claim(worker, limit, lease_for).await
    }

    async fn commit(&self, lease: &UpdateLease, turn: &Turn) -> Result<(), CommitError> {
        let fault = self.commit_faults.lock().unwrap().pop_front();
        match fault {
            Some(error) => Err(error),
            None => self.inner.commit(lease, turn).await,
        }
    }

    async fn begin_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.inner.begin_reply(lease, index).await
    }

    async fn close(&self, lease: UpdateLease) -> Result<(), LeaseError> {
        self.inner.close(lease).await
    }

    async fn defer(&self, lease: UpdateLease, after: Duration) -> Result<(), LeaseError> {
        self.inner.defer(lease, after).await
    }

    async fn prune(&self, keep_for: Duration) -> Result<u64, Unavailable> {
        self.inner.prune(keep_for).await
    }
}
