//! Our payments beside the provider's list: what was lost on the way is booked, what differs is
//! told.

mod difference;
mod found;
mod take_over;
mod theirs;
mod waiting;

pub use difference::Difference;
pub use found::{BrokenOff, ReconcileError, Reconciliation};
pub use take_over::take_over;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use self::theirs::Theirs;
use crate::actor::Reason;
use crate::ids::{InvoiceId, UserId};
use crate::money::gift::ReferralRules;
use crate::money::payment::{
    Booked, Charge, Currency, Payment, PaymentStatus, StarTransaction, StarsMoved,
};
use crate::ports::{BookError, Clock, PaymentProvider, Payments};

/// How far back transactions are compared: longer than Stars are held before they are paid out.
pub const LOOK_BACK: Duration = Duration::from_hours(45 * 24);
/// What is younger may still be on its way from one side to the other.
pub const GRACE: Duration = Duration::from_mins(10);
/// Transactions of one call to the provider.
const PAGE: u8 = 100;
/// Calls to the provider in one reconciliation: two million transactions.
const PAGES_MAX: u32 = 20_000;
/// Payments of one call to the store.
const OURS_PAGE: u16 = 1_000;

/// Compares our payments in Stars with the provider's list, and finds refunds that wait too long.
pub struct Reconcile {
    /// Our side: the payments as they were booked.
    pub payments: Arc<dyn Payments>,
    /// The other side: who holds the Stars and lists their movements.
    pub provider: Arc<dyn PaymentProvider>,
    /// Tells from when on movements are compared, and what is too fresh.
    pub clock: Arc<dyn Clock>,
    /// What bringing a friend is worth, for payments that are booked now.
    pub rules: ReferralRules,
    /// Why credits are taken back with a payment that the provider gave back, for the ledger.
    pub given_back: Reason,
}

impl Reconcile {
    /// Compares everything of the last [`LOOK_BACK`].
    pub async fn run(&self) -> Result<Reconciliation, BrokenOff> {
        let mut found = Reconciliation::default();
        match self.compare_all(&mut found).await {
            Ok(()) => Ok(found),
            Err(error) => Err(BrokenOff {
                found: Box::new(found),
                error,
            }),
        }
    }

    async fn compare_all(&self, found: &mut Reconciliation) -> Result<(), ReconcileError> {
        let now = self.clock.now();
        let compared = self.compare_with_theirs(now, found).await;
        compared.and(self.find_waiting(now, found).await)
    }

    async fn compare_with_theirs(
        &self,
        now: DateTime<Utc>,
        found: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
        let theirs = self.read_theirs(now - delta(LOOK_BACK)).await?;
        for transaction in theirs.in_order() {
            self.compare(transaction, found).await?;
        }
        self.find_missing(&theirs, now, found).await
    }

    async fn read_theirs(&self, since: DateTime<Utc>) -> Result<Theirs, ReconcileError> {
        let mut theirs = Theirs::default();
        let mut offset = 0;
        for _ in 0..PAGES_MAX {
            let page = self.provider.transactions(offset, PAGE).await?;
            if page.is_empty() {
                return Ok(theirs);
            }
            offset += u32::try_from(page.len()).unwrap_or(u32::from(PAGE));
            theirs.add(page, since);
        }
        Err(ReconcileError::Endless)
    }

    async fn compare(
        &self,
        transaction: &StarTransaction,
        found: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
        found.compared += 1;
        let known = self.payments.payment(&transaction.charge).await?;
        match (transaction.moved, known) {
            (StarsMoved::Paid { payer, invoice }, None) => {
                self.book(transaction, payer, invoice, found).await?;
            }
            (StarsMoved::Paid { payer, .. }, Some(payment)) => {
                found
                    .differences
                    .extend(Difference::of(transaction, payer, &payment));
            }
            (StarsMoved::Refunded { .. }, Some(payment)) => {
                self.reverse(&payment, found).await?;
            }
            (StarsMoved::Refunded { payer }, None) => {
                found.differences.push(Difference::UnknownRefund {
                    charge: transaction.charge.clone(),
                    payer,
                    stars: transaction.stars,
                });
            }
            (StarsMoved::Other, _) => {}
        }
        Ok(())
    }

    async fn book(
        &self,
        transaction: &StarTransaction,
        payer: UserId,
        invoice: Option<InvoiceId>,
        found: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
        let unbookable = |error: String| Difference::Unbookable {
            charge: transaction.charge.clone(),
            payer,
            stars: transaction.stars,
            error,
        };
        let (Some(invoice), Some(price)) = (invoice, transaction.price()) else {
            let error = "its payload or amount is none of ours".to_owned();
            found.differences.push(unbookable(error));
            return Ok(());
        };
        let charge = Charge {
            id: transaction.charge.clone(),
            provider_id: None,
            payer,
            invoice,
            price,
        };
        match self.payments.book(&charge, &self.rules).await {
            Ok(Booked::New(payment)) => found.booked.push(payment),
            Ok(Booked::Existing(_)) => {}
            Err(BookError::Unavailable(error)) => return Err(error.into()),
            Err(error) => found.differences.push(unbookable(error.to_string())),
        }
        Ok(())
    }

    async fn reverse(
        &self,
        payment: &Payment,
        found: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
        let loss = take_over(&*self.payments, payment, &self.given_back).await?;
        found.differences.extend(loss);
        if payment.status != PaymentStatus::Refunded {
            found.reversed.push(payment.charge.clone());
        }
        Ok(())
    }

    async fn find_missing(
        &self,
        theirs: &Theirs,
        now: DateTime<Utc>,
        found: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
        let span = (now - delta(LOOK_BACK) + delta(GRACE), now - delta(GRACE));
        let mut after = 0;
        loop {
            let page = self
                .payments
                .payments_after(Currency::Stars, after, OURS_PAGE)
                .await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.no;
            let missing = page
                .iter()
                .filter_map(|payment| theirs.lacks(payment, span));
            found.differences.extend(missing);
        }
    }
}

fn delta(span: Duration) -> TimeDelta {
    TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
pub(crate) mod tests;
