use std::time::Duration;

use neurocards_core::chat::delivery::{Deferral, DeliveryKind};
use neurocards_core::chat::update::{ClaimedUpdate, Turn};
use neurocards_core::ports::UnreadableRow;
use neurocards_testkit::factory::{a_grant, an_order, an_update};

use crate::on_every_store;
use crate::rig::{LEASE_FOR, Rig, a_worker};

/// What no release has written yet, where JSON is kept.
const ODD: &str = "{\"hologram\": true}";

/// Has a column hold what cannot be read; answers the statement that mends it.
async fn spoil(rig: &Rig, column: &str, rows: &str) -> String {
    let (table, name) = column.split_once('.').unwrap();
    let select = format!("select cast({name} as text) from {table} where {rows}");
    let kept = rig.text(&select).await.replace('\'', "''");
    rig.script(&format!("update {table} set {name} = '{ODD}' where {rows}"))
        .await;
    format!("update {table} set {name} = '{kept}' where {rows}")
}

async fn set_aside(rig: &Rig) -> Vec<UnreadableRow> {
    let told = rig.stores.books.set_aside(100).await.unwrap();
    assert!(told.iter().all(|row| !row.why.is_empty()), "{told:?}");
    told.into_iter().map(|row| row.row).collect()
}

async fn an_unreadable_job_waits_and_the_others_go_on(rig: Rig) {
    let user = rig.user(1, 10).await;
    let odd = rig.place(an_order().of(user)).await.jobs[0];
    let mend = spoil(&rig, "orders.brief", "1 = 1").await;
    rig.place(an_order().of(user).videos(2)).await;
    assert_eq!(rig.claim(10).await.len(), 2);
    assert_eq!(set_aside(&rig).await, [UnreadableRow::Job(odd)]);
    assert_eq!(rig.claim(10).await.len(), 0, "it is left for a while");
    rig.script(&mend.replace("1 = 1", "seq = 1")).await;
    rig.script("update jobs set run_at = created_at where status = 'queued'")
        .await;
    let claimed = rig.claim(10).await;
    assert_eq!((claimed.len(), claimed[0].job.id), (1, odd));
    assert_eq!(set_aside(&rig).await, []);
    rig.assert_sound().await;
}

async fn an_unreadable_delivery_waits_and_the_others_go_on(rig: Rig) {
    let user = rig.user(1, 10).await;
    let mut gift = a_grant(user, "manual:1", 1);
    gift.by = "operator:anna".parse().unwrap();
    rig.stores.ledger.grant(&gift).await.unwrap();
    let mend = spoil(&rig, "deliveries.news", "kind = 'money'").await;
    rig.place(an_order().of(user)).await;
    let claim = async || {
        let claimed = rig.stores.outbox.claim(&a_worker(), 10, LEASE_FOR).await;
        claimed.unwrap()
    };
    assert_eq!(claim().await.len(), 0);
    assert!(matches!(
        set_aside(&rig).await[..],
        [UnreadableRow::Delivery(_)]
    ));
    let later = claim().await.remove(0);
    assert!(
        matches!(later.delivery.kind, DeliveryKind::Card { .. }),
        "{later:?}"
    );
    let hour = Duration::from_hours(1);
    let deferred = rig.stores.outbox.defer(later.lease, hour, Deferral::Asked);
    deferred.await.unwrap();
    rig.script(&mend).await;
    rig.script(
        "update deliveries set run_at = (select min(created_at) from users) where kind = 'money'",
    )
    .await;
    assert!(matches!(
        claim().await[0].delivery.kind,
        DeliveryKind::Money { .. }
    ));
    assert_eq!(set_aside(&rig).await, []);
}

async fn an_unreadable_update_waits_and_its_person_is_answered(rig: Rig) {
    let updates = [an_update(1, 7), an_update(2, 7), an_update(3, 8)];
    rig.stores.inbox.store(&updates).await.unwrap();
    let claim = async || {
        let claimed = rig.stores.inbox.claim(&a_worker(), 10, LEASE_FOR).await;
        claimed.unwrap()
    };
    let first = claim().await;
    let turn = Turn {
        replies: vec!["hello".to_owned()],
        ..Turn::default()
    };
    for update in first {
        rig.stores.inbox.commit(&update.lease, &turn).await.unwrap();
        rig.stores
            .inbox
            .defer(update.lease, Duration::ZERO)
            .await
            .unwrap();
    }
    let mend = spoil(&rig, "updates.replies", "id = 1").await;
    let ids = |claimed: &[ClaimedUpdate]| -> Vec<_> {
        claimed.iter().map(|claimed| claimed.update.id).collect()
    };
    assert_eq!(ids(&claim().await), [3]);
    assert_eq!(set_aside(&rig).await, [UnreadableRow::Update(1)]);
    let next = claim().await;
    assert_eq!(ids(&next), [2]);
    for update in next {
        rig.stores.inbox.close(update.lease).await.unwrap();
    }
    rig.script(&mend).await;
    rig.script("update updates set run_at = (select min(run_at) from updates)")
        .await;
    assert_eq!(ids(&claim().await), [1]);
    assert_eq!(set_aside(&rig).await, []);
}

on_every_store!(
    an_unreadable_job_waits_and_the_others_go_on,
    an_unreadable_delivery_waits_and_the_others_go_on,
    an_unreadable_update_waits_and_its_person_is_answered,
);
