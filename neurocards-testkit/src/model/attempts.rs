use neurocards_core::ids::{Nonce, TaskId};
use neurocards_core::ports::{LeaseError, Topic};
use neurocards_core::work::job::{Attempt, JobStatus, Lease, LeaseId, Progress, RemotePhoto};

use super::state::{JobRow, State};

impl State {
    pub(super) fn record(&mut self, lease: &Lease, progress: &Progress) -> Result<(), LeaseError> {
        let now = self.now;
        self.keep_evidence(lease.id(), progress);
        if let (Progress::Submitted { task }, Err(_)) = (progress, self.leased(lease.id())) {
            self.hear_of(lease.id().job, task);
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
                spent: None,
                end: None,
            })?,
            Progress::Submitted { .. } | Progress::Spent { .. } => {}
        }
        row.job.faults = 0;
        row.job.crashes = 0;
        let order = row.job.order;
        self.touch_card(order);
        Ok(())
    }

    /// Keeps evidence, even under a lost lease.
    fn keep_evidence(&mut self, lease: LeaseId, progress: &Progress) {
        let is_taken = match progress {
            Progress::Submitted { task } => self.is_of_another(task, None),
            _ => false,
        };
        let Some(row) = self.jobs.get_mut(&lease.job) else {
            return;
        };
        let mut newest_first = row.known_under(lease.token).rev();
        match progress {
            Progress::Submitted { task } => {
                if let Some(newest) = newest_first.next().filter(|_| !is_taken) {
                    newest.task.get_or_insert_with(|| task.clone());
                }
            }
            Progress::Spent { spent } => {
                if let Some(newest) = newest_first.find(|attempt| attempt.task.is_some()) {
                    newest.spent = Some(*spent);
                }
            }
            _ => {}
        }
    }

    pub(super) fn wake(&mut self, nonce: &Nonce, task: &TaskId) -> bool {
        let now = self.now;
        if self.is_of_another(task, Some(nonce)) {
            return false;
        }
        let open = self.jobs.values_mut().filter_map(|row| {
            let attempt = row.open_attempt(nonce)?;
            if attempt.task.is_none() {
                attempt.reported = Some(task.clone());
            }
            Some(row)
        });
        let Some(row) = open.last() else {
            return self.hear(nonce, task);
        };
        if row.job.status == JobStatus::Queued {
            row.run_at = row.run_at.min(now);
            self.announce(Topic::Jobs);
        }
        true
    }
}

impl JobRow {
    /// The attempts that this lease or an earlier one began: of later ones a stale worker knows
    /// nothing.
    fn known_under(&mut self, token: i64) -> impl DoubleEndedIterator<Item = &mut Attempt> {
        let attempts = self.job.attempts.iter_mut().zip(&self.begun_under);
        attempts.filter_map(move |(attempt, begun)| (*begun <= token).then_some(attempt))
    }

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
