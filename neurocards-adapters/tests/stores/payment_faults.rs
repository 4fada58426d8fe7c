use std::sync::Arc;
use std::time::Duration;

use neurocards_adapters::postgres::{PostgresOptions, PostgresStore};
use neurocards_core::chat::update::Write;
use neurocards_core::ids::{InvoiceId, UserId};
use neurocards_core::money::booking::ChargeRefusal;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::payment::{Booked, Charge, Currency, Price};
use neurocards_core::ports::{BookError, IdSource, Stores};
use neurocards_testkit::factory::{a_charge, a_grant, a_visitor, an_invoice, an_operator, stars};
use neurocards_testkit::ids::SeededIds;
use neurocards_testkit::postgres::TestDatabase;
use sqlx::{Connection, PgConnection};

use crate::dropped_calls::{POLLS_MAX, dropped_after};
use crate::on_both_stores;
use crate::patience::postgres::patient;
use crate::payers::{REWARDS, a_turn};
use crate::rig::{Rig, migrated};

/// Charges that are not what the invoice says, and what is to be said of each.
async fn forgeries(rig: &Rig) -> [(Charge, &'static str); 5] {
    let (owner, other) = (rig.met(1).await, rig.met(2).await);
    let honest = rig.invoiced(owner, 5, "c1").await;
    let priced = |price| Charge {
        price,
        ..honest.clone()
    };
    let unknown = Charge {
        invoice: InvoiceId(rig.ids.uuid()),
        ..honest.clone()
    };
    let foreign = Charge {
        payer: other,
        ..honest.clone()
    };
    let roubles = Price::new(Currency::Roubles, 200).unwrap();
    [
        (unknown, "which nobody made"),
        (foreign, "pays the invoice of user 1"),
        (priced(stars(199)), "is of 199 XTR, its invoice of 200 XTR"),
        (priced(stars(201)), "is of 201 XTR, its invoice of 200 XTR"),
        (priced(roubles), "is of 2.00 RUB, its invoice of 200 XTR"),
    ]
}

async fn a_charge_that_is_not_its_invoices_writes_nothing(rig: Rig) {
    let (forgeries, lease) = (forgeries(&rig).await, rig.updates(&[1]).await.remove(0));
    let before = rig.deals().await;
    for (charge, said) in forgeries {
        let refused = rig.stores.payments.book(&charge, &REWARDS).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
        let rules = REWARDS;
        let turn = a_turn(Write::Book { charge, rules });
        let refused = rig.stores.inbox.commit(&lease, &turn).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
    assert_eq!(rig.deals().await, before);
}

async fn a_charge_without_room_writes_nothing(rig: Rig) {
    let user = rig.met(1).await;
    let mut full = a_grant(user, "full", 1);
    (full.amount, full.by) = (Credits::MAX, an_operator());
    rig.stores.ledger.grant(&full).await.unwrap();
    let charge = rig.invoiced(user, 5, "c1").await;
    let before = rig.deals().await;
    let refused = rig.stores.payments.book(&charge, &REWARDS).await;
    assert!(
        matches!(refused, Err(BookError::Refused(ChargeRefusal::TooMuch(_)))),
        "{refused:?}"
    );
    assert_eq!(rig.deals().await, before);
    rig.assert_sound().await;
}

/// What a first purchase writes: three entries, a payment, a receipt, news of two rewards.
const ROWS: i64 = 7;

async fn a_charge_dropped_anywhere_is_booked_or_not(rig: Rig) {
    for polls in 0..POLLS_MAX {
        let id = i64::try_from(polls).unwrap() * 2 + 1;
        let (referrer, friend) = (rig.met(id).await, rig.met(id + 1).await);
        rig.refer(friend, referrer).await;
        let charge = rig.invoiced(friend, 5, &format!("c{id}")).await;
        let before = rig.deals().await;
        let done = dropped_after(polls, rig.stores.payments.book(&charge, &REWARDS)).await;
        // The database may still be committing what was dropped, so one look decides.
        let dropped = rig.deals().await - before;
        assert!([0, ROWS].contains(&dropped), "{dropped} after {polls}");
        let again = rig.stores.payments.book(&charge, &REWARDS).await.unwrap();
        if dropped == ROWS {
            assert!(matches!(again, Booked::Existing(_)), "{again:?}");
        }
        assert_eq!(rig.deals().await - before, ROWS, "after {polls} polls");
        if done.is_some() {
            return rig.assert_sound().await;
        }
    }
    panic!("the call never ended");
}

on_both_stores!(
    a_charge_that_is_not_its_invoices_writes_nothing,
    a_charge_without_room_writes_nothing,
    a_charge_dropped_anywhere_is_booked_or_not,
);

async fn stores_of(database: &TestDatabase, options: PostgresOptions) -> Stores {
    let store = PostgresStore::connect(database.url(), options).await;
    Stores::of(Arc::new(store.unwrap()))
}

/// Whose account somebody holds, and how long that may take.
async fn held_account(user: i64, options: PostgresOptions) {
    let database = migrated().await;
    let impatient = stores_of(&database, options).await;
    let stores = stores_of(&database, patient()).await;
    for id in [1, 2] {
        stores.users.meet(&a_visitor(UserId(id))).await.unwrap();
    }
    let mut rows = PgConnection::connect(database.url()).await.unwrap();
    let refer = "insert into referrals (friend, referrer, came_at) values (2, 1, now())";
    sqlx::query(refer).execute(&mut rows).await.unwrap();
    let invoice = an_invoice(UserId(2), 5, &SeededIds::new(1));
    stores.payments.offer(&invoice).await.unwrap();
    let charge = a_charge(&invoice, "c1");
    let mut lock = rows.begin().await.unwrap();
    sqlx::query("select from accounts where user_id = $1 for update")
        .bind(user)
        .execute(&mut *lock)
        .await
        .unwrap();
    let refused = impatient.payments.book(&charge, &REWARDS).await;
    assert!(
        matches!(refused, Err(BookError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(stores.payments.payment(&charge.id).await.unwrap(), None);
    lock.rollback().await.unwrap();
    let booked = stores.payments.book(&charge, &REWARDS).await.unwrap();
    assert!(matches!(booked, Booked::New(payment) if payment.rewarded));
    let balance = stores.ledger.balance(UserId(2)).await.unwrap();
    assert_eq!(balance.available.get(), 7);
    assert_eq!(stores.ledger.audit(100).await.unwrap(), []);
}

const SOON: Duration = Duration::from_millis(200);

#[tokio::test]
async fn a_held_account_of_the_payer_makes_booking_unavailable_and_nothing_else() {
    let options = PostgresOptions {
        lock_timeout: SOON,
        ..patient()
    };
    held_account(2, options).await;
}

#[tokio::test]
async fn a_held_account_of_the_referrer_makes_booking_unavailable_and_nothing_else() {
    let options = PostgresOptions {
        statement_timeout: SOON,
        ..patient()
    };
    held_account(1, options).await;
}

#[tokio::test]
async fn a_held_account_past_the_deadline_makes_booking_unavailable_and_nothing_else() {
    let options = PostgresOptions {
        deadline: SOON,
        ..patient()
    };
    held_account(2, options).await;
}
