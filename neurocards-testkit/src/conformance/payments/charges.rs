//! A charge is one payment, one purchase and one receipt, whoever reports it, however often.

use futures::future::join_all;
use neurocards_core::actor::Actor;
use neurocards_core::ids::{InvoiceId, UserId};
use neurocards_core::money::booking::ChargeRefusal;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::{Booked, Charge, Currency, Payment, PaymentStatus, Price};
use neurocards_core::ports::{BookError, Clock, IdSource};

use crate::conformance::Harness;
use crate::factory::{a_charge, a_charge_id, a_purchase, stars};

/// Whether nothing was booked for the charge.
async fn is_unbooked(h: &Harness, user: UserId, name: &str) -> bool {
    let charge = a_charge_id(name);
    let payment = h.stores.payments.payment(&charge).await.unwrap();
    let booked = h
        .stores
        .ledger
        .has(&EntryKey::Purchase(charge.clone()))
        .await;
    payment.is_none()
        && !booked.unwrap()
        && h.balance(user).await == (0, 0)
        && h.news().await.is_empty()
}

pub async fn a_charge_is_booked_as_payment_purchase_and_receipt(h: &Harness) {
    let user = h.user(1, 2).await;
    let invoice = h.offer(user, 5).await;
    let charge = Charge {
        provider_id: Some(a_charge_id("bank-1")),
        ..a_charge(&invoice, "c1")
    };
    let booked = h.book(&charge).await.unwrap();
    let payment = Payment {
        no: booked.payment().no,
        charge: charge.id.clone(),
        provider_charge: charge.provider_id.clone(),
        user,
        invoice: invoice.id,
        credits: invoice.credits,
        price: invoice.price,
        status: PaymentStatus::Paid,
        rewarded: false,
        booked_at: h.clock.now(),
        refunded_at: None,
    };
    assert_eq!(booked, Booked::New(payment.clone()));
    assert_eq!(h.payment("c1").await, payment);
    let entry = h.entry(user, "purchase:c1").await.unwrap();
    assert_eq!(
        (entry.kind, entry.amount),
        (EntryKind::Purchase, invoice.credits)
    );
    assert_eq!((entry.actor, entry.job), (Actor::User, None));
    assert_eq!(h.balance(user).await, (7, 0));
    let receipt = MoneyNews::Paid {
        charge: charge.id,
        credits: invoice.credits,
        price: invoice.price,
        balance: Credits::small(7),
    };
    assert_eq!(h.news().await, [(user, receipt)]);
}

pub async fn a_charge_reported_again_writes_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = a_charge(&h.offer(user, 5).await, "c1");
    let first = h.book(&charge).await.unwrap();
    let by_another_way = Charge {
        provider_id: Some(a_charge_id("bank-1")),
        ..charge.clone()
    };
    for again in [&charge, &by_another_way] {
        let booked = h.book(again).await.unwrap();
        assert_eq!(booked, Booked::Existing(first.payment().clone()));
    }
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!(h.entries(user, EntryKind::Purchase).await, 1);
    assert_eq!(h.news().await.len(), 1);
}

pub async fn copies_of_one_charge_at_once_are_one_payment(h: &Harness) {
    let user = h.user(1, 0).await;
    let charge = a_charge(&h.offer(user, 5).await, "c1");
    let booked = join_all((0..20).map(|_| h.book(&charge))).await;
    let new = booked.iter().filter(|it| matches!(it, Ok(Booked::New(_))));
    assert_eq!(new.count(), 1);
    assert!(booked.iter().all(Result::is_ok));
    assert_eq!(h.balance(user).await, (5, 0));
    assert_eq!(h.news().await.len(), 1);
}

pub async fn a_charge_reported_with_other_facts_is_a_conflict(h: &Harness) {
    let (user, other) = (h.user(1, 0).await, h.user(2, 0).await);
    let charge = a_charge(&h.offer(user, 5).await, "c1");
    let invoice = h.offer(user, 5).await.id;
    let theirs = a_charge(&h.offer(other, 5).await, "c1");
    h.book(&charge).await.unwrap();
    for forged in [
        Charge {
            invoice,
            ..charge.clone()
        },
        Charge {
            price: stars(1),
            ..charge.clone()
        },
        Charge {
            payer: other,
            ..charge.clone()
        },
        Charge {
            invoice: InvoiceId(h.ids.uuid()),
            ..charge.clone()
        },
        theirs,
    ] {
        let refused = h.book(&forged).await;
        assert!(
            matches!(refused, Err(BookError::Refused(ChargeRefusal::Conflict(of))) if of == charge.id)
        );
    }
    assert_eq!(
        (h.balance(user).await, h.balance(other).await),
        ((5, 0), (0, 0))
    );
}

