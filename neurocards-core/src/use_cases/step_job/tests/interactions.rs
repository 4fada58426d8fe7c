use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt;

use super::*;
use crate::money::provider_credits::ProviderCredits;
use crate::ports::{
    ByteStream, LeaseError, MediaError, MockClock, MockIdSource, MockJobQueue, MockMediaStore,
    MockPromptWriter, MockVideoGenerator, PromptError, RemoteVideo, SubmitError, TaskState,
    Unavailable,
};
use crate::use_cases::step_job::{End, StepError, StepJob};
use crate::work::job::{Claimed, Lease, Progress};
use crate::work::media::VideoFacts;
use crate::work::policy::Policy;

pub(super) fn ready(spent: Option<ProviderCredits>) -> TaskState {
    TaskState::Ready(RemoteVideo {
        url: "https://files/1.mp4".to_owned(),
        spent,
    })
}

pub(super) fn file() -> ByteStream {
    let pieces = [Ok(Bytes::from_static(b"mp")), Ok(Bytes::from_static(b"4"))];
    futures::stream::iter(pieces).boxed()
}

pub(super) struct Mocks {
    pub(super) jobs: MockJobQueue,
    pub(super) videos: MockVideoGenerator,
    prompts: MockPromptWriter,
    pub(super) media: MockMediaStore,
    /// What each action takes.
    pub(super) action_takes: TimeDelta,
}

impl Mocks {
    pub(super) fn new() -> Self {
        let mut media = MockMediaStore::new();
        media
            .expect_get()
            .returning(|_| Ok(Bytes::from_static(b"photo")));
        Self {
            jobs: MockJobQueue::new(),
            videos: MockVideoGenerator::new(),
            prompts: MockPromptWriter::new(),
            media,
            action_takes: TimeDelta::zero(),
        }
    }

    /// Every look-up shows the task so.
    pub(super) fn sees(&mut self, state: TaskState) {
        let videos = &mut self.videos;
        videos
            .expect_check()
            .returning(move |_, _| Ok(state.clone()));
    }

    pub(super) fn into_step(self) -> StepJob {
        let mut ids = MockIdSource::new();
        ids.expect_nonce().returning(|| Nonce::from_bits(42));
        let (mut asked, takes) = (0, self.action_takes);
        let mut clock = MockClock::new();
        clock.expect_now().returning(move || {
            asked += 1;
            // The begin of the step is asked for first, then the time of each decision.
            at(20) + takes * (asked - 2).max(0)
        });
        StepJob {
            jobs: Arc::new(self.jobs),
            videos: Arc::new(self.videos),
            prompts: Arc::new(self.prompts),
            media: Arc::new(self.media),
            ids: Arc::new(ids),
            probe: |_| {
                Ok(VideoFacts {
                    seconds: 15,
                    width: 720,
                    height: 1_280,
                })
            },
            catalogue: Catalogue::sample(),
            policy: Policy::default(),
            clock: Arc::new(clock),
        }
    }

    pub(super) async fn step(self, job: Job) -> Result<End, StepError> {
        let lease = Lease::granted(job.id, 1);
        let step = self.into_step();
        step.step(Claimed {
            job,
            lease,
            now: at(20),
        })
        .await
    }
}

#[tokio::test]
async fn the_intent_is_stored_before_the_submit_is_sent() {
    let mut mocks = Mocks::new();
    let mut order = mockall::Sequence::new();
    let begun = |progress: &Progress| matches!(progress, Progress::AttemptBegun { no: 1, .. });
    let stored = |progress: &Progress| matches!(progress, Progress::Submitted { .. });
    let jobs = &mut mocks.jobs;
    jobs.expect_record()
        .withf(move |_, progress| begun(progress))
        .once()
        .in_sequence(&mut order)
        .returning(|_, _| Ok(()));
    mocks
        .videos
        .expect_submit()
        .once()
        .in_sequence(&mut order)
        .returning(|_| Ok(task()));
    jobs.expect_record()
        .withf(move |_, progress| stored(progress))
        .once()
        .in_sequence(&mut order)
        .returning(|_, _| Ok(()));
    jobs.expect_snooze()
        .once()
        .in_sequence(&mut order)
        .returning(|_, _| Ok(()));
    assert!(matches!(mocks.step(prepared()).await, Ok(End::Snooze(_))));
}

#[tokio::test]
async fn nothing_is_submitted_if_the_intent_cannot_be_stored() {
    let mut mocks = Mocks::new();
    mocks
        .jobs
        .expect_record()
        .returning(|_, _| Err(LeaseError::Lost));
    mocks.videos.expect_submit().never();
    assert!(matches!(mocks.step(prepared()).await, Err(StepError::Lost)));
}

#[tokio::test]
async fn a_lost_answer_is_not_followed_by_a_second_submit() {
    let mut mocks = Mocks::new();
    mocks.jobs.expect_record().once().returning(|_, _| Ok(()));
    mocks
        .videos
        .expect_submit()
        .once()
        .returning(|_| Err(SubmitError::Unknown("cut".to_owned())));
    mocks.jobs.expect_snooze().once().returning(|_, _| Ok(()));
    assert!(matches!(mocks.step(prepared()).await, Ok(End::Snooze(_))));
}

