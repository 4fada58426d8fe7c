//! What people did with money, with who and why.

use std::time::Duration;

use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::act::Act;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::{Grant, Release};
use neurocards_core::money::payment::RefundEnd;
use neurocards_core::page::Page;
use neurocards_core::ports::Clock;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::{a_grant, an_operator, an_order};

async fn acts(h: &Harness) -> Vec<Act> {
    h.stores.books.acts(WHOLE).await.unwrap()
}

/// What was done to what, newest first.
async fn told(h: &Harness) -> Vec<String> {
    let acts = acts(h).await.into_iter();
    acts.map(|it| format!("{} {}", it.act, it.subject))
        .collect()
}

fn by_hand(user: UserId, key: &str) -> Grant {
    Grant {
        reason: Reason::of("за терпение"),
        by: an_operator(),
        ..a_grant(user, key, 2)
    }
}

pub async fn an_entry_of_a_person_is_an_act(h: &Harness) {
    let user = h.user(1, 0).await;
    let grant = by_hand(user, "sorry:1");
    h.stores.ledger.grant(&grant).await.unwrap();
    let act = Act {
        actor: grant.by,
        act: "grant".to_owned(),
        subject: grant.key.to_string(),
        user: Some(user),
        credits: Some(grant.amount),
        reason: grant.reason,
        at: h.clock.now(),
    };
    assert_eq!(acts(h).await, [act]);
}

pub async fn what_the_system_did_is_no_act(h: &Harness) {
    let (user, friend) = (h.user(1, 5).await, h.user(2, 0).await);
    h.refer(friend, user).await;
    let rules = ReferralRules {
        credits: Credits::small(2),
        friends_max: 1,
    };
    h.pay_under(&rules, friend, 5, "c1").await;
    h.reverse("c1").await;
    h.place(an_order().of(user)).await;
    let job = h.claim_one().await;
    h.complete(job.lease).await;
    let told = told(h).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("hold hold:"));
    assert_eq!(told[1], "purchase purchase:c1");
}

pub async fn what_people_did_is_told_newest_first_and_paged(h: &Harness) {
    let user = h.user(1, 0).await;
    for no in 1..=3 {
        let grant = by_hand(user, &format!("sorry:{no}"));
        h.stores.ledger.grant(&grant).await.unwrap();
        h.advance(Duration::from_secs(1));
        h.promo(&format!("CODE-{no}"), 3, 2).await;
        h.advance(Duration::from_secs(1));
    }
    let expected = [
        "promo_created CODE-3",
        "grant sorry:3",
        "promo_created CODE-2",
        "grant sorry:2",
        "promo_created CODE-1",
        "grant sorry:1",
    ];
    assert_eq!(told(h).await, expected);
    let all = acts(h).await;
    let page = Page {
        offset: 2,
        limit: 3,
    };
    assert_eq!(h.stores.books.acts(page).await.unwrap(), all[2..5]);
}

pub async fn a_promo_code_made_and_ended_is_two_acts(h: &Harness) {
    h.promo("SPRING", 3, 2).await;
    h.advance(Duration::from_secs(1));
    for _ in 0..2 {
        h.end_promo("SPRING").await;
    }
    let acts = acts(h).await;
    assert_eq!(acts.len(), 2);
    let (ended, made) = (&acts[0], &acts[1]);
    assert_eq!(
        (ended.act.as_str(), made.act.as_str()),
        ("promo_ended", "promo_created")
    );
    assert_eq!((ended.user, ended.credits), (None, None));
    assert_eq!((made.user, made.credits), (None, Some(Credits::small(3))));
    assert_eq!(ended.reason.as_str(), "enough");
    assert!(
        acts.iter()
            .all(|act| act.subject == "SPRING" && act.actor == an_operator())
    );
}

pub async fn a_refund_by_hand_is_an_act_and_one_of_the_system_is_none(h: &Harness) {
    let user = h.user(1, 0).await;
    for name in ["c1", "c2"] {
        h.pay(user, 5, name).await;
        h.ask_refund(name).await;
    }
    h.advance(Duration::from_secs(1));
    let reason = Reason::of("by bank transfer");
    let by_hand = RefundEnd::ByHand(reason.clone());
    for (name, end, by) in [
        ("c1", by_hand, an_operator()),
        ("c2", RefundEnd::Done, Actor::System),
    ] {
        assert!(h.end_refund(name, end, by).await);
    }
    let acts = acts(h).await;
    let closed = Act {
        actor: an_operator(),
        act: "refund_closed".to_owned(),
        subject: "c1".to_owned(),
        user: Some(user),
        credits: None,
        reason,
        at: h.clock.now(),
    };
    assert_eq!(acts[0], closed);
    assert_ne!(acts[1].act, "refund_closed");
}

pub async fn a_job_refunded_by_a_person_is_an_act(h: &Harness) {
    let user = h.user(1, 5).await;
    let job: JobId = h.place(an_order().of(user)).await.jobs[0];
    h.advance(Duration::from_secs(1));
    let release = Release {
        job,
        reason: Reason::of("lost in space"),
        by: an_operator(),
    };
    h.stores.jobs.refund(&release).await.unwrap();
    let newest = acts(h).await.remove(0);
    assert_eq!(
        (newest.act, newest.subject),
        ("refund".to_owned(), format!("refund:{job}"))
    );
    assert_eq!((newest.actor, newest.reason), (release.by, release.reason));
}

pub async fn acts_without_an_entry_come_before_entries_of_their_instant(h: &Harness) {
    let user = h.user(1, 0).await;
    h.promo("SPRING", 3, 2).await;
    h.stores
        .ledger
        .grant(&by_hand(user, "sorry:1"))
        .await
        .unwrap();
    h.promo("AUTUMN", 3, 2).await;
    let expected = [
        "promo_created AUTUMN",
        "promo_created SPRING",
        "grant sorry:1",
    ];
    assert_eq!(told(h).await, expected);
}