pub async fn a_charge_for_an_unknown_invoice_is_refused(h: &Harness) {
    let user = h.user(1, 0).await;
    let unknown = InvoiceId(h.ids.uuid());
    let charge = Charge {
        invoice: unknown,
        ..a_charge(&h.offer(user, 5).await, "c1")
    };
    let refused = h.book(&charge).await;
    assert!(matches!(
        refused,
        Err(BookError::Refused(ChargeRefusal::UnknownInvoice { invoice, .. })) if invoice == unknown
    ));
    assert!(is_unbooked(h, user, "c1").await);
}

pub async fn a_charge_for_anothers_invoice_is_refused(h: &Harness) {
    let (user, other) = (h.user(1, 0).await, h.user(2, 0).await);
    let invoice = h.offer(user, 5).await;
    let charge = Charge {
        payer: other,
        price: stars(1),
        ..a_charge(&invoice, "c1")
    };
    let refused = h.book(&charge).await;
    assert!(matches!(
        refused,
        Err(BookError::Refused(ChargeRefusal::WrongPayer { payer, owner, .. })) if (payer, owner) == (other, user)
    ));
    assert!(is_unbooked(h, user, "c1").await && is_unbooked(h, other, "c1").await);
    let found = h.stores.payments.invoice(invoice.id).await.unwrap();
    assert!(!found.unwrap().paid);
}

pub async fn a_charge_of_another_price_is_refused(h: &Harness) {
    let user = h.user(1, 0).await;
    let invoice = h.offer(user, 5).await;
    let roubles = Price::new(Currency::Roubles, invoice.price.amount()).unwrap();
    for price in [stars(199), stars(201), roubles] {
        let charge = Charge {
            price,
            ..a_charge(&invoice, "c1")
        };
        let refused = h.book(&charge).await;
        assert!(matches!(
            refused,
            Err(BookError::Refused(ChargeRefusal::WrongPrice { expected, given, .. }))
                if (expected, given) == (invoice.price, price)
        ));
        assert!(is_unbooked(h, user, "c1").await);
    }
}

pub async fn a_second_charge_for_a_paid_invoice_is_booked(h: &Harness) {
    let user = h.user(1, 0).await;
    let invoice = h.offer(user, 5).await;
    for name in ["c1", "c2"] {
        let booked = h.book(&a_charge(&invoice, name)).await.unwrap();
        assert!(matches!(booked, Booked::New(_)));
    }
    assert_eq!(h.balance(user).await, (10, 0));
    assert_eq!(h.news().await.len(), 2);
}

pub async fn charges_for_one_invoice_at_once_are_all_booked(h: &Harness) {
    let user = h.user(1, 0).await;
    let invoice = h.offer(user, 5).await;
    let charges: Vec<_> = (0..5)
        .map(|no| a_charge(&invoice, &format!("c{no}")))
        .collect();
    let booked = join_all(charges.iter().map(|charge| h.book(charge))).await;
    assert!(booked.iter().all(|it| matches!(it, Ok(Booked::New(_)))));
    assert_eq!(h.balance(user).await, (25, 0));
}

pub async fn a_charge_beyond_the_maximum_writes_nothing(h: &Harness) {
    let user = h.user(1, 0).await;
    h.fill_but(user, 4).await;
    let charge = a_charge(&h.offer(user, 5).await, "c1");
    let refused = h.book(&charge).await;
    assert!(
        matches!(refused, Err(BookError::Refused(ChargeRefusal::TooMuch(of))) if of == charge.id)
    );
    assert_eq!(h.entry(user, "purchase:c1").await, None);
    assert_eq!(h.stores.payments.payment(&charge.id).await.unwrap(), None);
    assert_eq!(h.news().await, []);
}

pub async fn a_charge_of_a_stranger_is_booked(h: &Harness) {
    let stranger = UserId(5);
    h.pay(stranger, 5, "c1").await;
    assert_eq!(h.balance(stranger).await, (5, 0));
    assert_eq!(h.news().await.len(), 1);
}

pub async fn a_charge_that_only_the_ledger_booked_is_a_conflict(h: &Harness) {
    let user = h.user(1, 0).await;
    let invoice = h.offer(user, 5).await;
    let purchase = a_purchase(user, "c1", 5);
    h.stores.ledger.purchase(&purchase).await.unwrap();
    let refused = h.book(&a_charge(&invoice, "c1")).await;
    assert!(
        matches!(refused, Err(BookError::Refused(ChargeRefusal::Conflict(of))) if of == purchase.charge)
    );
    assert_eq!(h.balance(user).await, (5, 0));
    let payment = h.stores.payments.payment(&purchase.charge).await;
    assert_eq!(payment.unwrap(), None);
}
