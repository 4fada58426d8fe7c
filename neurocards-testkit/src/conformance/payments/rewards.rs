//! Rewards for bringing friends: on the friend's first purchase, once, for so many friends.

use futures::future::join_all;
use neurocards_core::actor::Actor;
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{Friends, ReferralRules};
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::RefundEnd;

use crate::conformance::Harness;
use crate::conformance::money::NO_REWARDS;
use crate::factory::a_charge;

/// Two credits each, for two friends.
const RULES: ReferralRules = ReferralRules {
    credits: Credits::small(2),
    friends_max: 2,
};

/// A user who brought this many friends.
async fn with_friends(h: &Harness, friends: i64) -> (UserId, Vec<UserId>) {
    let referrer = h.user(1, 0).await;
    let mut brought = Vec::new();
    for id in 2..2 + friends {
        let friend = h.user(id, 0).await;
        h.refer(friend, referrer).await;
        brought.push(friend);
    }
    (referrer, brought)
}

async fn friends_of(h: &Harness, user: UserId) -> (u32, u32) {
    let Friends { came, rewarded } = h.stores.gifts.friends(user).await.unwrap();
    (came, rewarded)
}

pub async fn a_friends_first_purchase_rewards_both_once(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    let friend = friends[0];
    assert_eq!(friends_of(h, referrer).await, (1, 0));
    assert!(h.pay_under(&RULES, friend, 5, "c1").await.rewarded);
    assert_eq!(h.balance(friend).await, (7, 0));
    assert_eq!(h.balance(referrer).await, (2, 0));
    assert_eq!(friends_of(h, referrer).await, (1, 1));
    for (user, side) in [(friend, "friend"), (referrer, "referrer")] {
        let entry = h.entry(user, &format!("referral:{friend}:{side}")).await;
        let entry = entry.unwrap();
        assert_eq!((entry.kind, entry.actor), (EntryKind::Grant, Actor::System));
    }
    let credits = RULES.credits;
    let news = h.news().await;
    assert_eq!(news.len(), 3);
    assert!(news.contains(&(friend, MoneyNews::BroughtByFriend { credits })));
    assert!(news.contains(&(referrer, MoneyNews::FriendBought { credits })));
}

pub async fn a_friends_second_purchase_rewards_nobody(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    h.pay_under(&RULES, friends[0], 5, "c1").await;
    assert!(!h.pay_under(&RULES, friends[0], 5, "c2").await.rewarded);
    assert_eq!(h.balance(friends[0]).await, (12, 0));
    assert_eq!(h.balance(referrer).await, (2, 0));
}

pub async fn a_purchase_before_there_were_rewards_was_the_first(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    assert!(!h.pay_under(&NO_REWARDS, friends[0], 5, "c1").await.rewarded);
    assert!(!h.pay_under(&RULES, friends[0], 5, "c2").await.rewarded);
    assert_eq!(h.balance(friends[0]).await, (10, 0));
    assert_eq!(h.balance(referrer).await, (0, 0));
    assert_eq!(h.news().await.len(), 2);
}

pub async fn a_refunded_purchase_was_the_first(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    h.pay(friends[0], 5, "c1").await;
    h.ask_refund("c1").await;
    assert!(h.end_refund("c1", RefundEnd::Done, Actor::System).await);
    assert!(!h.pay_under(&RULES, friends[0], 5, "c2").await.rewarded);
    assert_eq!(h.balance(referrer).await, (0, 0));
}

pub async fn a_purchase_of_nobodys_friend_rewards_nobody(h: &Harness) {
    let user = h.user(1, 0).await;
    assert!(!h.pay_under(&RULES, user, 5, "c1").await.rewarded);
    assert_eq!(h.balance(user).await, (5, 0));
}

pub async fn a_first_purchase_reported_by_many_at_once_rewards_once(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    let charge = a_charge(&h.offer(friends[0], 5).await, "c1");
    let book = || h.stores.payments.book(&charge, &RULES);
    let booked = join_all((0..10).map(|_| book())).await;
    assert!(booked.iter().all(Result::is_ok));
    assert_eq!(h.balance(friends[0]).await, (7, 0));
    assert_eq!(h.balance(referrer).await, (2, 0));
    assert_eq!(h.news().await.len(), 3);
}

