use chrono::TimeDelta;
use neurocards_core::actor::Reason;
use neurocards_core::ids::UserId;
use neurocards_core::money::gift::PromoCode;
use neurocards_core::ports::Clock;
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::factory::{a_grant, a_promo, an_operator};

use crate::ledger_rules::assert_refused;
use crate::on_every_store;
use crate::payers::REWARDS;
use crate::rig::Rig;

/// A promo code like `OPEN`, with columns of its own.
macro_rules! a_code {
    ($code:literal, $credits:literal, $uses_max:literal, $expires_at:literal) => {
        concat!(
            "insert into promo_codes (code, credits, uses_max, expires_at, created_at) select ",
            $code,
            ", ",
            $credits,
            ", ",
            $uses_max,
            ", ",
            $expires_at,
            ", created_at from promo_codes where code = 'OPEN'"
        )
    };
}

/// The redemption of a code by a user.
macro_rules! a_redemption {
    ($code:literal, $no:literal, $user:literal, $redeemed_at:literal) => {
        concat!(
            "insert into promo_redemptions (code, no, user_id, redeemed_at) select code, ",
            $no,
            ", ",
            $user,
            ", ",
            $redeemed_at,
            " from promo_codes where code = ",
            $code
        )
    };
}

/// Statements that a careless or hostile program could send, by the rule that refuses them.
const ATTACKS: &[(&str, &str)] = &[
    (
        "a code gives something",
        a_code!("'NEW1'", "0", "5", "expires_at"),
    ),
    (
        "what a code gives is capped",
        a_code!("'NEW1'", "10001", "5", "expires_at"),
    ),
    ("a code has uses", a_code!("'NEW1'", "1", "0", "expires_at")),
    (
        "the uses of a code are capped",
        a_code!("'NEW1'", "1", "1000001", "expires_at"),
    ),
    (
        "a code ends after it begins",
        a_code!("'NEW1'", "1", "5", "created_at"),
    ),
    (
        "a code is short and in capitals",
        a_code!("'new1'", "1", "5", "expires_at"),
    ),
    (
        "a code has four letters",
        a_code!("'NEW'", "1", "5", "expires_at"),
    ),
    (
        "a code is made once",
        a_code!("'OPEN'", "1", "5", "expires_at"),
    ),
    (
        "what a code gives never changes",
        "update promo_codes set credits = credits + 1 where code = 'OPEN'",
    ),
    (
        "the uses of a code never change",
        "update promo_codes set uses_max = uses_max + 1 where code = 'FULL'",
    ),
    (
        "an ended code never runs again",
        "update promo_codes set ended_at = null where code = 'ENDED'",
    ),
    (
        "a code is not deleted",
        "delete from promo_codes where code = 'ENDED'",
    ),
    (
        "a redemption has its gift",
        a_redemption!("'OPEN'", "2", "2", "created_at"),
    ),
    (
        "a user redeems a code once",
        a_redemption!("'OPEN'", "2", "1", "created_at"),
    ),
    (
        "redemptions are numbered without gaps",
        a_redemption!("'OPEN'", "3", "3", "created_at"),
    ),
    (
        "a number is given once",
        a_redemption!("'OPEN'", "1", "3", "created_at"),
    ),
    (
        "a code is not redeemed past its uses",
        a_redemption!("'FULL'", "2", "3", "created_at"),
    ),
    (
        "an ended code is not redeemed",
        a_redemption!("'ENDED'", "1", "3", "created_at"),
    ),
    (
        "a code is not redeemed past its time",
        a_redemption!("'OPEN'", "2", "3", "expires_at"),
    ),
    (
        "a gift of another amount proves no redemption",
        a_redemption!("'OPEN'", "2", "4", "created_at"),
    ),
    (
        "a redemption never changes",
        "update promo_redemptions set user_id = 2",
    ),
    (
        "a redemption is not deleted",
        "delete from promo_redemptions",
    ),
    (
        "nobody brings themselves",
        "insert into referrals (friend, referrer, came_at) select id, id, created_at
        from users where id = 4",
    ),
    (
        "a friend is brought once",
        "insert into referrals (friend, referrer, came_at) select friend, 4, came_at
        from referrals where friend = 2",
    ),
    (
        "a friend is known",
        "insert into referrals (friend, referrer, came_at) select 99, referrer, came_at
        from referrals where friend = 2",
    ),
    (
        "a referrer is known",
        "insert into referrals (friend, referrer, came_at) select 4, 99, came_at
        from referrals where friend = 2",
    ),
    (
        "a referral begins without a reward",
        "insert into referrals (friend, referrer, came_at, rewarded_at)
        select 4, referrer, came_at, came_at from referrals where friend = 2",
    ),
    (
        "a reward is in the ledger",
        "update referrals set rewarded_at = came_at where friend = 3",
    ),
    (
        "a reward is not forgotten",
        "update referrals set rewarded_at = null where friend = 2",
    ),
    (
        "who brought a friend never changes",
        "update referrals set referrer = 4 where friend = 3",
    ),
    (
        "a referral is not deleted",
        "delete from referrals where friend = 3",
    ),
    ("an act never changes", "update acts set reason = 'other'"),
    ("an act is not deleted", "delete from acts"),
    (
        "an act is one of three",
        "insert into acts (actor, act, subject, reason, acted_at)
        select actor, 'theft', subject, reason, acted_at from acts",
    ),
    (
        "an act has a subject",
        "insert into acts (actor, act, subject, reason, acted_at)
        select actor, act, '', reason, acted_at from acts",
    ),
    (
        "an act has a reason",
        "insert into acts (actor, act, subject, reason, acted_at)
        select actor, act, subject, ' ', acted_at from acts",
    ),
    (
        "an act has an actor",
        "insert into acts (actor, act, subject, reason, acted_at)
        select 'somebody', act, subject, reason, acted_at from acts",
    ),
];

