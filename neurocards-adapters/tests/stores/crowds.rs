use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use neurocards_core::actor::Reason;
use neurocards_core::chat::delivery::DeliveryEnd;
use neurocards_core::ids::{MessageId, UserId, WorkerId};
use neurocards_core::money::ledger::{Release, Written};
use neurocards_core::ports::{LeaseError, PlaceError, Stores};
use neurocards_core::work::order::{JobRefunded, Placed};
use neurocards_testkit::factory::{
    a_fault, a_grant, a_product, a_purchase, a_video, an_operator, an_order,
};
use tokio::task::JoinSet;

use crate::on_both_stores;
use crate::rig::{LEASE_FOR, Rig};

async fn twenty_claimers_share_no_job(rig: Rig) {
    let mut all = BTreeSet::new();
    for id in 1..=20 {
        let user = rig.user(id, 25).await;
        for _ in 0..5 {
            all.extend(rig.place(an_order().of(user).videos(5)).await.jobs);
        }
    }
    let mut claimers = JoinSet::new();
    for number in 0..20 {
        let stores = rig.stores.clone();
        claimers.spawn(async move {
            let worker = WorkerId(format!("worker-{number}"));
            let mut taken = Vec::new();
            loop {
                let claimed = stores.jobs.claim(&worker, 7, LEASE_FOR).await.unwrap();
                if claimed.is_empty() {
                    return taken;
                }
                taken.extend(claimed.into_iter().map(|claimed| claimed.job.id));
            }
        });
    }
    let taken: Vec<_> = claimers.join_all().await.into_iter().flatten().collect();
    assert_eq!(taken.len(), 500, "a job was given twice or never");
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>(), all);
}

async fn one_order_placed_by_fifty_is_one_charge(rig: Rig) {
    let user = rig.user(1, 100).await;
    let order = Arc::new(an_order().of(user).videos(3).build(&rig.ids));
    let mut taps = JoinSet::new();
    for _ in 0..50 {
        let (stores, order) = (rig.stores.clone(), order.clone());
        taps.spawn(async move { stores.jobs.place(&order).await.unwrap() });
    }
    let placed = taps.join_all().await;
    let new = placed.iter().filter(|placed| **placed == Placed::New);
    assert_eq!(new.count(), 1);
    let balance = rig.stores.ledger.balance(user).await.unwrap();
    assert_eq!((balance.available.get(), balance.held.get()), (97, 3));
    rig.assert_sound().await;
}

async fn fifty_orders_never_spend_more_than_there_is(rig: Rig) {
    let user = rig.user(1, 20).await;
    let mut orders = JoinSet::new();
    for _ in 0..50 {
        let (stores, order) = (
            rig.stores.clone(),
            an_order().of(user).videos(3).build(&rig.ids),
        );
        orders.spawn(async move { stores.jobs.place(&order).await });
    }
    let placed = orders.join_all().await;
    let refused = placed
        .iter()
        .filter(|placed| matches!(placed, Err(PlaceError::Insufficient { .. })));
    assert_eq!(refused.count(), 50 - 6);
    assert_eq!(placed.iter().filter(|placed| placed.is_ok()).count(), 6);
    let balance = rig.stores.ledger.balance(user).await.unwrap();
    assert_eq!((balance.available.get(), balance.held.get()), (2, 18));
    rig.assert_sound().await;
}

async fn two_hundred_orders_confirmed_by_fifty_are_two_hundred_charges(rig: Rig) {
    const ORDERS: usize = 200;
    let user = rig.user(1, 200).await;
    let product = a_product(user, &rig.ids);
    let orders: Vec<_> = (0..ORDERS + 50)
        .map(|_| an_order().of(user).showing(&product).build(&rig.ids))
        .collect();
    let orders = Arc::new(orders);
    let mut taps = JoinSet::new();
    for _ in 0..50 {
        let (stores, orders) = (rig.stores.clone(), orders.clone());
        taps.spawn(async move {
            let mut new = 0;
            for order in orders.iter() {
                match stores.jobs.place(order).await {
                    Ok(placed) => new += usize::from(placed == Placed::New),
                    Err(PlaceError::Insufficient { balance, .. }) => assert!(balance.is_zero()),
                    Err(error) => panic!("{error}"),
                }
            }
            new
        });
    }
    let new: usize = taps.join_all().await.into_iter().sum();
    assert_eq!(new, ORDERS);
    let balance = rig.stores.ledger.balance(user).await.unwrap();
    assert_eq!((balance.available.get(), balance.held.get()), (0, 200));
    rig.assert_sound().await;
}

