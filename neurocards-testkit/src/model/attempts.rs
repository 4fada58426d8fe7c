use neurocards_core::ids::{Nonce, TaskId};
use neurocards_core::job::{Attempt, JobStatus, Lease, LeaseId, Progress, RemotePhoto};
use neurocards_core::ports::{LeaseError, Topic};

use super::state::{JobRow, State};

impl State {
    pub(super) fn record(&mut self, lease: &Lease, progress: &Progress) -> Result<(), LeaseError> {
        let now = self.now;
        if let Progress::Submitted { task } = progress {
            self.keep_task(lease.id(), task);
        }
        let row = self.leased(lease.id())?;
        match progress {
            Progress::Prompt(prompt) => row.job.prompt = Some(prompt.clone()),
            Progress::Photo { url } => {
                row.job.remote_photo = Some(RemotePhoto {
                    url: url.clone(),
                    uploaded_at: now,
                });
            }
            Progress::AttemptBegun { no, nonce } => row.begin_attempt(Attempt {
                no: *no,
                nonce: nonce.clone(),
                begun_at: now,
                task: None,
                reported: None,
                end: None,
            })?,
            Progress::Submitted { .. } => {}
        }
        row.job.faults = 0;
        row.job.crashes = 0;
        let order = row.job.order;
        self.touch_card(order);
        Ok(())
    }

    /// Keeps evidence of a task for the newest attempt that this lease or an earlier one began: of
    /// later attempts a stale worker knows nothing.
    fn keep_task(&mut self, lease: LeaseId, task: &TaskId) {
        let Some(row) = self.jobs.get_mut(&lease.job) else {
            return;
        };
        let begun = row.job.attempts.iter_mut().zip(&row.begun_under);
        let newest = begun.filter(|(_, token)| **token <= lease.token).last();
        if let Some((attempt, _)) = newest {
            attempt.task.get_or_insert_with(|| task.clone());
        }
    }

    pub(super) fn wake(&mut self, nonce: &Nonce, task: &TaskId) -> bool {
        let now = self.now;
        let open = self.jobs.values_mut().filter_map(|row| {
            let attempt = row.open_attempt(nonce)?;
            if attempt.task.is_none() {
                attempt.reported = Some(task.clone());
            }
            Some(row)
        });
        let Some(row) = open.last() else {
            return false;
        };
        if row.job.status == JobStatus::Queued {
            row.run_at = row.run_at.min(now);
            self.announce(Topic::Jobs);
        }
        true
    }
}

impl JobRow {
    fn begin_attempt(&mut self, attempt: Attempt) -> Result<(), LeaseError> {
        if self.job.open_attempt().is_some() {
            return Err(LeaseError::Lost);
        }
        self.begun_under.push(self.token);
        self.job.attempts.push(attempt);
        Ok(())
    }

    /// The open attempt with this nonce, unless the job is final.
    fn open_attempt(&mut self, nonce: &Nonce) -> Option<&mut Attempt> {
        if self.job.status.is_final() {
            return None;
        }
        let mut attempts = self.job.attempts.iter_mut();
        attempts.find(|attempt| attempt.end.is_none() && attempt.nonce == *nonce)
    }
}
