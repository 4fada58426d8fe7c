//! A turn is one transaction: state, writes and replies, all or nothing, once.

use neurocards_core::chat::update::{
    ClaimedUpdate, ConversationState, Turn, UpdateLease, UpdateStage, Write,
};
use neurocards_core::ids::UserId;
use neurocards_core::ports::{CommitError, PlaceError};
use neurocards_core::user::Language;

use crate::conformance::harness::WHOLE;
use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_grant, a_product, an_order, an_update};

async fn received(h: &Harness) -> ClaimedUpdate {
    h.stores.inbox.store(&[an_update(10, 1)]).await.unwrap();
    h.claim_update().await
}

fn writing(writes: Vec<Write>) -> Turn {
    Turn {
        writes,
        ..Turn::default()
    }
}

fn saying(user: UserId, body: &str) -> Turn {
    Turn {
        state: Some(ConversationState {
            user,
            body: body.to_owned(),
        }),
        ..Turn::default()
    }
}

async fn conversation(h: &Harness, user: UserId) -> Option<String> {
    h.stores.users.conversation(user).await.unwrap()
}

pub async fn a_turn_is_committed_once(h: &Harness) {
    let user = h.user(1, 0).await;
    let claimed = received(h).await;
    let turn = writing(vec![Write::Grant(a_grant(user, "gift", 3))]);
    h.stores.inbox.commit(&claimed.lease, &turn).await.unwrap();
    let other = writing(vec![Write::Grant(a_grant(user, "another", 3))]);
    let again = h.stores.inbox.commit(&claimed.lease, &other).await;
    assert!(matches!(again, Err(CommitError::Lost)));
    assert_eq!(h.balance(user).await, (3, 0));
}

pub async fn a_turn_is_committed_by_one_of_two_workers(h: &Harness) {
    let user = h.user(1, 0).await;
    let first = received(h).await;
    h.advance(LEASE_FOR * 2);
    let second = h.claim_update().await;
    let lost = h
        .stores
        .inbox
        .commit(&first.lease, &saying(user, "one"))
        .await;
    assert!(matches!(lost, Err(CommitError::Lost)));
    assert_eq!(conversation(h, user).await, None);
    h.stores
        .inbox
        .commit(&second.lease, &saying(user, "two"))
        .await
        .unwrap();
    assert_eq!(conversation(h, user).await.as_deref(), Some("two"));
}

pub async fn a_closed_update_takes_no_turn(h: &Harness) {
    let user = h.user(1, 0).await;
    let claimed = received(h).await;
    let stale = UpdateLease::granted(claimed.lease.update(), claimed.lease.token());
    h.stores.inbox.close(claimed.lease).await.unwrap();
    let lost = h.stores.inbox.commit(&stale, &saying(user, "late")).await;
    assert!(matches!(lost, Err(CommitError::Lost)));
    assert_eq!(conversation(h, user).await, None);
}

pub async fn a_turn_is_all_or_nothing(h: &Harness) {
    let user = h.user(1, 1).await;
    let claimed = received(h).await;
    let product = a_product(user, &h.ids);
    let affordable = an_order().of(user).build(&h.ids);
    let dear = an_order().of(user).videos(5).build(&h.ids);
    let turn = Turn {
        writes: vec![
            Write::Consent { user, version: 1 },
            Write::Language {
                user,
                language: Language::En,
            },
            Write::Product(product.clone()),
            Write::Place(Box::new(affordable.clone())),
            Write::Place(Box::new(dear)),
        ],
        ..saying(user, "ordered")
    };
    let before = h.stores.users.user(user).await.unwrap();
    let refused = h.stores.inbox.commit(&claimed.lease, &turn).await;
    let insufficient = matches!(
        refused,
        Err(CommitError::Place(PlaceError::Insufficient { .. }))
    );
    assert!(insufficient, "{refused:?}");
    assert_eq!(h.stores.users.user(user).await.unwrap(), before);
    assert_eq!(conversation(h, user).await, None);
    assert_eq!(h.stores.users.products(user, WHOLE).await.unwrap(), []);
    assert_eq!(
        h.stores.jobs.order(user, affordable.id).await.unwrap(),
        None
    );
    assert_eq!((h.balance(user).await, h.due().await), ((1, 0), 0));
}

pub async fn a_refused_turn_can_be_replaced_by_another(h: &Harness) {
    let user = h.user(1, 0).await;
    let claimed = received(h).await;
    let order = an_order().of(user).build(&h.ids);
    let turn = writing(vec![Write::Place(Box::new(order))]);
    assert!(h.stores.inbox.commit(&claimed.lease, &turn).await.is_err());
    h.stores
        .inbox
        .commit(&claimed.lease, &saying(user, "too poor"))
        .await
        .unwrap();
    assert_eq!(conversation(h, user).await.as_deref(), Some("too poor"));
}

pub async fn a_turn_that_orders_for_a_stranger_is_foreign(h: &Harness) {
    let user = h.user(1, 5).await;
    let claimed = received(h).await;
    let order = an_order().of(UserId(404)).build(&h.ids);
    let turn = Turn {
        writes: vec![Write::Place(Box::new(order))],
        ..saying(user, "ordered")
    };
    let refused = h.stores.inbox.commit(&claimed.lease, &turn).await;
    assert!(matches!(
        refused,
        Err(CommitError::Place(PlaceError::Foreign))
    ));
    assert_eq!(conversation(h, user).await, None);
}

pub async fn a_turn_without_a_state_leaves_the_conversation(h: &Harness) {
    let user = h.user(1, 0).await;
    let claimed = received(h).await;
    h.stores
        .inbox
        .commit(&claimed.lease, &saying(user, "one"))
        .await
        .unwrap();
    h.stores.inbox.close(claimed.lease).await.unwrap();
    h.stores.inbox.store(&[an_update(11, 1)]).await.unwrap();
    let claimed = h.claim_update().await;
    h.stores
        .inbox
        .commit(&claimed.lease, &Turn::default())
        .await
        .unwrap();
    assert_eq!(conversation(h, user).await.as_deref(), Some("one"));
}

pub async fn a_turn_without_replies_is_still_to_be_closed(h: &Harness) {
    let claimed = received(h).await;
    h.stores
        .inbox
        .commit(&claimed.lease, &Turn::default())
        .await
        .unwrap();
    h.advance(LEASE_FOR * 2);
    let again = h.claim_update().await;
    let done = UpdateStage::Turned {
        replies: Vec::new(),
        next: 0,
    };
    assert_eq!(again.stage, done);
    h.stores.inbox.close(again.lease).await.unwrap();
    assert_eq!(h.claim_updates().await, []);
}
