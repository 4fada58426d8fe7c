//! What a turn can change.

use neurocards_core::chat::update::{Turn, Write};
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::ports::Clock;
use neurocards_core::user::Language;
use neurocards_core::work::stage::Stage;

use crate::conformance::Harness;
use crate::conformance::harness::{WHOLE, sent};
use crate::factory::{a_grant, a_product, an_order, an_update};

/// Commits a turn of these writes, as that of update 10.
async fn commit(h: &Harness, writes: Vec<Write>) {
    h.stores.inbox.store(&[an_update(10, 1)]).await.unwrap();
    let claimed = h.claim_update().await;
    let turn = Turn {
        writes,
        ..Turn::default()
    };
    h.stores.inbox.commit(&claimed.lease, &turn).await.unwrap();
}

pub async fn a_turn_changes_what_we_know_of_a_user(h: &Harness) {
    let user = h.user(1, 0).await;
    commit(
        h,
        vec![
            Write::Consent { user, version: 2 },
            Write::Language {
                user,
                language: Language::En,
            },
            Write::Blocked {
                user,
                blocked: true,
            },
        ],
    )
    .await;
    let known = h.stores.users.user(user).await.unwrap().unwrap();
    let consent = known.consent.unwrap();
    assert_eq!((consent.version, consent.accepted_at), (2, h.clock.now()));
    assert_eq!((known.language, known.blocked), (Language::En, true));
}

pub async fn a_turn_places_an_order_once(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = an_order().of(user).videos(3).build(&h.ids);
    h.stores.jobs.place(&order).await.unwrap();
    commit(
        h,
        vec![
            Write::Place(Box::new(order.clone())),
            Write::Place(Box::new(order)),
        ],
    )
    .await;
    assert_eq!((h.balance(user).await, h.due().await), ((2, 3), 3));
}

pub async fn writes_of_a_turn_are_made_in_their_order(h: &Harness) {
    let user = h.user(1, 0).await;
    let order = an_order().of(user).videos(3).build(&h.ids);
    let id = order.id;
    commit(
        h,
        vec![
            Write::Grant(a_grant(user, "gift", 3)),
            Write::Place(Box::new(order)),
            Write::Cancel { user, order: id },
            Write::Language {
                user,
                language: Language::En,
            },
            Write::Language {
                user,
                language: Language::Ru,
            },
        ],
    )
    .await;
    assert_eq!(h.balance(user).await, (3, 0));
    assert_eq!(h.entries(user, EntryKind::Refund).await, 3);
    let known = h.stores.users.user(user).await.unwrap().unwrap();
    assert_eq!(known.language, Language::Ru);
}

pub async fn a_grant_in_a_turn_is_written_once_per_key(h: &Harness) {
    let user = h.user(1, 0).await;
    let grant = a_grant(user, "welcome", 3);
    h.stores.ledger.grant(&grant).await.unwrap();
    commit(h, vec![Write::Grant(grant)]).await;
    assert_eq!(h.balance(user).await, (3, 0));
}

pub async fn a_turn_keeps_a_product_and_never_changes_a_known_one(h: &Harness) {
    let (one, other) = (h.user(1, 0).await, h.user(2, 0).await);
    let product = a_product(one, &h.ids);
    let mut forged = product.clone();
    forged.user = other;
    commit(
        h,
        vec![Write::Product(product.clone()), Write::Product(forged)],
    )
    .await;
    let kept = h.stores.users.products(one, WHOLE).await.unwrap();
    assert_eq!(kept, [product]);
    assert_eq!(h.stores.users.products(other, WHOLE).await.unwrap(), []);
}

pub async fn a_turn_cancels_only_the_owners_order(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let order = h.place(an_order().of(one)).await.id;
    commit(h, vec![Write::Cancel { user: other, order }]).await;
    assert_eq!(h.balance(one).await, (4, 1));
    assert_eq!(h.due().await, 1);
}

pub async fn a_turn_asks_for_a_video_again(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    let job = h.claim_one().await;
    h.complete(job.lease).await;
    let video = h.next_message().await.unwrap();
    h.close(video.lease, &sent(8)).await;
    let again = Write::Redeliver {
        user,
        job: order.jobs[0],
    };
    commit(h, vec![again]).await;
    assert!(h.next_message().await.is_some());
    let card = h.stores.jobs.card(order.id).await.unwrap().unwrap();
    assert!(matches!(
        card.videos[0].stage,
        Stage::Delivered | Stage::Ready
    ));
}