/// An operator gives a credit back while a worker earns it.
async fn a_hold_is_captured_or_refunded_and_never_both(rig: Rig) {
    let user = rig.user(1, 50).await;
    for _ in 0..10 {
        rig.place(an_order().of(user).videos(5)).await;
    }
    let mut duels = JoinSet::new();
    for claimed in rig.claim(50).await {
        let (worker, operator) = (rig.stores.clone(), rig.stores.clone());
        let release = Release {
            job: claimed.job.id,
            reason: Reason::of("the user complained"),
            by: an_operator(),
        };
        duels.spawn(async move {
            let (captured, refunded) = tokio::join!(
                tokio::spawn(async move { worker.jobs.complete(claimed.lease, &a_video()).await }),
                tokio::spawn(async move { operator.jobs.refund(&release).await.unwrap() }),
            );
            match (captured.unwrap(), refunded.unwrap()) {
                (Ok(()), JobRefunded::Captured) => 0,
                (Err(LeaseError::Lost), JobRefunded::Now) => 1,
                outcome => panic!("{outcome:?}"),
            }
        });
    }
    let refunded: i64 = duels.join_all().await.into_iter().sum();
    let balance = rig.stores.ledger.balance(user).await.unwrap();
    assert_eq!((balance.available.get(), balance.held.get()), (refunded, 0));
    rig.assert_sound().await;
}

async fn one_payment_reported_by_a_hundred_is_one_purchase(rig: Rig) {
    let user = rig.user(1, 1).await;
    let mut reports = JoinSet::new();
    for _ in 0..100 {
        let stores = rig.stores.clone();
        reports.spawn(async move {
            let purchase = a_purchase(user, "charge-1", 10);
            stores.ledger.purchase(&purchase).await.unwrap()
        });
    }
    let written = reports.join_all().await;
    let new = written.iter().filter(|written| **written == Written::New);
    assert_eq!(new.count(), 1);
    let balance = rig.stores.ledger.balance(user).await.unwrap();
    assert_eq!(balance.available.get(), 11);
}

async fn one_key_for_two_users_is_given_once(rig: Rig) {
    for round in 0..20 {
        let key = format!("gift:{round}");
        let mut gifts = JoinSet::new();
        for id in 1..=8 {
            let (stores, grant) = (rig.stores.clone(), a_grant(UserId(id), &key, 1));
            gifts.spawn(async move { stores.ledger.grant(&grant).await.is_ok() });
        }
        let given = gifts.join_all().await;
        assert_eq!(given.iter().filter(|given| **given).count(), 1);
    }
    rig.assert_sound().await;
}

/// Workers, deliverers and users at once, over few users, so that their locks meet.
async fn a_crowd_meets_no_deadlock_and_loses_no_credit(rig: Rig) {
    for id in 1..=3 {
        rig.user(id, 200).await;
    }
    let mut crowd = JoinSet::new();
    for number in 0..4_i64 {
        crowd.spawn(work(rig.stores.clone(), number));
        crowd.spawn(deliver(rig.stores.clone(), number));
        let orders: Vec<_> = (0..12)
            .map(|_| {
                an_order()
                    .of(UserId(number % 3 + 1))
                    .videos(3)
                    .build(&rig.ids)
            })
            .collect();
        let stores = rig.stores.clone();
        crowd.spawn(async move {
            for order in orders {
                stores.jobs.place(&order).await.unwrap();
                tokio::task::yield_now().await;
                stores.jobs.cancel(order.user, order.id).await.unwrap();
            }
        });
    }
    crowd.join_all().await;
    work(rig.stores.clone(), 9).await;
    for id in 1..=3 {
        assert!(!rig.stores.jobs.has_open_jobs(UserId(id)).await.unwrap());
        let balance = rig.stores.ledger.balance(UserId(id)).await.unwrap();
        assert_eq!(balance.held.get(), 0);
    }
    rig.assert_sound().await;
}

/// Ends every job it can get: a third each with a video, without one, after a pause.
async fn work(stores: Stores, number: i64) {
    let worker = WorkerId(format!("worker-{number}"));
    let mut idle = 0;
    while idle < 20 {
        let claimed = stores.jobs.claim(&worker, 4, LEASE_FOR).await.unwrap();
        idle = if claimed.is_empty() { idle + 1 } else { 0 };
        for (turn, claimed) in claimed.into_iter().enumerate() {
            let ended = match turn % 3 {
                0 => stores.jobs.complete(claimed.lease, &a_video()).await,
                1 => stores.jobs.fail(claimed.lease, &a_fault()).await,
                _ => stores.jobs.snooze(claimed.lease, Duration::ZERO).await,
            };
            // Its user may have cancelled it meanwhile.
            assert!(matches!(ended, Ok(()) | Err(LeaseError::Lost)), "{ended:?}");
        }
    }
}

async fn deliver(stores: Stores, number: i64) {
    let worker = WorkerId(format!("deliverer-{number}"));
    for _ in 0..60 {
        let claimed = stores.outbox.claim(&worker, 4, LEASE_FOR).await.unwrap();
        for claimed in claimed {
            stores.outbox.begin(&claimed.lease).await.unwrap();
            let end = DeliveryEnd::Sent(MessageId(1).into());
            let closed = stores
                .outbox
                .close(claimed.lease, &end, Duration::ZERO)
                .await;
            closed.unwrap();
        }
    }
}

on_both_stores!(
    twenty_claimers_share_no_job,
    one_order_placed_by_fifty_is_one_charge,
    fifty_orders_never_spend_more_than_there_is,
    two_hundred_orders_confirmed_by_fifty_are_two_hundred_charges,
    a_hold_is_captured_or_refunded_and_never_both,
    one_payment_reported_by_a_hundred_is_one_purchase,
    one_key_for_two_users_is_given_once,
    a_crowd_meets_no_deadlock_and_loses_no_credit,
);
