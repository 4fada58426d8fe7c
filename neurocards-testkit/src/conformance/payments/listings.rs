//! Payments as they are listed.

use chrono::{DateTime, TimeDelta};
use neurocards_core::money::payment::{Charge, Currency, Invoice, Payment, Price, StarList};
use neurocards_core::page::Page;

use crate::conformance::Harness;
use crate::conformance::harness::WHOLE;
use crate::factory::{a_charge, a_charge_id, an_invoice};

fn names(payments: &[Payment]) -> Vec<&str> {
    payments.iter().map(|it| it.charge.as_str()).collect()
}

pub async fn an_unknown_charge_is_no_payment(h: &Harness) {
    let unknown = h.stores.payments.payment(&a_charge_id("c9")).await;
    assert_eq!(unknown.unwrap(), None);
}

pub async fn a_payment_is_found_by_its_number_in_any_currency(h: &Harness) {
    let user = h.user(1, 0).await;
    let numbered = async |no| h.stores.payments.payment_numbered(no).await.unwrap();
    h.pay(user, 5, "stars").await;
    let invoice = Invoice {
        price: Price::new(Currency::Roubles, 39_000).unwrap(),
        ..an_invoice(user, 5, &h.ids)
    };
    h.stores.payments.offer(&invoice).await.unwrap();
    h.book(&a_charge(&invoice, "roubles")).await.unwrap();
    let listed = h.stores.payments.payments(user, WHOLE).await.unwrap();
    assert_eq!(names(&listed), ["roubles", "stars"]);
    for payment in &listed {
        assert_eq!(numbered(payment.no).await.as_ref(), Some(payment));
    }
    assert_eq!(numbered(listed[0].no + 1).await, None);
    assert_eq!(numbered(-1).await, None);
}

pub async fn how_far_the_list_of_stars_was_read_is_kept(h: &Harness) {
    let payments = &h.stores.payments;
    assert_eq!(payments.star_list().await.unwrap(), StarList::default());
    for (settled, days) in [(300, None), (u32::MAX, Some(20_000))] {
        let read_at = days.map(|days| DateTime::UNIX_EPOCH + TimeDelta::days(days));
        let list = StarList { settled, read_at };
        payments.keep_star_list(&list).await.unwrap();
        assert_eq!(payments.star_list().await.unwrap(), list);
    }
}

pub async fn payments_are_the_users_own_newest_first_and_paged(h: &Harness) {
    let (user, other) = (h.user(1, 0).await, h.user(2, 0).await);
    for name in ["c1", "c2", "c3"] {
        h.pay(user, 5, name).await;
    }
    h.pay(other, 5, "theirs").await;
    let listed = h.stores.payments.payments(user, WHOLE).await.unwrap();
    assert_eq!(names(&listed), ["c3", "c2", "c1"]);
    let page = Page {
        offset: 1,
        limit: 1,
    };
    let listed = h.stores.payments.payments(user, page).await.unwrap();
    assert_eq!(names(&listed), ["c2"]);
}

pub async fn payments_of_one_currency_come_oldest_first_after_a_number(h: &Harness) {
    let (user, other) = (h.user(1, 0).await, h.user(2, 0).await);
    h.pay(user, 5, "c1").await;
    let invoice = Invoice {
        price: Price::new(Currency::Roubles, 39_000).unwrap(),
        ..an_invoice(user, 5, &h.ids)
    };
    h.stores.payments.offer(&invoice).await.unwrap();
    let roubles: Charge = a_charge(&invoice, "roubles");
    h.book(&roubles).await.unwrap();
    h.pay(other, 5, "c2").await;
    h.pay(user, 5, "c3").await;
    let after = async |currency, after, limit| {
        let listed = h.stores.payments.payments_after(currency, after, limit);
        listed.await.unwrap()
    };
    let all = after(Currency::Stars, 0, 100).await;
    assert_eq!(names(&all), ["c1", "c2", "c3"]);
    assert!(all.is_sorted_by(|a, b| a.no < b.no));
    assert_eq!(names(&after(Currency::Stars, 0, 2).await), ["c1", "c2"]);
    assert_eq!(names(&after(Currency::Stars, all[1].no, 2).await), ["c3"]);
    assert_eq!(after(Currency::Stars, all[2].no, 2).await, []);
    assert_eq!(names(&after(Currency::Roubles, 0, 2).await), ["roubles"]);
}
