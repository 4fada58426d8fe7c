use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Difference, GRACE, LOOK_BACK, Reconciliation, delta};
use crate::ids::ChargeId;
use crate::money::payment::{
    ListedTransaction, Payment, PaymentStatus, StarTransaction, StarsMoved,
};

/// One reading of the provider's list from where it is settled to its end: what was found, and what was seen,
/// in some bytes a row. One that was broken off is gone on with.
#[derive(Debug, Default)]
pub struct Reading {
    begun: Option<Begun>,
    /// What was found in the rows that are dealt with.
    found: Reconciliation,
    paid: HashSet<u64>,
    refunded: HashSet<u64>,
}

#[derive(Debug, Clone, Copy)]
struct Begun {
    at: DateTime<Utc>,
    /// The next row to read.
    offset: u32,
}

impl Reading {
    /// Begins at a row, unless it is begun already.
    pub(super) fn begin(&mut self, at: DateTime<Utc>, settled: u32) {
        let offset = settled;
        self.begun.get_or_insert(Begun { at, offset });
    }

    pub(super) fn offset(&self) -> u32 {
        self.begun.map_or(0, |begun| begun.offset)
    }

    pub(super) fn found(&self) -> &Reconciliation {
        &self.found
    }

    /// These rows are dealt with, and this was found in them.
    pub(super) fn go_on(&mut self, rows: &[ListedTransaction], found: Reconciliation) {
        self.found.add(found);
        for row in rows.iter().flatten() {
            self.note(row);
        }
        if let Some(begun) = &mut self.begun {
            let rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            begun.offset = begun.offset.saturating_add(rows);
        }
    }

    fn note(&mut self, row: &StarTransaction) {
        match row.moved {
            StarsMoved::Paid { .. } => self.paid.insert(mark(&row.charge)),
            StarsMoved::Refunded { .. } => self.refunded.insert(mark(&row.charge)),
            StarsMoved::Other => false,
        };
    }

    /// Whether a row is compared: movements of users' payments that are no history yet.
    pub(super) fn is_compared(&self, row: &StarTransaction) -> bool {
        row.moved != StarsMoved::Other && row.at >= self.ago(LOOK_BACK.as_secs())
    }

    /// Whether rows need not be read again. What was booked as late as possible is compared until then.
    pub(super) fn is_settled(&self, rows: &[ListedTransaction]) -> bool {
        let before = self.ago(2 * LOOK_BACK.as_secs());
        rows.iter().flatten().all(|row| row.at < before)
    }

    fn ago(&self, secs: u64) -> DateTime<Utc> {
        let now = self.begun.map_or(DateTime::UNIX_EPOCH, |begun| begun.at);
        now - TimeDelta::seconds(i64::try_from(secs).unwrap_or(i64::MAX))
    }

    /// What of our payment the list lacks, if the movement falls into the time that is compared.
    pub(super) fn lacks(&self, payment: &Payment) -> Option<Difference> {
        let now = self.begun?.at;
        let span = (now - delta(LOOK_BACK) + delta(GRACE))..(now - delta(GRACE));
        let (charge, user) = (payment.charge.clone(), payment.user);
        let (stars, mark) = (payment.price.amount(), mark(&charge));
        if span.contains(&payment.booked_at) && !self.paid.contains(&mark) {
            return Some(Difference::Missing {
                charge,
                user,
                stars,
            });
        }
        let is_within = |at| span.contains(&at);
        let given_back =
            payment.status == PaymentStatus::Refunded && payment.refunded_at.is_some_and(is_within);
        if given_back && !self.refunded.contains(&mark) {
            return Some(Difference::NotGivenBack {
                charge,
                user,
                stars,
            });
        }
        None
    }
}

/// What is kept of a charge id; that two share one is as good as impossible.
fn mark(charge: &ChargeId) -> u64 {
    let mut hasher = DefaultHasher::new();
    charge.hash(&mut hasher);
    hasher.finish()
}
