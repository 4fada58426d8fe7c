//! A promo code gives once per user, and to no more users than it may.

use futures::future::join_all;
use neurocards_core::actor::Actor;
use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::{Promo, PromoRefusal};
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::ports::RedeemError;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;

fn refusal(outcome: &Result<Promo, RedeemError>) -> Option<PromoRefusal> {
    match outcome {
        Err(RedeemError::Refused(refusal)) => Some(*refusal),
        _ => None,
    }
}

async fn uses(h: &Harness) -> u32 {
    h.stores.gifts.promos(WHOLE).await.unwrap()[0].uses
}

pub async fn a_promo_code_gives_once_per_user(h: &Harness) {
    let (one, other) = (h.user(1, 0).await, h.user(2, 0).await);
    h.promo("SPRING", 3, 5).await;
    let promo = h.redeem(one, "spring").await.unwrap();
    assert_eq!((promo.uses, promo.credits), (1, Credits::small(3)));
    assert_eq!(h.redeem(other, "SPRING").await.unwrap().uses, 2);
    let again = refusal(&h.redeem(one, "SPRING").await);
    assert_eq!(again, Some(PromoRefusal::Redeemed));
    assert_eq!(
        (h.balance(one).await, h.balance(other).await),
        ((3, 0), (3, 0))
    );
    assert_eq!(uses(h).await, 2);
}

pub async fn a_redeemed_gift_is_an_entry_by_the_user(h: &Harness) {
    let user = h.user(1, 0).await;
    h.promo("SPRING", 3, 5).await;
    h.redeem(user, "SPRING").await.unwrap();
    let entry = h.entry(user, "promo:SPRING:1").await.unwrap();
    assert_eq!((entry.kind, entry.actor), (EntryKind::Grant, Actor::User));
    assert!(entry.reason.as_str().contains("SPRING"));
    assert_eq!(h.news().await, [], "the user has the answer already");
}

pub async fn copies_of_one_redemption_at_once_are_one_gift(h: &Harness) {
    let user = h.user(1, 0).await;
    h.promo("SPRING", 3, 5).await;
    let redeemed = join_all((0..10).map(|_| h.redeem(user, "SPRING"))).await;
    assert_eq!(redeemed.iter().filter(|it| it.is_ok()).count(), 1);
    let refused = redeemed.iter().filter_map(refusal);
    assert!(refused.eq([PromoRefusal::Redeemed; 9]));
    assert_eq!((h.balance(user).await, uses(h).await), ((3, 0), 1));
}

pub async fn users_at_once_never_pass_the_uses_of_a_code(h: &Harness) {
    let mut users = Vec::new();
    for id in 1..=10 {
        users.push(h.user(id, 0).await);
    }
    h.promo("SPRING", 3, 4).await;
    let redeemed = join_all(users.iter().map(|user| h.redeem(*user, "SPRING"))).await;
    assert_eq!(redeemed.iter().filter(|it| it.is_ok()).count(), 4);
    let refused = redeemed.iter().filter_map(refusal);
    assert!(refused.eq([PromoRefusal::UsedUp; 6]));
    assert_eq!(uses(h).await, 4);
    let late = h.user(11, 0).await;
    let refused = refusal(&h.redeem(late, "SPRING").await);
    assert_eq!(refused, Some(PromoRefusal::UsedUp));
}

pub async fn an_unknown_code_gives_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    let refused = refusal(&h.redeem(user, "SPRING").await);
    assert_eq!(refused, Some(PromoRefusal::Unknown));
    assert_eq!(h.balance(user).await, (0, 0));
}

pub async fn a_code_gives_nothing_once_its_time_is_over(h: &Harness) {
    let (early, late) = (h.user(1, 0).await, h.user(2, 0).await);
    h.promo("SPRING", 3, 5).await;
    h.advance(std::time::Duration::from_secs(3_599));
    h.redeem(early, "SPRING").await.unwrap();
    h.advance(std::time::Duration::from_secs(1));
    let refused = refusal(&h.redeem(late, "SPRING").await);
    assert_eq!(refused, Some(PromoRefusal::Ended));
    assert_eq!(h.balance(late).await, (0, 0));
}

pub async fn an_ended_code_gives_nothing_and_takes_nothing_back(h: &Harness) {
    let (early, late) = (h.user(1, 0).await, h.user(2, 0).await);
    h.promo("SPRING", 3, 1).await;
    h.redeem(early, "SPRING").await.unwrap();
    assert!(h.end_promo("SPRING").await);
    let refused = refusal(&h.redeem(late, "SPRING").await);
    assert_eq!(
        refused,
        Some(PromoRefusal::Ended),
        "ended counts before used up"
    );
    let again = refusal(&h.redeem(early, "SPRING").await);
    assert_eq!(
        again,
        Some(PromoRefusal::Redeemed),
        "redeemed counts before ended"
    );
    assert_eq!(h.balance(early).await, (3, 0));
}

pub async fn a_gift_beyond_the_maximum_uses_no_code(h: &Harness) {
    let user = h.user(1, 0).await;
    h.fill_but(user, 2).await;
    h.promo("SPRING", 3, 1).await;
    let refused = h.redeem(user, "SPRING").await;
    assert!(matches!(refused, Err(RedeemError::TooMuch)));
    assert_eq!(uses(h).await, 0);
    let other = h.user(2, 0).await;
    h.redeem(other, "SPRING").await.unwrap();
}

pub async fn a_stranger_may_redeem(h: &Harness) {
    let stranger = UserId(5);
    h.remember(stranger);
    h.promo("SPRING", 3, 5).await;
    h.redeem(stranger, "SPRING").await.unwrap();
    assert_eq!(h.balance(stranger).await, (3, 0));
}
