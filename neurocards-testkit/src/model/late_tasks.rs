use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::ids::{JobId, Nonce, TaskId};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::{LateTasks, LeaseError, Unavailable};
use neurocards_core::work::job::{Attempt, AttemptEnd};
use neurocards_core::work::late_task::{ClaimedLateTask, LateTask, LateTaskEnd, LateTaskLease};

use super::MemoryStore;
use super::state::{LateTaskRow, State};

#[async_trait]
impl LateTasks for MemoryStore {
    async fn claim(
        &self,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedLateTask>, Unavailable> {
        Ok(self.transact(|state| state.claim_late(limit, lease_for)))
    }

    async fn put_back(&self, lease: LateTaskLease, after: Duration) -> Result<(), LeaseError> {
        self.transact(|state| {
            let run_at = state.after(after);
            let row = state.leased_late(&lease)?;
            row.run_at = run_at;
            row.leased_until = None;
            Ok(())
        })
    }

    async fn close(
        &self,
        lease: LateTaskLease,
        end: &LateTaskEnd,
        spent: Option<ProviderCredits>,
    ) -> Result<(), LeaseError> {
        self.transact(|state| {
            let row = state.leased_late(&lease)?;
            row.leased_until = None;
            row.end = Some(end.clone());
            let late = row.late.clone();
            if let (Some(attempt), Some(_)) = (state.attempt_mut(&late.nonce), spent) {
                attempt.task.get_or_insert(late.task);
                attempt.spent = spent;
            }
            if let LateTaskEnd::Gift(video) = end {
                state.deliver_gift(late.job, video);
            }
            Ok(())
        })
    }
}

impl State {
    fn claim_late(&mut self, limit: u16, lease_for: Duration) -> Vec<ClaimedLateTask> {
        let (now, until) = (self.now, self.after(lease_for));
        let is_due = |row: &&LateTaskRow| {
            let is_free = row.leased_until.is_none_or(|until| until <= now);
            let job = self.jobs.get(&row.late.job);
            let is_final = job.is_some_and(|row| row.job.status.is_final());
            row.end.is_none() && row.run_at <= now && is_free && is_final
        };
        let rows = self.late_tasks.values().filter(is_due);
        let mut due: Vec<_> = rows
            .map(|row| (row.run_at, row.late.nonce.expose().to_owned()))
            .collect();
        due.sort();
        due.truncate(usize::from(limit));
        let leased = due.into_iter().filter_map(|(_, key)| {
            let row = self.late_tasks.get_mut(&key)?;
            row.token += 1;
            row.leased_until = Some(until);
            Some(ClaimedLateTask {
                late: row.late.clone(),
                lease: LateTaskLease::granted(row.late.nonce.clone(), row.token),
                now,
            })
        });
        leased.collect()
    }

    fn leased_late(&mut self, lease: &LateTaskLease) -> Result<&mut LateTaskRow, LeaseError> {
        let row = self.late_tasks.get_mut(lease.nonce().expose());
        row.filter(|row| row.leased_until.is_some() && row.token == lease.token())
            .ok_or(LeaseError::Lost)
    }

    fn attempt_mut(&mut self, nonce: &Nonce) -> Option<&mut Attempt> {
        let attempts = self.jobs.values_mut().flat_map(|row| &mut row.job.attempts);
        attempts.into_iter().find(|attempt| attempt.nonce == *nonce)
    }

    /// Whether an attempt has this task, other than that of a nonce.
    pub(super) fn is_of_another(&self, task: &TaskId, nonce: Option<&Nonce>) -> bool {
        let mut attempts = self.jobs.values().flat_map(|row| &row.job.attempts);
        attempts.any(|it| it.task.as_ref() == Some(task) && Some(&it.nonce) != nonce)
    }

    /// A callback named a task for an attempt that failed or was lost without one.
    pub(super) fn hear(&mut self, nonce: &Nonce, task: &TaskId) -> bool {
        let is_of_another = self.is_of_another(task, None);
        let found = self.jobs.values().find_map(|row| {
            let mut attempts = row.job.attempts.iter();
            let attempt = attempts.find(|attempt| attempt.nonce == *nonce)?;
            let is_over = matches!(attempt.end, Some(AttemptEnd::Failed | AttemptEnd::Lost));
            (is_over && attempt.task.is_none()).then_some(row.job.id)
        });
        if let Some(job) = found
            && !is_of_another
        {
            self.keep_late(job, nonce, task);
        }
        let row = self.late_tasks.get(nonce.expose());
        row.is_some_and(|row| row.late.task == *task)
    }

    /// The answer to a submit came after its attempt had ended.
    pub(super) fn hear_of(&mut self, job: JobId, task: &TaskId) {
        let attempts = self.jobs.get(&job).map(|row| &row.job.attempts);
        let over = attempts.into_iter().flatten().find(|attempt| {
            let is_over = matches!(attempt.end, Some(AttemptEnd::Failed | AttemptEnd::Lost));
            is_over && attempt.task.as_ref() == Some(task)
        });
        if let Some(nonce) = over.map(|attempt| attempt.nonce.clone()) {
            self.keep_late(job, &nonce, task);
        }
    }

    /// A job ends, and nobody knows how the task of its open attempt does.
    pub(super) fn leave_task(&mut self, job: JobId) {
        let open = self.jobs.get(&job).and_then(|row| row.job.open_attempt());
        let known =
            open.and_then(|attempt| Some((attempt.nonce.clone(), attempt.known_task()?.clone())));
        if let Some((nonce, task)) = known {
            self.keep_late(job, &nonce, &task);
        }
    }

    fn keep_late(&mut self, job: JobId, nonce: &Nonce, task: &TaskId) {
        let mut kept = self.late_tasks.values();
        if kept.any(|row| row.late.nonce == *nonce || row.late.task == *task) {
            return;
        }
        let prompt = self.jobs.get(&job).and_then(|row| row.job.prompt.as_ref());
        let late = LateTask {
            nonce: nonce.clone(),
            task: task.clone(),
            job,
            is_only_reported: !self.is_of_another(task, None),
            prompt: prompt.map(|prompt| prompt.text.clone()).unwrap_or_default(),
            since: self.now,
        };
        let row = LateTaskRow {
            late,
            run_at: self.now,
            token: 0,
            leased_until: None,
            end: None,
        };
        self.late_tasks.insert(nonce.expose().to_owned(), row);
    }
}
