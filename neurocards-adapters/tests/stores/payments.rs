use std::collections::BTreeSet;

use chrono::TimeDelta;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::chat::update::Write;
use neurocards_core::ids::UserId;
use neurocards_core::money::booking::ChargeRefusal;
use neurocards_core::money::gift::PromoRefusal;
use neurocards_core::money::ledger::Written;
use neurocards_core::money::payment::{Booked, PaymentStatus, RefundEnd};
use neurocards_core::ports::{AskRefundError, BookError, Clock, PlaceError, RedeemError};
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::factory::{a_charge_id, a_promo, a_refund_of, an_order};
use tokio::task::JoinSet;

use crate::on_every_store;
use crate::payers::{REWARDS, a_turn};
use crate::rig::Rig;

async fn available(rig: &Rig, user: UserId) -> i64 {
    let balance = rig.stores.ledger.balance(user).await.unwrap();
    balance.available.get()
}

async fn one_charge_reported_by_a_hundred_is_one_purchase(rig: Rig) {
    let (referrer, payer) = (rig.met(1).await, rig.met(2).await);
    rig.refer(payer, referrer).await;
    let charge = rig.invoiced(payer, 10, "c1").await;
    let mut reports = JoinSet::new();
    for _ in 0..100 {
        let (stores, charge) = (rig.stores.clone(), charge.clone());
        reports.spawn(async move { stores.payments.book(&charge, &REWARDS).await.unwrap() });
    }
    let booked = reports.join_all().await;
    let new = booked.iter().filter(|it| matches!(it, Booked::New(_)));
    assert_eq!(new.count(), 1);
    let payments: BTreeSet<_> = booked.iter().map(|it| it.payment().no).collect();
    assert_eq!(payments.len(), 1);
    assert_eq!(available(&rig, payer).await, 12);
    assert_eq!(available(&rig, referrer).await, 2);
    let news = rig.number("select count(*) from deliveries where kind = 'money'");
    assert_eq!(news.await, 3, "a receipt and two rewards");
    rig.assert_sound().await;
}

async fn one_charge_named_by_many_payers_is_booked_for_one(rig: Rig) {
    let mut reports = JoinSet::new();
    for id in 1..=8 {
        let user = rig.met(id).await;
        let charge = rig.invoiced(user, 10, "c1").await;
        let stores = rig.stores.clone();
        reports.spawn(async move { stores.payments.book(&charge, &REWARDS).await });
    }
    let booked = reports.join_all().await;
    let conflict =
        |it: &&Result<_, _>| matches!(it, Err(BookError::Refused(ChargeRefusal::Conflict(_))));
    assert_eq!(booked.iter().filter(|it| it.is_ok()).count(), 1);
    assert_eq!(booked.iter().filter(conflict).count(), 7);
    rig.assert_sound().await;
}

async fn first_purchases_at_once_reward_no_more_friends_than_allowed(rig: Rig) {
    let referrer = rig.met(1).await;
    let mut purchases = JoinSet::new();
    for id in 2..=11 {
        let friend = rig.met(id).await;
        rig.refer(friend, referrer).await;
        for turn in 0..2 {
            let charge = rig.invoiced(friend, 1, &format!("c{id}-{turn}")).await;
            let stores = rig.stores.clone();
            purchases.spawn(async move { stores.payments.book(&charge, &REWARDS).await.unwrap() });
        }
    }
    let booked = purchases.join_all().await;
    let rewarded = booked.iter().filter(|it| it.payment().rewarded);
    assert_eq!(rewarded.count(), 10, "one purchase of each friend");
    assert_eq!(available(&rig, referrer).await, 6);
    let friends = rig.stores.gifts.friends(referrer).await.unwrap();
    assert_eq!((friends.came, friends.rewarded), (10, 3));
    rig.assert_sound().await;
}

async fn friends_who_bring_each_other_at_once_close_no_circle(rig: Rig) {
    for first in (0..20).map(|round| round * 3) {
        let three: Vec<_> = (first..first + 3).collect();
        for &id in &three {
            rig.met(id).await;
        }
        let mut visits = JoinSet::new();
        for lease in rig.updates(&three).await {
            let friend = UserId(lease.update());
            let referrer = UserId(first + (friend.0 - first + 1) % 3);
            let stores = rig.stores.clone();
            visits.spawn(async move {
                let turn = a_turn(Write::Refer { friend, referrer });
                stores.inbox.commit(&lease, &turn).await.unwrap();
            });
        }
        visits.join_all().await;
    }
    let referrals = rig.number("select count(*) from referrals").await;
    assert_eq!(
        referrals, 40,
        "the third of each three would close a circle"
    );
}

