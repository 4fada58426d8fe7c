//! What a task took from our account is stored as soon as its end is seen.

use super::interactions::{Mocks, file, ready};
use super::*;
use crate::money::provider_credits::ProviderCredits;
use crate::ports::{LeaseError, TaskState};
use crate::use_cases::step_job::{End, StepError};
use crate::work::job::Progress;

fn credits(amount: &str) -> ProviderCredits {
    ProviderCredits::parse(amount).unwrap()
}

fn failed(class: ErrorClass, spent: &str) -> TaskState {
    TaskState::Failed {
        failure: failure(class),
        may_recover_since: None,
        spent: Some(credits(spent)),
    }
}

/// A submitted job of which this amount is already stored.
fn charged(amount: &str) -> Job {
    let mut job = submitted();
    job.attempts[0].spent = Some(credits(amount));
    job
}

impl Mocks {
    /// Expects this amount to be stored exactly once, as the next of `order`.
    fn stores_next(&mut self, spent: &str, order: &mut mockall::Sequence) {
        let spent = Progress::Spent {
            spent: credits(spent),
        };
        self.jobs
            .expect_record()
            .withf(move |_, progress| *progress == spent)
            .once()
            .in_sequence(order)
            .returning(|_, _| Ok(()));
    }
}

#[tokio::test]
async fn what_a_video_took_is_stored_before_it_is_fetched() {
    let mut mocks = Mocks::new();
    let mut order = mockall::Sequence::new();
    mocks.sees(ready(Some(credits("12.5"))));
    mocks.stores_next("12.5", &mut order);
    mocks
        .videos
        .expect_fetch()
        .once()
        .in_sequence(&mut order)
        .returning(|_| Ok(file()));
    mocks
        .media
        .expect_put()
        .returning(|bytes, kind| Ok(MediaKey::of(&bytes, kind)));
    mocks
        .jobs
        .expect_complete()
        .once()
        .in_sequence(&mut order)
        .returning(|_, _| Ok(()));
    let ended = mocks.step(submitted()).await;
    assert!(matches!(ended, Ok(End::Complete(_))), "{ended:?}");
}

#[tokio::test]
async fn what_a_failed_task_took_is_stored_before_the_next_attempt() {
    let mut mocks = Mocks::new();
    let mut order = mockall::Sequence::new();
    mocks.sees(failed(ErrorClass::Temporary, "70"));
    mocks.stores_next("70", &mut order);
    mocks
        .jobs
        .expect_retry()
        .once()
        .in_sequence(&mut order)
        .returning(|_, _| Ok(()));
    let stepped = mocks.step(submitted()).await;
    assert!(matches!(stepped, Ok(End::Retry(_))), "{stepped:?}");
}

#[tokio::test]
async fn what_a_task_without_a_video_took_is_stored_before_the_job_fails() {
    let unreadable = TaskState::Unreadable {
        detail: "finished without a URL".to_owned(),
        spent: Some(credits("70")),
    };
    for state in [failed(ErrorClass::User, "70"), unreadable] {
        let mut mocks = Mocks::new();
        let mut order = mockall::Sequence::new();
        mocks.sees(state.clone());
        mocks.stores_next("70", &mut order);
        mocks
            .jobs
            .expect_fail()
            .once()
            .in_sequence(&mut order)
            .returning(|_, _| Ok(()));
        let mut late = submitted();
        late.attempts[0].begun_at = at(20) - TimeDelta::minutes(30);
        let stepped = mocks.step(late).await;
        assert!(matches!(stepped, Ok(End::Fail(_))), "{state:?}");
    }
}

#[tokio::test]
async fn an_amount_that_is_stored_or_not_told_is_not_stored_again() {
    for (job, told) in [(charged("70"), Some(credits("70"))), (charged("70"), None)] {
        let mut mocks = Mocks::new();
        mocks.sees(ready(told));
        mocks.jobs.expect_record().never();
        mocks.videos.expect_fetch().once().returning(|_| Ok(file()));
        mocks
            .media
            .expect_put()
            .returning(|bytes, kind| Ok(MediaKey::of(&bytes, kind)));
        mocks.jobs.expect_complete().once().returning(|_, _| Ok(()));
        mocks.step(job).await.unwrap();
    }
}

#[tokio::test]
async fn an_amount_that_changed_is_stored_again() {
    let mut mocks = Mocks::new();
    let mut order = mockall::Sequence::new();
    mocks.sees(failed(ErrorClass::User, "0"));
    mocks.stores_next("0", &mut order);
    mocks.jobs.expect_fail().once().returning(|_, _| Ok(()));
    mocks.step(charged("70")).await.unwrap();
}

#[tokio::test]
async fn nothing_is_fetched_under_a_lease_that_was_lost_meanwhile() {
    let mut mocks = Mocks::new();
    mocks.sees(ready(Some(credits("70"))));
    mocks
        .jobs
        .expect_record()
        .once()
        .returning(|_, _| Err(LeaseError::Lost));
    mocks.videos.expect_fetch().never();
    assert!(matches!(
        mocks.step(submitted()).await,
        Err(StepError::Lost)
    ));
}
