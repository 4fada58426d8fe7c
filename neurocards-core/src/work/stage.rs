//! How far a video is, as its order's card shows it.

use crate::work::failure::Cause;
use crate::work::job::JobStatus;

/// How far a video is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// In the queue; `place` counts from 1.
    Queued {
        /// Open jobs placed before it, plus one.
        place: u32,
    },
    /// The scenario is being written.
    Writing,
    /// The photo is being handed to the provider.
    Preparing,
    /// The provider renders.
    Rendering,
    /// A fault; it runs again by itself.
    Retrying,
    /// The provider is out of service; it goes on by itself.
    Waiting,
    /// Stored; its message is on its way.
    Ready,
    /// Its message arrived.
    Delivered,
    /// Stored, but nobody knows whether its message arrived: the user can fetch it.
    ToFetch,
    /// Failed; the credit is back.
    Failed(Cause),
    /// Cancelled; the credit is back.
    Cancelled,
}

impl Stage {
    /// Whether the video will not change any more.
    pub const fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Delivered | Self::ToFetch | Self::Failed(_) | Self::Cancelled
        )
    }

    /// Whether the credit came back.
    pub const fn is_refunded(self) -> bool {
        matches!(self, Self::Failed(_) | Self::Cancelled)
    }
}

/// What a store knows of a job that its stage depends on. [`StageFacts::of_new`] is a job about
/// which nothing is known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact that a store reads by itself"
)]
pub struct StageFacts {
    /// Where the job stands.
    pub status: JobStatus,
    /// Why it failed, if its last fault is known.
    pub cause: Option<Cause>,
    /// Whether its scenario is written.
    pub has_prompt: bool,
    /// Whether its last step ended with a fault.
    pub has_faults: bool,
    /// Whether one of its attempts has not ended.
    pub has_open_attempt: bool,
    /// Whether jobs without an open attempt are held back now.
    pub is_held: bool,
    /// Open jobs of all users that were placed before it.
    pub earlier: u32,
    /// Whether a delivery of its video arrived.
    pub is_sent: bool,
    /// Whether a delivery of its video is still to be sent.
    pub is_on_its_way: bool,
}

impl StageFacts {
    /// The facts of a job with this status, and nothing else.
    pub const fn of_new(status: JobStatus) -> Self {
        Self {
            status,
            cause: None,
            has_prompt: false,
            has_faults: false,
            has_open_attempt: false,
            is_held: false,
            earlier: 0,
            is_sent: false,
            is_on_its_way: false,
        }
    }

    /// How far the video is.
    pub fn stage(&self) -> Stage {
        match self.status {
            JobStatus::Queued => self.queued(),
            JobStatus::Running => self.running(),
            JobStatus::Succeeded => self.stored(),
            JobStatus::Failed => Stage::Failed(self.cause.unwrap_or(Cause::Unclear)),
            JobStatus::Cancelled => Stage::Cancelled,
        }
    }

    fn queued(&self) -> Stage {
        match self.has_open_attempt {
            false if self.is_held => Stage::Waiting,
            _ if self.has_faults => Stage::Retrying,
            true => Stage::Rendering,
            false if self.has_prompt => Stage::Preparing,
            false => Stage::Queued {
                place: self.earlier.saturating_add(1),
            },
        }
    }

    const fn running(&self) -> Stage {
        match (self.has_open_attempt, self.has_prompt) {
            (true, _) => Stage::Rendering,
            (false, true) => Stage::Preparing,
            (false, false) => Stage::Writing,
        }
    }

    const fn stored(&self) -> Stage {
        match (self.is_sent, self.is_on_its_way) {
            (true, _) => Stage::Delivered,
            (false, true) => Stage::Ready,
            (false, false) => Stage::ToFetch,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUEUED: StageFacts = StageFacts {
        earlier: 2,
        ..StageFacts::of_new(JobStatus::Queued)
    };

    #[test]
    fn a_queued_video_shows_its_place_its_fault_or_the_hold() {
        assert_eq!(QUEUED.stage(), Stage::Queued { place: 3 });
        let faulty = StageFacts {
            has_faults: true,
            ..QUEUED
        };
        assert_eq!(faulty.stage(), Stage::Retrying);
        let held = StageFacts {
            is_held: true,
            ..faulty
        };
        assert_eq!(held.stage(), Stage::Waiting);
    }

    #[test]
    fn a_video_at_the_provider_renders_whether_its_job_is_leased_or_not() {
        for status in [JobStatus::Queued, JobStatus::Running] {
            let open = StageFacts {
                has_open_attempt: true,
                is_held: true,
                ..StageFacts::of_new(status)
            };
            assert_eq!(open.stage(), Stage::Rendering);
        }
    }

    #[test]
    fn a_video_without_attempt_is_written_then_prepared() {
        let running = StageFacts::of_new(JobStatus::Running);
        assert_eq!(running.stage(), Stage::Writing);
        for job in [running, QUEUED] {
            let has_prompt = true;
            let written = StageFacts { has_prompt, ..job };
            assert_eq!(written.stage(), Stage::Preparing);
        }
    }

    #[test]
    fn a_stored_video_is_to_fetch_once_no_delivery_of_it_is_open_or_sent() {
        let mut stored = StageFacts::of_new(JobStatus::Succeeded);
        assert_eq!(stored.stage(), Stage::ToFetch);
        stored.is_on_its_way = true;
        assert_eq!(stored.stage(), Stage::Ready);
        stored.is_sent = true;
        assert_eq!(stored.stage(), Stage::Delivered);
    }

    #[test]
    fn a_failed_video_shows_its_cause() {
        let mut failed = StageFacts::of_new(JobStatus::Failed);
        assert_eq!(failed.stage(), Stage::Failed(Cause::Unclear));
        failed.cause = Some(Cause::Copyright);
        assert_eq!(failed.stage(), Stage::Failed(Cause::Copyright));
    }
}
