use neurocards_core::credits::Credits;
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::ledger::{Actor, Balance, EntryKind, Grant, Payment, Written};
use neurocards_core::order::NewOrder;
use neurocards_core::ports::{LedgerError, PlaceError};

use super::unreadable;

/// An entry about to be written, and the balance it leaves. All arithmetic with money is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posting {
    /// Whose account.
    pub(crate) user: UserId,
    /// What it does.
    pub(crate) kind: EntryKind,
    /// How much, not zero.
    pub(crate) amount: Credits,
    /// The balance right after it.
    pub(crate) balance_after: Credits,
    /// The job of a hold, capture or refund.
    pub(crate) job: Option<JobId>,
    /// Idempotency key.
    pub(crate) key: String,
    /// Why, in words for the operator.
    pub(crate) reason: String,
    /// Who did it.
    pub(crate) actor: Actor,
}

/// A job's hold, with the balance of its user: what a capture or a refund is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    /// The job.
    pub(crate) job: JobId,
    /// Whose.
    pub(crate) user: UserId,
    /// What it holds.
    pub(crate) price: Credits,
    /// The user's balance now.
    pub(crate) balance: Credits,
}

/// The key of a purchase.
pub(crate) fn purchase_key(charge_id: &str) -> String {
    format!("purchase:{charge_id}")
}

/// The key of a chargeback.
pub(crate) fn chargeback_key(charge_id: &str) -> String {
    format!("chargeback:{charge_id}")
}

impl Posting {
    /// Credits given.
    pub(crate) fn grant(grant: &Grant, balance: Credits) -> Result<Self, LedgerError> {
        Ok(Self {
            user: grant.user,
            kind: EntryKind::Grant,
            amount: grant.amount,
            balance_after: increased(balance, grant.amount)?,
            job: None,
            key: grant.key.clone(),
            reason: grant.reason.clone(),
            actor: grant.by,
        })
    }

    /// Credits paid for.
    pub(crate) fn purchase(payment: &Payment, balance: Credits) -> Result<Self, LedgerError> {
        Ok(Self {
            user: payment.user,
            kind: EntryKind::Purchase,
            amount: payment.credits,
            balance_after: increased(balance, payment.credits)?,
            job: None,
            key: purchase_key(&payment.charge_id),
            reason: String::new(),
            actor: Actor::User,
        })
    }

    /// Paid credits taken back.
    pub(crate) fn chargeback(payment: &Payment, balance: Credits) -> Result<Self, LedgerError> {
        let needed = payment.credits;
        Ok(Self {
            user: payment.user,
            kind: EntryKind::Chargeback,
            amount: needed,
            balance_after: balance
                .checked_sub(needed)
                .ok_or(LedgerError::Insufficient { balance, needed })?,
            job: None,
            key: chargeback_key(&payment.charge_id),
            reason: String::new(),
            actor: Actor::System,
        })
    }

    /// One hold per job of an order: all of them, or none if the balance does not cover them.
    pub(crate) fn holds(order: &NewOrder, balance: Credits) -> Result<Vec<Self>, PlaceError> {
        let needed = order.total().unwrap_or(Credits::MAX);
        let mut left = balance;
        let holds = order.jobs.iter().map(|&job| {
            left = left.checked_sub(order.price)?;
            Some(Self {
                user: order.user,
                kind: EntryKind::Hold,
                amount: order.price,
                balance_after: left,
                job: Some(job),
                key: format!("hold:{job}"),
                reason: String::new(),
                actor: Actor::User,
            })
        });
        holds
            .collect::<Option<_>>()
            .ok_or(PlaceError::Insufficient { balance, needed })
    }

    /// A hold that is earned.
    pub(crate) fn capture(held: Held) -> Self {
        Self::end(held, EntryKind::Capture, held.balance, Actor::System)
    }

    /// A hold that is given back. `None` if the balance would pass [`Credits::MAX`].
    pub(crate) fn refund(held: Held, by: Actor) -> Option<Self> {
        let balance_after = held.balance.checked_add(held.price)?;
        Some(Self::end(held, EntryKind::Refund, balance_after, by))
    }

    fn end(held: Held, kind: EntryKind, balance_after: Credits, actor: Actor) -> Self {
        Self {
            user: held.user,
            kind,
            amount: held.price,
            balance_after,
            job: Some(held.job),
            key: format!("{}:{}", kind.as_str(), held.job),
            reason: String::new(),
            actor,
        }
    }
}

impl Held {
    /// A hold as its row has it.
    pub(crate) fn read(
        job: JobId,
        user: i64,
        price: i64,
        balance: i64,
    ) -> Result<Self, sqlx::Error> {
        Ok(Self {
            job,
            user: UserId(user),
            price: Credits::new(price).map_err(unreadable)?,
            balance: Credits::new(balance).map_err(unreadable)?,
        })
    }
}

/// The error of a refund that [`Posting::refund`] has no room for.
pub(crate) fn refund_overflow() -> sqlx::Error {
    unreadable("the balance has no room for the refund")
}

/// What a user has, as its row has it.
pub(crate) fn balance_of(available: i64, held: i64) -> Result<Balance, sqlx::Error> {
    Ok(Balance {
        available: Credits::new(available).map_err(unreadable)?,
        held: Credits::new(held).unwrap_or(Credits::MAX),
    })
}

fn increased(balance: Credits, amount: Credits) -> Result<Credits, LedgerError> {
    balance
        .checked_add(amount)
        .filter(|_| !amount.is_zero())
        .ok_or(LedgerError::Amount(amount))
}

/// The entry that has a key already.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct KeyedRow {
    user_id: i64,
    kind: String,
    amount: i64,
}

impl KeyedRow {
    /// Whether it is the entry that would be written now.
    pub(crate) fn is(
        &self,
        user: UserId,
        kind: EntryKind,
        amount: Credits,
        key: &str,
    ) -> Result<Written, LedgerError> {
        let same =
            self.user_id == user.0 && self.kind == kind.as_str() && self.amount == amount.get();
        if same {
            return Ok(Written::Existing);
        }
        Err(LedgerError::KeyConflict(key.to_owned()))
    }

    /// The payment it booked.
    pub(crate) fn payment(&self, charge_id: &str) -> Result<Payment, sqlx::Error> {
        Ok(Payment {
            charge_id: charge_id.to_owned(),
            user: UserId(self.user_id),
            credits: Credits::new(self.amount).map_err(unreadable)?,
        })
    }
}
