//! Our payments beside the provider's list: what was lost on the way is booked, what differs is
//! told.

mod difference;
mod found;
mod reading;
mod take_over;
mod waiting;

pub use difference::Difference;
pub use found::{BrokenOff, ReconcileError, Reconciliation};
pub use reading::Reading;
pub use take_over::take_over;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::actor::Reason;
use crate::ids::{InvoiceId, UserId};
use crate::money::gift::ReferralRules;
use crate::money::payment::{
    Booked, Charge, Currency, ListedTransaction, Payment, PaymentStatus, StarList, StarTransaction,
    StarsMoved,
};
use crate::ports::{BookError, Clock, PaymentProvider, Payments};

/// How far back transactions are compared: longer than Stars are held before they are paid out.
pub const LOOK_BACK: Duration = Duration::from_hours(45 * 24);
/// What is younger may still be on its way from one side to the other.
pub const GRACE: Duration = Duration::from_mins(10);
/// Transactions of one call to the provider.
const PAGE: u8 = 100;
/// Calls to the provider in a row: two million transactions. The next ones go on behind them.
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
        self.go_on(&mut Reading::default()).await
    }

    /// The same, from where `reading` was broken off, with what it had found until then; at its end
    /// the next one begins.
    pub async fn go_on(&self, reading: &mut Reading) -> Result<Reconciliation, BrokenOff> {
        let now = self.clock.now();
        let mut ours = Reconciliation::default();
        let compared = self.compare_with_theirs(now, reading, &mut ours).await;
        let waiting = self.find_waiting(now, &mut ours).await;
        let mut found = reading.found().clone();
        found.add(ours);
        match compared.and(waiting) {
            Ok(()) => {
                *reading = Reading::default();
                Ok(found)
            }
            Err(error) => Err(BrokenOff {
                found: Box::new(found),
                error,
            }),
        }
    }

    async fn compare_with_theirs(
        &self,
        now: DateTime<Utc>,
        reading: &mut Reading,
        ours: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
        let mut list = self.payments.star_list().await?;
        reading.begin(now, list.settled);
        self.read_theirs(&mut list, reading).await?;
        self.find_missing(reading, ours).await?;
        list.read_at = Some(now);
        Ok(self.payments.keep_star_list(&list).await?)
    }

    /// Compares page by page. What is so old that it is never compared again is settled at once.
    async fn read_theirs(
        &self,
        list: &mut StarList,
        reading: &mut Reading,
    ) -> Result<(), ReconcileError> {
        for _ in 0..PAGES_MAX {
            let rows = self.provider.transactions(reading.offset(), PAGE).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let found = self.compare_page(&rows, reading).await?;
            reading.go_on(&rows, found);
            if reading.is_settled(&rows) {
                list.settled = reading.offset();
                self.payments.keep_star_list(list).await?;
            }
        }
        Err(ReconcileError::Endless)
    }

    async fn compare_page(
        &self,
        rows: &[ListedTransaction],
        reading: &Reading,
    ) -> Result<Reconciliation, ReconcileError> {
        let mut found = Reconciliation::default();
        for row in rows {
            match row {
                Ok(transaction) if reading.is_compared(transaction) => {
                    self.compare(transaction, &mut found).await?;
                }
                Ok(_) => {}
                Err(odd) => found.differences.push(Difference::Unreadable {
                    row: odd.to_string(),
                }),
            }
        }
        Ok(found)
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
        reading: &Reading,
        found: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
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
            let missing = page.iter().filter_map(|payment| reading.lacks(payment));
            found.differences.extend(missing);
        }
    }
}

fn delta(span: Duration) -> TimeDelta {
    TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
pub(crate) mod tests;
