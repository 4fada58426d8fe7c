use std::collections::BTreeMap;
use std::time::Duration;

use neurocards_core::ids::{JobId, UserId};
use neurocards_core::work::job::{Claimed, JobStatus, Lease, LeaseId};

use super::state::{JobRow, State};

impl State {
    pub(super) fn claim_jobs(&mut self, limit: u16, lease_for: Duration) -> Vec<Claimed> {
        let mut due = self.due_by_turn();
        due.truncate(usize::from(limit));
        due.into_iter()
            .filter_map(|id| self.lease_job(id, lease_for))
            .collect()
    }

    /// Due jobs in the order of their turns: a user with n running jobs has their first due job at
    /// turn n, the next at turn n + 1. Equal turns go by `run_at`, then by age.
    fn due_by_turn(&self) -> Vec<JobId> {
        let mut due: Vec<_> = self.jobs.values().filter(|row| self.is_due(row)).collect();
        due.sort_by_key(|row| (row.run_at, row.age));
        let mut next_turn = self.running_by_user();
        let mut turns: Vec<_> = due
            .into_iter()
            .map(|row| {
                let turn = next_turn.entry(row.job.user).or_default();
                *turn += 1;
                (*turn, row.run_at, row.age, row.job.id)
            })
            .collect();
        turns.sort_unstable();
        turns.into_iter().map(|(.., id)| id).collect()
    }

    /// Jobs of each user under a live lease.
    fn running_by_user(&self) -> BTreeMap<UserId, u32> {
        let mut running = BTreeMap::new();
        let live = |row: &&JobRow| row.leased_until.is_some_and(|until| until > self.now);
        for row in self.jobs.values().filter(live) {
            *running.entry(row.job.user).or_default() += 1;
        }
        running
    }

    fn is_due(&self, row: &JobRow) -> bool {
        let come = match row.job.status {
            JobStatus::Queued => row.run_at <= self.now,
            JobStatus::Running => row.leased_until.is_some_and(|until| until <= self.now),
            JobStatus::Succeeded | JobStatus::Failed | JobStatus::Cancelled => false,
        };
        let held = self.is_held() && row.job.open_attempt().is_none();
        come && (!held || row.job.deadline_at <= self.now)
    }

    pub(super) fn is_held(&self) -> bool {
        self.held_until.is_some_and(|until| until > self.now)
    }

    fn lease_job(&mut self, id: JobId, lease_for: Duration) -> Option<Claimed> {
        let (now, until) = (self.now, self.after(lease_for));
        let row = self.jobs.get_mut(&id)?;
        if row.job.status == JobStatus::Running {
            row.job.crashes += 1;
        }
        row.becomes(JobStatus::Running);
        row.token += 1;
        row.leased_until = Some(until);
        let (job, token) = (row.job.clone(), row.token);
        self.touch_card(job.order);
        Some(Claimed {
            job,
            lease: Lease::granted(id, token),
            now,
        })
    }

    /// Renews the leases that still hold; answers the others.
    pub(super) fn extend(&mut self, leases: &[LeaseId], lease_for: Duration) -> Vec<LeaseId> {
        let until = self.after(lease_for);
        let lost = |lease: &&LeaseId| match self.leased(**lease) {
            Ok(row) => {
                row.leased_until = Some(until);
                false
            }
            Err(_) => true,
        };
        leases.iter().filter(lost).copied().collect()
    }
}
