//! Rewards for friends whom a user brought.

use futures::future::join;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;

use crate::conformance::Harness;
use crate::factory::a_grant;

/// How many friends came by the user's link.
async fn came(h: &Harness, user: UserId) -> u32 {
    h.stores.gifts.friends(user).await.unwrap().came
}

pub async fn a_new_friend_is_remembered_once(h: &Harness) {
    let (referrer, friend) = (h.user(1, 0).await, h.user(2, 0).await);
    for _ in 0..2 {
        h.refer(friend, referrer).await;
    }
    assert_eq!((came(h, referrer).await, came(h, friend).await), (1, 0));
    assert_eq!(
        h.balance(referrer).await,
        (0, 0),
        "coming is worth nothing yet"
    );
}

pub async fn nobody_brings_themselves(h: &Harness) {
    let user = h.user(1, 0).await;
    h.refer(user, user).await;
    assert_eq!(came(h, user).await, 0);
}

pub async fn a_friend_keeps_who_brought_them_first(h: &Harness) {
    let (first, second) = (h.user(1, 0).await, h.user(2, 0).await);
    let friend = h.user(3, 0).await;
    h.refer(friend, first).await;
    h.refer(friend, second).await;
    assert_eq!((came(h, first).await, came(h, second).await), (1, 0));
}

pub async fn who_accepted_the_terms_is_no_new_friend(h: &Harness) {
    let (referrer, known) = (h.user(1, 0).await, h.user(2, 0).await);
    let consent = Write::Consent {
        user: known,
        version: 1,
    };
    h.turn(known, vec![consent]).await.unwrap();
    h.refer(known, referrer).await;
    assert_eq!(came(h, referrer).await, 0);
}

pub async fn who_ever_had_credits_is_no_new_friend(h: &Harness) {
    let (referrer, known) = (h.user(1, 0).await, h.user(2, 2).await);
    h.refer(known, referrer).await;
    assert_eq!(came(h, referrer).await, 0);
}

pub async fn a_friend_is_remembered_before_the_welcome_of_the_same_turn(h: &Harness) {
    let (referrer, friend) = (h.user(1, 0).await, h.user(2, 0).await);
    let welcome = a_grant(friend, "welcome:2", 2);
    let referral = Write::Refer { friend, referrer };
    let writes = vec![referral, Write::Grant(welcome)];
    h.turn(friend, writes).await.unwrap();
    assert_eq!(
        (came(h, referrer).await, h.balance(friend).await),
        (1, (2, 0))
    );
}

pub async fn strangers_bring_nobody_and_are_not_brought(h: &Harness) {
    let user = h.user(1, 0).await;
    let stranger = UserId(404);
    h.refer(user, stranger).await;
    h.refer(stranger, user).await;
    assert_eq!((came(h, stranger).await, came(h, user).await), (0, 0));
}

pub async fn friends_bring_each_other_in_no_circle(h: &Harness) {
    let mut line = Vec::new();
    for id in [2, 1, 3] {
        line.push(h.user(id, 0).await);
    }
    h.refer(line[1], line[0]).await;
    h.refer(line[0], line[1]).await;
    h.refer(line[2], line[1]).await;
    h.refer(line[0], line[2]).await;
    let mut brought = Vec::new();
    for user in line {
        brought.push(came(h, user).await);
    }
    assert_eq!(brought, [1, 1, 0]);
}

/// Each of two comes by the link of the other, both at once.
pub async fn links_followed_at_once_close_no_circle(h: &Harness) {
    for round in 0..5 {
        let (one, other) = (
            h.user(round * 2 + 1, 0).await,
            h.user(round * 2 + 2, 0).await,
        );
        let (first, second) = (h.update_of(one).await, h.update_of(other).await);
        let by = |friend, referrer| vec![Write::Refer { friend, referrer }];
        let turns = join(
            h.commit(&first, by(one, other)),
            h.commit(&second, by(other, one)),
        );
        let (one_done, other_done) = turns.await;
        assert!(one_done.is_ok() && other_done.is_ok());
        assert_eq!(came(h, one).await + came(h, other).await, 1);
    }
}

pub async fn a_friend_who_never_buys_brings_no_reward(h: &Harness) {
    let (referrer, friend) = (h.user(1, 0).await, h.user(2, 0).await);
    h.refer(friend, referrer).await;
    let rules = ReferralRules {
        credits: Credits::small(2),
        friends_max: 5,
    };
    h.pay_under(&rules, referrer, 5, "c1").await;
    let friends = h.stores.gifts.friends(referrer).await.unwrap();
    assert_eq!((friends.came, friends.rewarded), (1, 0));
    assert_eq!(h.balance(referrer).await, (5, 0));
}
