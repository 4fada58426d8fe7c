use async_trait::async_trait;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::{ChargeId, InvoiceId, UserId};
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::Written;
use neurocards_core::money::payment::{
    AskedRefund, Booked, Charge, Currency, DueRefund, Invoice, Payment, PaymentStatus, RefundEnd,
    Reversed, StarList, StoredInvoice,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{AskRefundError, BookError, Payments, Unavailable};

use super::MemoryStore;
use super::state::{State, page_of};

#[async_trait]
impl Payments for MemoryStore {
    async fn offer(&self, invoice: &Invoice) -> Result<Written, Unavailable> {
        Ok(self.transact(|state| state.offer(invoice)))
    }

    async fn invoice(&self, invoice: InvoiceId) -> Result<Option<StoredInvoice>, Unavailable> {
        Ok(self.transact(|state| state.invoices.get(&invoice).cloned()))
    }

    async fn book(&self, charge: &Charge, rules: &ReferralRules) -> Result<Booked, BookError> {
        self.transact(|state| state.book(charge, rules))
    }

    async fn payment(&self, charge: &ChargeId) -> Result<Option<Payment>, Unavailable> {
        Ok(self.transact(|state| state.payment(charge).cloned()))
    }

    async fn payment_numbered(&self, no: i64) -> Result<Option<Payment>, Unavailable> {
        Ok(self.transact(|state| state.payments.iter().find(|it| it.no == no).cloned()))
    }

    async fn payments(&self, user: UserId, page: Page) -> Result<Vec<Payment>, Unavailable> {
        Ok(self.transact(|state| state.payments_of(user, page)))
    }

    async fn payments_after(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<Payment>, Unavailable> {
        let later = |payment: &Payment| payment.no > after;
        Ok(self.transact(|state| state.payments_in(currency, limit, later)))
    }

    async fn star_list(&self) -> Result<StarList, Unavailable> {
        Ok(self.transact(|state| state.star_list))
    }

    async fn keep_star_list(&self, list: &StarList) -> Result<(), Unavailable> {
        self.transact(|state| state.star_list = *list);
        Ok(())
    }

    async fn ask_refund(&self, refund: &AskedRefund) -> Result<Written, AskRefundError> {
        self.transact(|state| state.ask_refund(refund))
    }

    async fn refunds_due(
        &self,
        currency: Currency,
        after: i64,
        limit: u16,
    ) -> Result<Vec<DueRefund>, Unavailable> {
        let asked = PaymentStatus::RefundAsked;
        let due = |payment: &Payment| payment.no > after && payment.status == asked;
        Ok(self.transact(|state| {
            let payments = state.payments_in(currency, limit, due).into_iter();
            payments.filter_map(|it| state.due_refund(it)).collect()
        }))
    }

    async fn end_refund(
        &self,
        charge: &ChargeId,
        end: &RefundEnd,
        by: &Actor,
    ) -> Result<bool, Unavailable> {
        self.transact(|state| state.end_refund(charge, end, by))
    }

    async fn reverse(
        &self,
        charge: &ChargeId,
        reason: &Reason,
    ) -> Result<Option<Reversed>, Unavailable> {
        Ok(self.transact(|state| state.reverse(charge, reason)))
    }
}

impl State {
    pub(super) fn offer(&mut self, invoice: &Invoice) -> Written {
        if self.invoices.contains_key(&invoice.id) {
            return Written::Existing;
        }
        let stored = StoredInvoice {
            invoice: invoice.clone(),
            created_at: self.now,
            paid: false,
        };
        self.invoices.insert(invoice.id, stored);
        Written::New
    }

    pub(super) fn payment(&self, charge: &ChargeId) -> Option<&Payment> {
        self.payments.iter().find(|it| it.charge == *charge)
    }

    pub(super) fn payment_mut(&mut self, charge: &ChargeId) -> Option<&mut Payment> {
        self.payments.iter_mut().find(|it| it.charge == *charge)
    }

    fn payments_of(&self, user: UserId, page: Page) -> Vec<Payment> {
        let newest_first = self.payments.iter().rev();
        page_of(newest_first.filter(|it| it.user == user).cloned(), page)
    }

    fn payments_in(
        &self,
        currency: Currency,
        limit: u16,
        which: impl Fn(&Payment) -> bool,
    ) -> Vec<Payment> {
        let oldest_first = self.payments.iter();
        let of_currency = oldest_first.filter(|it| it.price.currency() == currency);
        let some = of_currency.filter(|it| which(it)).take(limit.into());
        some.cloned().collect()
    }
}
