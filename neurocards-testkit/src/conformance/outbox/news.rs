//! News of money on its way to a chat.

use neurocards_core::actor::Actor;
use neurocards_core::chat::delivery::DeliveryKind;
use neurocards_core::chat::update::Write;
use neurocards_core::ids::{ChatId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::Grant;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::user::{Language, Visitor};

use crate::conformance::{Harness, LEASE_FOR};
use crate::factory::{a_grant, a_visitor, an_operator};

fn from_operator(user: UserId) -> Grant {
    Grant {
        by: an_operator(),
        ..a_grant(user, "sorry:1", 3)
    }
}

pub async fn a_gift_of_another_person_is_news_once(h: &Harness) {
    let user = h.user(1, 2).await;
    for _ in 0..2 {
        h.stores.ledger.grant(&from_operator(user)).await.unwrap();
    }
    let news = MoneyNews::Granted {
        credits: Credits::small(3),
        balance: Credits::small(5),
    };
    assert_eq!(h.news().await, [(user, news)]);
}

pub async fn a_gift_of_the_house_or_the_user_is_no_news(h: &Harness) {
    let user = h.user(1, 2).await;
    for by in [Actor::System, Actor::User, Actor::Admin(user)] {
        let key = format!("gift:{by}");
        let gift = Grant {
            by,
            ..a_grant(user, &key, 1)
        };
        h.stores.ledger.grant(&gift).await.unwrap();
    }
    assert_eq!(h.news().await, []);
}

pub async fn a_gift_in_a_turn_is_news_too(h: &Harness) {
    let (admin, user) = (h.user(1, 0).await, h.user(2, 0).await);
    let gift = Grant {
        by: Actor::Admin(admin),
        ..a_grant(user, "sorry:1", 3)
    };
    h.turn(admin, vec![Write::Grant(gift)]).await.unwrap();
    let news = h.news().await;
    assert_eq!(news.len(), 1);
    assert_eq!(news[0].0, user);
}

pub async fn a_refused_gift_is_no_news(h: &Harness) {
    let (one, other) = (h.user(1, 0).await, h.user(2, 0).await);
    h.stores.ledger.grant(&from_operator(one)).await.unwrap();
    let refused = h.stores.ledger.grant(&from_operator(other)).await;
    assert!(refused.is_err());
    assert_eq!(h.news().await.len(), 1);
}

pub async fn news_goes_to_the_users_chat_in_their_language(h: &Harness) {
    let visitor = Visitor {
        chat: ChatId(77),
        language: Language::En,
        ..a_visitor(UserId(1))
    };
    h.stores.users.meet(&visitor).await.unwrap();
    h.stores
        .ledger
        .grant(&from_operator(UserId(1)))
        .await
        .unwrap();
    let delivery = h.next_message().await.unwrap().delivery;
    assert_eq!((delivery.user, delivery.chat), (UserId(1), ChatId(77)));
    assert_eq!(delivery.language, Language::En);
}

pub async fn news_for_a_stranger_goes_to_the_chat_with_their_id(h: &Harness) {
    h.stores
        .ledger
        .grant(&from_operator(UserId(5)))
        .await
        .unwrap();
    let delivery = h.next_message().await.unwrap().delivery;
    assert_eq!(
        (delivery.chat, delivery.language),
        (ChatId(5), Language::default())
    );
}

pub async fn begun_news_of_a_dead_worker_is_not_sent_again(h: &Harness) {
    let user = h.user(1, 0).await;
    h.stores.ledger.grant(&from_operator(user)).await.unwrap();
    let claimed = h.next_message().await.unwrap();
    h.stores.outbox.begin(&claimed.lease).await.unwrap();
    h.advance(LEASE_FOR * 2);
    assert_eq!(h.claim_deliveries().await, []);
}

pub async fn news_that_was_not_begun_is_claimed_again(h: &Harness) {
    let user = h.user(1, 0).await;
    h.stores.ledger.grant(&from_operator(user)).await.unwrap();
    let first = h.next_message().await.unwrap();
    h.advance(LEASE_FOR * 2);
    let again = h.next_message().await.unwrap();
    assert_eq!(first.delivery, again.delivery);
    assert!(matches!(again.delivery.kind, DeliveryKind::Money { .. }));
}

pub async fn a_blocked_users_news_waits_for_their_return(h: &Harness) {
    let user = h.user(1, 0).await;
    h.set_blocked(user, true).await;
    h.pay(user, 5, "c1").await;
    assert_eq!(h.news().await, []);
    h.set_blocked(user, false).await;
    assert_eq!(h.news().await.len(), 1);
}