async fn one_payment_refunded_by_many_gives_its_money_back_once(rig: Rig) {
    let user = rig.payer(1, 5).await;
    let mut admins = JoinSet::new();
    for _ in 0..20 {
        let stores = rig.stores.clone();
        let refund = a_refund_of("first-1");
        admins.spawn(async move { stores.payments.ask_refund(&refund).await.unwrap() });
    }
    let asked = admins.join_all().await;
    let new = asked.iter().filter(|written| **written == Written::New);
    assert_eq!(new.count(), 1);
    let mut ends = JoinSet::new();
    for number in 0..20 {
        let stores = rig.stores.clone();
        let end = match number % 2 {
            0 => RefundEnd::Done,
            _ => RefundEnd::Refused(Reason::of("no")),
        };
        ends.spawn(async move {
            let charge = a_charge_id("first-1");
            let ended = stores.payments.end_refund(&charge, &end, &Actor::System);
            ended.await.unwrap()
        });
    }
    let ended = ends.join_all().await;
    assert_eq!(ended.iter().filter(|ended| **ended).count(), 1);
    let payment = rig.stores.payments.payment(&a_charge_id("first-1")).await;
    let left = match payment.unwrap().unwrap().status {
        PaymentStatus::Refunded => 0,
        PaymentStatus::RefundRefused => 5,
        status => panic!("{status:?} is no end"),
    };
    assert_eq!(available(&rig, user).await, left);
    rig.assert_sound().await;
}

async fn credits_are_spent_or_given_back_but_not_both(rig: Rig) {
    for id in 1..=10 {
        let user = rig.payer(id, 3).await;
        let order = an_order().of(user).videos(3).build(&rig.ids);
        let refund = a_refund_of(&format!("first-{id}"));
        let (placed, asked) = tokio::join!(
            rig.stores.jobs.place(&order),
            rig.stores.payments.ask_refund(&refund),
        );
        match (placed, asked) {
            (Ok(_), Err(AskRefundError::Insufficient { .. }))
            | (Err(PlaceError::Insufficient { .. }), Ok(Written::New)) => {}
            both => panic!("{both:?}"),
        }
        assert_eq!(available(&rig, user).await, 0);
    }
    rig.assert_sound().await;
}

async fn a_code_for_five_redeemed_by_fifty_gives_to_five(rig: Rig) {
    let end = HandClock::new().now() + TimeDelta::days(1);
    let promo = a_promo("SPRING", 2, 5, end);
    rig.stores.gifts.create_promo(&promo).await.unwrap();
    let mut taps = JoinSet::new();
    for id in 1..=50 {
        // Everybody taps twice.
        for _ in 0..2 {
            let (stores, code) = (rig.stores.clone(), promo.code.clone());
            taps.spawn(async move { stores.gifts.redeem(UserId(id), &code).await });
        }
    }
    let redeemed = taps.join_all().await;
    let uses: BTreeSet<_> = redeemed.iter().flatten().map(|promo| promo.uses).collect();
    assert_eq!(uses, BTreeSet::from([1, 2, 3, 4, 5]));
    assert_eq!(redeemed.iter().flatten().count(), 5);
    for refused in redeemed.into_iter().filter_map(Result::err) {
        let fits = matches!(
            refused,
            RedeemError::Refused(PromoRefusal::UsedUp | PromoRefusal::Redeemed)
        );
        assert!(fits, "{refused:?}");
    }
    let given = rig.number("select count(*) from entries where amount = 2");
    assert_eq!(given.await, 5);
    rig.assert_sound().await;
}

on_every_store!(
    one_charge_reported_by_a_hundred_is_one_purchase,
    one_charge_named_by_many_payers_is_booked_for_one,
    first_purchases_at_once_reward_no_more_friends_than_allowed,
    friends_who_bring_each_other_at_once_close_no_circle,
    one_payment_refunded_by_many_gives_its_money_back_once,
    credits_are_spent_or_given_back_but_not_both,
    a_code_for_five_redeemed_by_fifty_gives_to_five,
);
