//! The numbers by which jobs are run: limits, pauses, windows.

use std::time::Duration;

use crate::ids::JobId;
use crate::work::split_mix::split_mix;

/// A pause that doubles from `first` up to `most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The pause after the first fault.
    pub first: Duration,
    /// The longest pause.
    pub most: Duration,
}

impl Backoff {
    /// The pause after fault number `fault` (from 1), 75 % to 100 % of the doubled value.
    ///
    /// The jitter is drawn from the job, so that the same fault of the same job waits the same
    /// time, and many jobs that failed together do not come back together.
    pub fn pause(&self, fault: usize, job: JobId) -> Duration {
        let doublings = u32::try_from(fault.saturating_sub(1))
            .unwrap_or(u32::MAX)
            .min(16);
        let full = self.first.saturating_mul(1 << doublings).min(self.most);
        let (high, low) = job.0.as_u64_pair();
        let draw = split_mix(high ^ low ^ u64::from(doublings)) % 1_000;
        let share = u32::try_from(draw).unwrap_or_default();
        full.mul_f64(0.75 + f64::from(share) / 4_000.0)
    }
}

/// How jobs are run. [`Policy::default`] is for production; tests shorten it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Attempts of one job in all.
    pub attempts_max: usize,
    /// Claims in a row that may end with a dead worker before the job is given up.
    pub crashes_max: u16,
    /// Pause after a temporary fault.
    pub temporary: Backoff,
    /// Pause after "too many requests", unless the provider says how long.
    pub rate_limit: Backoff,
    /// How long the queue is held when our account at the provider is out of money or access.
    pub billing_hold: Duration,
    /// Pause between look-ups of a task.
    pub poll_every: Duration,
    /// How long a submit without an answer waits for a callback before another attempt: the
    /// longest render plus slack.
    pub reconcile_window: Duration,
    /// How long a new task may be unknown to the provider.
    pub visible_within: Duration,
    /// How long a task that seems to have failed may still recover.
    pub recovers_within: Duration,
    /// How long an uploaded photo is used.
    pub photo_fresh_for: Duration,
    /// How long a task may take from its begin; more for a model whose usual render is longer than a
    /// sixth of it.
    pub task_deadline: Duration,
    /// How long after the begin of its task a video is asked for and fetched, if only an outage is in
    /// the way. Providers delete results after days.
    pub result_kept_for: Duration,
    /// Fetches in a row that brought no video that plays before it is given up.
    pub fetches_max: u16,
}

impl Policy {
    /// The same, for a model whose renders usually take `usual`: a task may take six times as long.
    #[must_use]
    pub fn for_renders_of(self, usual: Duration) -> Self {
        Self {
            task_deadline: self.task_deadline.max(usual.saturating_mul(6)),
            ..self
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        let secs = Duration::from_secs;
        Self {
            attempts_max: 3,
            crashes_max: 3,
            temporary: Backoff {
                first: secs(20),
                most: secs(120),
            },
            rate_limit: Backoff {
                first: secs(120),
                most: secs(600),
            },
            billing_hold: secs(300),
            poll_every: secs(15),
            reconcile_window: secs(1_200),
            visible_within: secs(60),
            recovers_within: secs(120),
            photo_fresh_for: secs(20 * 3_600),
            task_deadline: secs(30 * 60),
            result_kept_for: secs(24 * 3_600),
            fetches_max: 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_pause_doubles_to_its_cap_and_jitters_by_a_quarter_at_most() {
        let backoff = Policy::default().temporary;
        for (fault, full) in [(1, 20), (2, 40), (3, 80), (4, 120), (50, 120)] {
            for job in 0..100 {
                let pause = backoff.pause(fault, JobId(Uuid::from_u128(job * 7_919)));
                let full = Duration::from_secs(full);
                assert!(
                    pause <= full && pause >= full.mul_f64(0.75),
                    "{fault}: {pause:?}"
                );
            }
        }
    }
}
