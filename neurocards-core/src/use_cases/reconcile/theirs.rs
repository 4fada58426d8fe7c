use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::Difference;
use crate::ids::ChargeId;
use crate::money::payment::{Payment, PaymentStatus, StarTransaction, StarsMoved};

/// The provider's list: movements of users' payments only.
#[derive(Debug, Default)]
pub(super) struct Theirs {
    moved: Vec<StarTransaction>,
    paid: HashSet<ChargeId>,
    refunded: HashSet<ChargeId>,
}

impl Theirs {
    /// Every movement is known, whenever it was; compared are those from `since` on.
    pub(super) fn add(&mut self, page: Vec<StarTransaction>, since: DateTime<Utc>) {
        for transaction in page {
            let charge = transaction.charge.clone();
            match transaction.moved {
                StarsMoved::Paid { .. } => {
                    self.paid.insert(charge);
                }
                StarsMoved::Refunded { .. } => {
                    self.refunded.insert(charge);
                }
                StarsMoved::Other => continue,
            }
            if transaction.at >= since {
                self.moved.push(transaction);
            }
        }
    }

    /// Payments before refunds: whichever way the list runs, a refund finds its payment booked.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &StarTransaction> {
        let is_paid = |moved: &&StarTransaction| matches!(moved.moved, StarsMoved::Paid { .. });
        let paid = self.moved.iter().filter(is_paid);
        paid.chain(self.moved.iter().filter(move |moved| !is_paid(moved)))
    }

    /// What of our payment the list lacks, if the movement falls into the span.
    pub(super) fn lacks(
        &self,
        payment: &Payment,
        span: (DateTime<Utc>, DateTime<Utc>),
    ) -> Option<Difference> {
        let within = |at: DateTime<Utc>| at >= span.0 && at < span.1;
        let (charge, user) = (payment.charge.clone(), payment.user);
        let stars = payment.price.amount();
        if within(payment.booked_at) && !self.paid.contains(&charge) {
            return Some(Difference::Missing {
                charge,
                user,
                stars,
            });
        }
        let given_back =
            payment.status == PaymentStatus::Refunded && payment.refunded_at.is_some_and(within);
        if given_back && !self.refunded.contains(&charge) {
            return Some(Difference::NotGivenBack {
                charge,
                user,
                stars,
            });
        }
        None
    }
}
