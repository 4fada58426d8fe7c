use std::sync::Arc;

use super::interactions::{Mocks, file, ready};
use super::*;
use crate::ports::{CheckError, MockLateTasks, TaskState};
use crate::work::late_task::{ClaimedLateTask, LateTask, LateTaskEnd, LateTaskLease};
use crate::work::policy::Policy;

/// A late task that was given up at 0 s, looked after `secs` later.
fn late(secs: i64, is_only_reported: bool) -> ClaimedLateTask {
    let nonce = Nonce::from_bits(7);
    ClaimedLateTask {
        lease: LateTaskLease::granted(nonce.clone(), 1),
        late: LateTask {
            nonce,
            task: task(),
            job: job().id,
            is_only_reported,
            prompt: "a mug on a table".to_owned(),
            since: at(0),
        },
        now: at(secs),
    }
}

/// What came of it; the mocks allow one put-back or one close.
async fn look_after(mocks: Mocks, claimed: ClaimedLateTask) -> Option<LateTaskEnd> {
    let mut late_tasks = MockLateTasks::new();
    late_tasks.expect_put_back().returning(|_, _| Ok(()));
    late_tasks.expect_close().returning(|_, _, _| Ok(()));
    let step = Arc::new(mocks.into_step());
    step.look_after(&late_tasks, claimed).await.unwrap()
}

#[tokio::test]
async fn a_late_task_that_has_finished_is_a_gift() {
    let mut mocks = Mocks::new();
    mocks.sees(ready(None));
    mocks.videos.expect_fetch().returning(|_| Ok(file()));
    let kept = MediaKey::of(b"mp4", MediaKind::Mp4);
    mocks
        .media
        .expect_put()
        .returning(move |_, _| Ok(kept.clone()));
    let end = look_after(mocks, late(60, false)).await;
    assert!(matches!(end, Some(LateTaskEnd::Gift(_))), "{end:?}");
}

#[tokio::test]
async fn a_late_task_that_failed_or_is_another_s_comes_to_nothing() {
    let failed = TaskState::Failed {
        failure: failure(ErrorClass::Unknown),
        may_recover_since: None,
        spent: None,
    };
    let foreign = TaskState::Foreign {
        detail: "another prompt".to_owned(),
    };
    for state in [failed, foreign] {
        let mut mocks = Mocks::new();
        mocks.sees(state);
        let end = look_after(mocks, late(60, true)).await;
        assert_eq!(end, Some(LateTaskEnd::Nothing));
    }
}

#[tokio::test]
async fn a_late_task_at_work_is_looked_after_as_long_as_its_video_may_be_there() {
    let day = i64::try_from(Policy::default().result_kept_for.as_secs()).unwrap();
    for (secs, end) in [(day - 1, None), (day, Some(LateTaskEnd::Nothing))] {
        let mut mocks = Mocks::new();
        mocks.sees(TaskState::Pending);
        assert_eq!(look_after(mocks, late(secs, false)).await, end, "{secs}");
        let mut mocks = Mocks::new();
        let down = || CheckError(failure(ErrorClass::Temporary));
        mocks
            .videos
            .expect_check()
            .returning(move |_, _| Err(down()));
        assert_eq!(look_after(mocks, late(secs, false)).await, end, "{secs}");
    }
}

#[tokio::test]
async fn only_a_task_that_a_callback_named_is_compared_with_what_was_asked() {
    for is_only_reported in [true, false] {
        let mut mocks = Mocks::new();
        let checked = mocks.videos.expect_check().once();
        checked
            .withf(move |_, asked| asked.is_some() == is_only_reported)
            .returning(|_, _| Ok(TaskState::Pending));
        look_after(mocks, late(60, is_only_reported)).await;
    }
}
