use std::pin::{Pin, pin};
use std::task::Poll;

use futures::future::poll_fn;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::page::Page;
use neurocards_core::work::order::Placed;
use neurocards_testkit::factory::{a_video, an_order};

use crate::on_both_stores;
use crate::rig::Rig;

/// More polls than any method takes.
pub(crate) const POLLS_MAX: usize = 200;

/// Polls a future at most `polls` times, then drops it.
pub(crate) async fn dropped_after<T>(polls: usize, call: impl Future<Output = T>) -> Option<T> {
    let mut call = pin!(call);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match Pin::as_mut(&mut call).poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

async fn an_order_dropped_anywhere_is_placed_or_not(rig: Rig) {
    let user = rig.user(1, 1_000).await;
    let page = Page {
        offset: 0,
        limit: 100,
    };
    for polls in 0..POLLS_MAX {
        let order = an_order().of(user).videos(2).build(&rig.ids);
        let done = dropped_after(polls, rig.stores.jobs.place(&order)).await;
        let found = rig.stores.jobs.order(user, order.id).await.unwrap();
        let again = rig.stores.jobs.place(&order).await.unwrap();
        let entries = rig.stores.ledger.statement(user, page).await.unwrap();
        let holds = entries.iter().filter(|entry| {
            entry.kind == EntryKind::Hold && order.jobs.iter().any(|job| entry.job == Some(*job))
        });
        assert_eq!(holds.count(), 2, "after {polls} polls");
        if found.is_some() {
            assert_eq!(again, Placed::Existing);
        }
        if done.is_some() {
            return rig.assert_sound().await;
        }
    }
    panic!("the call never ended");
}

async fn a_completion_dropped_anywhere_captures_or_not(rig: Rig) {
    let (user, video) = (rig.user(1, 1_000).await, a_video());
    for polls in 0..POLLS_MAX {
        let order = rig.place(an_order().of(user)).await;
        let claimed = rig.claim(1).await.remove(0);
        let complete = rig.stores.jobs.complete(claimed.lease, &video);
        let done = dropped_after(polls, complete).await;
        rig.assert_sound().await;
        if let Some(done) = done {
            done.unwrap();
            let job = rig.stores.jobs.job(user, order.jobs[0]).await.unwrap();
            assert_eq!(job.unwrap().video, Some(video));
            return;
        }
    }
    panic!("the call never ended");
}

on_both_stores!(
    an_order_dropped_anywhere_is_placed_or_not,
    a_completion_dropped_anywhere_captures_or_not,
);
