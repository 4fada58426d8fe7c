//! A store that stalls: calls go in, and nothing comes out until it is released.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::chat::update::{ClaimedUpdate, RawUpdate, Turn, UpdateLease};
use neurocards_core::ids::{ChargeId, InvoiceId, UserId, WorkerId};
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::Written;
use neurocards_core::money::payment::{
    AskedRefund, Booked, Charge, Currency, DueRefund, Invoice, Payment, RefundEnd, Reversed,
    StarList, StoredInvoice,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{
    AskRefundError, BookError, CommitError, Inbox, LeaseError, Payments, Stores, Unavailable,
};
use tokio::sync::watch;

/// Whether the store stalls.
#[derive(Clone)]
pub(crate) struct Stall(Arc<watch::Sender<bool>>);

impl Stall {
    /// The same stores, whose inbox and payments can be stalled.
    pub(crate) fn over(stores: &mut Stores) -> Self {
        let stall = Self(Arc::new(watch::Sender::new(false)));
        stores.inbox = Arc::new(Stalled(stall.clone(), stores.inbox.clone()));
        stores.payments = Arc::new(Stalled(stall.clone(), stores.payments.clone()));
        stall
    }

    pub(crate) fn begin(&self) {
        self.0.send_replace(true);
    }

    pub(crate) fn end(&self) {
        self.0.send_replace(false);
    }

    async fn pass(&self) {
        let mut stalls = self.0.subscribe();
        // The sender is held by `self`: it is not gone.
        let _ = stalls.wait_for(|stalls| !stalls).await;
    }
}

struct Stalled<Port: ?Sized>(Stall, Arc<Port>);

#[async_trait]
impl Inbox for Stalled<dyn Inbox> {
    async fn store(&self, updates: &[RawUpdate]) -> Result<usize, Unavailable> {
        self.0.pass().await;
        self.1.store(updates).await
    }

    async fn claim(
        &self,
        worker: &WorkerId,
        limit: u16,
        lease_for: Duration,
    ) -> Result<Vec<ClaimedUpdate>, Unavailable> {
        self.0.pass().await;
        self.1.claim(worker, limit, lease_for).await
    }

    async fn commit(&self, lease: &UpdateLease, turn: &Turn) -> Result<(), CommitError> {
        self.0.pass().await;
        self.1.commit(lease, turn).await
    }

    async fn begin_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.0.pass().await;
        self.1.begin_reply(lease, index).await
    }

    async fn take_back_reply(&self, lease: &UpdateLease, index: usize) -> Result<(), LeaseError> {
        self.0.pass().await;
        self.1.take_back_reply(lease, index).await
    }

    async fn close(&self, lease: UpdateLease) -> Result<(), LeaseError> {
        self.0.pass().await;
        self.1.close(lease).await
    }

    async fn defer(&self, lease: UpdateLease, after: Duration) -> Result<(), LeaseError> {
        self.0.pass().await;
        self.1.defer(lease, after).await
    }

    async fn prune(&self, keep_for: Duration) -> Result<u64, Unavailable> {
        self.0.pass().await;
        self.1.prune(keep_for).await
    }
}

#[async_trait]
impl Payments for Stalled<dyn Payments> {
    async fn offer(&self, invoice: &Invoice) -> Result<Written, Unavailable> {
        self.0.pass().await;
        self.1.offer(invoice).await
    }

    async fn invoice(&self, invoice: InvoiceId) -> Result<Option<StoredInvoice>, Unavailable> {
        self.0.pass().await;
        self.1.invoice(invoice).await
    }

    async fn book(&self, charge: &Charge, rules: &ReferralRules) -> Result<Booked, BookError> {
        self.0.pass().await;
        self.1.book(charge, rules).await
    }

    async fn payment(&self, charge: &ChargeId) -> Result<Option<Payment>, Unavailable> {
        self.0.pass().await;
        self.1.payment(charge).await
    }

    async fn payment_numbered(&self, no: i64) -> Result<Option<Payment>, Unavailable> {
        self.0.pass().await;
        self.1.payment_numbered(no).await
    }

    async fn payments(&self, user: UserId, page: Page) -> Result<Vec<Payment>, Unavailable> {
        self.0.pass().await;
        self.1.payments(user, page).await
    }

    async fn payments_after(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<Payment>, Unavailable> {
        self.0.pass().await;
        self.1.payments_after(currency, after, limit).await
    }

    async fn star_list(&self) -> Result<StarList, Unavailable> {
        self.0.pass().await;
        self.1.star_list().await
    }

    async fn keep_star_list(&self, list: &StarList) -> Result<(), Unavailable> {
        self.0.pass().await;
        self.1.keep_star_list(list).await
    }

    async fn ask_refund(&self, refund: &AskedRefund) -> Result<Written, AskRefundError> {
        self.0.pass().await;
        self.1.ask_refund(refund).await
    }

    async fn refunds_due(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<DueRefund>, Unavailable> {
        self.0.pass().await;
        self.1.refunds_due(currency, after, limit).await
    }

    async fn end_refund(
        &self,
        charge: &ChargeId,
        end: &RefundEnd,
        by: &Actor,
    ) -> Result<bool, Unavailable> {
        self.0.pass().await;
        self.1.end_refund(charge, end, by).await
    }

    async fn reverse(
        &self,
        charge: &ChargeId,
        reason: &Reason,
    ) -> Result<Option<Reversed>, Unavailable> {
        self.0.pass().await;
        self.1.reverse(charge, reason).await
    }
}
