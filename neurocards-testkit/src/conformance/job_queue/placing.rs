//! Orders are placed: their charge, their jobs and their card.

use futures::future::join_all;
use neurocards_core::ids::{ChatId, MessageId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::ports::PlaceError;
use neurocards_core::work::job::JobStatus;
use neurocards_core::work::order::{NewOrder, Placed};
use neurocards_core::work::product::Product;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::{a_product, an_order};

pub async fn an_order_placed_twice_is_charged_once(h: &Harness) {
    let user = h.user(1, 10).await;
    let order = an_order().of(user).videos(3).build(&h.ids);
    let first = h.stores.jobs.place(&order).await.unwrap();
    let again = h.stores.jobs.place(&order).await.unwrap();
    assert_eq!((first, again), (Placed::New, Placed::Existing));
    assert_eq!(h.balance(user).await, (7, 3));
    assert_eq!(h.entries(user, EntryKind::Hold).await, 3);
    assert_eq!(h.due().await, 3);
}

pub async fn an_order_placed_by_many_taps_at_once_is_charged_once(h: &Harness) {
    let user = h.user(1, 10).await;
    let order = an_order().of(user).videos(3).build(&h.ids);
    let placed = join_all((0..10).map(|_| h.stores.jobs.place(&order))).await;
    let new = placed.iter().filter(|it| matches!(it, Ok(Placed::New)));
    assert_eq!(new.count(), 1);
    assert!(placed.iter().all(Result::is_ok));
    assert_eq!(h.balance(user).await, (7, 3));
}

pub async fn an_order_placed_again_with_new_job_ids_writes_nothing(h: &Harness) {
    let user = h.user(1, 10).await;
    let order = h.place(an_order().of(user)).await;
    let again = NewOrder {
        id: order.id,
        ..an_order().of(user).videos(5).build(&h.ids)
    };
    let placed = h.stores.jobs.place(&again).await.unwrap();
    assert_eq!(placed, Placed::Existing);
    assert_eq!(h.balance(user).await, (9, 1));
    assert_eq!(h.due().await, 1);
}

pub async fn an_order_has_one_hold_and_one_queued_job_per_video(h: &Harness) {
    let user = h.user(1, 50).await;
    let order = h.place(an_order().of(user).videos(5).priced(7)).await;
    assert_eq!(h.balance(user).await, (15, 35));
    let entries = h.stores.ledger.statement(user, WHOLE).await.unwrap();
    for (variant, id) in (0..).zip(&order.jobs) {
        let job = h.job(user, *id).await;
        assert_eq!((job.status, job.variant), (JobStatus::Queued, variant));
        assert_eq!(job.price, Credits::small(7));
        let own = entries.iter().filter(|entry| entry.job == Some(*id));
        let own: Vec<_> = own.map(|entry| (entry.kind, entry.amount.get())).collect();
        assert_eq!(own, [(EntryKind::Hold, 7)]);
    }
}

pub async fn a_new_job_carries_what_was_ordered(h: &Harness) {
    let user = h.user(1, 10).await;
    let order = h.place(an_order().of(user)).await;
    let job = h.job(user, order.jobs[0]).await;
    assert_eq!((job.order, job.user), (order.id, user));
    assert_eq!((&job.brief, job.language), (&order.brief, order.language));
    assert_eq!(job.description, order.product.description);
    assert_eq!(job.photo, order.product.photo);
    assert_eq!((job.faults, job.crashes), (0, 0));
    assert!(job.prompt.is_none() && job.remote_photo.is_none() && job.attempts.is_empty());
    assert!(job.video.is_none() && job.failure.is_none());
    assert_eq!(
        (job.deadline_at - job.created_at).to_std().unwrap(),
        order.deadline
    );
}

pub async fn an_order_beyond_the_balance_writes_nothing(h: &Harness) {
    let user = h.user(1, 2).await;
    let order = an_order().of(user).videos(3).build(&h.ids);
    let refused = h.stores.jobs.place(&order).await;
    let (has, lacks) = (Credits::small(2), Credits::small(3));
    assert!(matches!(
        refused,
        Err(PlaceError::Insufficient { balance, needed }) if (balance, needed) == (has, lacks)
    ));
    assert_eq!(h.balance(user).await, (2, 0));
    assert_eq!(h.stores.jobs.order(user, order.id).await.unwrap(), None);
    assert_eq!(h.stores.users.products(user, WHOLE).await.unwrap(), []);
    assert_eq!(h.due().await, 0);
    assert_eq!(h.claim_deliveries().await, []);
}

pub async fn an_order_refused_for_money_can_be_placed_later(h: &Harness) {
    let user = h.user(1, 2).await;
    let order = an_order().of(user).videos(3).build(&h.ids);
    assert!(h.stores.jobs.place(&order).await.is_err());
    h.stores
        .ledger
        .grant(&crate::factory::a_grant(user, "more", 1))
        .await
        .unwrap();
    assert_eq!(h.stores.jobs.place(&order).await.unwrap(), Placed::New);
    assert_eq!(h.balance(user).await, (0, 3));
}

pub async fn orders_at_once_never_overdraw(h: &Harness) {
    let user = h.user(1, 5).await;
    let orders: Vec<_> = (0..4)
        .map(|_| an_order().of(user).videos(3).build(&h.ids))
        .collect();
    let placed = join_all(orders.iter().map(|order| h.stores.jobs.place(order))).await;
    assert_eq!(placed.iter().filter(|it| it.is_ok()).count(), 1);
    let refused = |it: &&Result<_, _>| matches!(it, Err(PlaceError::Insufficient { .. }));
    assert_eq!(placed.iter().filter(refused).count(), 3);
    assert_eq!(h.balance(user).await, (2, 3));
}

pub async fn an_order_of_a_stranger_is_foreign(h: &Harness) {
    let order = an_order().of(UserId(404)).build(&h.ids);
    let refused = h.stores.jobs.place(&order).await;
    assert!(matches!(refused, Err(PlaceError::Foreign)));
    assert_eq!(h.due().await, 0);
}

pub async fn an_order_with_a_product_of_another_is_foreign(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let own = h.place(an_order().of(one)).await;
    let theirs = an_order().of(other).showing(&own.product).build(&h.ids);
    let claimed = Product {
        user: other,
        ..own.product.clone()
    };
    let taken = an_order().of(other).showing(&claimed).build(&h.ids);
    for order in [theirs, taken] {
        let refused = h.stores.jobs.place(&order).await;
        assert!(matches!(refused, Err(PlaceError::Foreign)));
    }
    assert_eq!(h.balance(other).await, (5, 0));
    let kept = h.stores.users.product(one, own.product.id).await.unwrap();
    assert_eq!(kept, Some(own.product));
}

pub async fn an_order_id_of_another_user_charges_nobody(h: &Harness) {
    let (one, other) = (h.user(1, 5).await, h.user(2, 5).await);
    let order = h.place(an_order().of(one)).await;
    let stolen = NewOrder {
        id: order.id,
        ..an_order().of(other).build(&h.ids)
    };
    let placed = h.stores.jobs.place(&stolen).await;
    assert!(matches!(placed, Err(PlaceError::Foreign)));
    assert_eq!(h.balance(other).await, (5, 0));
    assert_eq!(h.stores.jobs.order(other, order.id).await.unwrap(), None);
}

pub async fn a_new_product_is_kept_with_its_order(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = h.place(an_order().of(user)).await;
    let kept = h
        .stores
        .users
        .product(user, order.product.id)
        .await
        .unwrap();
    assert_eq!(kept, Some(order.product));
}

pub async fn a_product_ordered_twice_is_kept_once(h: &Harness) {
    let user = h.user(1, 5).await;
    let product = a_product(user, &h.ids);
    for _ in 0..2 {
        h.place(an_order().of(user).showing(&product)).await;
    }
    let kept = h.stores.users.products(user, WHOLE).await.unwrap();
    assert_eq!(kept, [product]);
}

pub async fn a_placed_order_is_found_as_it_was(h: &Harness) {
    let user = h.user(1, 5).await;
    let new = h.place(an_order().of(user).videos(3)).await;
    let order = h.stores.jobs.order(user, new.id).await.unwrap().unwrap();
    assert_eq!(
        (order.id, order.user, order.chat),
        (new.id, user, ChatId(1))
    );
    assert_eq!((&order.product, &order.brief), (&new.product, &new.brief));
    assert_eq!((&order.jobs, order.price), (&new.jobs, new.price));
}

pub async fn a_placed_order_makes_its_card_due(h: &Harness) {
    let user = h.user(1, 5).await;
    let order = an_order().of(user).confirmed_in(MessageId(77));
    let order = h.place(order).await;
    let card = h.stores.jobs.card(order.id).await.unwrap().unwrap();
    assert_eq!(card.message, Some(MessageId(77)));
    assert_eq!(h.show_cards().await, 1);
}