pub async fn of_two_first_purchases_at_once_one_is_rewarded(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    let invoice = h.offer(friends[0], 5).await;
    let charges: Vec<_> = (0..5)
        .map(|no| a_charge(&invoice, &format!("c{no}")))
        .collect();
    let book = |charge| h.stores.payments.book(charge, &RULES);
    let booked = join_all(charges.iter().map(book)).await;
    let rewarded = booked
        .iter()
        .filter(|it| it.as_ref().unwrap().payment().rewarded);
    assert_eq!(rewarded.count(), 1);
    assert_eq!(h.balance(friends[0]).await, (27, 0));
    assert_eq!(h.balance(referrer).await, (2, 0));
}

pub async fn a_referrer_of_many_is_rewarded_for_the_first_of_them(h: &Harness) {
    let (referrer, friends) = with_friends(h, 3).await;
    for (no, friend) in friends.iter().enumerate() {
        let paid = h.pay_under(&RULES, *friend, 5, &format!("c{no}")).await;
        assert!(paid.rewarded, "the friend is rewarded in any case");
        assert_eq!(h.balance(*friend).await, (7, 0));
    }
    assert_eq!(h.balance(referrer).await, (4, 0));
    assert_eq!(friends_of(h, referrer).await, (3, 2));
}

pub async fn friends_who_buy_at_once_never_pass_the_limit(h: &Harness) {
    let (referrer, friends) = with_friends(h, 6).await;
    let mut charges = Vec::new();
    for friend in &friends {
        let invoice = h.offer(*friend, 5).await;
        charges.push(a_charge(&invoice, &format!("c{friend}")));
    }
    let book = |charge| h.stores.payments.book(charge, &RULES);
    let booked = join_all(charges.iter().map(book)).await;
    assert!(booked.iter().all(Result::is_ok));
    assert_eq!(h.balance(referrer).await, (4, 0));
    for friend in friends {
        assert_eq!(h.balance(friend).await, (7, 0));
    }
}

/// Each books and is rewarded for the other's friend: accounts must be locked in one order.
pub async fn friends_of_friends_who_buy_at_once_are_all_rewarded(h: &Harness) {
    let mut line = Vec::new();
    for id in [3, 1, 4, 2] {
        line.push(h.user(id, 0).await);
    }
    for pair in line.windows(2) {
        h.refer(pair[1], pair[0]).await;
    }
    let mut charges = Vec::new();
    for user in &line {
        charges.push(a_charge(&h.offer(*user, 5).await, &format!("c{user}")));
    }
    let book = |charge| h.stores.payments.book(charge, &RULES);
    let booked = join_all(charges.iter().map(book)).await;
    assert!(booked.iter().all(Result::is_ok));
    let expected = [7, 9, 9, 7];
    for (user, credits) in line.into_iter().zip(expected) {
        assert_eq!(h.balance(user).await, (credits, 0));
    }
}

pub async fn a_referrer_without_room_gets_nothing_and_the_friend_does(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    h.fill_but(referrer, 1).await;
    let before = h.balance(referrer).await;
    assert!(h.pay_under(&RULES, friends[0], 5, "c1").await.rewarded);
    assert_eq!(h.balance(referrer).await, before);
    assert_eq!(h.balance(friends[0]).await, (7, 0));
    assert_eq!(friends_of(h, referrer).await, (1, 0));
}

pub async fn a_friend_without_room_still_gets_what_they_paid_for(h: &Harness) {
    let (referrer, friends) = with_friends(h, 1).await;
    h.fill_but(friends[0], 6).await;
    assert!(h.pay_under(&RULES, friends[0], 5, "c1").await.rewarded);
    assert_eq!(h.balance(friends[0]).await, (Credits::MAX.get() - 1, 0));
    assert_eq!(h.balance(referrer).await, (2, 0));
    assert!(h.payment("c1").await.rewarded);
}
