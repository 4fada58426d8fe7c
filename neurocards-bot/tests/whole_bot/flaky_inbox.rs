//! An inbox that fails as a test scripts it, and works otherwise. Time passes while an update waits
//! in it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};
use neurocards_core::ids::WorkerId;
use neurocards_core::ports::{CommitError, Inbox, LeaseError, Unavailable};
use neurocards_testkit::clock::HandClock;

pub(crate) struct FlakyInbox {
    inner: Arc<dyn Inbox>,
    clock: Arc<HandClock>,
    /// The next stores fail, so many of them.
    store_faults: Mutex<u32>,
    /// How the next commits fail.
    commit_faults: Mutex<VecDeque<CommitError>>,
    /// What every claim says of the claims before it.
    crashes: AtomicU16,
}

impl FlakyInbox {
    pub(crate) fn over(inner: Arc<dyn Inbox>, clock: Arc<HandClock>) -> Arc<Self> {
        Arc::new(Self {
            inner,
            clock,
            store_faults: Mutex::default(),
            commit_faults: Mutex::default(),
            crashes: AtomicU16::default(),
        })
    }

    pub(crate) fn fail_stores(&self, times: u32) {
        *self.store_faults.lock().unwrap() = times;
    }

    pub(crate) fn fail_commit(&self, error: CommitError) {
        self.commit_faults.lock().unwrap().push_back(error);
    }

    /// From now on every update looks as if so many processes had died of it.
    pub(crate) fn count_crashes(&self, crashes: u16) {
        self.crashes.store(crashes, Ordering::SeqCst);
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
        let mut claimed = self.inner.claim(worker, limit, lease_for).await?;
        for update in &mut claimed {
            update.crashes += self.crashes.load(Ordering::SeqCst);
        }
        Ok(claimed)
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

    async fn take_back_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.inner.take_back_reply(lease, index).await
    }

    async fn close(&self, lease: UpdateLease) -> Result<(), LeaseError> {
        self.inner.close(lease).await
    }

    async fn defer(&self, lease: UpdateLease, after: Duration) -> Result<(), LeaseError> {
        self.inner.defer(lease, after).await?;
        self.clock.advance(after);
        Ok(())
    }

    async fn prune(&self, keep_for: Duration) -> Result<u64, Unavailable> {
        self.inner.prune(keep_for).await
    }
}