#[tokio::test]
async fn submit_is_not_called_after_a_refusal_of_the_text_model() {
    let mut mocks = Mocks::new();
    let refusal = || PromptError::Refused(failure(ErrorClass::User));
    mocks
        .prompts
        .expect_write()
        .once()
        .returning(move |_, _| Err(refusal()));
    mocks.videos.expect_submit().never();
    mocks.videos.expect_upload().never();
    mocks.jobs.expect_fail().once().returning(|_, _| Ok(()));
    assert!(matches!(mocks.step(job()).await, Ok(End::Fail(_))));
}

#[tokio::test]
async fn a_reported_task_that_the_provider_knows_is_adopted() {
    let mut mocks = Mocks::new();
    let mut job = tried(&[None]);
    job.attempts[0].reported = Some(task());
    mocks
        .videos
        .expect_check()
        .once()
        .returning(|_, _| Ok(TaskState::Pending));
    mocks.videos.expect_submit().never();
    mocks
        .jobs
        .expect_record()
        .withf(|_, progress| matches!(progress, Progress::Submitted { task: found } if *found == task()))
        .once()
        .returning(|_, _| Ok(()));
    mocks.jobs.expect_snooze().once().returning(|_, _| Ok(()));
    mocks.step(job).await.unwrap();
}

#[tokio::test]
async fn a_ready_video_is_stored_before_the_job_is_completed() {
    let mut mocks = Mocks::new();
    mocks.sees(ready(None));
    mocks.videos.expect_fetch().once().returning(|_| Ok(file()));
    let mut order = mockall::Sequence::new();
    mocks
        .media
        .expect_put()
        .once()
        .in_sequence(&mut order)
        .returning(|bytes, kind| Ok(MediaKey::of(&bytes, kind)));
    mocks
        .jobs
        .expect_complete()
        .withf(|_, video| video.key == MediaKey::of(b"mp4", MediaKind::Mp4) && video.seconds == 15)
        .once()
        .in_sequence(&mut order)
        .returning(|_, _| Ok(()));
    let ended = mocks.step(submitted()).await;
    assert!(matches!(ended, Ok(End::Complete(_))), "{ended:?}");
}

#[tokio::test]
async fn an_empty_account_holds_the_queue_and_puts_the_job_back() {
    let mut mocks = Mocks::new();
    let rejected = || SubmitError::Rejected(failure(ErrorClass::Billing));
    mocks.jobs.expect_record().returning(|_, _| Ok(()));
    mocks
        .videos
        .expect_submit()
        .once()
        .returning(move |_| Err(rejected()));
    mocks.jobs.expect_hold().once().returning(|_| Ok(()));
    mocks.jobs.expect_retry().once().returning(|_, _| Ok(()));
    assert!(matches!(mocks.step(prepared()).await, Ok(End::Hold(_))));
}

#[tokio::test]
async fn a_task_that_the_store_did_not_take_is_handed_to_the_caller() {
    let mut mocks = Mocks::new();
    mocks
        .jobs
        .expect_record()
        .returning(|_, progress| match progress {
            Progress::Submitted { .. } => Err(Unavailable::new("model", "down").into()),
            _ => Ok(()),
        });
    mocks
        .videos
        .expect_submit()
        .once()
        .returning(|_| Ok(task()));
    let broken = mocks.step(prepared()).await;
    assert!(matches!(broken, Err(StepError::TaskNotStored { task: kept, .. }) if kept == task()));
}

#[tokio::test]
async fn nothing_is_submitted_once_the_deadline_passes_in_the_middle_of_a_step() {
    let mut mocks = Mocks::new();
    mocks.action_takes = TimeDelta::minutes(30);
    mocks.jobs.expect_record().returning(|_, _| Ok(()));
    mocks
        .prompts
        .expect_write()
        .once()
        .returning(|_, _| Ok(prompt()));
    mocks
        .videos
        .expect_upload()
        .once()
        .returning(|_, _| Ok("https://up/1.jpg".to_owned()));
    mocks.videos.expect_submit().never();
    mocks.jobs.expect_fail().once().returning(|_, _| Ok(()));
    assert!(matches!(mocks.step(job()).await, Ok(End::Fail(_))));
}

#[tokio::test]
async fn a_video_that_our_store_cannot_keep_waits_and_holds_new_tasks() {
    let mut mocks = Mocks::new();
    mocks.sees(ready(None));
    mocks.videos.expect_fetch().once().returning(|_| Ok(file()));
    let full = || Unavailable::new("disk", "no space left on device");
    mocks
        .media
        .expect_put()
        .once()
        .returning(move |_, _| Err(full().into()));
    mocks.jobs.expect_hold().once().returning(|_| Ok(()));
    let put_back = mocks.jobs.expect_retry().once();
    put_back
        .withf(|_, retry| retry.ends.is_none())
        .returning(|_, _| Ok(()));
    assert!(matches!(mocks.step(submitted()).await, Ok(End::Hold(_))));
}

#[tokio::test]
async fn a_photo_that_is_not_there_fails_its_own_job_and_holds_no_other() {
    let mut mocks = Mocks::new();
    mocks.media = MockMediaStore::new();
    let missing = |key: &MediaKey| Err(MediaError::NotFound(key.clone()));
    mocks.media.expect_get().returning(missing);
    mocks.jobs.expect_hold().never();
    mocks.jobs.expect_fail().once().returning(|_, _| Ok(()));
    let ended = mocks.step(job()).await;
    assert!(
        matches!(&ended, Ok(End::Fail(failure)) if failure.cause == Cause::OutOfService),
        "{ended:?}"
    );
}
