use std::time::Duration;

use neurocards_core::ids::{JobId, OrderId, UserId};
use neurocards_core::money::account::HoldEnd;
use neurocards_core::money::ledger::Release;
use neurocards_core::ports::{LeaseError, Topic, Unavailable};
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use neurocards_core::work::job::{AttemptEnd, JobStatus, Lease, LeaseId, Retry};
use neurocards_core::work::media::StoredVideo;
use neurocards_core::work::order::{CancelledJobs, JobRefunded};

use super::entries::OutOfRange;
use super::state::{JobRow, State};

impl State {
    /// The job, if it is running with exactly this lease's token.
    pub(super) fn leased(&mut self, lease: LeaseId) -> Result<&mut JobRow, LeaseError> {
        let row = self.jobs.get_mut(&lease.job).ok_or(LeaseError::Lost)?;
        let held = row.job.status == JobStatus::Running && row.token == lease.token;
        held.then_some(row).ok_or(LeaseError::Lost)
    }

    pub(super) fn snooze(&mut self, lease: &Lease, after: Duration) -> Result<(), LeaseError> {
        let row = self.put_back(lease, after)?;
        let order = row.job.order;
        self.touch_card(order);
        Ok(())
    }

    pub(super) fn retry(&mut self, lease: &Lease, retry: &Retry) -> Result<(), LeaseError> {
        let row = self.put_back(lease, retry.after)?;
        row.job.faults += 1;
        row.job.failure = Some(retry.failure.clone());
        if let Some(end) = retry.ends {
            row.end_attempt(end);
        }
        let order = row.job.order;
        self.touch_card(order);
        Ok(())
    }

    fn put_back(&mut self, lease: &Lease, after: Duration) -> Result<&mut JobRow, LeaseError> {
        let run_at = self.after(after);
        self.leased(lease.id())?;
        self.announce(Topic::Jobs);
        let row = self.leased(lease.id())?;
        row.becomes(JobStatus::Queued);
        row.job.crashes = 0;
        row.run_at = run_at;
        row.leased_until = None;
        Ok(row)
    }

    pub(super) fn complete(
        &mut self,
        lease: &Lease,
        video: &StoredVideo,
    ) -> Result<(), LeaseError> {
        self.leased(lease.id())?;
        let id = lease.id().job;
        self.finish(JobStatus::Succeeded, Release::earned(id))?;
        if let Some(row) = self.jobs.get_mut(&id) {
            row.job.video = Some(video.clone());
        }
        self.deliver_video(id);
        Ok(())
    }

    pub(super) fn fail(&mut self, lease: &Lease, failure: &Failure) -> Result<(), LeaseError> {
        self.leased(lease.id())?;
        self.end_as_failed(Release::failed(lease.id().job, failure), failure)?;
        Ok(())
    }

    fn end_as_failed(&mut self, release: Release, failure: &Failure) -> Result<(), Unavailable> {
        let id = release.job;
        self.finish(JobStatus::Failed, release)?;
        if failure.cause.leaves_task() {
            self.leave_task(id);
        }
        if let Some(row) = self.jobs.get_mut(&id) {
            row.job.failure = Some(failure.clone());
            row.end_attempt(AttemptEnd::Failed);
        }
        self.deliver_failure(id, failure.cause);
        Ok(())
    }

    pub(super) fn refund(&mut self, release: &Release) -> Result<JobRefunded, Unavailable> {
        let Some(row) = self.jobs.get(&release.job) else {
            return Ok(JobRefunded::Unknown);
        };
        match row.job.status {
            JobStatus::Succeeded => Ok(JobRefunded::Captured),
            status if !status.can_become(JobStatus::Failed) => Ok(JobRefunded::Before),
            _ => {
                let (class, cause) = (ErrorClass::Unknown, Cause::EndedByOperator);
                let failure = Failure::new(class, cause, release.reason.as_str());
                self.end_as_failed(release.clone(), &failure)?;
                Ok(JobRefunded::Now)
            }
        }
    }

    pub(super) fn cancel(&mut self, user: UserId, order: OrderId) -> Option<CancelledJobs> {
        let row = self.orders.get(&order)?;
        let jobs = (row.order.user == user).then(|| row.order.jobs.clone())?;
        let mut outcome = CancelledJobs {
            cancelled: 0,
            kept: 0,
        };
        for job in jobs {
            let cancelled = self.is_with_us(job)
                && self
                    .finish(JobStatus::Cancelled, Release::cancelled(job))
                    .is_ok();
            outcome.cancelled += u8::from(cancelled);
            outcome.kept += u8::from(!cancelled);
        }
        Some(outcome)
    }

    /// Whether the job is open, and nothing of it is at the provider.
    fn is_with_us(&self, job: JobId) -> bool {
        self.jobs
            .get(&job)
            .is_some_and(|row| !row.job.status.is_final() && row.job.open_attempt().is_none())
    }

    /// Makes a job final, with the one entry that this takes. The only place that captures or
    /// refunds.
    fn finish(&mut self, end: JobStatus, release: Release) -> Result<(), Unavailable> {
        let id = release.job;
        let kind = match end {
            JobStatus::Succeeded => HoldEnd::Capture,
            _ => HoldEnd::Refund,
        };
        self.release(kind, release)
            .map_err(|OutOfRange| super::balance_too_large())?;
        let now = self.now;
        let Some(row) = self.jobs.get_mut(&id) else {
            return Ok(());
        };
        row.becomes(end);
        row.leased_until = None;
        row.finished_at = Some(now);
        let order = row.job.order;
        self.touch_card(order);
        Ok(())
    }
}

impl JobRow {
    /// Changes the status as the table allows it, to which random sequences thus hold each store.
    pub(super) fn becomes(&mut self, next: JobStatus) {
        let status = self.job.status;
        assert!(status.can_become(next), "{status:?} becomes {next:?}");
        self.job.status = next;
    }

    /// Ends the open attempt, if there is one.
    fn end_attempt(&mut self, end: AttemptEnd) {
        let mut attempts = self.job.attempts.iter_mut();
        if let Some(open) = attempts.find(|attempt| attempt.end.is_none()) {
            open.end = Some(end);
        }
    }
}
