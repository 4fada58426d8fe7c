use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Action, Decision, End, Hold, Seen};
use crate::ids::TaskId;
use crate::ports::{PromptError, TaskState};
use crate::work::failure::{Cause, ErrorClass, Failure};
use crate::work::job::{Attempt, AttemptEnd, Job, Retry};
use crate::work::policy::Policy;

/// Decides the next action of a leased job from its stored facts and what was just seen.
///
/// Pure and total: no I/O, no clock, an answer for every input. `now` is the store's time.
pub fn decide(job: &Job, seen: &Seen, policy: &Policy, now: DateTime<Utc>) -> Decision {
    let case = Case { job, policy, now };
    match seen {
        Seen::Nothing => case.next(),
        Seen::PromptFailed(PromptError::Refused(failure)) => fail(failure.clone()),
        Seen::PromptFailed(PromptError::Down(_)) => Decision::Act(Action::UseFallbackPrompt),
        Seen::UploadFailed(failure) => Decision::End(case.after_upload(failure)),
        Seen::SubmitRejected(failure) => Decision::End(case.after_attempt(failure)),
        Seen::SubmitUnknown => Decision::End(case.await_report()),
        Seen::Task(state) => case.after_look_up(state),
        Seen::CheckFailed(failure) => Decision::End(case.after_check(failure)),
        Seen::VideoStored(video) => Decision::End(End::Complete(video.clone())),
        Seen::FetchFailed(failure) => Decision::End(case.after_fetch(failure)),
        Seen::StoreDown(failure) => Decision::End(case.after_store_down(failure)),
    }
}

fn fail(failure: Failure) -> Decision {
    Decision::End(End::Fail(failure))
}

/// The shortest pause of a job that is put back: a step must not spin.
const PAUSE_MIN: Duration = Duration::from_millis(50);

struct Case<'a> {
    job: &'a Job,
    policy: &'a Policy,
    now: DateTime<Utc>,
}

