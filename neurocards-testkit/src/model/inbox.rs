use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};
use neurocards_core::ids::WorkerId;
use neurocards_core::ports::{CommitError, Inbox, LeaseError, Unavailable};

use super::MemoryStore;

#[async_trait]
impl Inbox for MemoryStore {
    async fn store(&self, updates: &[RawUpdate]) -> Result<usize, Unavailable> {
        Ok(self.transact(|state| state.store_updates(updates)))
    }

    async fn claim(
        &self,
        _worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedUpdate>, Unavailable> {
        Ok(self.transact(|state| state.claim_updates(limit, lease_for)))
    }

    async fn commit(&self, lease: &UpdateLease, turn: &Turn) -> Result<(), CommitError> {
        self.transact(|state| state.commit(lease, turn))
    }

    async fn begin_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.transact(|state| state.begin_reply(lease, index))
    }

    async fn take_back_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.transact(|state| state.take_back_reply(lease, index))
    }

    async fn close(&self, lease: UpdateLease) -> Result<(), LeaseError> {
        self.transact(|state| state.close_update(&lease))
    }

    async fn defer(&self, lease: UpdateLease, after: Duration) -> Result<(), LeaseError> {
        self.transact(|state| state.defer_update(&lease, after))
    }

    async fn prune(&self, keep_for: Duration) -> Result<u64, Unavailable> {
        Ok(self.transact(|state| state.prune(keep_for)))
    }
}
