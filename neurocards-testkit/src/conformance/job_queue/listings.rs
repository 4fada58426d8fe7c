//! Looking things up, always for one user.

use std::time::Duration;

use neurocards_core::ids::ModelId;
use neurocards_core::ids::{JobId, OrderId};
use neurocards_core::page::Page;
use neurocards_core::ports::IdSource;
use neurocards_core::work::order::VideoTitle;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::{a_refusal, an_order};

pub async fn an_order_is_shown_to_its_owner_only(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let order = h.place(an_order().of(one)).await;
    assert!(h.stores.jobs.order(one, order.id).await.unwrap().is_some());
    assert_eq!(h.stores.jobs.order(other, order.id).await.unwrap(), None);
    assert_eq!(h.stores.jobs.orders(other, WHOLE).await.unwrap(), []);
    let unknown = OrderId(h.ids.uuid());
    assert_eq!(h.stores.jobs.order(one, unknown).await.unwrap(), None);
}

pub async fn a_job_is_shown_to_its_owner_only(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let order = h.place(an_order().of(one)).await;
    let job = order.jobs[0];
    assert!(h.stores.jobs.job(one, job).await.unwrap().is_some());
    assert_eq!(h.stores.jobs.job(other, job).await.unwrap(), None);
    let unknown = JobId(h.ids.uuid());
    assert_eq!(h.stores.jobs.job(one, unknown).await.unwrap(), None);
}

pub async fn orders_are_newest_first_and_paged(h: &Harness) {
    let user = h.user(1, 5).await;
    let mut placed = Vec::new();
    for _ in 0..3 {
        placed.push(h.place(an_order().of(user)).await.id);
        h.advance(Duration::from_secs(1));
    }
    let listed = async |offset, limit| {
        let page = Page { offset, limit };
        let orders = h.stores.jobs.orders(user, page).await.unwrap();
        orders.into_iter().map(|order| order.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(0, 2).await, [placed[2], placed[1]]);
    assert_eq!(listed(2, 2).await, [placed[0]]);
    assert_eq!(listed(3, 2).await, []);
}

pub async fn videos_are_the_owners_succeeded_jobs_newest_first(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let mut made = Vec::new();
    for _ in 0..3 {
        h.place(an_order().of(one)).await;
        let claimed = h.claim_one().await;
        made.push(claimed.job.id);
        h.complete(claimed.lease).await;
        h.advance(Duration::from_secs(1));
    }
    h.place(an_order().of(one)).await;
    let failed = h.claim_one().await;
    h.stores
        .jobs
        .fail(failed.lease, &a_refusal())
        .await
        .unwrap();
    h.place(an_order().of(one)).await;
    let videos = async |user, offset, limit| {
        let page = Page { offset, limit };
        let videos = h.stores.jobs.videos(user, page).await.unwrap();
        videos.into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    assert_eq!(videos(one, 0, 10).await, [made[2], made[1], made[0]]);
    assert_eq!(videos(one, 1, 1).await, [made[1]]);
    assert_eq!(videos(other, 0, 10).await, []);
}

pub async fn an_open_job_is_told(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let open = async |user| h.stores.jobs.has_open_jobs(user).await.unwrap();
    assert!(!open(one).await);
    h.place(an_order().of(one)).await;
    assert!(open(one).await && !open(other).await);
    let claimed = h.claim_one().await;
    assert!(open(one).await);
    h.complete(claimed.lease).await;
    assert!(!open(one).await);
}

/// Makes one video of `model` that takes so long.
async fn make(h: &Harness, model: &str, secs: u64) {
    h.place(
        an_order()
            .of(neurocards_core::ids::UserId(1))
            .made_by(model),
    )
    .await;
    h.advance(Duration::from_secs(secs));
    let claimed = h.claim_one().await;
    h.complete(claimed.lease).await;
}

async fn median(h: &Harness, model: &str) -> Option<u64> {
    let model = ModelId(model.to_owned());
    let median = h.stores.jobs.median_wait(&model).await.unwrap();
    median.map(|wait| wait.as_secs())
}

pub async fn a_median_needs_five_videos_of_the_model(h: &Harness) {
    h.user(1, 100).await;
    for secs in [100, 300, 200, 900] {
        make(h, "kling", secs).await;
    }
    make(h, "wan", 10).await;
    assert_eq!(median(h, "kling").await, None);
    make(h, "kling", 150).await;
    assert_eq!(median(h, "kling").await, Some(200));
    assert_eq!(median(h, "wan").await, None);
}

pub async fn a_median_is_drawn_from_the_newest_fifty(h: &Harness) {
    h.user(1, 100).await;
    for _ in 0..30 {
        make(h, "kling", 900).await;
    }
    for _ in 0..50 {
        make(h, "kling", 100).await;
    }
    assert_eq!(median(h, "kling").await, Some(100));
}

pub async fn titles_are_told_of_the_owners_jobs_only(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let (own, theirs) = (
        h.place(an_order().of(one).videos(3)).await,
        h.place(an_order().of(other)).await,
    );
    let asked = [
        own.jobs[2],
        theirs.jobs[0],
        own.jobs[0],
        JobId(h.ids.uuid()),
    ];
    let mut titles = h.stores.jobs.titles(one, &asked).await.unwrap();
    titles.sort_by_key(|title| title.variant);
    let expected = [0, 2].map(|variant: u8| VideoTitle {
        job: own.jobs[usize::from(variant)],
        description: own.product.description.clone(),
        variant,
        of: 3,
    });
    assert_eq!(titles, expected);
    assert_eq!(h.stores.jobs.titles(one, &[]).await.unwrap(), []);
}