impl Case<'_> {
    /// The next action when nothing new was seen: what the stored facts still lack.
    fn next(&self) -> Decision {
        if self.job.crashes >= self.crashes_max() {
            return fail(self.poison());
        }
        if let Some(attempt) = self.job.open_attempt() {
            return match attempt.known_task() {
                Some(task) => Decision::Act(Action::Check(task.clone())),
                None => Decision::End(self.await_report()),
            };
        }
        if self.is_late() {
            return fail(self.too_late());
        }
        if self.job.attempts_used() >= self.policy.attempts_max {
            return fail(self.no_attempt_left());
        }
        if self.job.prompt.is_none() {
            return Decision::Act(Action::WritePrompt);
        }
        if !self.has_fresh_photo() {
            return Decision::Act(Action::UploadPhoto);
        }
        let last = self.job.attempts.last().map_or(0, |attempt| attempt.no);
        Decision::Act(Action::Submit { no: last + 1 })
    }

    /// What the provider's record of the task leads to.
    fn after_look_up(&self, state: &TaskState) -> Decision {
        Decision::End(match state {
            TaskState::Ready(video) => return Decision::Act(Action::Fetch(video.clone())),
            TaskState::Missing => return self.after_missing(),
            TaskState::Pending => self.poll_again(),
            TaskState::Failed {
                failure,
                may_recover_since,
                ..
            } => self.after_task(failure, *may_recover_since),
            TaskState::Unreadable { detail, .. } => self.after_unreadable(detail),
            TaskState::Foreign { detail } => return self.after_foreign(detail),
        })
    }

    /// Whether no attempt may begin any more. It says nothing about a task: that has a deadline of
    /// its own.
    fn is_late(&self) -> bool {
        self.now >= self.job.deadline_at
    }

    /// Workers that may die over the job. While a task is at work, which is paid for, it takes twice
    /// as many: it is looked at first.
    fn crashes_max(&self) -> u16 {
        let most = self.policy.crashes_max;
        let open = self.job.open_attempt();
        match open.and_then(Attempt::known_task) {
            Some(_) => most.saturating_mul(2),
            None => most,
        }
    }

    /// How long ago the open attempt began; zero without one.
    fn task_age(&self) -> Duration {
        let open = self.job.open_attempt();
        open.map_or(Duration::ZERO, |attempt| self.since(attempt.begun_at))
    }

    /// Whether the task of the open attempt has had its time.
    fn is_task_late(&self) -> bool {
        self.task_age() >= self.policy.task_deadline
    }

    /// Whether the provider may still have what the open attempt made.
    fn is_result_kept(&self) -> bool {
        self.task_age() < self.policy.result_kept_for
    }

    /// Whether the provider still has the photo. After a failed attempt it is handed over again,
    /// which costs nothing: the provider may have lost it.
    fn has_fresh_photo(&self) -> bool {
        let Some(photo) = &self.job.remote_photo else {
            return false;
        };
        let failed_since = self.job.attempts.iter().any(|attempt| {
            attempt.end == Some(AttemptEnd::Failed) && attempt.begun_at >= photo.uploaded_at
        });
        !failed_since && self.since(photo.uploaded_at) < self.policy.photo_fresh_for
    }

    /// Time since `then`; zero if it lies ahead.
    fn since(&self, then: DateTime<Utc>) -> Duration {
        (self.now - then).to_std().unwrap_or_default()
    }

    /// A submit without an answer: wait for the callback that names its task, then count the
    /// attempt as lost.
    /// Looks again and again: a report may come while the job is leased, and wakes nobody then.
    fn await_report(&self) -> End {
        let Some(attempt) = self.job.open_attempt() else {
            return End::Snooze(Duration::ZERO);
        };
        let waited = self.since(attempt.begun_at);
        match self.policy.reconcile_window.checked_sub(waited) {
            Some(rest) if !rest.is_zero() => End::Snooze(rest.min(self.policy.poll_every)),
            _ => self.lose_attempt(),
        }
    }

    fn lose_attempt(&self) -> End {
        let lost = Failure::new(
            ErrorClass::Temporary,
            Cause::ProviderFault,
            "the answer to the submit was lost, and no callback named its task in time",
        );
        if self.is_late() {
            return End::Fail(self.too_late());
        }
        if self.job.attempts_used() >= self.policy.attempts_max {
            return End::Fail(lost);
        }
        End::Retry(Retry {
            after: Duration::ZERO,
            failure: lost,
            ends: Some(AttemptEnd::Lost),
        })
    }

    /// Not finished: look again later, or give up at the deadline of the task.
    fn poll_again(&self) -> End {
        if self.is_task_late() {
            return End::Fail(self.too_late());
        }
        End::Snooze(self.until_deadline(self.policy.poll_every))
    }

    /// `pause`, but not past the deadline of the task, or without one of the job.
    fn until_deadline(&self, pause: Duration) -> Duration {
        let rest = match self.job.open_attempt() {
            Some(_) => self.policy.task_deadline.saturating_sub(self.task_age()),
            None => self.until_late(),
        };
        pause.min(rest).max(PAUSE_MIN)
    }

    /// The time in which an attempt may still begin.
    fn until_late(&self) -> Duration {
        (self.job.deadline_at - self.now)
            .to_std()
            .unwrap_or_default()
    }

    fn after_upload(&self, failure: &Failure) -> End {
        match failure.class {
            // Nothing is paid for, and an outage is not the job's fault: it waits for its deadline.
            ErrorClass::Temporary => self.retry(
                self.temporary_pause(failure, self.job.faults.into()),
                failure,
                None,
            ),
            ErrorClass::RateLimit => self.retry(
                self.rate_pause(failure, self.job.faults.into()),
                failure,
                None,
            ),
            ErrorClass::Billing => self.hold(failure, None),
            ErrorClass::User | ErrorClass::Unknown => End::Fail(failure.clone()),
        }
    }

    /// The submit of the open attempt was refused: certainly there is no task.
    fn after_attempt(&self, failure: &Failure) -> End {
        let used = self.job.attempts_used();
        match failure.class {
            ErrorClass::Temporary if used < self.policy.attempts_max => {
                let pause = self.temporary_pause(failure, used.saturating_sub(1));
                self.retry(pause, failure, Some(AttemptEnd::Failed))
            }
            ErrorClass::RateLimit => {
                let pause = self.rate_pause(failure, self.declines_so_far());
                self.retry(pause, failure, Some(AttemptEnd::Declined))
            }
            ErrorClass::Billing => self.hold(failure, Some(AttemptEnd::Declined)),
            ErrorClass::User | ErrorClass::Temporary | ErrorClass::Unknown => {
                End::Fail(failure.clone())
            }
        }
    }

    /// The task of the open attempt failed. It was made, so that the attempt counts whatever the text
    /// says; and a text is no ground to hold the queue, which the answers to submits are.
    fn after_failed_task(&self, failure: &Failure) -> End {
        let used = self.job.attempts_used();
        let pause = match failure.class {
            _ if used >= self.policy.attempts_max => return End::Fail(failure.clone()),
            ErrorClass::User | ErrorClass::Unknown => return End::Fail(failure.clone()),
            ErrorClass::Temporary => self.temporary_pause(failure, used.saturating_sub(1)),
            ErrorClass::RateLimit | ErrorClass::Billing => {
                self.rate_pause(failure, used.saturating_sub(1))
            }
        };
        self.retry(pause, failure, Some(AttemptEnd::Failed))
    }

    /// Declined attempts right before the open one.
    fn declines_so_far(&self) -> usize {
        let closed = self
            .job
            .attempts
            .iter()
            .rev()
            .skip_while(|attempt| attempt.end.is_none());
        closed
            .take_while(|attempt| attempt.end == Some(AttemptEnd::Declined))
            .count()
    }

    fn temporary_pause(&self, failure: &Failure, faults_before: usize) -> Duration {
        let pause = self.policy.temporary.pause(faults_before + 1, self.job.id);
        failure.retry_after.map_or(pause, |asked| asked.max(pause))
    }

    fn rate_pause(&self, failure: &Failure, faults_before: usize) -> Duration {
        let pause = self.policy.rate_limit.pause(faults_before + 1, self.job.id);
        failure.retry_after.unwrap_or(pause)
    }

    /// Retries while the deadline allows it.
    fn retry(&self, after: Duration, failure: &Failure, ends: Option<AttemptEnd>) -> End {
        if self.passes_deadline(after) {
            return End::Fail(failure.clone());
        }
        End::Retry(Retry {
            after,
            failure: failure.clone(),
            ends,
        })
    }

    fn hold(&self, failure: &Failure, ends: Option<AttemptEnd>) -> End {
        if self.is_late() {
            return End::Fail(failure.clone());
        }
        // The job looks again at its own deadline; the queue is held for its full time.
        End::Hold(Hold {
            queue_for: self.policy.billing_hold,
            retry: Retry {
                after: self
                    .policy
                    .billing_hold
                    .min(self.until_late())
                    .max(PAUSE_MIN),
                failure: failure.clone(),
                ends,
            },
        })
    }

    fn passes_deadline(&self, after: Duration) -> bool {
        let after = TimeDelta::from_std(after).unwrap_or(TimeDelta::MAX);
        self.now
            .checked_add_signed(after)
            .is_none_or(|then| then >= self.job.deadline_at)
    }

    /// A failed task may be reported before the provider changes its mind: wait that out first.
    fn after_task(&self, failure: &Failure, since: Option<DateTime<Utc>>) -> End {
        let may_recover =
            since.is_some_and(|since| self.since(since) < self.policy.recovers_within);
        if may_recover && !self.is_task_late() {
            return self.poll_again();
        }
        self.after_failed_task(failure)
    }

    /// "Finished" without a readable video: the record may be written in two strokes, so it is
    /// read again a few times; then a person must look.
    fn after_unreadable(&self, detail: &str) -> End {
        let unclear = Failure::new(ErrorClass::Unknown, Cause::Unclear, detail);
        self.look_again_or_fail(unclear, self.policy.fetches_max)
    }

    fn look_again_or_fail(&self, failure: Failure, most: u16) -> End {
        if self.is_task_late() || self.job.faults + 1 >= most {
            return End::Fail(failure);
        }
        let after = self.until_deadline(self.policy.poll_every);
        End::Retry(Retry {
            after,
            failure,
            ends: None,
        })
    }

    /// The provider does not know the task. With no open attempt there is none to look for.
    fn after_missing(&self) -> Decision {
        match self.job.open_attempt() {
            None => self.next(),
            Some(attempt) => Decision::End(match &attempt.task {
                None => self.after_false_report(attempt),
                Some(task) => self.after_vanished(attempt, task),
            }),
        }
    }

    /// The task is that of another attempt. One that only a callback named is ignored; one that the
    /// provider answered with cannot be, so that a person must look.
    fn after_foreign(&self, detail: &str) -> Decision {
        let Some(attempt) = self.job.open_attempt() else {
            return self.next();
        };
        Decision::End(match &attempt.task {
            None => self.after_false_report(attempt),
            Some(_) => self.after_unreadable(detail),
        })
    }

    /// The provider named the task itself: it is looked for until the deadline, soon if it is new.
    fn after_vanished(&self, attempt: &Attempt, task: &TaskId) -> End {
        if self.is_task_late() {
            let detail = format!("the provider does not know its task {task}");
            return End::Fail(Failure::new(ErrorClass::Unknown, Cause::Unclear, detail));
        }
        let new = self.since(attempt.begun_at) < self.policy.visible_within;
        let pause = if new {
            self.policy.poll_every / 3
        } else {
            self.policy.poll_every * 4
        };
        End::Snooze(self.until_deadline(pause))
    }

    /// A callback named a task that is not this attempt's: it is ignored, the window runs on.
    fn after_false_report(&self, attempt: &Attempt) -> End {
        if self.since(attempt.begun_at) >= self.policy.reconcile_window {
            return self.lose_attempt();
        }
        End::Snooze(self.until_deadline(self.policy.poll_every))
    }

    /// The look-up failed, which says nothing about the task: it is looked up as long as its video
    /// may be there, past every deadline.
    fn after_check(&self, failure: &Failure) -> End {
        if !self.is_result_kept() {
            return End::Fail(self.too_late());
        }
        let pause = failure.retry_after.unwrap_or(self.policy.poll_every);
        End::Snooze(pause.max(self.policy.poll_every))
    }

    /// The video exists and is paid for: it is fetched again as long as the provider keeps it, past
    /// every deadline. Only a file that cannot be used is given up before.
    fn after_fetch(&self, failure: &Failure) -> End {
        let is_outage = failure.class == ErrorClass::Temporary;
        let is_over = if is_outage {
            !self.is_result_kept()
        } else {
            self.job.faults + 1 >= self.policy.fetches_max
        };
        if is_over {
            return End::Fail(failure.clone());
        }
        let faults = usize::from(self.job.faults) + 1;
        End::Retry(Retry {
            after: self.policy.temporary.pause(faults, self.job.id),
            failure: failure.clone(),
            ends: None,
        })
    }

    /// An outage of ours is not the job's fault: it waits, a finished video as long as the provider
    /// keeps it. No task begins whose video could not be kept.
    fn after_store_down(&self, failure: &Failure) -> End {
        let is_over = match self.job.open_attempt() {
            Some(_) => !self.is_result_kept(),
            None => self.is_late(),
        };
        if is_over {
            return End::Fail(failure.clone());
        }
        // It grows, since a finished video is read anew at each try.
        let faults = usize::from(self.job.faults) + 1;
        let pause = self.policy.temporary.pause(faults, self.job.id);
        End::Hold(Hold {
            queue_for: pause,
            retry: Retry {
                after: pause,
                failure: failure.clone(),
                ends: None,
            },
        })
    }

    fn too_late(&self) -> Failure {
        let last = self.job.failure.as_ref();
        let detail = last.map_or("the provider did not finish", |failure| {
            failure.detail.as_str()
        });
        Failure::new(
            last.map_or(ErrorClass::Temporary, |failure| failure.class),
            Cause::TooLate,
            format!("the deadline has passed; last seen: {detail}"),
        )
    }

    fn poison(&self) -> Failure {
        let detail = format!("{} workers in a row died over this job", self.job.crashes);
        Failure::new(ErrorClass::Unknown, Cause::Unclear, detail)
    }

    fn no_attempt_left(&self) -> Failure {
        let detail = "all attempts are used";
        let last = self.job.failure.clone();
        last.unwrap_or_else(|| Failure::new(ErrorClass::Unknown, Cause::Unclear, detail))
    }
}