const ATTACKS_ON_POSTGRES: &[(&str, &str)] = &[
    (
        "promo codes are not emptied",
        "truncate promo_codes cascade",
    ),
    ("redemptions are not emptied", "truncate promo_redemptions"),
    ("referrals are not emptied", "truncate referrals"),
    ("acts are not emptied", "truncate acts"),
];

const ATTACKS_ON_SQLITE: &[(&str, &str)] = &[
    (
        "a code is not replaced",
        "replace into promo_codes (code, credits, uses_max, expires_at, created_at)
        select code, credits, uses_max + 1, expires_at, created_at
        from promo_codes where code = 'FULL'",
    ),
    (
        "a redemption is not replaced",
        "replace into promo_redemptions (code, no, user_id, redeemed_at)
        select code, no + 1, user_id, redeemed_at from promo_redemptions where code = 'OPEN'",
    ),
    (
        "a referral is not replaced",
        "replace into referrals (friend, referrer, came_at)
        select friend, 4, came_at from referrals",
    ),
    (
        "an act is not replaced",
        "replace into acts (id, actor, act, subject, reason, acted_at)
        select id, actor, act, subject, 'other', acted_at from acts",
    ),
];

/// User 1 brought 2, who paid, and 3, who did not; of three codes one is used up, one ended, one
/// open. Users 3 and 4 have entries that look like gifts of theirs.
async fn some_gifts(rig: &Rig) {
    let referrer = rig.met(1).await;
    for id in [2, 3] {
        let friend = rig.met(id).await;
        rig.refer(friend, referrer).await;
    }
    rig.met(4).await;
    let charge = rig.invoiced(UserId(2), 5, "c1").await;
    rig.stores.payments.book(&charge, &REWARDS).await.unwrap();
    let (gifts, end) = (
        &rig.stores.gifts,
        HandClock::new().now() + TimeDelta::days(1),
    );
    for (code, uses_max) in [("OPEN", 5), ("FULL", 1), ("ENDED", 5)] {
        let promo = a_promo(code, 3, uses_max, end);
        gifts.create_promo(&promo).await.unwrap();
        let look_alike = a_grant(UserId(3), &format!("promo:{code}:3"), 3);
        rig.stores.ledger.grant(&look_alike).await.unwrap();
    }
    let look_alike = a_grant(UserId(4), "promo:OPEN:4", 1);
    rig.stores.ledger.grant(&look_alike).await.unwrap();
    for code in ["OPEN", "FULL"] {
        let code = PromoCode::parse(code).unwrap();
        gifts.redeem(UserId(1), &code).await.unwrap();
    }
    let (ended, reason) = (PromoCode::parse("ENDED").unwrap(), Reason::of("over"));
    assert!(
        gifts
            .end_promo(&ended, &reason, &an_operator())
            .await
            .unwrap()
    );
}

async fn the_database_refuses_what_no_port_would_send(rig: Rig) {
    some_gifts(&rig).await;
    let before = rig.deals().await;
    assert_refused(&rig, ATTACKS, ATTACKS_ON_POSTGRES, ATTACKS_ON_SQLITE).await;
    assert_eq!(rig.deals().await, before);
    rig.assert_sound().await;
}

/// What the rules above leave is used: statements of the same form that break none are taken.
async fn the_database_takes_gifts_that_follow(rig: Rig) {
    some_gifts(&rig).await;
    let sound = [
        a_code!("'NEW1'", "1", "5", "expires_at"),
        a_redemption!("'OPEN'", "2", "3", "created_at"),
        "update promo_codes set ended_at = created_at where code = 'OPEN'",
        "insert into referrals (friend, referrer, came_at) select 4, referrer, came_at
        from referrals where friend = 2",
    ];
    for sql in sound {
        assert_eq!(rig.raw(sql).await.unwrap(), 1, "{sql}");
    }
}

on_every_store!(
    the_database_refuses_what_no_port_would_send,
    the_database_takes_gifts_that_follow,
);
