//! Invoices: what is offered to be paid.

use futures::future::join_all;
use neurocards_core::ids::InvoiceId;
use neurocards_core::money::ledger::Written;
use neurocards_core::money::payment::{Invoice, StoredInvoice};
use neurocards_core::ports::{Clock, IdSource};

use crate::conformance::Harness;
use crate::factory::{a_charge, an_invoice, stars};

async fn found(h: &Harness, invoice: InvoiceId) -> Option<StoredInvoice> {
    h.stores.payments.invoice(invoice).await.unwrap()
}

pub async fn an_invoice_is_found_as_it_was_made(h: &Harness) {
    let user = h.user(1, 0).await;
    let made = h.offer(user, 5).await;
    let stored = StoredInvoice {
        invoice: made.clone(),
        created_at: h.clock.now(),
        paid: false,
    };
    assert_eq!(found(h, made.id).await, Some(stored));
}

pub async fn an_unknown_invoice_is_not_found(h: &Harness) {
    assert_eq!(found(h, InvoiceId(h.ids.uuid())).await, None);
}

pub async fn an_invoice_offered_again_stays_as_it_was(h: &Harness) {
    let (user, other) = (h.user(1, 0).await, h.user(2, 0).await);
    let made = h.offer(user, 5).await;
    let before = found(h, made.id).await;
    let cheaper = Invoice {
        user: other,
        price: stars(1),
        ..made
    };
    let again = h.stores.payments.offer(&cheaper).await.unwrap();
    assert_eq!(again, Written::Existing);
    assert_eq!(found(h, cheaper.id).await, before);
}

pub async fn copies_of_one_invoice_at_once_are_one_invoice(h: &Harness) {
    let invoice = an_invoice(h.user(1, 0).await, 5, &h.ids);
    let written = join_all((0..10).map(|_| h.stores.payments.offer(&invoice))).await;
    let new = written.iter().filter(|it| matches!(it, Ok(Written::New)));
    assert_eq!(new.count(), 1);
}

pub async fn an_invoice_is_paid_once_its_charge_is_booked(h: &Harness) {
    let user = h.user(1, 0).await;
    let (one, other) = (h.offer(user, 5).await, h.offer(user, 5).await);
    h.book(&a_charge(&one, "c1")).await.unwrap();
    assert!(found(h, one.id).await.unwrap().paid);
    assert!(!found(h, other.id).await.unwrap().paid);
}
