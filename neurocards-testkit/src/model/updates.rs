use std::collections::BTreeSet;
use std::time::Duration;

use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, UpdateLease, UpdateStage};
use neurocards_core::ports::{LeaseError, Topic};

use super::state::{State, UpdateRow};

/// The most updates one call removes.
const PRUNE_MOST: usize = 10_000;

impl State {
    pub(super) fn store_updates(&mut self, updates: &[RawUpdate]) -> usize {
        let mut new = 0;
        for update in updates {
            if self.updates.contains_key(&update.id) {
                continue;
            }
            new += 1;
            self.updates
                .insert(update.id, UpdateRow::received(update, self.now));
            self.announce(Topic::Updates);
        }
        new
    }

    pub(super) fn claim_updates(&mut self, limit: u16, lease_for: Duration) -> Vec<ClaimedUpdate> {
        let mut heads = self.heads();
        heads.truncate(usize::from(limit));
        heads
            .into_iter()
            .filter_map(|id| self.lease_update(id, lease_for))
            .collect()
    }

    /// The oldest open update of every lane, where it may be claimed now.
    fn heads(&self) -> Vec<i64> {
        let open = || self.updates.values().filter(|row| row.closed_at.is_none());
        let live = |row: &&UpdateRow| row.leased_until.is_some_and(|until| until > self.now);
        let mut seen: BTreeSet<_> = open().filter(live).map(|row| row.update.lane).collect();
        open()
            .filter(|row| seen.insert(row.update.lane) && row.due_at <= self.now)
            .map(|row| row.update.id)
            .collect()
    }

    fn lease_update(&mut self, id: i64, lease_for: Duration) -> Option<ClaimedUpdate> {
        let until = self.after(lease_for);
        let row = self.updates.get_mut(&id)?;
        if row.leased_until.is_some() && row.stage == UpdateStage::Received {
            row.crashes += 1;
        }
        row.token += 1;
        row.leased_until = Some(until);
        Some(ClaimedUpdate {
            update: row.update.clone(),
            stage: row.stage.clone(),
            crashes: row.crashes,
            lease: UpdateLease::granted(id, row.token),
        })
    }

    /// The update, if it is leased with exactly this token.
    pub(super) fn leased_update(
        &mut self,
        lease: &UpdateLease,
    ) -> Result<&mut UpdateRow, LeaseError> {
        let row = self.updates.get_mut(&lease.update());
        row.filter(|row| row.leased_until.is_some() && row.token == lease.token())
            .ok_or(LeaseError::Lost)
    }

    pub(super) fn begin_reply(
        &mut self,
        lease: &UpdateLease,
        index: usize,
    ) -> Result<(), LeaseError> {
        match &mut self.leased_update(lease)?.stage {
            UpdateStage::Received => Err(LeaseError::Lost),
            UpdateStage::Turned { next, .. } => {
                *next = (*next).max(index + 1);
                Ok(())
            }
        }
    }

    pub(super) fn take_back_reply(
        &mut self,
        lease: &UpdateLease,
        index: usize,
    ) -> Result<(), LeaseError> {
        match &mut self.leased_update(lease)?.stage {
            UpdateStage::Received => Err(LeaseError::Lost),
            UpdateStage::Turned { next, .. } => {
                *next = if *next == index + 1 { index } else { *next };
                Ok(())
            }
        }
    }

    pub(super) fn close_update(&mut self, lease: &UpdateLease) -> Result<(), LeaseError> {
        let now = self.now;
        let row = self.leased_update(lease)?;
        row.leased_until = None;
        row.closed_at = Some(now);
        self.announce(Topic::Updates);
        Ok(())
    }

    pub(super) fn defer_update(
        &mut self,
        lease: &UpdateLease,
        after: Duration,
    ) -> Result<(), LeaseError> {
        let due_at = self.after(after);
        let row = self.leased_update(lease)?;
        row.leased_until = None;
        row.due_at = due_at;
        Ok(())
    }

    pub(super) fn prune(&mut self, keep_for: Duration) -> u64 {
        let age = |row: &UpdateRow| (self.now - row.closed_at?).to_std().ok();
        let old = self
            .updates
            .values()
            .filter(|row| age(row) > Some(keep_for));
        let ids: Vec<_> = old.map(|row| row.update.id).take(PRUNE_MOST).collect();
        for id in &ids {
            self.updates.remove(id);
        }
        u64::try_from(ids.len()).unwrap_or(u64::MAX)
    }
}

impl UpdateRow {
    fn received(update: &RawUpdate, now: chrono::DateTime<chrono::Utc>) -> Self {
        Self {
            update: update.clone(),
            stage: UpdateStage::Received,
            crashes: 0,
            token: 0,
            due_at: now,
            leased_until: None,
            closed_at: None,
        }
    }
}
